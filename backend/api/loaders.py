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


class Loaders:
    """The loaders of one request; each answers None for what the caller may not see."""

    def __init__(self, actor: Actor, *, remember: bool = True) -> None:
        by_id = partial(Loader[UUID, Any], remember=remember)
        scope = groups.visible_members(actor)
        self.member = by_id(lambda ids: members.members_by_id(actor, ids, scope))
        self.bounce = by_id(partial(members.bounces_of, actor))
        self.group = by_id(partial(groups.groups_by_id, actor))
        self.group_counts = by_id(partial(groups.group_counts, actor))
        self.places = by_id(partial(groups.memberships_of, actor))
        self.program = by_id(partial(programs.programs_by_id, actor))
        self.session = by_id(partial(programs.sessions_by_id, actor))
        self.session_groups = by_id(partial(programs.assigned_groups, actor))
        self.reasons = by_id(partial(registrations.reasons_of, actor))
        self.registration = by_id(partial(registrations.registrations_by_id, actor))
        self.registration_counts = by_id(partial(registrations.registration_counts, actor))
        self.invitation = by_id(partial(invitations.latest_invitations, actor))
        self.invitation_by_id = by_id(partial(invitations.invitations_by_id, actor))
        self.invitation_mail = by_id(partial(mails.newest_mails_of, actor, "workspace_invitation"))
        self.registration_mail = by_id(partial(mails.newest_mails_of, actor, "program_invitation"))
        self.batch = by_id(partial(invitations.batches_by_id, actor))
        self.account_import = by_id(partial(imports.imports_by_id, actor))
        self.why = by_id(partial(why, actor))
        self.mail = by_id(partial(mails.mails_by_id, actor))
        self.webhook = by_id(partial(webhooks.webhooks_by_id, actor))
        self.webhook_waiting = by_id(partial(webhooks.waiting_of, actor))
        self.webhook_delivery = by_id(partial(webhooks.deliveries_by_id, actor))
        self.group_numbers = by_id(partial(statistics.numbers_of, actor))
        self.group_sessions = by_id(partial(statistics.sessions_of, actor))
        self.group_series = Loader(partial(_series, actor), remember=remember)
        paged = partial(Pages[Any], remember=remember)
        self.groups_of_member = paged(partial(groups.groups_of_members, actor))
        self.mails_of_member = paged(partial(mails.mails_of_members, actor))
        self.members_of_group = Loader(partial(_members, actor), remember=remember)
        of = partial(registrations.registrations_of_each, actor)
        self.registrations_of_member = paged(partial(of, RegistrationFilter(member_id=OWNER)))
        self.registrations_of_session = paged(partial(of, RegistrationFilter(session_id=OWNER)))
        sessions = partial(programs.sessions_of_each, actor)
        self.sessions_of_group = paged(partial(sessions, SessionFilter(group_id=OWNER)))
        self.sessions_of_program = paged(partial(sessions, SessionFilter(program_id=OWNER)))


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
