"""Accepting an invitation: one link, one person, once; they are in and signed in."""

from __future__ import annotations

from dataclasses import dataclass, replace

from backend.audit.actions import record
from backend.auth.credentials import chosen_password_errors, store_password
from backend.auth.errors import dead_link
from backend.auth.queries import FoundLink, find_link
from backend.auth.rules import LinkState, Viewer
from backend.auth.tokens import SignedIn, Visit, issue_token
from backend.core.access import Actor, Door, Role
from backend.core.db import Connection, crossing
from backend.core.errors import InputError, InvalidInput
from backend.core.ids import Kind
from backend.core.languages import account_language
from backend.core.passwords import hash_password
from backend.core.text import check_text, sort_key
from backend.core.work import ChangeKind, Work, unit_of_work
from backend.invitations.owed import INVITATION_MAILS
from backend.mail.actions import cancel_of_members
from backend.members.rules import LONGEST_NAME

LOCK = "SELECT FROM members WHERE id = $1 FOR UPDATE"

ACTIVATE = """
    UPDATE members SET first_name = $2, last_name = $3, sort_name = $4, language = coalesce($5, language),
        activated_at = coalesce(activated_at, $6), joined_at = coalesce(joined_at, $6), updated_at = $6
    WHERE id = $1
"""

CLOSE = """
    UPDATE invitations SET state = 'ACCEPTED', accepted_at = $2, closed_at = $2
    WHERE id = $1 AND state IN ('PENDING', 'EXPIRED') RETURNING id
"""

RETIRE = """
    UPDATE invitation_links l SET retired_at = $2 FROM invitations i
    WHERE i.id = l.invitation_id AND i.member_id = $1 AND l.retired_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class NewMember:
    """What one gives on joining; `language` may stay as it was when they were invited."""

    first_name: str
    last_name: str
    password: str
    language: str | None = None


async def accept_invitation(
    token: str, given: NewMember, visit: Visit, viewer: Viewer | None = None
) -> SignedIn:
    """Join and sign in; raises InvalidInput where the link or what was given can't be used."""
    async with crossing() as sql:
        link = await _open_link(sql, token, viewer)
    clean = _checked(given, link)
    hashed = await hash_password(clean.password)
    actor = Actor(link.row["workspace_id"], link.row["member_id"], Role(link.row["role"]), Door.APP)
    async with unit_of_work(actor) as work:
        await work.sql.execute(LOCK, actor.member_id)
        link = await _open_link(work.sql, token, viewer)  # somebody else may have come first
        await _join(work, actor, link, clean)
        await store_password(work, actor.workspace_id, link.row["member_id"], hashed)
        return await issue_token(work, actor, visit, email_key=link.row["email_key"])


async def _open_link(sql: Connection, token: str, viewer: Viewer | None) -> FoundLink:
    link = await find_link(sql, token, viewer)
    if link is None or link.state is not LinkState.PENDING:
        raise dead_link(link.state if link else LinkState.UNKNOWN)
    return link


def _checked(given: NewMember, link: FoundLink) -> NewMember:
    first, errors = check_text(given.first_name, "firstName", most=LONGEST_NAME, least=1)
    last, more = check_text(given.last_name, "lastName", most=LONGEST_NAME, least=1)
    language = account_language(given.language) if given.language else None
    if given.language and language is None:
        message = "This language is not offered here."
        more.append(InputError("UNKNOWN_LANGUAGE", message, ("language",), value=given.language[:40]))
    errors += more + chosen_password_errors(given.password, link.row, first, last)
    if errors:
        raise InvalidInput(*errors)
    return replace(given, first_name=first, last_name=last, language=language)


async def _join(work: Work, actor: Actor, link: FoundLink, given: NewMember) -> None:
    member_id = link.row["member_id"]
    if not await work.sql.fetchval(CLOSE, link.invitation_id, work.now):
        raise dead_link(LinkState.REVOKED)
    names = (given.first_name, given.last_name, sort_key(f"{given.last_name} {given.first_name}"))
    await work.sql.execute(ACTIVATE, member_id, *names, given.language, work.now)
    await work.sql.execute(RETIRE, member_id, work.now)
    # What waited for these letters to go first is free to go by itself.
    await cancel_of_members(work, [member_id], "JOINED", INVITATION_MAILS)
    await record(work, actor, "invitation.accepted", (Kind.INVITATION, link.invitation_id))
    work.changed(ChangeKind.MEMBER, member_id)
    work.changed(ChangeKind.INVITATION, link.invitation_id)
