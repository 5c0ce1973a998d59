"""A folder that PostgreSQL's own user may reach, for tests that start parts of their own."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@contextlib.contextmanager
def open_folder() -> Iterator[Path]:
    """An empty folder that others may walk through, as pytest's own may not."""
    folder = Path(tempfile.mkdtemp(prefix="usher-test-", dir="/tmp"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def data() -> Iterator[Path]:
    """An empty USHER_DATA."""
    with open_folder() as folder:
        yield folder
