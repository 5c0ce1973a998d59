"""Which version of the tables this code needs, and which a database has."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from backend.core.db import Connection

FOLDER = Path(__file__).parents[1] / "migrations"
APPLIED = "SELECT name FROM tortoise_migrations"


async def missing_migrations(sql: Connection) -> list[str]:
    """What has to run yet, in order; a database of a later version lacks nothing."""
    applied = {row["name"] for row in await sql.fetch(APPLIED)}
    return [name for name in known_migrations() if name not in applied]


@cache
def known_migrations() -> tuple[str, ...]:
    """The names of all migrations, in order."""
    return tuple(sorted(path.stem for path in FOLDER.glob("[0-9]*.py")))
