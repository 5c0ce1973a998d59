"""Spreadsheets: what they hold, what they hide, and those that would do harm."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from backend.accounts.reading import workbook
from backend.accounts.reading.interpret import interpret
from backend.accounts.reading.shapes import AccountRow
from backend.core.errors import InvalidInput
from tests.accounts.reading.files import read_sheet_bytes

HEADER = ["Last name", "First name", "E-mail", "Password", "Deactivation date", "Send credentials"]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def book(fill: Callable[[Worksheet], None]) -> bytes:
    """A workbook whose only sheet is filled so."""
    made = openpyxl.Workbook()
    fill(made.worksheets[0])
    return saved(made)


def saved(made: openpyxl.Workbook) -> bytes:
    """A workbook as a file."""
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def rewritten(data: bytes, change: Callable[[str, bytes], bytes], **more: bytes) -> bytes:
    """The same package with its parts changed, and some of them other or new."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in set(old.namelist()) - more.keys():
            new.writestr(name, change(name, old.read(name)))
        for name, content in more.items():
            new.writestr(name, content)
    return file.getvalue()


def unchanged(_name: str, content: bytes) -> bytes:
    """A part as it is."""
    return content


def plain() -> bytes:
    """A small workbook with nothing wrong."""
    return book(lambda sheet: sheet.append(["Smith", "James", "j@example.org"]))


def read(data: bytes) -> list[AccountRow]:
    """Every row, understood."""
    return list(interpret(read_sheet_bytes(data).rows))


def refusal(data: bytes) -> str:
    """The code with which a file is refused, before any row."""
    with pytest.raises(InvalidInput) as refused:
        read_sheet_bytes(data)
    return refused.value.errors[0].code


def test_values_as_people_would_have_typed_them() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append([])
        sheet.append(HEADER)
        sheet.append([])
        sheet.append(["Smith", "James", "j@example.org", 12345678, date(2026, 12, 31), True])
        sheet.append(["Jones", "Ann", None, "007", datetime(2027, 1, 1), 0])  # noqa: DTZ001 - sheets know no zones
        sheet.append(["Black", "Jo", None, 0.5, 46387, "x"])

    smith, jones, black = read(book(fill))

    assert (smith.position, jones.position, black.position) == (4, 5, 6)
    assert (smith.password, smith.deactivates_on, smith.send_credentials) == (
        "12345678",
        date(2026, 12, 31),
        True,
    )
    assert (jones.password, jones.deactivates_on, jones.send_credentials) == ("007", date(2027, 1, 1), False)
    assert (black.password, black.deactivates_on, black.send_credentials) == ("0.5", date(2026, 12, 31), True)
    assert (smith.email, jones.email) == ("j@example.org", None)
    assert smith.errors == jones.errors == black.errors == ()


def test_a_table_may_begin_anywhere() -> None:
    def fill(sheet: Worksheet) -> None:
        for column, (name, value) in enumerate((("Nachname", "Smith"), ("Vorname", "James")), start=3):
            sheet.cell(5, column, name)
            sheet.cell(6, column, value)

    (row,) = read(book(fill))
    assert (row.position, row.last_name, row.first_name, row.errors) == (6, "Smith", "James", ())


def test_cells_that_would_read_as_empty_are_told() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["E-mail", "First name", "Last name", "Username"])
        sheet.append(['=B2&"@example.org"', "James", "#REF!", "james"])
        sheet["C2"].data_type = "e"

    (row,) = read(book(fill))

    assert {(error.code, error.field) for error in row.errors} == {
        ("FORMULA", ("email",)),
        ("CELL_ERROR", ("lastName",)),
    }
    assert (row.first_name, row.username) == ("James", "james")


def test_a_formulas_saved_value_is_read_and_an_empty_one_is_blank() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["E-mail", "First name", "Username"])
        sheet.append(["=1", "=2", "ann"])

    def calculated(name: str, content: bytes) -> bytes:
        if not name.endswith("sheet1.xml"):
            return content
        content = content.replace(
            b'<c r="A2"><f>1</f><v />', b'<c r="A2" t="str"><f>1</f><v>a@example.org</v>'
        )
        content = content.replace(
            b'<c r="A2"><f>1</f><v></v>', b'<c r="A2" t="str"><f>1</f><v>a@example.org</v>'
        )
        content = content.replace(b'<c r="B2"><f>2</f>', b'<c r="B2" t="str"><f>2</f>')
        assert b"a@example.org" in content
        return content

    (row,) = read(rewritten(book(fill), calculated))
    assert (row.email, row.first_name, row.username, row.errors) == ("a@example.org", None, "ann", ())


