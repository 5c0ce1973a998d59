"""Header rows in four languages, in any order, beside columns that mean nothing here."""

from __future__ import annotations

from datetime import date

import pytest

from backend.accounts.reading.headers import LANGUAGES, NAMES, read_header, title
from backend.accounts.reading.interpret import interpret
from backend.accounts.reading.shapes import MASK, Column
from backend.accounts.reading.sheets import read_sheet
from backend.core.access import Role
from backend.exports.tables import MEMBER_COLUMNS


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_of_every_language_is_known(language: str) -> None:
    for column in Column:
        for name in NAMES[column][LANGUAGES.index(language)].split(", "):
            header = read_header([name, title(_other(column), language)])
            assert header is not None
            assert header.columns == (column, _other(column))


@pytest.mark.parametrize("language", LANGUAGES)
def test_columns_in_any_order(language: str) -> None:
    cells = {
        Column.GROUPS: "Crew",
        Column.DEACTIVATES_ON: "2030-12-31",
        Column.EMAIL: "a@example.org",
        Column.ROLE: "TRAINER",
        Column.USERNAME: "ann",
        Column.FIRST_NAME: "Ann",
    }
    text = "\t".join(title(column, language) for column in cells) + "\n" + "\t".join(cells.values())
    (row,) = interpret(read_sheet(text).rows)

    assert (row.email, row.username, row.first_name, row.groups) == ("a@example.org", "ann", "Ann", ("Crew",))
    assert (row.role, row.deactivates_on, row.errors) == (Role.TRAINER, date(2030, 12, 31), ())


@pytest.mark.parametrize(
    "header",
    [
        "LAST NAME *,first_name,E-Mail (required)",
        "  nom * ,PRENOM,Courriel",
        "Nachname*,VORNAME,e mail",
        "apellidos,nombre,CORREO ELECTRONICO",
        "lastName,firstName,email",
        "Name,Vorname,Email",
    ],
)
def test_case_accents_spaces_and_stars_are_forgiven(header: str) -> None:
    (row,) = interpret(read_sheet(f"{header}\nSmith,James,j@example.org").rows)

    assert (row.last_name, row.first_name, row.email) == ("Smith", "James", "j@example.org")


@pytest.mark.parametrize("first", ["Rolle,Martin,m@example.org", "Nom,Anna", "Label,Jean,"], ids=repr)
def test_people_with_telling_names_are_no_header(first: str) -> None:
    found = read_sheet(f"{first}\nSmith,James\n")

    assert found.shape.header is None
    assert [row.position for row in found.rows] == [1, 2]


def test_unknown_columns_are_told_and_kept() -> None:
    sheet = read_sheet(
        "E-mail;Department;First names;;E-mail;Error\na@example.org;Sales;Ann;x;b@example.org;no\n"
    )
    (row,) = sheet.rows

    assert [(warning.code, warning.field, warning.suggestion) for warning in sheet.warnings] == [
        ("UNKNOWN_COLUMN", ("#2",), None),
        ("UNKNOWN_COLUMN", ("#3",), "First name"),
        ("UNNAMED_COLUMN", ("#4",), None),
        ("DUPLICATE_COLUMN", ("#5",), None),
    ]
    assert row.cells == {
        "email": "a@example.org", "#2": "Sales", "#3": "Ann", "#4": "x", "#5": "b@example.org", "#6": "no",
    }  # fmt: skip


def test_an_export_of_members_reads_again() -> None:
    header = read_header([column.header for column in MEMBER_COLUMNS])
    assert header is not None

    unused = [text for key, text in zip(header.columns, header.texts, strict=True) if key.startswith("#")]
    assert unused == ["Id", "Status", "Created", "Joined"]


def test_secrets_are_masked_whatever_their_column_is_called() -> None:
    sheet = read_sheet("E-mail,Mot de passe,Passwort alt\na@example.org,hunter22x,oldsecret\n")
    (row,) = sheet.rows

    assert row.input == f"a@example.org, {MASK}, {MASK}"
    assert row.cells == {"email": "a@example.org", "password": "hunter22x"}
    assert [(warning.code, warning.suggestion) for warning in sheet.warnings] == [
        ("UNKNOWN_COLUMN", "Password")
    ]


def _other(column: Column) -> Column:
    """A column to stand beside, which leaves no doubt that this is a header."""
    return Column.EMAIL if column is not Column.EMAIL else Column.USERNAME
