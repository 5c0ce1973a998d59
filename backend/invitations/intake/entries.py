"""Normalising what doors hand in: pasted addresses, and the defaults that hold for each of them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.core.access import Actor, Role, grantable_roles
from backend.core.addresses import Address, read_address, split
from backend.core.clock import local_day
from backend.core.errors import InputError, InvalidInput, NotFound
from backend.core.languages import account_language
from backend.core.work import Work
from backend.groups.queries import MANAGERS_ONLY, GroupRow, managed_groups, seen_groups
from backend.invitations.intake.shapes import Entry, GroupGrant
from backend.workspaces.queries import WorkspaceRow

MOST_ADDRESSES = 10_000
MOST_GROUPS = 100


@dataclass(frozen=True, slots=True)
class Grants:
    """What every row of an intake is to get."""

    role: Role = Role.TRAINEE
    groups: tuple[GroupGrant, ...] = ()
    session_ids: tuple[UUID, ...] = ()
    deactivates_on: date | None = None
    language: str | None = None


async def read_pastes(texts: Sequence[str]) -> list[Address]:
    """The addresses in these pastes, read off the event loop; raises InvalidInput where there are
    none, or over 10,000."""
    return await asyncio.to_thread(_read_pastes, texts)


def _read_pastes(texts: Sequence[str]) -> list[Address]:
    pieces = [piece for text in texts for piece in split(text)]
    if not pieces:
        raise InvalidInput(InputError("NO_ADDRESSES", "Type or paste at least one address.", ("emails",)))
    if len(pieces) > MOST_ADDRESSES:
        message = f"These are {len(pieces):,} addresses; at most {MOST_ADDRESSES:,} go in at once."
        raise InvalidInput(
            InputError("TOO_MANY_ADDRESSES", message, ("emails",), None, "Import them as a spreadsheet.")
        )
    return [read_address(piece, name) for piece, name in pieces]


def entries_of(addresses: Sequence[Address], grants: Grants) -> list[Entry]:
    """One entry for each address, in its place, with the same grants."""
    return [_entry(position, address, grants) for position, address in enumerate(addresses, start=1)]


def _entry(position: int, address: Address, grants: Grants) -> Entry:
    hints: tuple[InputError, ...] = ()
    if address.suggestion:
        message = f"Did you mean {address.suggestion}?"
        hints = (InputError("SUSPECTED_TYPO", message, ("emails",), position, address.suggestion),)
    return Entry(
        position=position,
        input=address.typed,
        email=address.display or None,
        email_key=address.key or None,
        role=grants.role,
        language=grants.language,
        deactivates_on=grants.deactivates_on,
        groups=grants.groups,
        session_ids=grants.session_ids,
        errors=(address.error.at_row(position),) if address.error else (),
        hints=hints,
    )


async def check_grants(
    work: Work, actor: Actor, workspace: WorkspaceRow, grants: Grants, *, manage: bool = True
) -> Grants:
    """The grants, cleaned; raises InvalidInput where something can't be granted at all."""
    errors = check_role(actor, grants.role)
    errors += check_date(grants.deactivates_on, workspace, work)
    language, wrong = check_account_language(grants.language)
    errors += wrong
    errors += await _check_groups(work, actor, [grant.group_id for grant in grants.groups], manage=manage)
    if errors:
        raise InvalidInput(*errors)
    return Grants(grants.role, grants.groups, grants.session_ids, grants.deactivates_on, language)


def check_role(actor: Actor, role: Role) -> list[InputError]:
    """Nobody grants a role above their own, no key one that may do more than its scopes say."""
    highest, *_ = allowed = grantable_roles(actor)
    if role in allowed:
        return []
    message = f"You can't give the role {role.value}: it is above your own."
    if role.rank <= actor.role.rank:
        message = f"This API key can't give the role {role.value}: it lacks scopes that the role has."
    return [InputError("ROLE_ABOVE_YOUR_OWN", message, ("role",), None, highest.value)]


def check_date(day: date | None, workspace: WorkspaceRow, work: Work) -> list[InputError]:
    """Access ends at the first instant of the day, so the day must lie ahead in the workspace's zone."""
    if day is None or day > local_day(work.now, workspace.time_zone):
        return []
    message = f"Access would have ended already: {day.isoformat()} is not in the future."
    return [InputError("DATE_IN_PAST", message, ("deactivatesOn",))]


def check_account_language(code: str | None) -> tuple[str | None, list[InputError]]:
    """The code of an account language; none means the workspace's."""
    if code is None or not code.strip():
        return None, []
    known = account_language(code)
    if known:
        return known, []
    return None, [
        InputError("UNKNOWN_LANGUAGE", f"{code[:20]!r} is no language of ours.", ("language",), None, "en")
    ]


async def _check_groups(
    work: Work, actor: Actor, group_ids: Sequence[UUID], *, manage: bool
) -> list[InputError]:
    if len(group_ids) > MOST_GROUPS:
        message = f"At most {MOST_GROUPS} groups go in at once."
        return [InputError("TOO_MANY_GROUPS", message, ("groupIds",))]
    seen = await seen_groups(work.sql, actor, group_ids)
    theirs = await managed_groups(work.sql, actor, group_ids) if manage else set(group_ids)
    refusals = (_group_refusal(seen.get(one), mine=one in theirs) for one in group_ids)
    return [InputError(code, message, ("groupIds",)) for code, message in filter(None, refusals)]


def _group_refusal(group: GroupRow | None, *, mine: bool) -> tuple[str, str] | None:
    if group is None:
        return "UNKNOWN_GROUP", NotFound().message
    if not mine:
        return "GROUP_NOT_YOURS", MANAGERS_ONLY
    if group.archived_at is not None:
        return "GROUP_ARCHIVED", f"The group {group.name!r} is archived."
    return None
