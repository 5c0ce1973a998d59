"""Taking people out of a session: whom a group brings as well stays, and the answer says so."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from backend.audit.actions import record
from backend.core.access import Actor, Permission, needs
from backend.core.db import Row
from backend.core.errors import InputError, InvalidInput
from backend.core.ids import Kind
from backend.core.work import ChangeKind, unit_of_work
from backend.invitations.intake.chosen import check_number
from backend.invitations.intake.pipeline import lock_workspace
from backend.invitations.scope import Cause
from backend.invitations.settle import settle
from backend.invitations.taken_out import TakenOut, absent, taken_out
from backend.programs.queries import require_open_session

END_DIRECT = """
    UPDATE registration_reasons reason SET ended_at = $4 FROM registrations r
    WHERE r.id = reason.registration_id AND r.workspace_id = $1 AND r.session_id = $2
        AND r.member_id = ANY($3::uuid[]) AND reason.kind = 'DIRECT' AND reason.ended_at IS NULL
"""
# Names of private groups are for those who may see them.
STANDING = """
    SELECT r.member_id, bool_or(reason.kind = 'GROUP') AS by_group,
        string_agg(g.name, ', ' ORDER BY g.sort_name) FILTER (WHERE $4 OR NOT g.is_private) AS names
    FROM registrations r
    JOIN registration_reasons reason ON reason.registration_id = r.id AND reason.ended_at IS NULL
    LEFT JOIN groups g ON g.id = reason.group_id
    WHERE r.workspace_id = $1 AND r.session_id = $2 AND r.member_id = ANY($3::uuid[])
        AND r.ended_at IS NULL GROUP BY r.member_id
"""


@needs(Permission.REGISTER)
async def unregister_session_learners(actor: Actor, session_id: UUID, member_ids: Sequence[UUID]) -> TakenOut:
    """End the registrations that were made by themselves; raises InvalidInput, NotFound."""
    if errors := check_number(member_ids):
        raise InvalidInput(*errors)
    async with unit_of_work(actor) as work:
        workspace = await lock_workspace(work, actor)
        await require_open_session(work.sql, actor, session_id, "sessionId")
        chosen = list(member_ids)
        scope = (actor.workspace_id, session_id, chosen)
        there = await work.sql.fetch(STANDING, *scope, actor.is_admin)
        await work.sql.execute(END_DIRECT, *scope, work.now)
        cause = Cause(None, actor.member_id)
        settled = await settle(work, workspace, cause, member_ids=chosen, session_ids=[session_id])
        staying = await work.sql.fetch(STANDING, *scope, actor.is_admin)
        left = {row["member_id"] for row in there} - {row["member_id"] for row in staying}
        if left:
            subject = (Kind.SESSION, session_id)
            await record(work, actor, "session.learners_removed", subject, member_ids=list(left))
            work.changed(ChangeKind.SESSION, session_id)
            work.changed(ChangeKind.MEMBER, *left)
    skipped = absent(
        chosen,
        {row["member_id"] for row in there},
        "NOT_REGISTERED",
        "This person is not registered in the session.",
    )
    return taken_out(len(left), settled, remaining=_remaining(chosen, staying), skipped=skipped)


def _remaining(member_ids: Sequence[UUID], staying: Sequence[Row]) -> list[InputError]:
    names = {row["member_id"]: row["names"] for row in staying}
    return [
        InputError("STILL_THROUGH_GROUP", _through(names[member_id]), ("memberIds",), row)
        for row, member_id in enumerate(member_ids, start=1)
        if member_id in names
    ]


def _through(groups: str | None) -> str:
    return f"They stay registered through {groups}." if groups else "They stay registered through a group."
