"""One batch per parent list: what the types look up, gathered and asked for together."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Generic, TypeAlias, TypeVar
from uuid import UUID

from strawberry.dataloader import DataLoader

from backend.accounts.imports import queries as imports
from backend.core.access import Actor
from backend.core.paging import Page, PageRequest
from backend.core.sqltext import OWNER
from backend.exports import statistics
from backend.groups import queries as groups
from backend.invitations import queries as invitations
from backend.invitations.why import why
from backend.mail import queries as mails
from backend.members import queries as members
from backend.members.queries import MemberRow
from backend.programs import queries as programs
from backend.programs import registrations
from backend.programs.queries import SessionFilter
from backend.programs.registrations import RegistrationFilter
from backend.webhooks import queries as webhooks

K = TypeVar("K")
V = TypeVar("V")
Find: TypeAlias = Callable[[Sequence[K]], Awaitable[Mapping[K, V]]]
FindPages: TypeAlias = Callable[[PageRequest, Sequence[UUID]], Awaitable[Mapping[UUID, Page[V]]]]
FindPagesOf: TypeAlias = Callable[[Actor, PageRequest, Sequence[UUID]], Awaitable[Mapping[UUID, Page[Any]]]]
MembersKey: TypeAlias = tuple[UUID, PageRequest, str | None]
SeriesKey: TypeAlias = tuple[UUID, statistics.Period, date | None, date | None]


class Loader(Generic[K, V]):
    """Finds values by keys: `load` gathers what is asked one by one, `many` asks for a level at once."""

    def __init__(self, find: Find[K, V], *, remember: bool) -> None:
        self._find, self._remember = find, remember
        self._found: dict[K, V | None] = {}
        self._gathering: DataLoader[K, V | None] | None = None

    async def load(self, key: K) -> V | None:
        """What is found by this key, asked together with whatever else is asked in this moment."""
        if self._gathering is None:
            self._gathering = DataLoader(load_fn=self.many, cache=self._remember)
        return await self._gathering.load(key)

    async def many(self, keys: Sequence[K | None]) -> list[V | None]:
        """What is found by each of these keys; None for nothing, and for no key."""
        known = self._found if self._remember else {}
        missing = [key for key in dict.fromkeys(keys) if key is not None and key not in known]
        if missing:
            found = await self._find(missing)
            known.update((key, found.get(key)) for key in missing)
        return [known[key] if key is not None else None for key in keys]


class Pages(Generic[V]):
    """Finds pages of lists by their owners: a loader for each way in which pages are asked for."""

    def __init__(self, find: FindPages[V], *, remember: bool) -> None:
        self._find, self._remember = find, remember
        self._known: dict[PageRequest, Loader[UUID, Page[V]]] = {}

    def of(self, request: PageRequest) -> Loader[UUID, Page[V]]:
        """The loader of such pages, by owner."""
        if request not in self._known:
            self._known[request] = Loader(partial(self._find, request), remember=self._remember)
        return self._known[request]


class Made(Generic[V]):
    """An attribute that is made of the caller at its first use: a request asks for a few of the many."""

    def __init__(self, make: Callable[[Actor, bool], V]) -> None:
        self._make = make

    def __set_name__(self, _owner: type, name: str) -> None:
        self._name = name

    def __get__(self, loaders: Loaders, _owner: type) -> V:
        made = self._make(loaders.actor, loaders.remember)
        loaders.__dict__[self._name] = made  # which is found before this is asked again
        return made


def by_id(find: Callable[[Actor, Sequence[UUID]], Awaitable[Mapping[UUID, Any]]]) -> Made[Loader[UUID, Any]]:
    """A loader by ids."""
    return Made(lambda actor, remember: Loader(partial(find, actor), remember=remember))


def by_key(find: Callable[[Actor, Sequence[K]], Awaitable[Mapping[K, V]]]) -> Made[Loader[K, V]]:
    """A loader by keys that hold more than an id."""
    return Made(lambda actor, remember: Loader(partial(find, actor), remember=remember))


def paged(find: FindPagesOf) -> Made[Pages[Any]]:
    """Loaders of pages, by the owners of their lists."""
    return Made(lambda actor, remember: Pages(partial(find, actor), remember=remember))


async def _members_by_id(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, MemberRow]:
    return await members.members_by_id(actor, ids, groups.visible_members(actor))


async def _members(actor: Actor, keys: Sequence[MembersKey]) -> dict[MembersKey, Page[MemberRow]]:
    """The members of several groups are read by one statement, where asked for alike."""
    found: dict[MembersKey, Page[MemberRow]] = {}
    scope = groups.visible_members(actor)
    for page, role in dict.fromkeys(key[1:] for key in keys):
        groups_asked = [key[0] for key in keys if key[1:] == (page, role)]
        pages = await members.members_of_groups(actor, scope, role, page, groups_asked)
        found |= {(group_id, page, role): one for group_id, one in pages.items()}
    return found


async def _series(actor: Actor, keys: Sequence[SeriesKey]) -> dict[SeriesKey, list[statistics.Point]]:
    """The series of several groups over the same span are read by one statement."""
    found: dict[SeriesKey, list[statistics.Point]] = {}
    for by, first, last in dict.fromkeys(key[1:] for key in keys):
        groups_asked = [key[0] for key in keys if key[1:] == (by, first, last)]
        series = await statistics.series_of(actor, groups_asked, by, first, last)
        found |= {(group_id, by, first, last): points for group_id, points in series.items()}
    return found


async def _group_counts_of_members(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, int]:
    places = await groups.memberships_of(actor, ids)
    return {member_id: len(some) for member_id, some in places.items()}


def _registrations(of: RegistrationFilter) -> FindPagesOf:
    return lambda actor, page, owners: registrations.registrations_of_each(actor, of, page, owners)


def _sessions(of: SessionFilter) -> FindPagesOf:
    return lambda actor, page, owners: programs.sessions_of_each(actor, of, page, owners)


def _registrations_counted(of: RegistrationFilter) -> Made[Loader[UUID, Any]]:
    return by_id(lambda actor, owners: registrations.count_registrations_of_each(actor, of, owners))


def _sessions_counted(of: SessionFilter) -> Made[Loader[UUID, Any]]:
    return by_id(lambda actor, owners: programs.count_sessions_of_each(actor, of, owners))


class Loaders:
    """The loaders of one request; each answers None for what the caller may not see."""

    def __init__(self, actor: Actor, *, remember: bool = True) -> None:
        self.actor, self.remember = actor, remember

    member = by_id(_members_by_id)
    bounce = by_id(members.bounces_of)
    group = by_id(groups.groups_by_id)
    group_counts = by_id(groups.group_counts)
    places = by_id(groups.memberships_of)
    program = by_id(programs.programs_by_id)
    session = by_id(programs.sessions_by_id)
    session_groups = by_id(programs.assigned_groups)
    reasons = by_id(registrations.reasons_of)
    registration = by_id(registrations.registrations_by_id)
    registration_counts = by_id(registrations.registration_counts)
    invitation = by_id(invitations.latest_invitations)
    invitation_by_id = by_id(invitations.invitations_by_id)
    invitation_mail = by_id(lambda actor, ids: mails.newest_mails_of(actor, "workspace_invitation", ids))
    registration_mail = by_id(lambda actor, ids: mails.newest_mails_of(actor, "program_invitation", ids))
    batch = by_id(invitations.batches_by_id)
    account_import = by_id(imports.imports_by_id)
    import_of_batch = by_id(imports.imports_of_batches)
    why = by_id(why)
    mail = by_id(mails.mails_by_id)
    webhook = by_id(webhooks.webhooks_by_id)
    webhook_waiting = by_id(webhooks.waiting_of)
    webhook_delivery = by_id(webhooks.deliveries_by_id)
    group_numbers = by_id(statistics.numbers_of)
    group_sessions = by_id(statistics.sessions_of)
    group_series = by_key(_series)
    groups_of_member = paged(groups.groups_of_members)
    mails_of_member = paged(mails.mails_of_members)
    members_of_group = by_key(_members)
    groups_of_member_counted = by_id(_group_counts_of_members)
    mails_of_member_counted = by_id(mails.count_mails_of_members)
    registrations_of_member_counted = _registrations_counted(RegistrationFilter(member_id=OWNER))
    registrations_of_session_counted = _registrations_counted(RegistrationFilter(session_id=OWNER))
    sessions_of_group_counted = _sessions_counted(SessionFilter(group_id=OWNER))
    sessions_of_program_counted = _sessions_counted(SessionFilter(program_id=OWNER))
    registrations_of_member = paged(_registrations(RegistrationFilter(member_id=OWNER)))
    registrations_of_session = paged(_registrations(RegistrationFilter(session_id=OWNER)))
    sessions_of_group = paged(_sessions(SessionFilter(group_id=OWNER)))
    sessions_of_program = paged(_sessions(SessionFilter(program_id=OWNER)))
