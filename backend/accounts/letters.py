"""The letters that bring the credentials of an account: a password, or a link to choose one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from backend.core import settings
from backend.core.db import Connection, Row
from backend.core.ids import new_id
from backend.core.sealing import BrokenSeal, unseal
from backend.core.work import Work
from backend.invitations.account_letters import LINK, PASSWORD, account_token, add_links, link_draft
from backend.invitations.intake.shapes import Written
from backend.invitations.settle import Cause
from backend.mail.actions import Due, MailDraft, owe
from backend.mail.letters import Handler, Loaded, NotOwed, NotYet
from backend.members.letters import COLUMNS, letter_to
from backend.members.status import ACTIVE
from backend.workspaces.queries import WorkspaceRow

HASHED_SOON = timedelta(minutes=1)

REACHABLE = f"""
        WHEN NOT {ACTIVE} THEN 'NOT_ACTIVE'
        WHEN m.email_key IS NULL THEN 'NO_ADDRESS'
        WHEN EXISTS (SELECT FROM suppressions x WHERE x.workspace_id = m.workspace_id
            AND x.email_key = m.email_key) THEN 'ADDRESS_BOUNCED'
"""
LINKS = f"""
    SELECT {COLUMNS}, m.username, reset.id AS reset_id, reset.expires_at, CASE
        WHEN reset.used_at IS NOT NULL THEN 'LINK_USED'
        WHEN reset.expires_at <= (SELECT public.usher_now()) THEN 'LINK_EXPIRED'
        {REACHABLE} END AS why_not
    FROM mails mail
    JOIN password_resets reset ON reset.id = mail.subject_id
    JOIN members m ON m.id = reset.member_id
    JOIN workspaces w ON w.id = m.workspace_id
    WHERE mail.id = ANY($1)
"""
PASSWORDS = f"""
    SELECT {COLUMNS}, m.id AS member_id, m.username, c.sealed, c.initial_until, CASE
        WHEN c.hash IS NOT NULL AND c.sealed IS NULL THEN 'PASSWORD_CHANGED'
        WHEN c.initial_until <= (SELECT public.usher_now()) THEN 'PASSWORD_EXPIRED'
        {REACHABLE} END AS why_not
    FROM mails mail
    JOIN members m ON m.id = mail.subject_id
    JOIN workspaces w ON w.id = m.workspace_id
    LEFT JOIN credentials c ON c.member_id = m.id
    WHERE mail.id = ANY($1)
"""
ERASE = """
    UPDATE credentials c SET sealed = NULL FROM mails
    WHERE mails.id = ANY($1) AND c.member_id = mails.subject_id AND c.sealed IS NOT NULL
"""
RELEASE = f"""
    UPDATE mails SET next_at = greatest(due_at, $4)
    WHERE id IN (
        SELECT id FROM mails WHERE workspace_id = $1 AND member_id = ANY($2::uuid[]) AND kind = '{PASSWORD}'
            AND state = 'SCHEDULED' AND next_at > $3
        ORDER BY dedupe_key FOR UPDATE
    )
"""


async def owe_letters(
    work: Work,
    workspace: WorkspaceRow,
    cause: Cause,
    written: Sequence[Written],
    wait: timedelta = timedelta(0),
) -> None:
    """Owe each of these rows the new letter it is to get; passwords wait so long, or until released."""
    anew = [(row, member_id) for row, member_id in written if not row.revives]
    links = [(new_id(), member_id) for row, member_id in anew if row.letter == LINK]
    await add_links(work, workspace, links)
    held = max(cause.hold_until or work.now, work.now + wait)
    drafts = [link_draft(*link, cause.batch_id, work, cause) for link in links]
    drafts += [
        MailDraft(PASSWORD, _password_key(member_id, cause), member_id, member_id, Due.now(work.now),
                  cause.batch_id, next_at=held)
        for row, member_id in anew
        if row.letter == PASSWORD
    ]  # fmt: skip
    await owe(work, workspace.id, drafts)


async def release_passwords(
    work: Work, workspace_id: UUID, member_ids: Sequence[UUID], held_until: object
) -> None:
    """Let the letters of passwords that are usable now leave, no earlier than a hold allows."""
    values = (workspace_id, list(member_ids), work.now, held_until or work.now)
    await work.sql.execute(RELEASE, *values)


def _password_key(member_id: UUID, cause: Cause) -> str:
    """One for each member and batch: a password that takes the place of one taken back is told too."""
    return f"{PASSWORD}:{member_id}:{cause.batch_id}"


async def load_links(connection: Connection, mail_ids: Sequence[UUID]) -> dict[UUID, Loaded]:
    """The letters of these mails, or why they are owed no longer."""
    rows = await connection.fetch(LINKS, list(mail_ids))
    return {row["mail_id"]: _link(row) for row in rows}


async def load_passwords(connection: Connection, mail_ids: Sequence[UUID]) -> dict[UUID, Loaded]:
    """The letters of these mails, or why they are owed no longer, or not yet."""
    rows = await connection.fetch(PASSWORDS, list(mail_ids))
    return {row["mail_id"]: _password(row) for row in rows}


async def erase_sent(connection: Connection, mail_ids: Sequence[UUID]) -> None:
    """A password that has been mailed is kept as a hash alone."""
    await connection.execute(ERASE, list(mail_ids))


def _link(row: Row) -> Loaded:
    if row["why_not"]:
        return NotOwed(row["why_not"])
    link = f"{settings.current().public_url}/reset/{account_token(row['reset_id'])}"
    slots = {"link": link, "login": row["email"], "expires_at": row["expires_at"]}
    return letter_to(row, LINK, slots)


def _password(row: Row) -> Loaded:
    if row["why_not"]:
        return NotOwed(row["why_not"])
    if row["sealed"] is None:
        return NotYet(HASHED_SOON)
    try:
        password = unseal(row["sealed"], row["member_id"])
    except BrokenSeal:
        return NotOwed("PASSWORD_UNREADABLE")
    slots = {
        "link": f"{settings.current().public_url}/sign-in",
        "login": row["username"] or row["email"],
        "password": password,
        "expires_at": row["initial_until"],
    }
    return letter_to(row, PASSWORD, slots)


ACCOUNT_LINKS = Handler(LINK, load_links)
ACCOUNT_PASSWORDS = Handler(PASSWORD, load_passwords, erase_sent)
