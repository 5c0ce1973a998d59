"""What a batch gave each of its people, and what has become of that: read at once for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import orjson

from backend.core.access import Actor, Role
from backend.core.db import Row
from backend.core.work import Work
from backend.invitations.intake.shapes import WRITES, FieldChange, Outcome
from backend.invitations.theirs import as_trainer, theirs
from backend.members.status import STATUS, MemberStatus

RESTORED = ("role", "deactivatesOn")
WAYS_IN = (Outcome.INVITE, Outcome.CREATE, Outcome.REACTIVATE)
OPENING = FieldChange("status", MemberStatus.INVITED.value, MemberStatus.ACTIVE.value)
WRITTEN = [outcome.value for outcome in WRITES]
# What others do to a person or their invitation, other than by an intake.
CHANGED = [
    "member.updated",
    "member.reactivated",
    "member.email_changed",
    "invitation.updated",
    "invitation.extended",
]
# These two doors give places above a learner's, each in one group: who got none by them held a lower one.
RAISES = """(line.changes @> '[{"field": "groupRole"}]'
        OR batch.operation IN ('addGroupEmails', 'addGroupMembers')
        AND line.outcome IN ('ADD_GRANTS', 'MERGE_INTO_INVITATION') AND NOT EXISTS (
            SELECT FROM memberships own WHERE own.member_id = line.member_id AND own.batch_id = line.batch_id
            OFFSET 0))"""
GIVEN = f"""
    SELECT m.id, m.role, {STATUS} AS status, m.joined_at >= batch.created_at AS joined_since,
        m.deactivates_on::text AS until, line.outcome, line.changes,
        open.batch_id = $2 AS invited, open.id IS NOT NULL AS waits,
        $3::boolean OR {theirs("m.id", "$4::uuid", "$5::uuid")} AS theirs,
        EXISTS (
            SELECT FROM batch_rows later JOIN batches since ON since.id = later.batch_id
            WHERE later.member_id = m.id AND later.id > line.id AND later.batch_id <> $2
                AND later.outcome = ANY($6::text[]) AND since.undone_at IS NULL OFFSET 0
        ) OR EXISTS (
            SELECT FROM audit_events event
            WHERE event.workspace_id = $1 AND event.subject_id IN (m.id, line.invitation_id)
                AND event.at > batch.created_at AND event.action = ANY($7::text[]) OFFSET 0
        ) AS changed,
        {RAISES} AND EXISTS (
            SELECT FROM memberships older WHERE older.member_id = m.id AND older.role <> 'LEARNER'
                AND older.batch_id IS DISTINCT FROM $2 AND older.created_at < batch.created_at OFFSET 0
        ) AS raised
    FROM batch_rows line JOIN batches batch ON batch.id = line.batch_id
    JOIN members m ON m.id = line.member_id
    LEFT JOIN LATERAL (
        SELECT id, batch_id FROM invitations WHERE member_id = m.id AND state = 'PENDING' LIMIT 1
    ) AS open ON true
    WHERE line.workspace_id = $1 AND line.batch_id = $2 AND line.outcome = ANY($6::text[])
    ORDER BY m.id
"""


@dataclass(frozen=True, slots=True)
class Given:
    """What a batch did for one member, and how they stand now.

    `joined` since, `invited` by an invitation of the batch that is still open, `reinvited` by another one
    that is; `theirs` is whether the member is the caller's to invite or register today, `changed` whether
    another intake or verb has changed them since, `raised` whether the batch raised a place they held.
    """

    member_id: UUID
    role: Role
    status: MemberStatus
    outcome: Outcome
    until: str | None = None
    changes: tuple[FieldChange, ...] = ()
    joined: bool = False
    invited: bool = False
    reinvited: bool = False
    theirs: bool = True
    changed: bool = False
    raised: bool = False

    @property
    def let_in(self) -> bool:
        """Whether they have access by an account that the batch made, or since it let them in again."""
        here = self.status is not MemberStatus.DEACTIVATED and not self.joined
        return here and self.outcome in (Outcome.CREATE, Outcome.REACTIVATE)

    @property
    def opened(self) -> bool:
        """Whether they were invited when the batch opened their account, which nobody has used."""
        return OPENING in self.changes and self.status is MemberStatus.ACTIVE and not self.joined

    @property
    def joined_since(self) -> bool:
        """Whether they came in by what the batch gave: its invitation, or its account."""
        return self.joined and (self.outcome in WAYS_IN or OPENING in self.changes)

    @property
    def standing(self) -> tuple[FieldChange, ...]:
        """The roles and dates it gave that nothing has changed since."""
        now = {"role": self.role.value, "deactivatesOn": self.until}
        return tuple(one for one in self.changes if one.field in RESTORED and now[one.field] == one.after)


async def read_given(work: Work, actor: Actor, batch_id: UUID) -> list[Given]:
    """Everybody that a batch wrote to, in the order of their ids."""
    values = (actor.is_admin, actor.member_id, as_trainer(actor), WRITTEN, CHANGED)
    rows = await work.sql.fetch(GIVEN, actor.workspace_id, batch_id, *values)
    return [_given(row) for row in rows]


def _given(row: Row) -> Given:
    invited = bool(row["invited"])
    return Given(
        row["id"],
        Role(row["role"]),
        MemberStatus(row["status"]),
        Outcome(row["outcome"]),
        row["until"],
        tuple(FieldChange(**change) for change in orjson.loads(row["changes"])),
        joined=bool(row["joined_since"]),
        invited=invited,
        reinvited=row["outcome"] == Outcome.INVITE and row["waits"] and not invited,
        theirs=row["theirs"],
        changed=row["changed"],
        raised=row["raised"],
    )
