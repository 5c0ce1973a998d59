"""Sets go to the database as sets: the number of statements does not grow with the number of addresses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import asyncpg
import pytest

from backend.core.access import Role
from backend.invitations.undo_batch import undo_batch
from tests.house_of import Home

pytestmark = pytest.mark.thorough


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every statement that goes out over any connection meanwhile."""
    seen: list[str] = []
    for name in ("execute", "fetch", "fetchrow", "fetchval"):
        original = getattr(asyncpg.Connection, name)

        def listening(original: Any) -> Any:
            async def call(self: Any, query: str, *args: Any, **kwargs: Any) -> Any:
                seen.append(query)
                return await original(self, query, *args, **kwargs)

            return call

        monkeypatch.setattr(asyncpg.Connection, name, listening(original))
    yield seen
    monkeypatch.undo()


async def test_the_same_number_of_statements_for_10_and_1000(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    groups = [await home.group(f"Group {n}") for n in range(3)]
    await home.session(*groups)
    numbers = []
    for size in (10, 1000):
        emails = " ".join(f"p{size}-{n}@x.org" for n in range(size))
        with counted(monkeypatch) as seen:
            await home.invite(emails, group_ids=groups)
        numbers.append(len(seen))
        assert await home.count("members", "email LIKE $1", f"p{size}-%") == size
    assert numbers[0] == numbers[1]
    assert await home.count("mails", "kind = 'program_invitation'") == 1010


async def test_undoing_takes_the_same_number_of_statements_for_10_and_300(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    groups = [await home.group(f"Group {n}") for n in range(2)]
    await home.session(*groups)
    numbers = []
    for size in (10, 300):
        emails = " ".join(f"p{size}-{n}@x.org" for n in range(size))
        intake = await home.invite(emails, group_ids=groups, role=Role.TRAINER)
        assert intake.committed
        with counted(monkeypatch) as seen:
            await undo_batch(home.owner, intake.committed.batch_id)
        numbers.append(len(seen))
        assert (
            await home.count("invitations", "state = 'REVOKED' AND email_key LIKE $1", f"p{size}-%") == size
        )
    assert numbers[0] == numbers[1]
    assert await home.count("memberships") == 0
