"""The letters that invite to the workspace: the invitation itself, and its reminders."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from uuid import UUID

from backend.core import settings
from backend.core.db import Connection, Row
from backend.core.settings import Settings
from backend.invitations.calendar import until_day
from backend.invitations.links import join_link
from backend.mail.letters import Handler, Loaded, NotOwed, NotYet
from backend.mail.models import MailKind
from backend.members.letters import COLUMNS, full_name, letter_to
from backend.members.status import BOUNCED, NOT_DEACTIVATED

WORKSPACE = f"""
    SELECT {COLUMNS}, i.id AS invitation_id, i.version, i.expires_at,
        inviter.first_name AS inviter_first, inviter.last_name AS inviter_last,
        inviter.email AS inviter_email, CASE
        WHEN i.state <> 'PENDING' THEN 'INVITATION_' || i.state
        WHEN i.expires_at <= (SELECT public.usher_now()) THEN 'INVITATION_EXPIRED'
        WHEN m.asleep_at IS NOT NULL THEN 'INVITATION_REVOKED'
        WHEN mail.kind = 'invitation_reminder' AND NOT w.send_reminders THEN 'REMINDERS_OFF'
        WHEN NOT ({NOT_DEACTIVATED}) THEN 'DEACTIVATED'
        WHEN m.email_key IS NULL THEN 'NO_ADDRESS'
        WHEN m.email_key <> i.email_key THEN 'ADDRESS_CHANGED'
        WHEN {BOUNCED} THEN 'ADDRESS_BOUNCED'
        END AS why_not {{more}}
    FROM mails mail
    JOIN invitations i ON i.id = mail.subject_id
    JOIN members m ON m.id = i.member_id
    JOIN workspaces w ON w.id = m.workspace_id
    LEFT JOIN members inviter ON inviter.id = i.invited_by
    WHERE mail.id = ANY($1)
"""
INVITATIONS, REMINDERS = WORKSPACE.format(more=""), WORKSPACE.format(more=", public.usher_now() AS now")
REMEMBERED = 2048  # letters: each is asked for twice within moments

# A newer mail has arrived: the links of those before it are good no longer. Rows that a change has locked
# are retired by that very change.
RETIRE_OLDER = """
    UPDATE invitation_links SET retired_at = (SELECT public.usher_now())
    WHERE id IN (
        SELECT link.id FROM mails mail JOIN invitation_links link ON link.invitation_id = mail.subject_id
        WHERE mail.id = ANY($1) AND link.workspace_id = mail.workspace_id AND link.purpose = 'JOIN'
            AND link.retired_at IS NULL AND link.version < split_part(mail.dedupe_key, ':', 3)::int
        FOR UPDATE OF link SKIP LOCKED
    )
"""


async def load_workspace_invitations(connection: Connection, mail_ids: Sequence[UUID]) -> dict[UUID, Loaded]:
    """The letters of these mails, or why they are owed no longer."""
    rows = await connection.fetch(INVITATIONS, list(mail_ids))
    links = settings.current()
    return {row["mail_id"]: _invitation(row, links) for row in rows}


async def load_reminders(connection: Connection, mail_ids: Sequence[UUID]) -> dict[UUID, Loaded]:
    """The letters of these reminders, or why they are not owed, or not at this hour."""
    rows = await connection.fetch(REMINDERS, list(mail_ids))
    return {row["mail_id"]: _reminder(row) for row in rows}


async def retire_older_links(connection: Connection, mail_ids: Sequence[UUID]) -> None:
    """These invitations have arrived: what was mailed before them opens nothing any more."""
    await connection.execute(RETIRE_OLDER, list(mail_ids))


@lru_cache(REMEMBERED)
def _invitation(row: Row, _links: Settings) -> Loaded:
    """Made once from the same facts: at the fence most of them are as they were, to the last column."""
    return _letter(row, MailKind.WORKSPACE_INVITATION)


def _reminder(row: Row) -> Loaded:
    wait = until_day(row["now"], row["time_zone"])
    if wait and not row["why_not"]:
        return NotYet(wait)
    return _letter(row, MailKind.INVITATION_REMINDER)


def _letter(row: Row, kind: MailKind) -> Loaded:
    if row["why_not"]:
        return NotOwed(row["why_not"])
    slots = {
        "inviter": full_name(row["inviter_first"], row["inviter_last"]),
        "expires_at": row["expires_at"],
        "link": join_link(row["invitation_id"], row["version"]),
    }
    return letter_to(row, kind.value, slots, reply_to=row["inviter_email"])


WORKSPACE_INVITATIONS = Handler(
    MailKind.WORKSPACE_INVITATION.value, load_workspace_invitations, retire_older_links
)
INVITATION_REMINDERS = Handler(MailKind.INVITATION_REMINDER.value, load_reminders)
