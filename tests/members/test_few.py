"""A list narrowed to few people is the list that reading everyone gives, whichever index finds them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from backend.core.access import Role
from backend.core.db import reading
from backend.core.paging import PageRequest
from backend.core.text import sort_key
from backend.members import few, rare
from backend.members.filters import MemberFilter, Scope
from backend.members.queries import MemberOrder, count_members, list_members
from backend.members.rare import rare_parts
from backend.members.status import MemberStatus
from tests.house_of import Home, make_home

FIRST = "Ada Adam Zoë 100% Jo_Ann Çelik".split()
LAST = "García García-Ada Garcilaso Ångström Müller-12 Mü 12-Müller O'Ada".split()
LABELS = "crew night quay".split()
HOSTS = "ada.example quay.example garcia.example".split()
INSERT = """
    INSERT INTO members (id, workspace_id, email, email_key, username, username_key, first_name, last_name,
        sort_name, role, labels, additional_information, activated_at, deactivated_at, deactivates_on,
        deactivates_at, created_at, updated_at)
    VALUES (usher_uuid7(), $1, $2, $2, $3, $3, $4, $5, $6, $7, $8, '{}', $9, $10, $11, $12, now(), now())
    RETURNING id
"""
SEARCHES = ["garc", "García", "garcía ada", "ada", "ada.example", "u1", "müller-12", "12", "100%", "o_a", "x"]
FILTERS: list[dict[str, Any]] = [
    *({"search": one} for one in SEARCHES),
    {"statuses": (MemberStatus.DEACTIVATED,)},
    {"statuses": (MemberStatus.INVITED, MemberStatus.DEACTIVATED), "search": "ada"},
    {"statuses": (MemberStatus.ACTIVE,), "roles": (Role.TRAINER,)},
    {"roles": (Role.ADMIN, Role.OWNER)},
    {"roles": (Role.TRAINEE,), "search": "garc"},
    {"labels": ("night",)},
    {"labels": ("nobody", "quay"), "statuses": (MemberStatus.INVITED,)},
    {"deactivates_before": date(2030, 5, 10)},
    {"group_ids": "both"},
    {"group_ids": "one", "search": "garc"},
]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, as this test understands them."""

    id: UUID
    email: str
    username: str
    name: str
    role: Role
    labels: list[str]
    status: MemberStatus
    last_day: date | None
    groups: set[UUID]

    def fits(self, wanted: MemberFilter) -> bool:
        """Whether they fit a filter, by reading it out loud."""
        texts = (self.name, self.email, self.username)
        return (
            all(any(w in one for one in texts) for w in sort_key(wanted.search or "").split())
            and (not wanted.statuses or self.status in wanted.statuses)
            and (not wanted.roles or self.role in wanted.roles)
            and (not wanted.labels or not set(wanted.labels).isdisjoint(self.labels))
            and (not wanted.group_ids or not self.groups.isdisjoint(wanted.group_ids))
            and (
                wanted.deactivates_before is None
                or (self.last_day is not None and self.last_day <= wanted.deactivates_before)
            )
        )


async def crowd(home: Home, groups: list[UUID]) -> list[Person]:
    """Sixty people out of few words, so that many have a word and some a pair of them."""
    chance, found, now = random.Random(7), [], await home.now()
    for number in range(60):
        first, last = chance.choice(FIRST), chance.choice(LAST)
        role = chance.choices([Role.TRAINEE, Role.TRAINER, Role.ADMIN], [8, 2, 1])[0]
        labels = chance.sample(LABELS, chance.choice([0, 0, 1, 2]))
        status = chance.choice(list(MemberStatus))
        joined = now if status is not MemberStatus.INVITED else None
        # Every other one has left by the clock alone: no clean-up has been there.
        left = now if status is MemberStatus.DEACTIVATED and number % 2 else None
        last_day = date(2030, 5, 1) + timedelta(days=number) if number % 3 == 0 else None
        ends = now if status is MemberStatus.DEACTIVATED else None
        if ends is None and last_day is not None:
            ends = now + (last_day - now.date()) + timedelta(days=1)
        email, name = f"{sort_key(first)}{number}@{chance.choice(HOSTS)}", sort_key(f"{last} {first}")
        values = (email, f"u{number}", first, last, name, role.value, labels, joined, left, last_day, ends)
        member = await home.sql.fetchval(INSERT, home.owner.workspace_id, *values)
        own = {group for group in groups if chance.random() < 0.3}
        for group in own:
            await home.sql.execute(
                """INSERT INTO memberships (id, workspace_id, group_id, member_id, role, created_at)
                VALUES (usher_uuid7(), $1, $2, $3, 'LEARNER', now())""",
                home.owner.workspace_id,
                group,
                member,
            )
        found.append(Person(member, email, f"u{number}", name, role, labels, status, last_day, own))
    own_name = await home.sql.fetchval("SELECT sort_name FROM members WHERE id = $1", home.owner_id)
    owner = Person(
        *(home.owner_id, "owner@home.example.org", "", own_name, Role.OWNER, []),
        *(MemberStatus.ACTIVE, None, set()),
    )
    return [*found, owner]


