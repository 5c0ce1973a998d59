"""What raising a learner in a group means: only learners are registered in its sessions."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from backend.groups.models import GroupRole
from backend.invitations.intake.known import Facts
from backend.invitations.intake.shapes import FieldChange, PlannedRow
from backend.programs.rules import SessionState

OPEN = (SessionState.ONGOING, SessionState.UPCOMING)


def role_changes(row: PlannedRow, facts: Facts) -> Iterator[FieldChange]:
    """What somebody is in each group where they are more from now on, the group named with it."""
    for grant in row.groups:
        was = facts.place(grant, row.known)
        if was is not None:
            name = facts.group_names[grant.group_id]
            yield FieldChange("groupRole", f"{name}: {was.value}", f"{name}: {grant.role.value}")


def ending(row: PlannedRow, facts: Facts) -> set[UUID]:
    """The sessions in which nothing registers somebody any more once they are no learners."""
    raised = {grant.group_id for grant in row.groups if facts.place(grant, row.known) is GroupRole.LEARNER}
    if row.known is None or not raised:
        return set()
    held = set(row.session_ids) if row.entry.direct else set()
    for grant in row.groups:
        if grant.role is GroupRole.LEARNER:
            held.update(facts.group_sessions.get(grant.group_id, ()))
    return {
        one
        for one in facts.registered.get(row.known.id, frozenset()) - held
        if facts.sessions[one].state in OPEN and facts.reasons[one, row.known.id] <= raised
    }
