"""One batch per parent list: what the types look up, gathered and asked for together."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from functools import partial
from typing import TypeAlias, TypeVar
from uuid import UUID

from strawberry.dataloader import DataLoader

from backend.accounts.imports import queries as imports
from backend.core.access import Actor
from backend.exports import statistics
from backend.groups import queries as groups
from backend.invitations import queries as invitations
from backend.invitations.why import why
from backend.mail import queries as mails
from backend.members import queries as members
from backend.programs import queries as programs
from backend.programs import registrations
from backend.webhooks import queries as webhooks

V = TypeVar("V")


class Loaders:
    """The loaders of one request; each answers None for what the caller may not see."""

    def __init__(self, actor: Actor, *, remember: bool = True) -> None:
        by_id = partial(_by_id, remember)
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
        self.group_series = DataLoader(load_fn=partial(_series, actor), cache=remember)


SeriesKey: TypeAlias = tuple[UUID, statistics.Period, date | None, date | None]


async def _series(actor: Actor, keys: list[SeriesKey]) -> list[list[statistics.Point]]:
    """The series of several groups over the same span are read by one statement."""
    found: dict[SeriesKey, list[statistics.Point]] = {}
    for by, first, last in dict.fromkeys(key[1:] for key in keys):
        groups_asked = [key[0] for key in keys if key[1:] == (by, first, last)]
        series = await statistics.series_of(actor, groups_asked, by, first, last)
        found |= {(group_id, by, first, last): points for group_id, points in series.items()}
    return [found[key] for key in keys]


def _by_id(
    remember: bool, load: Callable[[Sequence[UUID]], Awaitable[dict[UUID, V]]]
) -> DataLoader[UUID, V | None]:
    async def in_order(ids: list[UUID]) -> list[V | None]:
        found = await load(ids)
        return [found.get(one) for one in ids]

    return DataLoader(load_fn=in_order, cache=remember)
