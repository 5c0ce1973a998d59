"""What a list of invitations is narrowed to, as SQL over `i` and its member `m`; and where few fit, which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from backend.core.access import Actor
from backend.core.db import Connection
from backend.core.sqltext import Where
from backend.groups.queries import LED
from backend.invitations.models import InvitationState
from backend.mail.models import MailState
from backend.mail.queries import STATE as MAIL_STATE
from backend.members.few import FEW, find_few
from backend.members.filters import MemberFilter, search_words

STATE = """CASE WHEN i.state = 'PENDING' AND i.expires_at <= (SELECT public.usher_now())
    THEN 'EXPIRED' ELSE i.state END"""
NEWEST_MAIL = f"""(SELECT {MAIL_STATE} FROM mails
    WHERE workspace_id = i.workspace_id AND subject_id = i.id AND kind = 'workspace_invitation'
    ORDER BY id DESC LIMIT 1)"""
LED_BY = f"""EXISTS (SELECT 1 FROM memberships mine JOIN memberships theirs ON theirs.group_id = mine.group_id
    WHERE mine.member_id = {{0}} AND mine.role IN {LED} AND theirs.member_id = i.member_id)"""
NOT_EXPIRED = "i.expires_at > (SELECT public.usher_now())"
IN_TROUBLE = f"""SELECT array(SELECT subject_id FROM mails WHERE workspace_id = $1
    AND state IN ('BOUNCED', 'FAILED') AND state = ANY($2::text[]) LIMIT {FEW + 1})"""
TROUBLES = {MailState.BOUNCED, MailState.FAILED}
# Past its date and not yet cleaned up, which takes seconds. In order of the date: by its index.
LATELY_EXPIRED = f"""SELECT array(SELECT id FROM invitations WHERE workspace_id = $1 AND state = 'PENDING'
    AND expires_at <= (SELECT public.usher_now()) ORDER BY expires_at LIMIT {FEW + 1})"""


@dataclass(frozen=True, slots=True)
class InvitationFilter:
    """What a list of invitations is narrowed to."""

    states: tuple[InvitationState, ...] = ()
    search: str | None = None
    batch_id: UUID | None = None
    mail_states: tuple[MailState, ...] = ()


def invitations_where(actor: Actor, wanted: InvitationFilter) -> Where:
    """The invitations that the caller may see, narrowed to what is wanted; over `i` and its member `m`."""
    where = Where()
    where.add("i.workspace_id = {}", actor.workspace_id)
    if not actor.is_admin:
        where.add(f"(i.member_id = {{0}} OR i.invited_by = {{0}} OR {LED_BY})", actor.member_id)
    if wanted.states:
        where.add(f"{STATE} = ANY({{}}::text[])", [state.value for state in wanted.states])
    search_words(where, wanted.search)
    if wanted.batch_id is not None:
        where.add("i.batch_id = {}", wanted.batch_id)
    if wanted.mail_states:
        where.add(f"{NEWEST_MAIL} = ANY({{}}::text[])", [state.value for state in wanted.mail_states])
    return where


async def narrowed(sql: Connection, actor: Actor, wanted: InvitationFilter) -> tuple[Where, list[str]]:
    """What all invitations wanted fit, and conditions of which each fits one: each is found by an index."""
    where = invitations_where(actor, wanted)
    people = await find_few(sql, actor.workspace_id, MemberFilter(wanted.search))
    if people.ids is not None and people.start is None:
        return where, [where.written("i.member_id = ANY({}::uuid[])", list(people.ids))]
    if wanted.mail_states and TROUBLES.issuperset(wanted.mail_states):
        states = [state.value for state in wanted.mail_states]
        found: Sequence[UUID] = await sql.fetchval(IN_TROUBLE, actor.workspace_id, states)
        if len(found) <= FEW:
            return where, [where.written("i.id = ANY({}::uuid[])", list(found))]
    lately: Sequence[UUID] = ()
    if InvitationState.EXPIRED in wanted.states and InvitationState.PENDING not in wanted.states:
        lately = await sql.fetchval(LATELY_EXPIRED, actor.workspace_id)
    if not wanted.states or len(lately) > FEW:
        return where, ["true"]
    where = invitations_where(actor, replace(wanted, states=()))
    either = _by_state(wanted.states)
    return where, [*either, where.written("i.id = ANY({}::uuid[])", list(lately))] if lately else either


def _by_state(states: Sequence[InvitationState]) -> list[str]:
    """One for each state, as it is kept: what has expired is pending until a clean-up finds it.

    As constants: a plan for any state at all would not know how rare this one is.
    """
    found = [f"i.state = '{state.value}'" for state in dict.fromkeys(states)]
    if InvitationState.EXPIRED in states:
        return found
    return [f"{one} AND {NOT_EXPIRED}" if one.endswith("'PENDING'") else one for one in found]
