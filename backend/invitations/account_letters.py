"""The letters with the credentials of an account: owed, and owed again to whom none has reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from backend.core.db import Row
from backend.core.ids import new_id
from backend.core.tokens import link_token, token_hash
from backend.core.work import Work
from backend.invitations.scope import Cause
from backend.mail.actions import Due, MailDraft, owe
from backend.mail.models import MailKind
from backend.members.status import ACTIVE
from backend.workspaces.queries import WorkspaceRow

LINK = MailKind.ACCOUNT_LINK.value
PASSWORD = MailKind.ACCOUNT_PASSWORD.value
ACCOUNT_LETTERS = (LINK, PASSWORD)
UNTIL_HASHED = timedelta(hours=1)  # a letter with a password leaves once it works; this is the latest

# Over a member m: their credentials c, and the letter that is to bring them, if any is. A password goes as it
# is while it is sealed or about to be hashed, else a link to choose one. Nobody is written to who has joined,
# whose address bounced, or whose letter left with a password that works. OFFSET 0: a look-up by member.
THEIR_LETTER = f"""
    LEFT JOIN LATERAL (
        SELECT hash, sealed, initial_until IS NULL OR initial_until > (SELECT public.usher_now()) AS lives
        FROM credentials WHERE member_id = m.id LIMIT 1
    ) AS c ON true
    LEFT JOIN LATERAL (
        SELECT last.dedupe_key, last.batch_id, last.subject_id, last.waits, last.may_be_out, CASE
            WHEN last.kind = '{PASSWORD}' AND (last.waits OR last.withdrawn) AND batch.undone_at IS NULL
                AND (c.hash IS NULL OR c.sealed IS NOT NULL AND c.lives) THEN '{PASSWORD}'
            WHEN last.may_be_out AND c.hash IS NOT NULL AND c.lives THEN NULL
            ELSE '{LINK}' END AS kind
        FROM (
            SELECT * FROM (
                SELECT id, kind, dedupe_key, batch_id, subject_id,
                    data_at IS NULL AND state IN ('SCHEDULED', 'QUEUED') AS waits,
                    data_at IS NULL AND state = 'CANCELLED' AS withdrawn,
                    data_at IS NOT NULL AND state <> 'BOUNCED' OR state IN ('SENDING', 'SENT', 'DELIVERED')
                        AS may_be_out
                FROM mails WHERE member_id = m.id AND kind IN ('{LINK}', '{PASSWORD}')
                    AND m.activated_at IS NOT NULL AND m.joined_at IS NULL AND m.email_key IS NOT NULL
                OFFSET 0
            ) AS each ORDER BY id DESC LIMIT 1
        ) AS last
        LEFT JOIN batches batch ON batch.id = last.batch_id
        WHERE NOT EXISTS (SELECT FROM suppressions x
            WHERE x.workspace_id = m.workspace_id AND x.email_key = m.email_key)
    ) AS letter ON true
"""
MISSED = f"""
    SELECT m.id, letter.kind, letter.dedupe_key, letter.batch_id, c.hash IS NULL AS unhashed
    FROM members m {THEIR_LETTER}
    WHERE m.workspace_id = $1 AND m.id = ANY($2::uuid[]) AND {ACTIVE}
        AND letter.kind IS NOT NULL AND NOT letter.waits AND NOT EXISTS (
            SELECT FROM password_resets reset WHERE letter.may_be_out AND reset.id = letter.subject_id
                AND reset.used_at IS NULL AND reset.expires_at > (SELECT public.usher_now())
        )
    ORDER BY m.id
"""
# Nobody has seen the link of a letter that has not left: another takes its place in it.
DEAD = f"""
    SELECT mail.id, mail.member_id FROM mails mail JOIN password_resets reset ON reset.id = mail.subject_id
    WHERE mail.workspace_id = $1 AND mail.member_id = ANY($2::uuid[]) AND mail.kind = '{LINK}'
        AND mail.state IN ('SCHEDULED', 'QUEUED') AND mail.data_at IS NULL AND reset.used_at IS NOT NULL
    ORDER BY mail.dedupe_key FOR UPDATE OF mail
"""
CARRY = """
    UPDATE mails SET subject_id = link.id FROM unnest($2::uuid[], $3::uuid[]) AS link (mail_id, id)
    WHERE mails.workspace_id = $1 AND mails.id = link.mail_id
"""
ADD_LINKS = """
    INSERT INTO password_resets (id, workspace_id, member_id, token_hash, created_at, expires_at)
    SELECT id, $1, member_id, token_hash, $2, $3
    FROM unnest($4::uuid[], $5::uuid[], $6::text[]) AS link (id, member_id, token_hash)
"""


async def settle_account_letters(
    work: Work, workspace: WorkspaceRow, cause: Cause, member_ids: Sequence[UUID]
) -> int:
    """Owe those who have an account, and whom no letter has brought the way in, theirs; answers to how many.

    What waits to leave with a link that was used up takes along one that works. Twice changes nothing.
    """
    if not member_ids:
        return 0
    await _relink(work, workspace, member_ids)
    rows = await work.sql.fetch(MISSED, workspace.id, list(member_ids))
    links = {row["id"]: new_id() for row in rows if row["kind"] == LINK}
    await add_links(work, workspace, [(link, member_id) for member_id, link in links.items()])
    await owe(work, workspace.id, [_draft(work, cause, row, links) for row in rows])
    return len(rows)


async def add_links(work: Work, workspace: WorkspaceRow, links: Sequence[tuple[UUID, UUID]]) -> None:
    """Make these links (id, member) to choose a password with; they are good as long as an invitation."""
    if not links:
        return
    ids, members = [list(column) for column in zip(*links, strict=True)]
    until = work.now + timedelta(days=workspace.invitation_days)
    hashes = [token_hash(account_token(link_id)) for link_id in ids]
    await work.sql.execute(ADD_LINKS, workspace.id, work.now, until, ids, members, hashes)


def account_token(link_id: UUID) -> str:
    """The token of a link to choose the first password, the same each time its letter is rendered."""
    return link_token("ACCOUNT", link_id, 1)


def link_draft(link_id: UUID, member_id: UUID, batch_id: UUID | None, work: Work, cause: Cause) -> MailDraft:
    """The mail that brings this link, once what it is owed for lets it go."""
    key, due = f"{LINK}:{link_id}", Due.now(work.now)
    return MailDraft(LINK, key, member_id, link_id, due, batch_id, next_at=cause.hold_until)


async def _relink(work: Work, workspace: WorkspaceRow, member_ids: Sequence[UUID]) -> None:
    dead = await work.sql.fetch(DEAD, workspace.id, list(member_ids))
    links = [(new_id(), row["member_id"]) for row in dead]
    await add_links(work, workspace, links)
    if links:
        mails = [row["id"] for row in dead]
        await work.sql.execute(CARRY, workspace.id, mails, [link_id for link_id, _ in links])


def _draft(work: Work, cause: Cause, row: Row, links: Mapping[UUID, UUID]) -> MailDraft:
    member_id, leaves = row["id"], cause.hold_until or work.now
    if link_id := links.get(member_id):
        return link_draft(link_id, member_id, cause.batch_id or row["batch_id"], work, cause)
    # The password is that of the batch which brought it, and is forgotten with it. Once it is hashed the
    # letter leaves when due, so the hold is in that.
    first_try = max(leaves, work.now + UNTIL_HASHED) if row["unhashed"] else leaves
    return MailDraft(
        PASSWORD, row["dedupe_key"], member_id, member_id, Due.now(leaves), row["batch_id"], next_at=first_try
    )
