"""Owing mail and taking it back, in the transaction of the change that does so; sets, never loops.

Whoever locks several mails at once locks them in the order of their dedupe keys, so that two of them
can't wait for each other; the worker steps over locked rows instead.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from uuid import UUID

from backend.core import settings
from backend.core.ids import Kind, encode_once, new_id
from backend.core.work import Work

LETTING_IN = ["workspace_invitation", "invitation_reminder", "account_link", "account_password"]
DELIVER = "deliver_mails"  # the job that a poke asks for


@dataclass(frozen=True, slots=True)
class Due:
    """When a mail is owed: the local date, time (HH:MM) and IANA zone, and the instant they mean."""

    date: dt.date | None
    time: str | None
    zone: str | None
    at: dt.datetime

    @classmethod
    def now(cls, at: dt.datetime) -> Due:
        """Owed at once, whatever the calendar says."""
        return cls(None, None, None, at)


@dataclass(frozen=True, slots=True)
class MailDraft:
    """One mail to owe; its dedupe key says which mail it is, so that owing it twice owes it once.

    `next_at` is when to try first (default: when due; a hold moves it), `bundle_key` names those that
    leave as one message when they fall due together, `waits_for` a mail that must be accepted first.
    """

    kind: str
    dedupe_key: str
    member_id: UUID | None
    subject_id: UUID | None
    due: Due
    batch_id: UUID | None = None
    language: str | None = None
    address: str | None = None
    next_at: dt.datetime | None = None
    bundle_key: str | None = None
    waits_for: UUID | None = None

    @property
    def first_try(self) -> dt.datetime:
        """When it may leave at the earliest."""
        return self.next_at or self.due.at


@dataclass(frozen=True, slots=True)
class OweResult:
    """What became of the drafts, by dedupe key; `ids` names the mail of each one."""

    ids: dict[str, UUID] = field(default_factory=dict)
    created: frozenset[str] = frozenset()
    revived: frozenset[str] = frozenset()
    moved: frozenset[str] = frozenset()
    already_out: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CancelResult:
    """The truthful answer: how many were taken back, and how many had left or were leaving."""

    cancelled: int
    already_out: int


OWE = """
    WITH drafts AS (
        SELECT * FROM unnest(
            $3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::text[], $8::uuid[], $9::text[], $10::bigint[]
        ) AS draft (id, dedupe_key, member_id, subject_id, bundle_key, waits_for, message_id, occasion)
        JOIN unnest(
            $11::text[], $12::uuid[], $13::text[], $14::text[],
            $15::date[], $16::text[], $17::text[], $18::timestamptz[], $19::timestamptz[]
        ) WITH ORDINALITY AS occasions (
            kind, batch_id, address, language, due_date, due_time, due_zone, due_at, next_at, occasion
        ) USING (occasion)
    ), concerned AS (
        SELECT mails.id FROM mails JOIN drafts USING (dedupe_key)
        UNION SELECT waits_for FROM drafts WHERE waits_for IS NOT NULL
    ), standing AS (  -- locked, so that a mail accepted at this very moment is seen as accepted
        SELECT id, dedupe_key, state FROM mails JOIN concerned USING (id)
        ORDER BY dedupe_key FOR UPDATE OF mails
    ), owed AS (
        INSERT INTO mails (
            id, workspace_id, kind, dedupe_key, member_id, subject_id, batch_id, address, language,
            due_date, due_time, due_zone, due_at, next_at, bundle_key, waits_for, message_id,
            state, version, attempts, created_at
        )
        SELECT draft.id, $1, kind, draft.dedupe_key, member_id, subject_id, batch_id, address, language,
            due_date, due_time, due_zone, due_at, next_at, bundle_key, awaited.id, message_id,
            'SCHEDULED', 1, 0, $2
        FROM drafts AS draft
        LEFT JOIN standing AS awaited ON awaited.id = waits_for
            AND awaited.state IN ('SCHEDULED', 'QUEUED', 'SENDING')
        ORDER BY draft.dedupe_key
        ON CONFLICT (dedupe_key) DO UPDATE SET
            state = 'SCHEDULED', version = mails.version + 1, attempts = 0, reason = NULL,
            lease_token = NULL, lease_until = NULL, first_attempt_at = NULL, bundled_into = NULL,
            smtp_code = NULL, smtp_reply = NULL,
            due_date = EXCLUDED.due_date, due_time = EXCLUDED.due_time, due_zone = EXCLUDED.due_zone,
            due_at = EXCLUDED.due_at, next_at = EXCLUDED.next_at, waits_for = EXCLUDED.waits_for,
            member_id = EXCLUDED.member_id, subject_id = EXCLUDED.subject_id,
            batch_id = EXCLUDED.batch_id, bundle_key = EXCLUDED.bundle_key,
            address = EXCLUDED.address, language = EXCLUDED.language
        WHERE mails.data_at IS NULL AND (
            mails.state = 'CANCELLED'
            OR mails.state IN ('SCHEDULED', 'QUEUED') AND mails.due_at <> EXCLUDED.due_at
        )
        RETURNING id, dedupe_key, version
    )
    SELECT owed.id, dedupe_key, standing.state = 'CANCELLED' AS revived  -- but for those that are new
    FROM drafts LEFT JOIN owed USING (dedupe_key) LEFT JOIN standing USING (dedupe_key)
    WHERE owed.id IS DISTINCT FROM drafts.id
"""

LEFT_ALONE = """
    SELECT id, dedupe_key,
        state IN ('SENDING', 'SENT', 'DELIVERED', 'BOUNCED') OR data_at IS NOT NULL AS already_out
    FROM mails WHERE dedupe_key = ANY($1)
