"""Asking for another address of one's own: a link is mailed there, and only its use changes anything."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from backend.audit.actions import record
from backend.auth.credentials import present_password
from backend.auth.limits import count_change
from backend.core.access import Actor, Permission, needs
from backend.core.errors import Forbidden
from backend.core.ids import Kind, new_id
from backend.core.tokens import link_token, token_hash
from backend.core.work import unit_of_work
from backend.invitations.moving import check_address
from backend.mail.actions import Due, MailDraft, owe
from backend.mail.models import MailKind
from backend.workspaces.queries import workspace_of

LIFETIME = timedelta(hours=24)
KIND = MailKind.EMAIL_CHANGE_CONFIRM.value
REPLACE = """
    UPDATE email_changes SET used_at = $3 WHERE workspace_id = $1 AND member_id = $2 AND used_at IS NULL
"""
INSERT = """
    INSERT INTO email_changes
        (id, workspace_id, member_id, email, email_key, token_hash, created_at, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""


@needs(Permission.OWN_PROFILE)
async def request_email_change(actor: Actor, email: str, password: str) -> None:
    """Mail a link to the new address; raises InvalidInput or RateLimited.

    Whether somebody else has the address is told only to who can read its mail.
    """
    if actor.member_id is None:
        raise Forbidden("A key has no address.")
    await count_change(actor.member_id)
    await present_password(actor.workspace_id, actor.member_id, password, "password")
    async with unit_of_work(actor) as work:
        address = check_address(email, await workspace_of(work.sql, actor.workspace_id))
        change_id, mine = new_id(), (actor.workspace_id, actor.member_id)
        await work.sql.execute(REPLACE, *mine, work.now)
        values = (address.display, address.key, token_hash(change_token(change_id)))
        await work.sql.execute(INSERT, change_id, *mine, *values, work.now, work.now + LIFETIME)
        draft = MailDraft(
            kind=KIND,
            dedupe_key=f"{KIND}:{change_id}",
            member_id=actor.member_id,
            subject_id=change_id,
            due=Due.now(work.now),
            address=address.display,
        )
        await owe(work, actor.workspace_id, [draft])
        await record(work, actor, "member.email_change_requested", (Kind.MEMBER, actor.member_id))


def change_token(change_id: UUID) -> str:
    """The token of the link, the same each time its letter is rendered."""
    return link_token("EMAIL", change_id, 1)
