"""Failed rows come back in the shape they came in, and read again once mended."""

from __future__ import annotations

import pytest

from backend.accounts.reading.failed import write_failed
from backend.accounts.reading.interpret import interpret
from backend.accounts.reading.shapes import RawRow, Sheet
from backend.accounts.reading.sheets import read_sheet
from backend.core.errors import InputError
from tests.accounts.reading.files import read_sheet_bytes

WRONG = InputError(
    "INVALID_EMAIL", "This is not an e-mail address: it has no @.", ("email",), 2, "a@example.org"
)


def failed(sheet: Sheet, rows: list[RawRow], language: str = "en") -> bytes:
    """A file of these rows."""
    return b"".join(write_failed(sheet.shape, ((row.cells, [WRONG]) for row in rows), language))


@pytest.mark.parametrize("separator", ["\t", ";", ","], ids=["tab", "semicolon", "comma"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_same_columns_header_separator_and_encoding(encoding: str, separator: str) -> None:
    lines = [["Prénom*", "Ville", "Courriel", "Mot de passe"], ["Zoë", "Nîmes", "a", "apozeiru"]]
    source = "\r\n".join(separator.join(line) for line in lines).encode(encoding)
    sheet = read_sheet_bytes(source)
    data = failed(sheet, list(sheet.rows), "fr")

    text = data.decode("utf-8-sig" if encoding == "cp1252" else encoding)
    header, row = (line.split(separator) for line in text.splitlines())
    assert header == ["Prénom*", "Ville", "Courriel", "Mot de passe", "Erreur"]
    assert row[:4] == ["Zoë", "Nîmes", "a", ""]
    assert row[4].strip('"') == "This is not an e-mail address: it has no @. (a@example.org)"


def test_it_reads_again_without_a_word_about_its_errors() -> None:
    sheet = read_sheet("E-mail,First name,Labels\na,James,x | y\nb,Ann,\n")
    rows = list(sheet.rows)
    again = read_sheet_bytes(failed(sheet, rows))

    assert again.warnings == ()
    for before, after in zip(interpret(rows), interpret(again.rows), strict=True):
        assert (after.email, after.first_name, after.labels, after.errors) == (
            before.email,
            before.first_name,
            before.labels,
            (),
        )


def test_rows_without_a_header_read_again_too() -> None:
    sheet = read_sheet("Smith,James,a,,1,apozeiru,en\n")
    again = read_sheet_bytes(failed(sheet, list(sheet.rows)))
    (row,) = interpret(again.rows)

    assert again.shape.header is None
    assert (row.last_name, row.language, row.password, row.errors) == ("Smith", "en", None, ())


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+33 6 12", "-2", "@SUM(A1)", "＝1+1"])
def test_no_cell_is_a_formula_and_texts_stay_themselves(text: str) -> None:
    sheet = read_sheet(f"E-mail;Additional information\na@example.org;'{text}\n")
    data = failed(sheet, list(sheet.rows)).decode("utf-8-sig")

    assert f"'{text}" in data
    assert all(cell[:1] not in "=+-@" for line in data.splitlines() for cell in line.split(";"))
    assert next(interpret(read_sheet(data).rows)).additional_information == (text,)


def test_many_rows_come_in_pieces() -> None:
    sheet = read_sheet("E-mail,First name\n" + "a,James\n" * 1200)
    pieces = list(write_failed(sheet.shape, ((row.cells, [WRONG]) for row in sheet.rows), "en"))

    assert len(pieces) == 3
    assert b"".join(pieces).count(b"James") == 1200
    assert b"".join(pieces).count("\ufeff".encode()) == 1
