"""Every state of every screen: axe finds nothing on a desk, in light and in dark, nor on a phone."""

from __future__ import annotations

import pytest
from playwright.async_api import Error, expect

from tests.browser.conftest import NewPerson
from tests.browser.people import WIDER, Person
from tests.browser.running import Running
from tests.screens.cast import EMPTY_OWNER, EMPTY_PASSWORD, Cast, enrich
from tests.screens.leaders import MANAGER as MIRA
from tests.screens.leaders import PASSWORD as HERS
from tests.screens.leaders import TRAINER as TOVE
from tests.screens.tour import ADMIN, EMPTY, MANAGER, OUTSIDE, TRAINER, Stop

# In another dress only colours differ.
OF_COLOUR = ("color-contrast", "link-in-text-block")
SMALL = "innerWidth < 768"
GO = "path => { history.pushState(null, '', path); dispatchEvent(new PopStateEvent('popstate')); }"


@pytest.fixture(scope="session")
async def cast(running: Running) -> Cast:
    """Long names, refusals, a mail that came back, an import that waits."""
    return await enrich(running)


async def test_states_inside(new_person: NewPerson, cast: Cast, device: str) -> None:
    person = await new_person(device, reduced_motion="reduce")
    await person.sign_in()
    assert [found for stop in ADMIN for found in await objections(person, stop, cast.places)] == []


@pytest.mark.parametrize(("login", "stops"), [(MIRA, MANAGER), (TOVE, TRAINER)], ids=["manager", "trainer"])
async def test_states_of_who_sees_less(
    new_person: NewPerson, cast: Cast, device: str, login: str, stops: tuple[Stop, ...]
) -> None:
    person = await new_person(device, reduced_motion="reduce")
    await person.sign_in(login, HERS)
    assert [found for stop in stops for found in await objections(person, stop, cast.places)] == []


async def test_states_empty(new_person: NewPerson, cast: Cast, device: str) -> None:
    person = await new_person(device, reduced_motion="reduce")
    await person.sign_in(EMPTY_OWNER, EMPTY_PASSWORD)
    first, hooks = (stop for stop in EMPTY if stop.name in ("empty-home", "empty-webhooks"))
    assert [found for stop in (first, hooks) for found in await objections(person, stop, cast.places)] == []


async def test_states_outside(new_person: NewPerson, running: Running, cast: Cast, device: str) -> None:
    person = await new_person(device, reduced_motion="reduce")
    places = cast.places | {"join": await running.link("tariq.rahman@harbour.example.org", "join")}
    assert [found for stop in OUTSIDE for found in await objections(person, stop, places)] == []


async def objections(person: Person, stop: Stop, places: dict[str, str]) -> list[str]:
    """What is wrong with this state."""
    if stop.path:
        await go(person, stop.path.format_map(places))
    await stop.act(person)
    found = await person.objections()
    if await person.page.evaluate(WIDER) > 0:
        found.append("wider than the window")
    if not await person.page.evaluate(SMALL):  # the colours of the dark are the same on a phone
        await person.wear("dark")
        found += await person.objections(*OF_COLOUR)
        await person.wear("light")
    return [f"{stop.name}: {one}" for one in found]


async def go(person: Person, path: str) -> None:
    """Follow an address: within the app where one is in it, since loading it anew costs most."""
    try:
        inside = path.startswith("/") and await person.page.evaluate(
            "() => !!document.querySelector('#main')"
        )
    except Error:
        inside = False
    if not inside or path.startswith(("/my", "/sign-in")):
        await person.open(path)
        return
    await person.page.keyboard.press("Escape")
    await person.page.evaluate(GO, path)
    await expect(person.page.get_by_role("heading", level=1)).to_be_visible()
