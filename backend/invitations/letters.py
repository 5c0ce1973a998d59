"""The letters of this room: the invitation to the workspace, and the one to programs."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from backend.core import settings
from backend.core.db import Connection, Row
from backend.core.tokens import link_token, token_hash
from backend.invitations.owed import WHY_NOT
from backend.mail.letters import Handler, Loaded, NotOwed, Slot
from backend.mail.models import MailKind
from backend.members.letters import COLUMNS, full_name, letter_to
from backend.members.status import NOT_DEACTIVATED

WORKSPACE = f"""
    SELECT {COLUMNS}, i.id AS invitation_id, i.version, i.expires_at,
        inviter.first_name AS inviter_first, inviter.last_name AS inviter_last,
        inviter.email AS inviter_email, CASE
        WHEN i.state <> 'PENDING' THEN 'INVITATION_' || i.state
        WHEN i.expires_at <= (SELECT public.usher_now()) THEN 'INVITATION_EXPIRED'
        WHEN m.asleep_at IS NOT NULL THEN 'INVITATION_REVOKED'
        WHEN NOT ({NOT_DEACTIVATED}) THEN 'DEACTIVATED'
        WHEN m.email_key IS NULL THEN 'NO_ADDRESS'
        WHEN m.email_key <> i.email_key THEN 'ADDRESS_CHANGED'
        WHEN EXISTS (SELECT FROM suppressions x WHERE x.workspace_id = m.workspace_id
            AND x.email_key = m.email_key) THEN 'ADDRESS_BOUNCED'
        END AS why_not
    FROM mails mail
    JOIN invitations i ON i.id = mail.subject_id
    JOIN members m ON m.id = i.member_id
    JOIN workspaces w ON w.id = m.workspace_id
    LEFT JOIN members inviter ON inviter.id = i.invited_by
    WHERE mail.id = ANY($1)
"""

# Whoever has not joined yet is led through joining, by their newest invitation.
PROGRAMS = f"""
    SELECT {COLUMNS}, p.title, s.name AS session_name, s.starts_at, s.ends_at, s.time_zone AS session_zone,
        s.starts_at <= (SELECT public.usher_now()) AS under_way,
        i.id AS invitation_id, i.version, i.workspace_id, link.id IS NOT NULL AS has_link,
        {WHY_NOT} AS why_not
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

ADD_LINKS = """
    INSERT INTO invitation_links (id, workspace_id, invitation_id, version, purpose, token_hash, created_at)
    SELECT public.usher_uuid7(), workspace_id, invitation_id, version, 'PROGRAM', token_hash,
        public.usher_now()
    FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[])
        AS link (workspace_id, invitation_id, version, token_hash)
    ON CONFLICT (token_hash) DO NOTHING
"""


async def load_workspace_invitations(connection: Connection, mail_ids: Sequence[UUID]) -> dict[UUID, Loaded]:
    """The letters of these mails, or why they are owed no longer."""
    rows = await connection.fetch(WORKSPACE, list(mail_ids))
    return {row["mail_id"]: _workspace_invitation(row) for row in rows}


async def load_program_invitations(connection: Connection, mail_ids: Sequence[UUID]) -> dict[UUID, Loaded]:
    """The letters of these mails, each with one program; makes the links that lead through joining."""
    rows = await connection.fetch(PROGRAMS, list(mail_ids))
    await _add_links(connection, [row for row in rows if row["invitation_id"] and not row["has_link"]])
    return {row["mail_id"]: _program_invitation(row) for row in rows}


def _workspace_invitation(row: Row) -> Loaded:
    if row["why_not"]:
        return NotOwed(row["why_not"])
    token = link_token("JOIN", row["invitation_id"], row["version"])
    slots = {
        "inviter": full_name(row["inviter_first"], row["inviter_last"]),
        "expires_at": row["expires_at"],
        "link": f"{settings.current().public_url}/join/{token}",
    }
    return letter_to(row, MailKind.WORKSPACE_INVITATION.value, slots, reply_to=row["inviter_email"])


def _program_invitation(row: Row) -> Loaded:
    if row["why_not"]:
        return NotOwed(row["why_not"])
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
    slots: dict[str, Slot] = {"joining": joining, "link": f"{settings.current().public_url}/{path}"}
    return letter_to(row, MailKind.PROGRAM_INVITATION.value, slots, items=(item,))


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


WORKSPACE_INVITATIONS = Handler(MailKind.WORKSPACE_INVITATION.value, load_workspace_invitations)
PROGRAM_INVITATIONS = Handler(MailKind.PROGRAM_INVITATION.value, load_program_invitations)