"""

CANCEL = """
    WITH aim AS (
        SELECT id FROM mails WHERE {aim}
    ), concerned AS MATERIALIZED (  -- with what waits for them, or was to leave with them; read once
        SELECT id FROM aim
        UNION SELECT id FROM mails WHERE waits_for IN (SELECT id FROM aim)
        UNION SELECT id FROM mails WHERE bundled_into IN (SELECT id FROM aim)
    ), locked AS (
        SELECT id, state, data_at, id IN (SELECT id FROM aim) AS aimed
        FROM mails JOIN concerned USING (id) ORDER BY dedupe_key FOR UPDATE OF mails
    ), withdrawn AS (
        UPDATE mails SET state = 'CANCELLED', reason = $1, version = version + 1,
            lease_token = NULL, lease_until = NULL, bundled_into = NULL, waits_for = NULL
        FROM locked
        WHERE mails.id = locked.id AND aimed AND locked.state IN ('SCHEDULED', 'QUEUED')
        RETURNING mails.id
    ), freed AS (
        UPDATE mails SET waits_for = NULL, bundled_into = NULL
        FROM locked
        WHERE mails.id = locked.id AND NOT aimed AND locked.state = 'SCHEDULED'
    )
    SELECT
        count(*) FILTER (WHERE data_at IS NULL AND state IN ('SCHEDULED', 'QUEUED')) AS cancelled,
        count(*) FILTER (
            WHERE state IN ('SENDING', 'SENT', 'DELIVERED')
            OR data_at IS NOT NULL AND state IN ('SCHEDULED', 'QUEUED')
        ) AS already_out
    FROM locked WHERE aimed
"""


async def owe(work: Work, workspace_id: UUID, drafts: Sequence[MailDraft]) -> OweResult:
    """Owe these mails: new ones are made, cancelled ones that never left revived, unsent ones moved.

    One statement for any number, and a second one only where some were left as they are. Raises
    ValueError when two drafts share a dedupe key.
    """
    if not drafts:
        return OweResult()
    made = {draft.dedupe_key: new_id() for draft in drafts}
    if len(made) < len(drafts):
        raise ValueError("two drafts share a dedupe key")
    columns = _columns(drafts, made)
    others = {row["dedupe_key"]: row for row in await work.sql.fetch(OWE, workspace_id, work.now, *columns)}
    if any(draft.first_try <= work.now for draft in drafts):
        work.poke(DELIVER)
    stood = [key for key, row in others.items() if row["id"] is None]
    left = await work.sql.fetch(LEFT_ALONE, stood) if stood else []
    changed = {key: row["id"] for key, row in others.items() if row["id"] is not None}
    return OweResult(
        made | changed | {row["dedupe_key"]: row["id"] for row in left},
        created=frozenset(made.keys() - others.keys()),
        revived=frozenset(key for key in changed if others[key]["revived"]),
        moved=frozenset(key for key in changed if not others[key]["revived"]),
        already_out=frozenset(row["dedupe_key"] for row in left if row["already_out"]),
    )


async def cancel(work: Work, dedupe_keys: Sequence[str], reason: str) -> CancelResult:
    """Take these mails back where they have not left."""
    return await _cancel(work, "dedupe_key = ANY($2)", reason, list(dedupe_keys))


async def cancel_of_members(
    work: Work, member_ids: Sequence[UUID], reason: str, kinds: Sequence[str] | None = None
) -> CancelResult:
    """Take back what is still owed to these members, of all kinds or of some; counts open mails only."""
    aim = "member_id = ANY($2) AND state IN ('SCHEDULED', 'QUEUED', 'SENDING')"
    if kinds is None:
        return await _cancel(work, aim, reason, list(member_ids))
    return await _cancel(work, f"{aim} AND kind = ANY($3)", reason, list(member_ids), list(kinds))


async def cancel_of_batch(
    work: Work, batch_id: UUID, reason: str, let_in: Sequence[UUID] = ()
) -> CancelResult:
    """Take back what a batch owes, but for the letters that let these members in; counts what has left."""
    aim = "batch_id = $2 AND NOT (coalesce(member_id = ANY($3), false) AND kind = ANY($4))"
    return await _cancel(work, aim, reason, batch_id, list(let_in), LETTING_IN)


async def _cancel(work: Work, aim: str, reason: str, *arguments: object) -> CancelResult:
    row = await work.sql.fetchrow(CANCEL.format(aim=aim), reason, *arguments)
    result = CancelResult(row["cancelled"], row["already_out"]) if row else CancelResult(0, 0)
    if result.cancelled:
        work.poke(DELIVER)  # what waited for them may be free to go
    return result


def _columns(drafts: Sequence[MailDraft], made: Mapping[str, UUID]) -> list[list[object]]:
    """The drafts as one list per column, in the order of OWE's parameters; what many share is said once."""
    host = urlsplit(settings.current().public_url).hostname or "localhost"
    occasions: dict[tuple[object, ...], int] = {}
    rows = []
    for draft in drafts:
        mail_id = made[draft.dedupe_key]
        occasion = occasions.setdefault(_occasion(draft), len(occasions) + 1)
        identity = (mail_id, draft.dedupe_key, draft.member_id, draft.subject_id)
        message_id = f"<{encode_once(Kind.MAIL, mail_id)}@{host}>"
        rows.append((*identity, draft.bundle_key, draft.waits_for, message_id, occasion))
    return [list(column) for table in (rows, occasions) for column in zip(*table, strict=True)]


def _occasion(draft: MailDraft) -> tuple[object, ...]:
    """What the mails of one intake mostly have in common."""
    due = draft.due
    when = (due.date, due.time, due.zone, due.at, draft.first_try)
    return (draft.kind, draft.batch_id, draft.address, draft.language, *when)
