"""The letters that carry a link to choose a new password, or to confirm a new address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from backend.auth.actions.request_email_change import change_token
from backend.auth.actions.request_password_reset import reset_token
from backend.core import settings
from backend.core.db import Connection, Row
from backend.mail.letters import Handler, Loaded, NotOwed
from backend.mail.models import MailKind
from backend.members.letters import COLUMNS, letter_to
from backend.members.status import ACTIVE, BOUNCED

RESETS = f"""
    SELECT {COLUMNS}, reset.id AS reset_id, reset.expires_at, CASE
        WHEN reset.used_at IS NOT NULL THEN 'LINK_USED'
        WHEN reset.expires_at <= (SELECT public.usher_now()) THEN 'LINK_EXPIRED'
        WHEN NOT {ACTIVE} THEN 'NOT_ACTIVE'
        WHEN m.email_key IS NULL THEN 'NO_ADDRESS'
        WHEN {BOUNCED} THEN 'ADDRESS_BOUNCED'
        END AS why_not
    FROM mails mail
    JOIN password_resets reset ON reset.id = mail.subject_id
    JOIN members m ON m.id = reset.member_id
    JOIN workspaces w ON w.id = m.workspace_id
    WHERE mail.id = ANY($1)
"""

CHANGES = f"""
    SELECT {COLUMNS}, change.id AS change_id, change.email AS new_email, change.email_key AS new_key,
        change.expires_at, CASE
        WHEN change.used_at IS NOT NULL THEN 'LINK_USED'
        WHEN change.expires_at <= (SELECT public.usher_now()) THEN 'LINK_EXPIRED'
        WHEN NOT {ACTIVE} THEN 'NOT_ACTIVE'
        WHEN EXISTS (SELECT FROM suppressions x WHERE x.workspace_id = m.workspace_id
            AND x.email_key = change.email_key) THEN 'ADDRESS_BOUNCED'
        END AS why_not
    FROM mails mail
    JOIN email_changes change ON change.id = mail.subject_id
    JOIN members m ON m.id = change.member_id
    JOIN workspaces w ON w.id = m.workspace_id
    WHERE mail.id = ANY($1)
"""


async def load_resets(connection: Connection, mail_ids: Sequence[UUID]) -> dict[UUID, Loaded]:
    """The letters of these mails, or why they are owed no longer."""
    rows = await connection.fetch(RESETS, list(mail_ids))
    return {row["mail_id"]: _reset(row) for row in rows}


def _reset(row: Row) -> Loaded:
    if row["why_not"]:
        return NotOwed(row["why_not"])
    link = f"{settings.current().public_url}/reset/{reset_token(row['reset_id'])}"
    return letter_to(row, MailKind.PASSWORD_RESET.value, {"link": link, "expires_at": row["expires_at"]})


async def load_changes(connection: Connection, mail_ids: Sequence[UUID]) -> dict[UUID, Loaded]:
    """The letters of these mails, each to the new address, or why they are owed no longer."""
    rows = await connection.fetch(CHANGES, list(mail_ids))
    return {row["mail_id"]: _change(row) for row in rows}


def _change(row: Row) -> Loaded:
    if row["why_not"]:
        return NotOwed(row["why_not"])
    link = f"{settings.current().public_url}/email/{change_token(row['change_id'])}"
    slots = {"link": link, "expires_at": row["expires_at"]}
    letter = letter_to(row, MailKind.EMAIL_CHANGE_CONFIRM.value, slots)
    return replace(letter, address=row["new_email"], email_key=row["new_key"])


EMAIL_CHANGES = Handler(MailKind.EMAIL_CHANGE_CONFIRM.value, load_changes)
PASSWORD_RESETS = Handler(MailKind.PASSWORD_RESET.value, load_resets)
