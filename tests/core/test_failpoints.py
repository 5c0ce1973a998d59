"""Failpoints: how they are said, and that a server refuses them."""

from __future__ import annotations

import time

import pytest

from backend.core import failpoints
from backend.core.failpoints import Failpoint, Point, parse_failpoint, reached
from backend.core.settings import SettingsError, load_settings


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("after_fence:exit", Failpoint(Point.AFTER_FENCE, "exit", 0, 1)),
        ("before_poke:sleep:0.5", Failpoint(Point.BEFORE_POKE, "sleep", 0.5, 1)),
        ("after_data:freeze@3", Failpoint(Point.AFTER_DATA, "freeze", 0, 3)),
    ],
)
def test_a_failpoint_as_it_is_said(text: str, meant: Failpoint) -> None:
    assert parse_failpoint(text) == meant
    assert load_settings({"USHER_LOCAL": "1", "USHER_FAILPOINT": text}).failpoint == meant


@pytest.mark.parametrize("text", ["nowhere:exit", "after_fence", "after_fence:explode", "after_fence:sleep"])
def test_what_is_no_failpoint_stops_the_start(text: str) -> None:
    with pytest.raises(SettingsError, match="USHER_FAILPOINT"):
        load_settings({"USHER_LOCAL": "1", "USHER_FAILPOINT": text})


def test_a_server_has_no_failpoints() -> None:
    with pytest.raises(SettingsError, match="local set-up only"):
        load_settings({"USHER_FAILPOINT": "after_fence:exit"})


async def test_it_happens_once_at_its_own_point() -> None:
    failpoints.arm(parse_failpoint("after_data:sleep:0.5@2"))
    try:
        waits = []
        for point in (Point.AFTER_DATA, Point.AFTER_FENCE, Point.AFTER_DATA, Point.AFTER_DATA):
            began = time.monotonic()
            await reached(point)
            waits.append(time.monotonic() - began >= 0.5)
        assert waits == [False, False, True, False]
    finally:
        failpoints.arm(None)
