"""Pastes and CSV files: every encoding and separator, quotes, broken and hostile texts."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable
from resource import RUSAGE_SELF, getrusage
from time import process_time

import pytest

from backend.accounts.reading.interpret import interpret
from backend.accounts.reading.shapes import MASK, AccountRow, Sheet
from backend.accounts.reading.sheets import read_sheet
from backend.core.errors import InvalidInput
from tests.accounts.reading.files import read_sheet_bytes

TWO_LINES = """\
Smith, James,, France | North, 1, apozeiru, en, Professional Photographer
Martin, Christopher,,, 0, lmozeirp, fr, ID 5162, 50eeb008202607fb68d441cb | 34eeb008202607fb68d441aa
"""
HEADER = ["Nom", "Prénom", "E-mail", "Groupes"]
PEOPLE = [
    ["Müller", "Zoë", "zoe@example.org", "Équipe “Nord” | Süd"],
    ["D’Été", "François", "francois@example.org", "Straße; Œuvre, etc."],
]
ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "utf-8": lambda text: text.encode(),
    "utf-8 with a mark": lambda text: codecs.BOM_UTF8 + text.encode(),
    "utf-16 little end first": lambda text: text.encode("utf-16-le"),
    "utf-16 big end first": lambda text: text.encode("utf-16-be"),
    "utf-16 little with a mark": lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
    "utf-16 big with a mark": lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    "windows-1252": lambda text: text.encode("cp1252"),
}


def read(source: str | bytes) -> list[AccountRow]:
    """Every row of a paste or a file, understood."""
    return list(interpret(sheet(source).rows))


def sheet(source: str | bytes) -> Sheet:
    """A paste or a file."""
    return read_sheet(source) if isinstance(source, str) else read_sheet_bytes(source)


def refusal(source: str | bytes) -> str:
    """The code with which a source is refused, at once or while it is read."""
    with pytest.raises(InvalidInput) as refused:
        read(source)
    return refused.value.errors[0].code


def written(rows: list[list[str]], separator: str, ending: str = "\r\n") -> str:
    """Rows as a program writes them."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator=ending).writerows(rows)
    return text.getvalue()


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r"], ids=["crlf", "lf", "cr"])
@pytest.mark.parametrize("separator", ["\t", ";", ","], ids=["tab", "semicolon", "comma"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_any_encoding_and_separator_reads_the_same(encoding: str, separator: str, ending: str) -> None:
    found = read(ENCODINGS[encoding](written([HEADER, *PEOPLE], separator, ending)))

    assert [(row.last_name, row.first_name, row.email) for row in found] == [tuple(one[:3]) for one in PEOPLE]
    assert [row.groups for row in found] == [("Équipe “Nord”", "Süd"), ("Straße; Œuvre, etc.",)]
    assert [row.errors for row in found] == [(), ()]


def test_the_two_lines_work_as_they_stand() -> None:
    james, christopher = read(TWO_LINES)

    assert james == AccountRow(
        position=1,
        input=f"Smith, James, , France | North, 1, {MASK}, en, Professional Photographer",
        first_name="James",
        last_name="Smith",
        labels=("France", "North"),
        send_credentials=True,
        password="apozeiru",
        language="en",
        additional_information=("Professional Photographer",),
    )
    assert christopher == AccountRow(
        position=2,
        input=f"Martin, Christopher, , , 0, {MASK}, fr, ID 5162, "
        "50eeb008202607fb68d441cb | 34eeb008202607fb68d441aa",
        first_name="Christopher",
        last_name="Martin",
        send_credentials=False,
        password="lmozeirp",
        language="fr",
        additional_information=("ID 5162",),
        groups=("50eeb008202607fb68d441cb", "34eeb008202607fb68d441aa"),
    )


def test_an_excel_paste_keeps_lines_and_quotes_in_cells() -> None:
    paste = (
        "Last name\tFirst name\tAdditional information\tE-mail\r\n"
        'Pipe\t"Bob" Joe\t"1st line\n2nd ""line""\t, still here"\tbob@example.org\r\n'
        'Smith\tJane\t5" disk\tjane@example.org'
    )
    bob, jane = read(paste)

    assert bob.first_name == '"Bob" Joe'
    assert bob.additional_information == ('1st line\n2nd "line" , still here',)
    assert bob.email == "bob@example.org"
    assert jane.additional_information == ('5" disk',)
    assert (bob.position, jane.position) == (2, 3)


def test_a_quote_left_open_spoils_its_own_row_only() -> None:
    broken, whole = read('Smith,"James,james@example.org\nJones,Ann,ann@example.org\n')

    assert [error.code for error in broken.errors] == ["UNCLOSED_QUOTE"]
    assert broken.errors[0].field == ("firstName",)
    assert broken.errors[0].suggestion == "James"
    assert (whole.last_name, whole.first_name, whole.email, whole.errors) == (
        "Jones",
        "Ann",
        "ann@example.org",
        (),
    )


def test_blank_rows_count_and_short_rows_are_legal() -> None:
    found = read("\n\nSmith,James\n , ,\nJones\n")

    assert [(row.position, row.last_name, row.first_name) for row in found] == [
        (3, "Smith", "James"),
        (5, "Jones", None),
    ]
    assert (found[0].labels, found[0].groups, found[0].send_credentials) == (None, None, None)


def test_a_row_with_too_many_cells_is_told_and_shows_no_password() -> None:
    (row,) = read("Smith,James,j@example.org,France,North,1,apozeiru,en,Photographer,grp_1\n")

    assert [(error.code, error.field, error.row) for error in row.errors if error.field == ("+1",)] == [
        ("TOO_MANY_CELLS", ("+1",), 1)
    ]
    assert "apozeiru" not in row.input


def test_separators_in_texts_mislead_nobody() -> None:
    semicolons = "Smith;James;j@example.org;;1;;en;a, b, c, d, e, f, g, h, i, j, k;\n" * 2
    commas = "Smith,James,j@example.org,,1,,en,a; b; c; d; e; f; g; h; i; j; k,\n" * 2

    assert [row.email for row in read(semicolons) + read(commas)] == ["j@example.org"] * 4


def test_excels_own_hint_names_the_separator() -> None:
    (row,) = read("sep=;\r\nSmith, Jr;James\r\n")

    assert (row.position, row.last_name, row.first_name) == (1, "Smith, Jr", "James")


def test_a_guessed_encoding_is_said_with_a_word_to_look_at() -> None:
    western = sheet("Müller;Zoë\n".encode("cp1252"))
    plain = sheet("Miller;Zoe\n".encode("cp1252"))

    assert [(warning.code, "Müller" in warning.message) for warning in western.warnings] == [
        ("ENCODING_INFERRED", True)
    ]
    assert (western.shape.encoding, plain.shape.encoding, plain.warnings) == ("cp1252", "utf-8", ())


@pytest.mark.parametrize(
    "data",
    [
        "Иванов;Пётр;p@example.org\n".encode("cp1251"),
        "Łódź;Żółć;p@example.org\n".encode("cp1250"),
        "José;Müller;p@example.org\n".encode("mac-roman"),
        "田中;太郎;t@example.org\n".encode("shift-jis"),
        "Müller;Zoë\nJosé;Ñandú\n".encode() + "Çelik;Zoë\n".encode("cp1252"),
        codecs.BOM_UTF8 + "Zoë\n".encode("cp1252"),
        codecs.BOM_UTF16_LE + "Zoë;Z\n".encode("utf-16-le") + b"\x00\xd8\x41\x00",
        bytes(range(256)) * 8,
        b"%PDF-1.7\n\x00\x01\x02\x03\x04\x05\x06\x07" * 9,
    ],
    ids=["cyrillic", "polish", "mac", "japanese", "mixed", "false mark", "lone surrogate", "bytes", "pdf"],
)
def test_what_would_be_mangled_is_refused(data: bytes) -> None:
    assert refusal(data) == "UNKNOWN_ENCODING"


def test_characters_that_cannot_be_stored_spoil_their_cell_only() -> None:
    paste = "Smi\x00th,James,j@example.org\nJones,An\ud800n,a@example.org\nBlack,Joe,b@example.org\n"
    first, second, third = read(paste)

    assert [(error.code, error.field) for error in (*first.errors, *second.errors)] == [
        ("INVALID_CHARACTERS", ("lastName",)),
        ("INVALID_CHARACTERS", ("firstName",)),
    ]
    assert third.errors == ()
    assert (first.input + second.input).isprintable()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "NO_ROWS"),
        (" \n,,,\n\t\n", "NO_ROWS"),
        ("Last name,First name,E-mail\n", "NO_ROWS"),
        ("x" * 1_000_001, "LINE_TOO_LONG"),
        ("E-mail,First name" + ",x" * 300, "TOO_MANY_COLUMNS"),
    ],
    ids=["nothing", "blanks", "only a header", "one line", "columns"],
)
def test_what_is_no_table_is_refused(text: str, code: str) -> None:
    assert refusal(text) == code


