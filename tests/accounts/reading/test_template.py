"""The template: filled in as a person would, it reads as what was meant."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from backend.accounts.reading.headers import LANGUAGES, TITLED, place, title
from backend.accounts.reading.interpret import interpret
from backend.accounts.reading.shapes import AccountRow, Column
from backend.accounts.reading.values import role_name
from backend.accounts.template import TemplateGroup, account_template, write_template
from backend.core.access import Role
from backend.core.errors import Forbidden, InvalidInput
from backend.core.languages import ACCOUNT_LANGUAGES
from tests.accounts.reading.files import read_sheet_bytes
from tests.house_of import Home

GROUPS = [
    TemplateGroup("grp_01h2xcejqtf2nbrexx3vqjhp41", "Crew", "50eeb008202607fb68d441cb"),
    TemplateGroup("grp_01h2xcejqtf2nbrexx3vqjhp42", "=cmd()|x", None),
]


def opened(data: bytes) -> openpyxl.Workbook:
    """A workbook as a spreadsheet program has it."""
    return openpyxl.load_workbook(io.BytesIO(data))


def choices(sheet: Worksheet, column: Column) -> list[str]:
    """What the drop-down under a header offers."""
    letter = "ABCDEFGHIJKLMNOP"[TITLED.index(column)]
    (found,) = (one for one in sheet.data_validations.dataValidation if f"{letter}2" in one.sqref)
    return str(found.formula1).strip('"').split(",")


@pytest.mark.parametrize("language", LANGUAGES)
def test_filled_in_it_reads_as_what_was_meant(language: str) -> None:
    book = opened(write_template(language, GROUPS, list(Role)))
    accounts = book.worksheets[0]
    trainer = role_name(Role.TRAINER, place(language))
    accounts.append(
        ["Smith", "James", "j@example.org", "France | North", 1, "00123456", "pt_BR", "one | two",
         GROUPS[0].id, None, trainer, date(2030, 12, 31)]
    )  # fmt: skip
    accounts.append(
        ["Martin", "Zoë", None, None, 0, "lmozeirp", None, None, "Crew", "zoe", None, "31.12.2030"]
    )
    file = io.BytesIO()
    book.save(file)
    sheet = read_sheet_bytes(file.getvalue())
    james, zoe = interpret(sheet.rows)

    assert sheet.shape.columns == TITLED
    assert sheet.warnings == ()
    assert james == AccountRow(
        position=2, input=james.input, email="j@example.org", first_name="James", last_name="Smith",
        labels=("France", "North"), send_credentials=True, password="00123456", language="pt_BR",
        additional_information=("one", "two"), groups=(GROUPS[0].id,), role=Role.TRAINER,
        deactivates_on=date(2030, 12, 31),
    )  # fmt: skip
    assert (zoe.username, zoe.send_credentials, zoe.deactivates_on) == ("zoe", False, date(2030, 12, 31))


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_shows_what_can_be_written(language: str) -> None:
    book = opened(write_template(language, GROUPS, [Role.TRAINER, Role.TRAINEE]))
    accounts, groups, instructions = book.worksheets

    assert [cell.value for cell in accounts[1]] == [title(column, language) for column in TITLED]
    assert all(cell.comment and cell.comment.text for cell in accounts[1])
    assert accounts.max_row == 1
    assert accounts.freeze_panes == "A2"
    assert set(choices(accounts, Column.LANGUAGE)) == ACCOUNT_LANGUAGES
    assert len(choices(accounts, Column.ROLE)) == 2
    assert [[cell.value for cell in row] for row in groups.iter_rows(min_row=2)] == [
        ["Crew", GROUPS[0].id, GROUPS[0].external_id],
        ["=cmd()|x", GROUPS[1].id, None],
    ]
    assert groups["A3"].data_type == "s"
    assert instructions.max_row > len(TITLED)


def test_sent_back_empty_it_says_so() -> None:
    with pytest.raises(InvalidInput) as refused:
        read_sheet_bytes(write_template("de", [], [Role.TRAINEE]))
    assert refused.value.errors[0].code == "NO_ROWS"


async def test_it_speaks_the_callers_language_and_lists_the_groups(home: Home) -> None:
    crew = await home.group("Crew", external_id="c-1")
    old = await home.group("Old")
    await home.sql.execute("UPDATE groups SET archived_at = usher_now() WHERE id = $1", old)
    await home.sql.execute("UPDATE workspaces SET language = 'es'")
    book = opened(await account_template(home.owner))

    assert book.sheetnames == ["Cuentas", "Grupos", "Instrucciones"]
    assert [row[0].value for row in book["Grupos"].iter_rows(min_row=2)] == ["Crew"]
    assert str(book["Grupos"]["B2"].value).startswith("grp_")
    assert crew is not None
    assert opened(await account_template(home.owner, "de")).sheetnames[0] == "Konten"


async def test_only_who_sets_accounts_gets_it(home: Home) -> None:
    trainer = await home.member(Role.TRAINER, "trainer@example.org")
    with pytest.raises(Forbidden):
        await account_template(trainer)
