"""A file of a few bytes, read as one that was uploaded."""

from __future__ import annotations

from pathlib import Path
from tempfile import NamedTemporaryFile

from backend.accounts.reading.shapes import Sheet
from backend.accounts.reading.sheets import read_sheet_file


def read_sheet_bytes(data: bytes) -> Sheet:
    """A file's content; what it is, it says itself, whatever its name."""
    with NamedTemporaryFile(prefix="usher-sheet-") as file:
        file.write(data)
        file.flush()
        return read_sheet_file(Path(file.name))
