"""A folder that PostgreSQL's own user may reach, for tests that start parts of their own."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def data() -> Iterator[Path]:
    """An empty USHER_DATA; pytest's own folders are closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="usher-test-", dir="/tmp"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)
