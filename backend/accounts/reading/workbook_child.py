"""The process that opens a spreadsheet: run as a script, with no more rights and room than it needs.

    workbook_child.py FILE MOST_ROWS SHEET_NAME...

Writes one line of JSON per row that holds something, `[number, [texts]]`, then `DONE` or why not. It
imports nothing of the house: only the standard library and calamine.
"""

from __future__ import annotations

import contextlib
import json
import re
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime
from html import unescape
from typing import Any, TextIO
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineWorkbook, PasswordError

MEMORY = 800 << 20  # bytes of address space
SECONDS = 60  # of processor time
OUTPUT = 400 << 20  # bytes
UNPACKED = 300 << 20
MOST_PARTS = 5_000
DOCTYPE, PIECE = b"<!DOCTYPE", 1 << 16
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
SPREADSHEET = "xl/workbook.xml"
LINKS = "xl/_rels/workbook.xml.rels"

PIECE = 1 << 20
LONGEST_ROW = 32 << 20
CELL = re.compile(
    rb"<(?:\w+:)?c(?P<attributes>\s[^>]*?)(?:/>|>(?P<body>.*?)</(?:\w+:)?c>)",
    re.DOTALL,
)
REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]+)<")
UNCALCULATED = "\ue000"  # as shapes.py has it; this script imports nothing of ours
FORMULA = re.compile(rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>([^<]*)<)")


class Refused(Exception):
    """The file is not read; the word says why."""


def main(path: str, most_rows: int, names: list[str], output: TextIO) -> None:
    """Read it all, or end with a word."""
    try:
        check(path)
        write_rows(path, most_rows, names, output)
        word = "DONE"
    except Refused as refused:
        word = str(refused)
    except PasswordError:
        word = "PASSWORD_PROTECTED"
    except MemoryError:
        word = "TOO_DEMANDING"
    except OSError:
        word = "FILE_TOO_LARGE"
    except Exception:
        word = "UNREADABLE_FILE"
    output.write(f"\n{word}\n")


def limit() -> None:
    """Bound what this process may take, before it looks at the file."""
    limits = [
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, OUTPUT),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_AS, MEMORY),
    ]
    for kind, most in limits:
        with contextlib.suppress(ValueError, OSError):  # some systems know no limit of address space
            resource.setrlimit(kind, (most, most))


def check(path: str) -> None:
    """Refuse by the outside: other kinds of files, bombs, declared entities."""
    with open(path, "rb") as file:  # noqa: PTH123 - nothing more than this is imported
        if file.read(4) != b"PK\x03\x04":
            file.seek(0)
            raise Refused("PASSWORD_PROTECTED" if ENCRYPTED in file.read() else "OLD_EXCEL")
    try:
        package = ZipFile(path)
    except BadZipFile as error:
        raise Refused("UNREADABLE_FILE") from error
    with package:
        parts = package.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > UNPACKED:
            raise Refused("FILE_TOO_LARGE")
        if SPREADSHEET not in package.namelist():
            raise Refused("OTHER_WORKBOOK")
        for part in parts:
            if part.filename.endswith((".xml", ".rels")) and _declares(package, part.filename):
                raise Refused("UNSAFE_FILE")


def write_rows(path: str, most_rows: int, names: list[str], output: TextIO) -> None:
    """One line per row that holds something; one row more than allowed shows that there are too many."""
    with CalamineWorkbook.from_path(path) as workbook:
        name = _sheet_name(workbook, names)
        marks = unseen(path, name)
        sheet = workbook.get_sheet_by_name(name)
        left = [""] * (sheet.start[1] if sheet.start else 0)
        count = 0
        for position, values in enumerate(sheet.iter_rows(), start=1):
            texts = left + [_text(value) for value in values]
            for place, mark in marks.pop(position, {}).items():
                texts[place : place + 1] = [mark]
            while texts and not texts[-1]:
                texts.pop()
            if texts:
                output.write(json.dumps([position, texts], ensure_ascii=False) + "\n")
                count += 1
            if count > most_rows + 1:
                return


def unseen(path: str, sheet: str) -> dict[int, dict[int, str]]:
    """Cells that would read as empty and are not: errors (`#N/A`), and formulas saved without a value.

    By row number from 1, then by place from 0.
    """
    marks: dict[int, dict[int, str]] = {}
    with ZipFile(path) as package:
        for piece in _pieces(package, _part(package, sheet)):
            for cell in CELL.finditer(piece):
                mark = _mark(cell["attributes"], cell["body"] or b"")
                reference = REFERENCE.search(cell["attributes"])
                if mark and reference:
                    place = _place(reference[1].decode())
                    marks.setdefault(int(reference[2]), {})[place] = mark
    return marks


def _mark(attributes: bytes, body: bytes) -> str:
    value = VALUE.search(body)
    if b't="e"' in attributes:
        return unescape(value[1].decode("utf-8", "replace")) if value else "#N/A"
    formula = FORMULA.search(body)
    if formula and not value and b't="str"' not in attributes:
        return UNCALCULATED + "=" + unescape((formula[1] or b"").decode("utf-8", "replace"))[:200]
    return ""


def _pieces(package: ZipFile, part: str) -> Iterator[bytes]:
    """Whole rows of a sheet's XML, only where something in them could be unseen."""
    rest = b""
    with package.open(part) as file:
        while more := file.read(PIECE):
            rest += more
            cut = rest.rfind(b"row>") + 4
            if cut > 4:
                piece, rest = rest[:cut], rest[cut:]
                if b't="e"' in piece or FORMULA.search(piece):
                    yield piece
            elif len(rest) > LONGEST_ROW:
                raise Refused("TOO_DEMANDING")


def _part(package: ZipFile, sheet: str) -> str:
    """The part of the package that holds a sheet (ECMA-376 part 1, 18.2.19)."""
    book = ElementTree.fromstring(package.read(SPREADSHEET))  # noqa: S314 - it declares no entities
    links = ElementTree.fromstring(package.read(LINKS))  # noqa: S314
    wanted = next(
        value
        for one in book.iter()
        if one.tag.endswith("}sheet") and one.get("name") == sheet
        for name, value in one.attrib.items()
        if name.endswith("}id")
    )
    target = next(link.get("Target", "") for link in links if link.get("Id") == wanted)
    return target[1:] if target.startswith("/") else f"xl/{target}"


def _sheet_name(workbook: CalamineWorkbook, names: list[str]) -> str:
    """The template's sheet, or the first that can be seen."""
    sheets = [one for one in workbook.sheets_metadata if "WorkSheet" in str(one.typ)]
    visible = [one.name for one in sheets if str(one.visible).endswith("Visible")]
    found = next((name for name in visible if name in names), visible[0] if visible else None)
    if found is None:
        raise Refused("NO_SHEET")
    return found


def _text(value: Any) -> str:
    """A value as people would have typed it."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.time() else value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def _place(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1


def _declares(package: ZipFile, part: str) -> bool:
    """Whether a part declares a type of document, and with it entities; text can't look so (XML 1.0, 2.4)."""
    seen = b""
    with package.open(part) as file:
        while piece := file.read(PIECE):
            seen = seen[-len(DOCTYPE) :] + piece
            if DOCTYPE in seen:
                return True
    return False


if __name__ == "__main__":
    limit()
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # it is no other stream here
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3:], sys.stdout)