async def walk(home: Home, wanted: MemberFilter, order: MemberOrder, *, backward: bool) -> list[UUID]:
    """The ids of a list by pages of four."""
    seen: list[UUID] = []
    place = None
    while True:
        request = PageRequest(last=4, before=place) if backward else PageRequest(first=4, after=place)
        page = await list_members(home.owner, request, Scope(), wanted, order)
        ids = [node.id for node in page.nodes]
        seen = [*ids, *seen] if backward else [*seen, *ids]
        if not (page.has_previous if backward else page.has_next):
            return seen
        place = page.cursor(0 if backward else -1)


@pytest.mark.parametrize("most", [0, 3, 1_000])
async def test_every_narrowed_list_is_what_reading_everyone_gives(
    home: Home, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(few, "FEW", most)  # how many are few must change nothing but the time it takes
    monkeypatch.setattr(rare, "HALF", 10)
    groups = [await home.group(name) for name in ("One", "Two")]
    people = await crowd(home, groups)
    chosen = {"one": (groups[0],), "both": tuple(groups)}
    for given in FILTERS:
        wanted = MemberFilter(**given | {"group_ids": chosen.get(given.get("group_ids", ""), ())})
        fitting = [one for one in people if one.fits(wanted)]
        by_name = [one.id for one in sorted(fitting, key=lambda one: (one.name.encode(), one.id.bytes))]
        newest = [one.id for one in sorted(fitting, key=lambda one: one.id.bytes, reverse=True)]
        assert await walk(home, wanted, MemberOrder.NAME, backward=False) == by_name, given
        assert await walk(home, wanted, MemberOrder.NAME, backward=True) == by_name, given
        assert await walk(home, wanted, MemberOrder.NEWEST, backward=False) == newest, given
        assert await count_members(home.owner, Scope(), wanted) == len(fitting), given


async def test_nobody_of_another_workspace_is_found(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rare, "HALF", 0)
    other = await make_home(home.sql, "other")
    await other.member(Role.TRAINEE, "garcia@x.org")
    await home.sql.execute(
        "UPDATE members SET labels = '{crew}', sort_name = 'garcia' WHERE email IS NOT NULL"
    )
    for wanted in (MemberFilter("garcia"), MemberFilter(labels=("crew",))):
        async with reading(home.owner.workspace_id) as sql:
            found = await few.find_few(sql, home.owner.workspace_id, wanted)
        assert found.ids == [home.owner_id]
        assert await count_members(other.owner, Scope(), wanted) == 2


async def test_few_people_are_read_by_themselves(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    await home.invite("a@x.org b@x.org")
    for half, found in ((2, few.Found()), (1, few.Found([]))):
        monkeypatch.setattr(rare, "HALF", half)
        rare.known.clear()
        async with reading(home.owner.workspace_id) as sql:
            assert await few.find_few(sql, home.owner.workspace_id, MemberFilter(labels=("crew",))) == found


def test_what_everybody_has_is_not_asked_for() -> None:
    common = frozenset(rare.letters("person") | rare.letters("people.example"))
    assert rare_parts("person4321@people.example", common) == ["on4321"]
    assert rare_parts("person@people.example", common) == ["person@people.example"]
    assert rare_parts("garcia-1234", common) == ["garcia", "1234"]
    assert rare_parts("a.b-c_d", common) == ["a.b-c_d"]