def test_the_first_visible_sheet_or_the_templates() -> None:
    made = openpyxl.Workbook()
    made.worksheets[0].title = "Hidden"
    made.worksheets[0].append(["Secret", "Row"])
    made.create_sheet("Second").append(["Smith", "James"])
    made.worksheets[0].sheet_state = "hidden"
    (first,) = read(saved(made))

    made.create_sheet("Konten").append(["Jones", "Ann"])
    (templates,) = read(saved(made))

    assert (first.last_name, templates.last_name) == ("Smith", "Jones")


def test_macros_are_left_alone_and_values_read() -> None:
    data = rewritten(plain(), unchanged, **{"xl/vbaProject.bin": OLE})
    assert read(data)[0].last_name == "Smith"


def claiming(part: str, size: int) -> bytes:
    """A package that says of one part that it unpacks to so many bytes, and unpacks it to others."""
    content = bytes(1_234_567)
    data = rewritten(plain(), unchanged, **{part: content})
    return data.replace(len(content).to_bytes(4, "little"), size.to_bytes(4, "little"))


def far_cell() -> bytes:
    """Two cells at opposite corners."""

    def fill(sheet: Worksheet) -> None:
        sheet["A1"] = "Smith"
        sheet["XFD1048576"] = "far"

    return book(fill)


def entities(before: bytes = b"") -> bytes:
    """A sheet that declares entities, one of which reads a file."""

    def change(name: str, content: bytes) -> bytes:
        if not name.endswith("sheet1.xml"):
            return content
        declared = b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet'
        return content.replace(b"<worksheet", before + declared, 1)

    return rewritten(plain(), change)


def many_parts() -> bytes:
    """A package of six thousand parts."""
    return rewritten(plain(), unchanged, **{f"xl/media/{n}.bin": b"" for n in range(6000)})


def without_sheets() -> bytes:
    """A package whose only sheet is hidden from sight."""
    return rewritten(
        plain(),
        lambda name, content: (
            content.replace(b'state="visible"', b'state="veryHidden"')
            if name == "xl/workbook.xml"
            else content
        ),
    )


def other_package() -> bytes:
    """A zip file that is no spreadsheet."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("word/document.xml", "<document/>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: claiming("xl/media/x.bin", 400 << 20), "FILE_TOO_LARGE"),
        (lambda: claiming("xl/worksheets/sheet1.xml", 5000), "UNREADABLE_FILE"),
        (far_cell, "TOO_DEMANDING"),
        (entities, "UNSAFE_FILE"),
        (lambda: entities(b"<!-- <a " + b"x" * 70_000 + b" -->"), "UNSAFE_FILE"),
        (many_parts, "FILE_TOO_LARGE"),
        (without_sheets, "NO_SHEET"),
        (other_package, "OTHER_WORKBOOK"),
        (lambda: OLE, "OLD_EXCEL"),
        (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "PASSWORD_PROTECTED"),
        (lambda: plain()[:-200], "UNREADABLE_FILE"),
        (lambda: rewritten(plain(), lambda name, content: content[: len(content) // 2]), "UNREADABLE_FILE"),
        (lambda: book(_nothing), "NO_ROWS"),
    ],
    ids="bomb liar far entities late parts hidden other xls protected cut garbled empty".split(),
)
def test_files_that_are_refused_say_why(make: Callable[[], bytes], code: str) -> None:
    assert refusal(make()) == code


def test_one_byte_too_many_is_refused() -> None:
    assert refusal(bytes(40_000_001)) == "FILE_TOO_LARGE"


def test_whatever_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "PATIENCE", 0.01)
    assert refusal(plain()) == "TOO_DEMANDING"


# By way of a small process: a child is held to have been as large as the one that started it.
MEASURED = """import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)"""


@pytest.mark.thorough
def test_150_000_rows_are_read_within_the_bounds_of_the_child(tmp_path: Path) -> None:
    path, output = tmp_path / "big.xlsx", tmp_path / "rows"
    path.write_bytes(rewritten(book(_nothing), _of_150_000_rows))
    with output.open("wb") as rows:
        command = [sys.executable, "-I", str(workbook.CHILD), str(path), "150000"]
        measured = [sys.executable, "-I", "-c", MEASURED, *command]
        done = subprocess.run(measured, stdout=rows, stderr=subprocess.PIPE, check=True)

    assert output.read_bytes().count(b"\n[") + 1 == 150_000
    assert int(done.stderr) < 400 << 10, "kB"


def _nothing(_sheet: Worksheet) -> None:
    """An empty sheet."""


def _rows() -> bytes:
    cells = "".join(
        f'<c r="{column}{{0}}" t="inlineStr"><is><t>{column}{{0}}</t></is></c>' for column in "AB"
    )
    return "".join(f'<row r="{n}">{cells.format(n)}</row>' for n in range(1, 150_001)).encode()


def _of_150_000_rows(name: str, content: bytes) -> bytes:
    if not name.endswith("sheet1.xml"):
        return content
    before, after = re.split(rb"<sheetData ?/>|<sheetData></sheetData>", content)
    return before + b"<sheetData>" + _rows() + b"</sheetData>" + after
