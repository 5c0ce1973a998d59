"""Figures that a test comes by on its way: told with `pytest -s`, kept in docs/app.md."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter


def tell(what: str, figure: str) -> None:
    """Say it on a line of its own."""
    sys.stdout.write(f"\n{what}: {figure}")


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Say how long what is done within took."""
    start = perf_counter()
    yield
    tell(what, f"{perf_counter() - start:.1f} s")
