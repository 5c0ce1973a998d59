"""What the tests of the outbox stand on: an open database of their own, emptied for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from uuid import UUID

import asyncpg
import pytest

from backend.core import settings
from backend.core.db import close_database, open_database
from backend.core.ids import new_id
from backend.core.settings import load_settings
from backend.models import tortoise_config
from tests.mail.mail_server import MailServer
from tests.mail.post import Post
from tests.parts import EMPTY, Database

ENVIRONMENT = {
    "USHER_URL": "https://learn.example.org",
    "USHER_SECRET": "a secret that only tests know, 32+",
    "USHER_LOCAL": "1",
    "USHER_TIME_SCALE": "0.1",
}


@pytest.fixture(scope="package")
async def outbox_database(new_database: Callable[[], Awaitable[Database]]) -> AsyncIterator[Database]:
    """A database with this process connected to it."""
    made = await new_database()
    await open_database(tortoise_config(made.url))
    yield made
    await close_database()


@pytest.fixture
async def owner(outbox_database: Database) -> AsyncIterator[asyncpg.Connection[asyncpg.Record]]:
    """A connection that sees everything, on an empty database with the tests' settings."""
    settings.configure(load_settings(ENVIRONMENT))
    connection = await asyncpg.connect(outbox_database.owner_url)
    await connection.execute(EMPTY)
    await connection.execute("UPDATE usher_clock SET shift = '0'")
    yield connection
    await connection.close()


@pytest.fixture
async def workspace(owner: asyncpg.Connection[asyncpg.Record]) -> UUID:
    """One workspace."""
    workspace_id = new_id()
    await owner.execute(
        """
        INSERT INTO workspaces (id, slug, name, language, time_zone, mail_hour, sender_name, sender_address,
            brand_color, logo_url, invitation_days, allowed_domains, password_length, trainers_invite,
            send_reminders, send_warnings, daily_invites, created_at)
        VALUES ($1, 'acme', 'Acme Academy', 'en', 'Europe/Paris', '08:00', '', '', '#1f5fae', '', 30, '{}',
            12, true, true, true, 1000, now())
        """,
        workspace_id,
    )
    return workspace_id


@pytest.fixture
async def post(owner: asyncpg.Connection[asyncpg.Record], workspace: UUID) -> AsyncIterator[Post]:
    """An outbox, a mail server, and couriers where a test starts them."""
    server = MailServer()
    await server.start()
    made = Post(owner, workspace, server)
    yield made
    await made.stop()
    await server.stop()
