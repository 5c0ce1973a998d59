"""Why a person has what they have: every grant with its door, batch, row and inviter, and every mail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from backend.core.access import Actor, Permission, require
from backend.core.db import reading


class WhyKind(StrEnum):
    """What kind of fact a reason tells."""

    INVITATION = "INVITATION"
    GROUP = "GROUP"
    SESSION = "SESSION"
    MAIL = "MAIL"
    ROW = "ROW"


# Each part answers: member, kind, at, ended_at, batch, doer, group, session, invitation, mail.
WHY = """
    WITH facts AS (
        SELECT i.member_id, 'INVITATION' AS kind, i.created_at AS at, i.closed_at AS ended_at, i.batch_id,
            i.invited_by AS doer, NULL::uuid AS group_id, NULL::uuid AS session_id, i.id AS invitation_id,
            NULL::uuid AS mail_id
        FROM invitations i WHERE i.workspace_id = $1 AND i.member_id = ANY($2::uuid[])
        UNION ALL
        SELECT place.member_id, 'GROUP', place.created_at, NULL, place.batch_id, NULL, place.group_id,
            NULL, NULL, NULL
        FROM memberships place WHERE place.workspace_id = $1 AND place.member_id = ANY($2::uuid[])
        UNION ALL
        SELECT r.member_id, 'SESSION', reason.created_at, reason.ended_at, reason.batch_id,
            reason.created_by, reason.group_id, r.session_id, NULL, NULL
        FROM registration_reasons reason JOIN registrations r ON r.id = reason.registration_id
        WHERE r.workspace_id = $1 AND r.member_id = ANY($2::uuid[])
        UNION ALL
        SELECT mail.member_id, 'MAIL', coalesce(mail.sent_at, mail.created_at), NULL, mail.batch_id, NULL,
            NULL, NULL, NULL, mail.id
        FROM mails mail WHERE mail.workspace_id = $1 AND mail.member_id = ANY($2::uuid[])
        UNION ALL
        SELECT line.member_id, 'ROW', batch.created_at, batch.undone_at, batch.id, batch.created_by, NULL,
            NULL, NULL, NULL
        FROM batch_rows line JOIN batches batch ON batch.id = line.batch_id
        WHERE line.workspace_id = $1 AND line.member_id = ANY($2::uuid[])
    )
    SELECT facts.member_id, facts.kind, facts.at, facts.ended_at, facts.batch_id,
        coalesce(facts.doer, batch.created_by) AS doer, facts.group_id, facts.session_id,
        facts.invitation_id, facts.mail_id, batch.operation, line.position, line.outcome
    FROM facts LEFT JOIN batches batch ON batch.id = facts.batch_id
    LEFT JOIN LATERAL (
        SELECT position, outcome FROM batch_rows
        WHERE batch_rows.batch_id = facts.batch_id AND batch_rows.member_id = facts.member_id
        ORDER BY position LIMIT 1
    ) AS line ON true
    ORDER BY facts.at DESC, facts.kind, facts.batch_id, facts.group_id, facts.session_id,
        facts.invitation_id, facts.mail_id
    LIMIT 500
"""


@dataclass(frozen=True, slots=True)
class WhyRow:
    """One fact about a person: since when, until when, and how it came about."""

    kind: WhyKind
    at: datetime
    ended_at: datetime | None
    batch_id: UUID | None
    done_by: UUID | None
    group_id: UUID | None
    session_id: UUID | None
    invitation_id: UUID | None
    mail_id: UUID | None
    operation: str | None
    row: int | None
    outcome: str | None


async def why(actor: Actor, member_ids: Sequence[UUID]) -> dict[UUID, list[WhyRow]]:
    """Everything about each of these people, newest first; whether they may be seen is asked before."""
    require(actor, Permission.SEE_MEMBERS)
    async with reading(actor.workspace_id) as sql:
        rows = await sql.fetch(WHY, actor.workspace_id, list(member_ids))
    found: dict[UUID, list[WhyRow]] = defaultdict(list)
    for row in rows:
        values: list[Any] = list(row.values())[1:]
        values[0] = WhyKind(row["kind"])
        found[row["member_id"]].append(WhyRow(*values))
    return {member_id: found[member_id] for member_id in member_ids}
