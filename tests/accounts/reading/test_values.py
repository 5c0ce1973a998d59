"""Cells as people write them, each bad one an error of its own."""

from __future__ import annotations

from datetime import date

import pytest

from backend.accounts.reading.interpret import interpret_row
from backend.accounts.reading.rows import row_of
from backend.accounts.reading.shapes import CLASSIC, MASK, AccountRow, Column, RawRow, Shape
from backend.accounts.reading.values import BadValue, read_boolean, read_date, read_role
from backend.core.access import Role
from backend.core.errors import InputError

NEW_YEARS_EVE = date(2026, 12, 31)


def understood(**cells: str) -> AccountRow:
    """A seventh row with these cells."""
    return interpret_row(RawRow(7, cells, ""))


def one_error(row: AccountRow) -> InputError:
    """The only error of a row."""
    (error,) = row.errors
    return error


@pytest.mark.parametrize("text", "1 1.0 yes YES y true x X oui o vrai ja J wahr sí si SÍ s ✓".split())
def test_yes(text: str) -> None:
    assert read_boolean(text) is True


@pytest.mark.parametrize("text", "0 0.0 no n false non faux nein falsch FALSO -".split())
def test_no(text: str) -> None:
    assert read_boolean(text) is False


@pytest.mark.parametrize("text", ["2", "maybe", "10", "yes no"])
def test_neither(text: str) -> None:
    error = one_error(understood(sendCredentials=text))
    assert (error.code, error.field, error.row) == ("INVALID_BOOLEAN", ("sendCredentials",), 7)


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-31", "2026/12/31", "31/12/2026", "31-12-2026", "31.12.2026", "31. 12. 2026", "12/31/2026",
        "2026-12-31 00:00:00", "2026-12-31T00:00:00Z", "2026-12-31T00:00:00+01:00", "46387",
        "31 December 2026", "Dec 31, 2026", "December 31st, 2026", "31 déc. 2026", "31 décembre 2026",
        "31. Dezember 2026", "31 Dez 2026", "31 de diciembre de 2026", "31 dic 2026",
    ],
)  # fmt: skip
def test_one_day_in_many_hands(text: str) -> None:
    assert read_date(text) == NEW_YEARS_EVE


@pytest.mark.parametrize(
    ("text", "day"),
    [("04/04/2026", date(2026, 4, 4)), ("3.4.2026", date(2026, 4, 3)), ("1. März 2026", date(2026, 3, 1)),
     ("29/02/2028", date(2028, 2, 29)), ("1er août 2026", date(2026, 8, 1))],
)  # fmt: skip
def test_days_that_have_one_reading(text: str, day: date) -> None:
    assert read_date(text) == day


@pytest.mark.parametrize(
    ("text", "code", "suggestion"),
    [
        ("03/04/2026", "AMBIGUOUS_DATE", "2026-04-03 or 2026-03-04"),
        ("3-4-2026", "AMBIGUOUS_DATE", "2026-04-03 or 2026-03-04"),
        ("31.12.26", "AMBIGUOUS_DATE", "2026-12-31"),
        ("31/02/2026", "INVALID_DATE", None),
        ("29/02/2027", "INVALID_DATE", None),
        ("99999", "INVALID_DATE", None),
        ("2026", "INVALID_DATE", None),
        ("soon", "INVALID_DATE", None),
        ("31 Smarch 2026", "INVALID_DATE", None),
    ],
)
def test_days_that_are_none_or_two(text: str, code: str, suggestion: str | None) -> None:
    with pytest.raises(BadValue) as bad:
        read_date(text)
    assert (bad.value.code, bad.value.suggestion) == (code, suggestion)
    assert understood(deactivatesOn=text).deactivates_on is None


@pytest.mark.parametrize(
    ("text", "role"),
    [("TRAINER", Role.TRAINER), ("administrateur", Role.ADMIN), ("Lernende", Role.TRAINEE),
     ("Propietario", Role.OWNER), (" Learner ", Role.TRAINEE)],
)  # fmt: skip
def test_roles_by_name(text: str, role: Role) -> None:
    assert read_role(text) is role


def test_an_unknown_role_suggests_a_near_one() -> None:
    error = one_error(understood(role="Trainr"))
    assert (error.code, error.suggestion) == ("UNKNOWN_ROLE", "TRAINER")


@pytest.mark.parametrize(
    ("text", "code"), [("pt-BR", "pt_BR"), ("FR", "fr"), ("nl_be", "nl_BE"), ("fr-CA", "fr")]
)
def test_language_codes(text: str, code: str) -> None:
    assert understood(language=text).language == code


def test_lists_by_bars() -> None:
    row = understood(
        labels=" France |North|| France ", groups="a|b", additionalInformation="one\ntwo | three"
    )

    assert (row.labels, row.groups) == (("France", "North"), ("a", "b"))
    assert row.additional_information == ("one\ntwo", "three")


def test_blank_says_nothing() -> None:
    assert understood() == AccountRow(7, "")
    assert understood(labels=" | ", groups="|").labels is None


def test_each_bad_cell_is_told_and_the_good_ones_stand() -> None:
    row = understood(
        lastName="x" * 121,
        firstName="ann@example.org",
        email="a@example.org",
        language="tlh",
        labels="|".join(map(str, range(101))),
        role="King",
        sendCredentials="perhaps",
        deactivatesOn="never",
    )
    assert row.email == "a@example.org"
    assert {(error.code, *error.field) for error in row.errors} == {
        ("TOO_LONG", "lastName"),
        ("MISPLACED_EMAIL", "firstName"),
        ("UNKNOWN_LANGUAGE", "language"),
        ("TOO_MANY", "labels"),
        ("UNKNOWN_ROLE", "role"),
        ("INVALID_BOOLEAN", "sendCredentials"),
        ("INVALID_DATE", "deactivatesOn"),
    }


@pytest.mark.parametrize(
    ("text", "code"), [("#N/A", "CELL_ERROR"), ("#REF!", "CELL_ERROR"), ("\ue000=A1&B1", "FORMULA")]
)
def test_what_a_spreadsheet_left_instead_of_a_value(text: str, code: str) -> None:
    row = understood(email=text, password=text)
    assert (one_error(row).code, row.email) == (code, None)
    assert row.password == text, "a password may look like anything"


def test_texts_guarded_against_spreadsheets_are_themselves_again() -> None:
    row = understood(additionalInformation="'+33 6 12 34 56 78", firstName="'=Ann", password="'=secret1")
    assert (row.additional_information, row.first_name) == (("+33 6 12 34 56 78",), "=Ann")
    assert row.password == "'=secret1"


def test_a_mended_row_reads_as_if_it_had_come_so() -> None:
    shape = Shape(",", tuple(CLASSIC), None, "utf-8")
    row = row_of(3, {"lastName": "Smith", "email": "", "password": "apozeiru", "role": "TRAINER"}, shape)

    assert row.cells == {"lastName": "Smith", "password": "apozeiru", "role": "TRAINER"}
    assert row.input == f"Smith, , , , , {MASK}, , , , TRAINER"
    assert interpret_row(row).role is Role.TRAINER


def test_columns_are_keyed_as_the_api_names_them() -> None:
    assert [column.value for column in Column][:3] == ["lastName", "firstName", "email"]
