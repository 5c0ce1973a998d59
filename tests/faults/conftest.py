"""What fault tests ask for: parts for the package, an empty system and a seed for each test."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from backend.core.db import close_database
from tests.faults.running import connect, crashable_database, emptied, running
from tests.faults.system import Parts, System
from tests.parts import Database

HERE = Path(__file__).parent
FIXED_SEED = 20260423


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of them start processes; one after the other, so that they don't slow each other down."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.system)
            item.add_marker(pytest.mark.xdist_group("faults"))


@pytest.fixture(params=["fixed", "fresh"])
def seed(request: pytest.FixtureRequest) -> int:
    """A seed that is always the same, then one that never is; printed, so that a failure can be repeated."""
    chosen = FIXED_SEED if request.param == "fixed" else random.SystemRandom().randrange(2**32)
    print(f"seed {chosen}")  # noqa: T201 - shown where the test fails
    return chosen


@pytest.fixture(scope="package")
async def parts(
    new_database: Callable[[], Awaitable[Database]], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Parts]:
    """A database, a broker and a web process, which one test after the other shares."""
    async with running(await new_database(), tmp_path_factory.mktemp("faults")) as made:
        yield made


@pytest.fixture
async def system(parts: Parts) -> AsyncIterator[System]:
    """An empty installation with one workspace and its owner signed in, and no worker yet."""
    async with emptied(parts) as made:
        yield made


@pytest.fixture
async def crashing(parts: Parts, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[System]:
    """The same beside a PostgreSQL of its own, which may crash."""
    await close_database()
    async with crashable_database() as (server, database):
        folder = tmp_path_factory.mktemp("crashing")
        async with running(database, folder, server) as own, emptied(own) as made:
            yield made
    await connect(parts)
