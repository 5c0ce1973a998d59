"""A workbook written from the front is one that every reader reads."""

from __future__ import annotations

import io

from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from backend.exports.workbook import LONGEST_TEXT, WorkbookWriter

ROWS: list[list[object]] = [
    ["=1+1", 5],
    ["a\x00\x0b<b>&\r\n é\ufffe", 0.5],
    [" spaced ", True],
    ["", None],
    ["x" * 40_000, 1],
]


def written(rows: list[list[object]], most_rows: int = 1_000_000) -> bytes:
    writer = WorkbookWriter(["Text", "Number"], most_rows)
    return b"".join([writer.add(rows[:2]), writer.add(rows[2:]), writer.end()])


def test_texts_stay_texts_and_numbers_numbers() -> None:
    sheet = load_workbook(io.BytesIO(written(ROWS)))["Usher"]
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert values[:3] == [["Text", "Number"], ["=1+1", 5], ["a<b>&\r\n é", 0.5]]
    assert values[3][0] == " spaced "
    assert sheet["A2"].data_type in {"s", "inlineStr"}
    assert sheet.freeze_panes == "A2"
    longest = str(values[5][0])
    assert (len(longest), longest[-1]) == (LONGEST_TEXT, "…")


def test_a_full_sheet_is_followed_by_another() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(written([[f"row {n}", n] for n in range(7)], 4)))
    assert book.sheet_names == ["Usher", "Usher 2", "Usher 3"]
    tables = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    assert [len(table) for table in tables] == [4, 4, 2]
    assert all(table[0] == ["Text", "Number"] for table in tables)
    assert [row[0] for table in tables for row in table[1:]] == [f"row {n}" for n in range(7)]


def test_nothing_to_write_is_a_header() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(written([])))
    assert book.get_sheet_by_name("Usher").to_python() == [["Text", "Number"]]
