"""The letters about sessions: the invitation to programs, new dates, and what was called off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from backend.core import settings
from backend.core.db import Connection, Row
from backend.core.tokens import link_token, token_hash
from backend.invitations.owed import NEWS_KEY, NO_NEWS, WHY_NOT
from backend.mail.letters import Handler, Loaded, NotOwed, NotYet, Slot
from backend.mail.models import MailKind
from backend.members.letters import COLUMNS, letter_to
from backend.programs.rules import invitation_due

# Whoever has not joined yet is led through joining, by their newest invitation.
LETTERS = f"""
    SELECT {COLUMNS}, p.title, s.name AS session_name, s.starts_at, s.ends_at, s.time_zone AS session_zone,
        s.starts_at <= (SELECT public.usher_now()) AS under_way, r.told_starts_at,
        w.mail_hour, (SELECT public.usher_now()) AS now,
        i.id AS invitation_id, i.version, i.workspace_id, link.id IS NOT NULL AS has_link,
        {{why_not}} AS why_not
    FROM mails mail
    JOIN registrations r ON r.id = mail.subject_id
    JOIN sessions s ON s.id = r.session_id
    JOIN programs p ON p.id = s.program_id
    JOIN members m ON m.id = r.member_id
    JOIN workspaces w ON w.id = m.workspace_id
    LEFT JOIN LATERAL (
        SELECT id, version, workspace_id FROM invitations
        WHERE member_id = m.id ORDER BY id DESC LIMIT 1
    ) i ON m.activated_at IS NULL
    LEFT JOIN invitation_links link
        ON link.invitation_id = i.id AND link.version = i.version AND link.purpose = 'PROGRAM'
    WHERE mail.id = ANY($1)
"""
PROGRAMS = LETTERS.format(why_not=WHY_NOT)
NEWS = LETTERS.format(
    why_not=f"""CASE WHEN mail.dedupe_key <> {NEWS_KEY} THEN 'SESSION_CHANGED_AGAIN' ELSE {NO_NEWS} END"""
)
ADD_LINKS = """
    INSERT INTO invitation_links (id, workspace_id, invitation_id, version, purpose, token_hash, created_at)
    SELECT public.usher_uuid7(), workspace_id, invitation_id, version, 'PROGRAM', token_hash,
        public.usher_now()
    FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[])
        AS link (workspace_id, invitation_id, version, token_hash)
    ON CONFLICT (token_hash) DO NOTHING
"""


async def load_program_invitations(connection: Connection, mail_ids: Sequence[UUID]) -> dict[UUID, Loaded]:
    """The letters of these mails, each with one program; makes the links that lead through joining."""
    return await _load(connection, PROGRAMS, MailKind.PROGRAM_INVITATION, mail_ids)


async def load_moved(connection: Connection, mail_ids: Sequence[UUID]) -> dict[UUID, Loaded]:
    """The letters of these mails, each with the new dates of one session and the start it had."""
    return await _load(connection, NEWS, MailKind.SESSION_MOVED, mail_ids)


async def load_cancelled(connection: Connection, mail_ids: Sequence[UUID]) -> dict[UUID, Loaded]:
    """The letters of these mails, each with one session that does not take place."""
    return await _load(connection, NEWS, MailKind.SESSION_CANCELLED, mail_ids)


async def _load(
    connection: Connection, statement: str, kind: MailKind, mail_ids: Sequence[UUID]
) -> dict[UUID, Loaded]:
    rows = await connection.fetch(statement, list(mail_ids))
    await _add_links(connection, [row for row in rows if row["invitation_id"] and not row["has_link"]])
    return {row["mail_id"]: _letter(row, kind) for row in rows}


def _letter(row: Row, kind: MailKind) -> Loaded:
    if row["why_not"]:
        return NotOwed(row["why_not"])
    if kind is MailKind.PROGRAM_INVITATION and (wait := _too_early(row)):
        return NotYet(wait)
    joining = row["invitation_id"] is not None
    path = f"join/{_program_token(row)}" if joining else "my"
    item = {
        "program": row["title"],
        "session": "" if row["session_name"] == row["title"] else row["session_name"],
        "starts_at": row["starts_at"],
        "ends_at": row["ends_at"],
        "under_way": row["under_way"],
        "zone": row["session_zone"],
    }
    if kind is MailKind.SESSION_MOVED:
        item["was"] = row["told_starts_at"] if row["told_starts_at"] != row["starts_at"] else None
    slots: dict[str, Slot] = {"joining": joining, "link": f"{settings.current().public_url}/{path}"}
    return letter_to(row, kind.value, slots, items=(item,))


def _too_early(row: Row) -> timedelta | None:
    """How long until its day: an attempt may have failed just as the session moved."""
    due = invitation_due(row["starts_at"], row["session_zone"], row["mail_hour"], row["now"])
    return due.at - row["now"] if due.at > row["now"] else None


def _program_token(row: Row) -> str:
    return link_token("PROGRAM", row["invitation_id"], row["version"])


async def _add_links(connection: Connection, rows: Sequence[Row]) -> None:
    links = {
        row["invitation_id"]: (
            row["workspace_id"],
            row["invitation_id"],
            row["version"],
            token_hash(_program_token(row)),
        )
        for row in rows
        if not row["why_not"]
    }
    if links:
        columns = zip(*links.values(), strict=True)
        await connection.execute(ADD_LINKS, *(list(column) for column in columns))


PROGRAM_INVITATIONS = Handler(MailKind.PROGRAM_INVITATION.value, load_program_invitations)
SESSIONS_MOVED = Handler(MailKind.SESSION_MOVED.value, load_moved)
SESSIONS_CANCELLED = Handler(MailKind.SESSION_CANCELLED.value, load_cancelled)
SESSION_LETTERS = (PROGRAM_INVITATIONS, SESSIONS_MOVED, SESSIONS_CANCELLED)
