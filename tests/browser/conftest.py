"""The running product and people with browsers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, async_playwright, expect

from backend.local.processes import free_port
from tests.browser.crowd import CROWD_OWNER, gather
from tests.browser.people import DEVICES, Person
from tests.browser.running import Running
from tests.chromium import launch_options
from tests.local.conftest import open_folder

NewPerson = Callable[..., Awaitable[Person]]
PATIENCE = 20_000  # milliseconds that a page may take on a busy machine


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All journeys share one running system, and so one process of the test run."""
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
async def running() -> AsyncIterator[Running]:
    """The product with its demo cast, started for these journeys alone."""
    with open_folder() as folder:
        system = Running(folder, free_port())
        await system.start()
        yield system
        await system.stop()


@pytest.fixture(scope="session")
async def crowd(running: Running) -> tuple[str, str]:
    """How the owner of a workspace with a hundred thousand members signs in."""
    await gather(running)
    return CROWD_OWNER


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One headless Chromium."""
    expect.set_options(timeout=PATIENCE)
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(**launch_options())
        yield launched
        await launched.close()


@pytest.fixture(params=DEVICES)
def device(request: pytest.FixtureRequest) -> str:
    """Each journey that takes it is made on a desk and on a phone."""
    return str(request.param)


@pytest.fixture
async def new_person(browser: Browser, running: Running) -> AsyncIterator[NewPerson]:
    """A function that opens one more window; at the end nothing may have gone wrong in any."""
    contexts: list[BrowserContext] = []
    people: list[Person] = []

    async def make(device: str = "desk", **options: Any) -> Person:
        context = await browser.new_context(**{"locale": "en-GB", **DEVICES[device], **options})
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        people.append(Person(await context.new_page(), running))
        people[-1].watch()
        return people[-1]

    yield make
    for context in contexts:
        await context.close()
    assert [trouble for person in people for trouble in person.troubles] == []


@pytest.fixture
async def owner(new_person: NewPerson, device: str) -> Person:
    """The owner, signed in on each kind of device."""
    person = await new_person(device)
    await person.sign_in()
    return person
