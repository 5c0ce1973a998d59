"""Asking for a link to choose a new password: the answer never tells whether there is an account."""

from __future__ import annotations

from itertools import groupby
from uuid import UUID

from backend.auth.limits import count_reset
from backend.auth.pace import no_sooner_than
from backend.auth.rules import MOST_WORKSPACES, RESET_LIFETIME, Login, read_login, read_slug
from backend.auth.tokens import Visit
from backend.core.ids import new_id
from backend.core.tokens import link_token, token_hash
from backend.core.work import Work, crossing_work
from backend.mail.actions import Due, MailDraft, owe
from backend.members.status import ACTIVE

# Far longer than the work takes for anybody, so that the time tells nothing either.
ANSWER_AFTER = 0.25  # seconds

OWED_TO = f"""
    SELECT m.workspace_id, m.id
    FROM members m JOIN workspaces w ON w.id = m.workspace_id
    WHERE (m.email_key = $1 OR m.username_key = $2) AND ($3::text IS NULL OR w.slug = $3)
        AND m.email_key IS NOT NULL AND {ACTIVE}
    ORDER BY m.workspace_id, m.id LIMIT {MOST_WORKSPACES}
"""

INSERT = """
    INSERT INTO password_resets (id, workspace_id, member_id, token_hash, created_at, expires_at)
    SELECT id, workspace_id, member_id, token_hash, $5, $6
    FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[])
        AS reset (id, workspace_id, member_id, token_hash)
"""


async def request_password_reset(login: str, workspace: str | None, visit: Visit) -> None:
    """Mail a link to each active account of this login, if there is any; raises RateLimited."""
    who = read_login(login)
    async with no_sooner_than(ANSWER_AFTER):
        await count_reset(who, visit.address)
        async with crossing_work() as work:
            await _mail_links(work, who, read_slug(workspace))


def reset_token(reset_id: UUID) -> str:
    """The token of a reset's link, the same each time its letter is rendered."""
    return link_token("RESET", reset_id, 1)


async def _mail_links(work: Work, who: Login, slug: str | None) -> None:
    members = await work.sql.fetch(OWED_TO, who.email_key, who.username_key, slug)
    resets = [(new_id(), row["workspace_id"], row["id"]) for row in members]
    columns = [[reset[column] for reset in resets] for column in range(3)]
    hashes = [token_hash(reset_token(reset_id)) for reset_id, _, _ in resets]
    await work.sql.execute(INSERT, *columns, hashes, work.now, work.now + RESET_LIFETIME)
    for workspace_id, of_one in groupby(resets, key=lambda reset: reset[1]):
        await owe(work, workspace_id, [_draft(work, *reset) for reset in of_one])


def _draft(work: Work, reset_id: UUID, _workspace_id: UUID, member_id: UUID) -> MailDraft:
    key = f"password_reset:{reset_id}"
    return MailDraft("password_reset", key, member_id, reset_id, Due.now(work.now))
