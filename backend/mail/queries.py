"""Reading mails: what is owed to whom, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.core.access import Actor
from backend.core.db import Row, reading
from backend.core.paging import Keyset, Page, PageRequest, count_of_each, read_pages
from backend.core.sqltext import OWNER
from backend.mail.models import MailKind, MailState

# A mail that is due and not yet claimed shows as queued: it leaves in a moment.
STATE = """CASE WHEN state = 'SCHEDULED' AND waits_for IS NULL AND next_at <= (SELECT public.usher_now())
    THEN 'QUEUED' ELSE state END"""
COLUMNS = f"""id, kind, member_id, subject_id, batch_id, language, due_at, {STATE} AS state, reason, attempts,
    sent_at, sent_to, smtp_code, smtp_reply, created_at"""
NEWEST = Keyset("created_at", "timestamptz", descending=True)


@dataclass(frozen=True, slots=True)
class MailRow:
    """A mail as it stands."""

    id: UUID
    kind: MailKind
    member_id: UUID | None
    subject_id: UUID | None
    batch_id: UUID | None
    language: str | None
    due_at: datetime
    state: MailState
    reason: str | None
    attempts: int
    sent_at: datetime | None
    sent_to: str | None
    smtp_code: int | None
    smtp_reply: str | None
    created_at: datetime


async def mails_of_members(
    actor: Actor, page: PageRequest, member_ids: Sequence[UUID]
) -> dict[UUID, Page[MailRow]]:
    """One page of the mails of each of these members, newest first; that they may be seen is asked before."""
    parameters: list[Any] = [actor.workspace_id]
    beyond, tail = NEWEST.clause(page, parameters)
    statement = f"""SELECT {COLUMNS} FROM mails WHERE workspace_id = $1 AND member_id = {OWNER.name}
        AND {beyond} {tail}"""
    return await read_pages(actor, member_ids, page, statement, parameters, read_mail, _place)


async def count_mails_of_members(actor: Actor, member_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many mails each of these members was owed; that they may be seen is asked before."""
    mine = f"mails WHERE workspace_id = $1 AND member_id = {OWNER.name}"
    return await count_of_each(actor, member_ids, mine, [actor.workspace_id])


async def newest_mails_of(actor: Actor, kind: str, subject_ids: Sequence[UUID]) -> dict[UUID, MailRow]:
    """The newest mail of this kind for each of these subjects."""
    async with reading(actor.workspace_id) as sql:
        rows = await sql.fetch(
            f"""SELECT DISTINCT ON (subject_id) {COLUMNS} FROM mails
            WHERE workspace_id = $1 AND kind = $2 AND subject_id = ANY($3::uuid[])
            ORDER BY subject_id, created_at DESC, id DESC""",
            actor.workspace_id,
            kind,
            list(subject_ids),
        )
    return {row["subject_id"]: read_mail(row) for row in rows}


async def mails_by_id(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, MailRow]:
    """These mails; whether the caller may see their member is asked before."""
    async with reading(actor.workspace_id) as sql:
        rows = await sql.fetch(
            f"SELECT {COLUMNS} FROM mails WHERE workspace_id = $1 AND id = ANY($2::uuid[])",
            actor.workspace_id,
            list(ids),
        )
    return {row["id"]: read_mail(row) for row in rows}


def read_mail(row: Row) -> MailRow:
    """A mail out of its row."""
    values: list[Any] = list(row.values())[:15]
    values[1] = MailKind(row["kind"])
    values[7] = MailState(row["state"])
    return MailRow(*values)


def _place(row: Row) -> tuple[datetime, UUID]:
    return row["created_at"], row["id"]
