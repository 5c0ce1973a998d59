"""Real parts for fault tests: a broker and a web process for the package, a workspace for each test."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import asyncpg
import pytest

from backend.core import settings
from backend.core.db import close_database, open_database
from backend.core.settings import load_settings
from backend.local.valkey import Valkey
from backend.models import tortoise_config
from tests.faults.caller import Caller
from tests.faults.history import History
from tests.faults.processes import FrontDoor, Process
from tests.faults.system import SECRET, Parts, System, environment, open_system, watch
from tests.house_of import make_home
from tests.parts import Database

HERE = Path(__file__).parent
EMPTY = "TRUNCATE workspaces, mails, suppressions, audit_events, rate_windows, steps_back CASCADE"
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
    """A database, a broker and a web process; this process is connected to the database too."""
    folder = tmp_path_factory.mktemp("faults")
    valkey = Valkey(folder / "valkey")
    valkey.start()
    made = Parts(await new_database(), valkey, FrontDoor(), folder)
    await watch(made.database)
    made.web = Process("web", folder, environment(made, "smtp://127.0.0.1:1"), made.door.descriptor)
    settings.configure(load_settings({"USHER_URL": made.door.url, "USHER_SECRET": SECRET}))
    await open_database(tortoise_config(made.database.url))
    await Caller(made.door.url, "", History()).ready()
    yield made
    await close_database()
    await made.web.end()
    await asyncio.to_thread(valkey.stop)
    made.door.close()


@pytest.fixture
async def system(parts: Parts) -> AsyncIterator[System]:
    """An empty installation with one workspace and its owner signed in, and no worker yet."""
    sql = await asyncpg.connect(parts.database.owner_url)
    await sql.execute(EMPTY)
    await sql.execute("UPDATE usher_clock SET shift = '0'")
    made = await open_system(parts, await make_home(sql))
    yield made
    await made.end()
    await sql.close()
