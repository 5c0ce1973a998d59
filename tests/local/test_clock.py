"""The clock that decides dates can be moved, on the local set-up only."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from backend.core.settings import SettingsError
from backend.local.clock import move_clock, parse_shift
from tests.parts import Database


@pytest.mark.parametrize(
    ("text", "shift"),
    [
        ("+9d", timedelta(days=9)),
        ("+1w2d30m", timedelta(days=9, minutes=30)),
        ("-12h", timedelta(hours=-12)),
        ("+0s", timedelta()),
        ("reset", None),
    ],
)
def test_reads_shifts(text: str, shift: timedelta | None) -> None:
    assert parse_shift(text) == shift


@pytest.mark.parametrize("text", ["", "9d", "+", "+9", "+9y", "+1d-2h", "tomorrow", "+ 9d"])
def test_refuses_what_is_no_shift(text: str) -> None:
    with pytest.raises(SettingsError, match="is not a shift"):
        parse_shift(text)


async def test_moves_on_and_back(new_database: Callable[[], Awaitable[Database]]) -> None:
    database = await new_database()

    once = await move_clock(database.owner_url, timedelta(days=9))
    twice = await move_clock(database.owner_url, timedelta(days=1))
    back = await move_clock(database.owner_url, None)

    now = datetime.now(UTC)
    assert abs(once - now - timedelta(days=9)) < timedelta(minutes=1)
    assert abs(twice - now - timedelta(days=10)) < timedelta(minutes=1)
    assert abs(back - now) < timedelta(minutes=1)
