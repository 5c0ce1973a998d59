"""Lists of members: every order by pages, there and back, each on an index of its own."""

from __future__ import annotations

import pytest

from backend.core.access import Role
from backend.core.db import reading
from backend.core.errors import InvalidInput
from backend.core.paging import PageRequest, cursor
from backend.invitations.deactivate_members import deactivate_members
from backend.members.filters import MemberFilter, Scope
from backend.members.queries import (
    OPPOSITES,
    SORTED_BY,
    MemberOrder,
    bounces_of,
    count_members,
    list_members,
)
from tests.house_of import Home

ANY = "01890a5d-ac96-774b-bcce-b302099a8057"
SAMPLES = {"text": "'m'::text", "int": "1", "timestamptz": "now()", "uuid": f"'{ANY}'::uuid"}


async def people(home: Home) -> None:
    """Members of every kind."""
    gone = await home.member(Role.TRAINEE, "gone@x.org")
    await home.member(Role.TRAINER, "trainer@x.org")
    await home.member(Role.ADMIN, "admin@x.org")
    day = (await home.now()).date().replace(year=2090)
    await home.invite("b@x.org a@x.org", deactivates_on=day)
    await home.invite("c@x.org", deactivates_on=day.replace(year=2089))
    await home.sql.execute(
        "UPDATE members SET email = NULL, email_key = NULL WHERE email_key = 'trainer@x.org'"
    )
    assert gone.member_id
    await deactivate_members(home.owner, [gone.member_id])


async def walk(home: Home, order: MemberOrder, *, backward: bool = False) -> list[str]:
    """The ids of the whole list, read by pages of two from either end."""
    seen: list[str] = []
    place = None
    while True:
        request = PageRequest(last=2, before=place) if backward else PageRequest(first=2, after=place)
        page = await list_members(home.owner, request, Scope(), order=order)
        ids = [str(node.id) for node in page.nodes]
        seen = [*ids, *seen] if backward else [*seen, *ids]
        if not (page.has_previous if backward else page.has_next):
            return seen
        place = page.cursor(0 if backward else -1)


@pytest.mark.parametrize("order", MemberOrder)
async def test_every_order_by_pages_from_either_end(home: Home, order: MemberOrder) -> None:
    await people(home)
    column, _ = SORTED_BY[OPPOSITES.get(order, order)]
    way = "DESC" if order in OPPOSITES else "ASC"
    wanted = [
        str(row["id"])
        for row in await home.sql.fetch(f"SELECT id FROM members m ORDER BY {column} {way}, id {way}")
    ]
    assert len(wanted) == 7
    assert await walk(home, order) == wanted
    assert await walk(home, order, backward=True) == wanted


@pytest.mark.parametrize("order", SORTED_BY)
async def test_every_order_has_an_index(home: Home, order: MemberOrder) -> None:
    column, sql_type = SORTED_BY[order]
    async with reading(home.owner.workspace_id) as sql:
        await sql.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        lines = await sql.fetch(
            f"""EXPLAIN SELECT id FROM members m WHERE workspace_id = '{home.owner_id}'
            AND ({column}, id) > ({SAMPLES[sql_type]}, '{home.owner_id}'::uuid)
            ORDER BY {column}, id LIMIT 50"""
        )
    plan = " ".join(line[0] for line in lines)
    assert "Sort" not in plan
    assert "ROW(" in plan.partition("Index Cond")[2].partition("Filter: (")[0]


async def test_who_bounced_is_found_and_said(home: Home) -> None:
    await people(home)
    await home.bounce("a@x.org", "550 no such user")
    page = await list_members(home.owner, PageRequest(), Scope(), MemberFilter(bounced=True))
    (one,) = page.nodes
    assert one.email == "a@x.org"
    assert await count_members(home.owner, Scope(), MemberFilter(bounced=False)) == 6
    found = await bounces_of(home.owner, [one.id, home.owner_id])
    assert list(found) == [one.id]
    assert found[one.id].reason == "550 no such user"


@pytest.mark.parametrize("value", [5, None, "not a date", ["x"]])
@pytest.mark.parametrize("order", [MemberOrder.DEACTIVATION, MemberOrder.ROLE, MemberOrder.NEWEST])
async def test_forged_cursors_are_refused(home: Home, order: MemberOrder, value: object) -> None:
    if isinstance(value, int) and order is MemberOrder.ROLE:
        return
    with pytest.raises(InvalidInput):
        await list_members(home.owner, PageRequest(after=cursor(value, home.owner_id)), Scope(), order=order)


@pytest.mark.parametrize("typed", ["Henrik Lund", "lund henrik", " HENRIK ", "lund @quay", "Lu hen"])
async def test_a_person_is_found_by_their_words_in_any_order(home: Home, typed: str) -> None:
    henrik = await home.member(Role.TRAINEE, "h@quay.org")
    other = await home.member(Role.TRAINEE, "henrik@quay.org")
    named = "UPDATE members SET sort_name = $2 WHERE id = $1"
    await home.sql.execute(named, henrik.member_id, "lund henrik")
    await home.sql.execute(named, other.member_id, "marsh henrik")
    page = await list_members(home.owner, PageRequest(), Scope(), MemberFilter(search=typed))
    expected = [henrik.member_id] if typed.strip() != "HENRIK" else [henrik.member_id, other.member_id]
    assert [node.id for node in page.nodes] == expected
