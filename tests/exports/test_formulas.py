"""No text that people wrote is a formula in a file that leaves the house, and it reads as itself again."""

from __future__ import annotations

import csv
import io

import pytest
from openpyxl import load_workbook

from backend.accounts.reading.interpret import interpret
from backend.accounts.reading.sheets import read_sheet
from backend.exports.files import safe
from backend.exports.workbook import WorkbookWriter

TRIGGERS = ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"]
ATTACKS = [f"{trigger}cmd|' /C calc'!A0" for trigger in TRIGGERS]


@pytest.mark.parametrize("text", ATTACKS)
def test_in_csv_it_begins_with_a_quote_and_reads_as_itself(text: str) -> None:
    file = io.StringIO()
    csv.writer(file).writerow(["a@x.org", safe(text)])
    (cell,) = [row[1] for row in csv.reader(io.StringIO(file.getvalue(), newline=""))]
    assert cell == f"'{text}"
    if text[0] not in "\t\r":  # white space goes when a cell is read
        sheet = read_sheet(f"E-mail;Additional information\na@x.org;{cell}\n")
        (row,) = interpret(sheet.rows)
        assert row.additional_information is not None
        assert row.additional_information[0].startswith(text[0])


@pytest.mark.parametrize("text", ATTACKS)
def test_in_a_workbook_it_is_a_string(text: str) -> None:
    writer = WorkbookWriter(["Text"], 10)
    book = load_workbook(io.BytesIO(b"".join([writer.add([[text]]), writer.end()])))
    cell = book["Usher"]["A2"]
    assert cell.data_type in {"s", "inlineStr"}


@pytest.mark.parametrize("value", ["", "plain", "a=b", "x@b.com", 5, None, True])
def test_everything_else_is_left_as_it_is(value: object) -> None:
    assert safe(value) == value
