"""The letter that invites to the workspace."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from backend.core import settings
from backend.core.db import Connection, Row
from backend.core.tokens import link_token
from backend.mail.letters import Handler, Loaded, NotOwed
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


async def load_workspace_invitations(connection: Connection, mail_ids: Sequence[UUID]) -> dict[UUID, Loaded]:
    """The letters of these mails, or why they are owed no longer."""
    rows = await connection.fetch(WORKSPACE, list(mail_ids))
    return {row["mail_id"]: _workspace_invitation(row) for row in rows}


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


WORKSPACE_INVITATIONS = Handler(MailKind.WORKSPACE_INVITATION.value, load_workspace_invitations)
