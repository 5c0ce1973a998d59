"""How a process that serves for long looks after its memory."""

from __future__ import annotations

import gc

YOUNG = 20_000  # objects: an answer makes thousands that die with it, and few circles


def tidy_rarely() -> None:
    """Leave out of every search for circles what stands since the start: modules, the schema, the pool."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 20, 20)
