"""Spreadsheets, read by a process of its own under hard limits: whatever a file does, it does there."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from backend.accounts.reading.shapes import LONGEST_CELL, LOST, MOST_ROWS
from backend.core.errors import InputError, InvalidInput

CHILD = Path(__file__).with_name("workbook_child.py")  # a script: it is started, not imported
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
PATIENCE = 60.0  # seconds
# The names under which the template calls the sheet to fill in, whatever its language.
SHEET_NAMES = ("Accounts", "Comptes", "Konten", "Cuentas")

REFUSALS = {
    "PASSWORD_PROTECTED": "This spreadsheet is protected by a password. Save it without one.",
    "OLD_EXCEL": "This is a spreadsheet of the old .xls kind. Save it as .xlsx.",
    "OTHER_WORKBOOK": "This is no .xlsx file. Save it as .xlsx or as CSV UTF-8.",
    "UNSAFE_FILE": "This spreadsheet has parts that no spreadsheet program writes; it was not read.",
    "FILE_TOO_LARGE": "This spreadsheet is too large once unpacked.",
    "NO_SHEET": "This spreadsheet has no sheet that can be read.",
    "UNREADABLE_FILE": "This file is damaged, or no spreadsheet.",
    "TOO_DEMANDING": "This spreadsheet took too much time or memory to read. "
    "Cells far away from the others can be the cause: copy the table to a new file.",
}


def is_workbook(path: Path) -> bool:
    """Whether a file begins as spreadsheets do, the unreadable kinds included."""
    with path.open("rb") as file:
        return file.read(4) in {ZIP, OLE}


def workbook_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold something, with their numbers; raises InvalidInput before the first where it must."""
    output = TemporaryFile("w+b")  # noqa: SIM115 - lives for as long as its rows are walked
    try:
        status, last = _read(path, output), _last_line(output)
        if status or last != "DONE":
            raise _refusal(last if last in REFUSALS else "TOO_DEMANDING")
    except BaseException:
        output.close()
        raise
    return _rows(output)


def _read(path: Path, output: IO[bytes]) -> int:
    command = [sys.executable, "-I", str(CHILD), str(path), str(MOST_ROWS), *SHEET_NAMES]
    process = subprocess.Popen(  # noqa: S603 - our own file, no shell
        command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.DEVNULL, env={}, cwd="/"
    )
    try:
        return process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        return 1
    finally:
        process.kill()
        process.wait()


def _last_line(output: IO[bytes]) -> str:
    """The word that the child ends with; nothing where it was stopped midway."""
    end = output.seek(0, 2)
    output.seek(max(0, end - 100))
    tail = output.read().rstrip(b"\n").rpartition(b"\n")[2]
    output.seek(0)
    return tail.decode("ascii", "replace")


def _rows(output: IO[bytes]) -> Iterator[tuple[int, list[str]]]:
    with output:
        for line in output:
            if not line.startswith(b"["):
                return
            position, cells = json.loads(line)
            yield position, [cell.replace("\x00", LOST)[: LONGEST_CELL + 1] for cell in cells]


def _refusal(code: str) -> InvalidInput:
    return InvalidInput(InputError(code, REFUSALS[code]))
