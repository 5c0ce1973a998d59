"""The spreadsheet to fill in: headers in the admin's language, drop-downs, the groups with their ids."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from backend.accounts.reading.headers import TITLED, place, title
from backend.accounts.reading.shapes import MOST_ROWS, Column
from backend.accounts.reading.values import role_name
from backend.accounts.reading.workbook import SHEET_NAMES
from backend.accounts.template_texts import TEXTS, Texts
from backend.core.access import Actor, Permission, Role, grantable_roles, require
from backend.core.db import reading
from backend.core.ids import Kind, encode
from backend.core.languages import ACCOUNT_LANGUAGES, LETTER_LANGUAGES, letter_language

MOST_GROUPS = 20_000

LANGUAGES = """
    SELECT w.language, m.language AS own FROM workspaces w
    LEFT JOIN members m ON m.workspace_id = $1 AND m.id = $2 WHERE w.id = $1
"""
GROUPS = """
    SELECT id, name, external_id FROM groups WHERE workspace_id = $1 AND archived_at IS NULL
    ORDER BY sort_name, id LIMIT $2
"""

BOLD = Font(bold=True)
HEADER_FILL = PatternFill("solid", start_color="E8EAF0")
WRAPPED = Alignment(wrap_text=True, vertical="top")
TEXT, DAY = "@", "yyyy-mm-dd"
WIDTHS = {Column.EMAIL: 32, Column.ADDITIONAL_INFORMATION: 32, Column.GROUPS: 40, Column.LANGUAGE: 12}


@dataclass(frozen=True, slots=True)
class TemplateGroup:
    """A group as the second sheet lists it."""

    id: str
    name: str
    external_id: str | None


async def account_template(actor: Actor, language: str | None = None) -> bytes:
    """The template for this caller, in this language or their own."""
    require(actor, Permission.MANAGE_MEMBERS)
    async with reading(actor.workspace_id) as sql:
        spoken = await sql.fetchrow(LANGUAGES, actor.workspace_id, actor.member_id)
        rows = await sql.fetch(GROUPS, actor.workspace_id, MOST_GROUPS)
    groups = [TemplateGroup(_group_id(row["id"]), row["name"], row["external_id"]) for row in rows]
    wished = letter_language(language, spoken["own"], spoken["language"]) if spoken else "en"
    return await asyncio.to_thread(write_template, wished, groups, grantable_roles(actor))


def write_template(language: str, groups: Sequence[TemplateGroup], roles: Sequence[Role]) -> bytes:
    """The workbook: the sheet to fill in, the groups, the instructions."""
    book = Workbook()
    where = place(language)
    texts = TEXTS[where]
    accounts = book.worksheets[0]
    accounts.title = SHEET_NAMES[where]
    _write_accounts(accounts, language, texts, [role_name(role, where) for role in roles])
    _write_groups(book.create_sheet(texts.groups), texts, groups)
    _write_instructions(book.create_sheet(texts.instructions), language, texts)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _write_accounts(sheet: Worksheet, language: str, texts: Texts, roles: list[str]) -> None:
    for number, column in enumerate(TITLED, start=1):
        hint, example = texts.hints[column]
        head = _write(sheet, 1, number, title(column, language), header=True)
        head.comment = Comment(f"{hint}\n{texts.example}: {example}" if example else hint, "Usher")
        dimension = sheet.column_dimensions[get_column_letter(number)]
        dimension.width = WIDTHS.get(column, 20)
        # Texts stay as typed: leading zeros, long numbers.
        dimension.number_format = DAY if column is Column.DEACTIVATES_ON else TEXT
    sheet.freeze_panes = "A2"
    codes = [*LETTER_LANGUAGES, *sorted(ACCOUNT_LANGUAGES - set(LETTER_LANGUAGES))]
    _offer(sheet, Column.LANGUAGE, codes, texts)
    _offer(sheet, Column.ROLE, roles, texts)
    _offer(sheet, Column.SEND_CREDENTIALS, ["1", "0"], texts)


def _offer(sheet: Worksheet, column: Column, choices: Sequence[str], texts: Texts) -> None:
    """A drop-down under a header."""
    listed = DataValidation(
        "list", formula1=f'"{",".join(choices)}"', allow_blank=True, error=texts.not_listed
    )
    letter = get_column_letter(TITLED.index(column) + 1)
    listed.add(f"{letter}2:{letter}{MOST_ROWS + 1}")
    sheet.add_data_validation(listed)


def _write_groups(sheet: Worksheet, texts: Texts, groups: Sequence[TemplateGroup]) -> None:
    for number, (text, width) in enumerate(((texts.group, 40), ("Id", 34), (texts.external_id, 34)), start=1):
        _write(sheet, 1, number, text, header=True)
        sheet.column_dimensions[get_column_letter(number)].width = width
    for row, group in enumerate(groups, start=2):
        for number, text in enumerate((group.name, group.id, group.external_id or ""), start=1):
            _write(sheet, row, number, text)
    sheet.freeze_panes = "A2"


def _write_instructions(sheet: Worksheet, language: str, texts: Texts) -> None:
    for row, step in enumerate(texts.steps, start=1):
        _write(sheet, row, 1, step)
    first = len(texts.steps) + 2
    for number, (text, width) in enumerate(
        ((texts.column, 28), (texts.meaning, 80), (texts.example, 34)), start=1
    ):
        _write(sheet, first, number, text, header=True)
        sheet.column_dimensions[get_column_letter(number)].width = width
    for row, column in enumerate(TITLED, start=first + 1):
        for number, text in enumerate((title(column, language), *texts.hints[column]), start=1):
            _write(sheet, row, number, text).alignment = WRAPPED


def _write(sheet: Worksheet, row: int, column: int, text: str, *, header: bool = False) -> Cell:
    """A text, never a formula, whatever it begins with."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # noqa: S101 - nothing is merged here
    cell.value = text
    cell.data_type = "s"
    cell.number_format = TEXT
    if header:
        cell.font, cell.fill = BOLD, HEADER_FILL
    return cell


def _group_id(group_id: UUID) -> str:
    return encode(Kind.GROUP, group_id)
