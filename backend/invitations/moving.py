"""Moving a member to another address: what was mailed to the old one dies, what is owed follows."""

from __future__ import annotations

from uuid import UUID

from backend.audit.actions import record
from backend.core.access import Actor
from backend.core.addresses import Address, read_address
from backend.core.errors import InputError, InvalidInput
from backend.core.ids import Kind
from backend.core.text import sort_key
from backend.core.work import ChangeKind, Work
from backend.invitations.account_letters import settle_account_letters
from backend.invitations.intake.pipeline import lock_workspace
from backend.invitations.links import renew_links, retire_links
from backend.invitations.quota import spend_invites
from backend.invitations.reminders import settle_reminders
from backend.invitations.sending import WAITING, owe_invitations
from backend.invitations.settle import Cause, settle
from backend.invitations.warnings import settle_warnings
from backend.members.ways_in import end_links_and_codes
from backend.workspaces.queries import WorkspaceRow

TAKEN = "SELECT FROM members WHERE workspace_id = $1 AND email_key = $2 AND id <> $3"
BOUNCED = "SELECT reason FROM suppressions WHERE workspace_id = $1 AND email_key = $2"
MOVE = """
    UPDATE members SET email = $3, email_key = $4, updated_at = $6,
        sort_name = CASE WHEN coalesce(first_name, last_name) IS NULL THEN $5 ELSE sort_name END
    WHERE workspace_id = $1 AND id = $2
"""
FOLLOW = """
    UPDATE invitations SET email_key = $3
    WHERE workspace_id = $1 AND member_id = $2 AND state = 'PENDING' RETURNING id, member_id, batch_id
"""
MAILED = """
    SELECT state FROM mails
    WHERE workspace_id = $1 AND subject_id = $2 AND kind = 'workspace_invitation' ORDER BY id DESC LIMIT 1
"""


def check_address(typed: str, workspace: WorkspaceRow, field: str = "email") -> Address:
    """The one address that was typed; raises InvalidInput."""
    address = read_address(typed)
    if address.error:
        error = address.error
        raise InvalidInput(InputError(error.code, error.message, (field,), None, error.suggestion))
    allowed = workspace.allowed_domains
    if allowed and address.key.rpartition("@")[2] not in allowed:
        message = f"This workspace takes addresses at {', '.join(allowed)} only."
        raise InvalidInput(InputError("DOMAIN_NOT_ALLOWED", message, (field,)))
    return address


async def move_member(
    work: Work, actor: Actor, member_id: UUID, typed: str, *, confirmed: bool = False
) -> None:
    """Give a member this address; raises InvalidInput, and RateLimited where the day has none left.

    `confirmed`: whoever reads its mail has said that it is theirs. An open invitation goes there with a
    link of its own, and no link that was mailed before opens anything.
    """
    workspace = await lock_workspace(work, actor)
    address = check_address(typed, workspace)
    if await work.sql.fetchrow(TAKEN, workspace.id, address.key, member_id) is not None:
        message = "Another member of this workspace has this address."
        raise InvalidInput(InputError("EMAIL_TAKEN", message, ("email",)))
    if why := await work.sql.fetchval(BOUNCED, workspace.id, address.key):
        message = f"Mail to this address came back ({why}). Take another, or clear the bounce."
        raise InvalidInput(InputError("ADDRESS_BOUNCED", message, ("email",)))
    values = (address.display, address.key, sort_key(address.display))
    await work.sql.execute(MOVE, workspace.id, member_id, *values, work.now)
    await end_links_and_codes(work, workspace.id, [member_id])
    invited = await _send_after(work, workspace, member_id, address.key)
    if not invited and not confirmed:  # what they are told of from now on goes to somebody who may be another
        await spend_invites(work, workspace, 1, "email")
    cause = Cause(None, actor.member_id)
    await settle_account_letters(work, workspace, cause, [member_id])
    await settle(work, workspace, cause, member_ids=[member_id])
    await settle_warnings(work, workspace, [member_id])
    await record(work, actor, "member.email_changed", (Kind.MEMBER, member_id))
    work.changed(ChangeKind.MEMBER, member_id)


async def _send_after(work: Work, workspace: WorkspaceRow, member_id: UUID, email_key: str) -> bool:
    """Whether there is an open invitation: its mail goes to the new address by itself, or is sent again."""
    row = await work.sql.fetchrow(FOLLOW, workspace.id, member_id, email_key)
    if row is None:
        return False
    await retire_links(work, workspace.id, [row["id"]])
    versions = await renew_links(work, workspace.id, [row["id"]])
    if await work.sql.fetchval(MAILED, workspace.id, row["id"]) not in WAITING:
        await owe_invitations(work, workspace, [row], versions, "email")
    await settle_reminders(work, workspace, [row["id"]])
    work.changed(ChangeKind.INVITATION, row["id"])
    return True