def test_one_row_too_many_is_refused() -> None:
    with pytest.raises(InvalidInput) as refused:
        for _ in read_sheet("Smith,James\n" * 150_001).rows:
            pass
    assert refused.value.errors[0].code == "TOO_MANY_ROWS"


def test_rows_are_walked_not_held() -> None:
    data = "".join(f"Smith{n},James{n},j{n}@example.org\n" for n in range(50_000)).encode()
    found = sheet(data)
    before = getrusage(RUSAGE_SELF).ru_maxrss

    assert sum(1 for _ in found.rows) == 50_000
    assert getrusage(RUSAGE_SELF).ru_maxrss - before < 2048, "kB"


def test_a_cell_is_bounded() -> None:
    (row,) = read(f"{'x' * 900_000},James\n")

    assert [(error.code, error.field) for error in row.errors] == [("TOO_LONG", ("lastName",))]
    assert len(row.input) <= 1000


@pytest.mark.parametrize(
    "piece", ['"a\n', '"x,""y,""z\n', ',""', '"x,', '"x"",', '"""\n', 'a"b"c\n', '"\n"'], ids=repr
)
def test_hostile_quotes_take_time_in_proportion(piece: str) -> None:
    def seconds(count: int) -> float:
        began = process_time()
        for _ in read_sheet(f"Smith,{piece * count}"[:900_000]).rows:
            pass
        return process_time() - began

    assert seconds(20_000) < 20 * seconds(5_000) + 0.2
