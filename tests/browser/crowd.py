"""A workspace with a hundred thousand members, Pat No 1 to Pat No 100000."""

from __future__ import annotations

from backend.core.db import crossing
from backend.seed import make_owner
from tests.browser.running import Running
from tests.screens.cast import own_database

CROWD_OWNER = ("owner@crowd.example.org", "a lamp that turns at night")
MEMBERS = """
    INSERT INTO members (id, workspace_id, email, email_key, first_name, last_name, sort_name, role,
        labels, additional_information, activated_at, created_at, updated_at)
    SELECT gen_random_uuid(), $1, 'p' || n || '@crowd.example.org', 'p' || n || '@crowd.example.org',
        'Pat', 'No ' || n, 'no ' || lpad(n::text, 6, '0'), 'TRAINEE', '{}', '{}', now(), now(), now()
    FROM generate_series(1, 100000) AS n
"""
DRAWN = 60  # rows of a list at most: those in view, and eight before and after


async def gather(running: Running) -> None:
    """Make the workspace and everybody in it."""
    async with own_database(running):
        owner = await make_owner(*CROWD_OWNER, "crowd", "Crowd")
        async with crossing() as sql:
            await sql.execute(MEMBERS, owner.workspace_id)
