"""A paste, a file or rows become an import, which is a draft to look at or runs at once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from uuid import UUID

from backend.accounts.imports.form import ImportForm, check_form
from backend.accounts.imports.jobs import LEASE, SMALL, Job
from backend.accounts.imports.planning import RUN_IMPORTS, plan_at_once
from backend.accounts.imports.queries import import_by_id
from backend.accounts.imports.reading_in import take_in
from backend.accounts.imports.records import ImportRecord
from backend.accounts.reading.rows import row_of
from backend.accounts.reading.shapes import MOST_ROWS, Column, Shape, Sheet
from backend.accounts.reading.sheets import read_sheet
from backend.audit.actions import record
from backend.core.access import Actor, Permission, Role, needs
from backend.core.errors import InputError, InvalidInput
from backend.core.ids import Kind, new_id
from backend.core.text import is_storable, join_list
from backend.core.work import ChangeKind, Work, unit_of_work
from backend.workspaces.queries import workspace_of

INSERT = """
    INSERT INTO account_imports (id, workspace_id, state, form, upload_id, runs, role, door, created_by,
        key_id, created_at, lease_token, lease_until)
    VALUES ($1, $2, 'PLANNING', $3, $4, $5, $6, $7, $8, $9, $10, $11, clock_timestamp() + $12::interval)
"""
UPLOADED = "SELECT EXISTS (SELECT FROM uploads WHERE workspace_id = $1 AND id = $2 AND size IS NOT NULL)"
FREE = "UPDATE account_imports SET lease_token = NULL, lease_until = NULL WHERE workspace_id = $1 AND id = $2"
COLUMNS = tuple(column.value for column in Column)
AS_ROWS = Shape("\t", COLUMNS, COLUMNS, "utf-8")


@dataclass(frozen=True, slots=True)
class GivenRow:
    """One row as a program sends it, in the order of Column; None or empty leaves a field alone."""

    last_name: str | None = None
    first_name: str | None = None
    email: str | None = None
    labels: Sequence[str] = ()
    send_credentials: bool | None = None
    password: str | None = field(default=None, repr=False)
    language: str | None = None
    additional_information: Sequence[str] = ()
    groups: Sequence[str] = ()
    username: str | None = None
    role: Role | None = None
    deactivates_on: date | None = None
    external_id: str | None = None

    def cells(self) -> dict[str, str]:
        """The row as cells."""
        values = (getattr(self, one.name) for one in fields(self))
        return {key: text for key, text in zip(COLUMNS, map(_text, values), strict=True) if text}


@dataclass(frozen=True, slots=True)
class Source:
    """Where the rows come from: one of the three."""

    text: str | None = field(default=None, repr=False)
    upload_id: UUID | None = None
    rows: Sequence[GivenRow] | None = None


@needs(Permission.MANAGE_MEMBERS)
async def set_accounts(actor: Actor, source: Source, form: ImportForm, *, preview: bool) -> ImportRecord:
    """Take an import in. Few rows are planned at once, many by the worker; without a preview it then runs.

    Raises InvalidInput where there is nothing to read, or where the form asks for what can't be granted.
    """
    sheet = await _sheet(source)
    job = Job(new_id(), actor, new_id())
    async with unit_of_work(actor) as work:
        workspace = await workspace_of(work.sql, actor.workspace_id)
        clean = await check_form(work, actor, workspace, form)
        await _check_upload(work, actor, source.upload_id)
        await _insert(work, job, clean, source.upload_id, runs=not preview)
        rows = await take_in(work, job.id, actor.workspace_id, sheet) if sheet else None
        await record(work, actor, "import.made", (Kind.IMPORT, job.id), rows=rows, preview=preview)
        small = rows is not None and rows <= SMALL
        if not small:
            await work.sql.execute(FREE, actor.workspace_id, job.id)
            work.poke(RUN_IMPORTS)
        work.changed(ChangeKind.IMPORT, job.id)
    if small:
        await plan_at_once(job)
    return await import_by_id(actor, job.id)


async def _sheet(source: Source) -> Sheet | None:
    """The rows that came along; None where they stand in a file that was sent up."""
    given = [one for one in (source.text, source.upload_id, source.rows) if one is not None]
    if len(given) != 1:
        message = "Give one of text, uploadId and rows."
        raise InvalidInput(InputError("ONE_SOURCE", message, ("text",)))
    if source.text is not None:
        return await asyncio.to_thread(read_sheet, source.text)
    return _rows(source.rows) if source.rows is not None else None


def _rows(given: Sequence[GivenRow]) -> Sheet:
    if not given:
        raise InvalidInput(InputError("NO_ROWS", "There are no rows to read.", ("rows",)))
    if len(given) > MOST_ROWS:
        raise InvalidInput(InputError("TOO_MANY_ROWS", f"At most {MOST_ROWS:,} rows at once.", ("rows",)))
    rows = (row_of(position, row.cells(), AS_ROWS) for position, row in enumerate(given, start=1))
    return Sheet(AS_ROWS, rows)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, (list, tuple)):
        return join_list([_text(one) for one in value], " | ")
    text = "" if value is None else str(value)
    return text if is_storable(text) else "\ufffd"


async def _check_upload(work: Work, actor: Actor, upload_id: UUID | None) -> None:
    if upload_id is not None and not await work.sql.fetchval(UPLOADED, actor.workspace_id, upload_id):
        message = "There is no such file, or its day is over. Send it up again."
        raise InvalidInput(InputError("UNKNOWN_UPLOAD", message, ("uploadId",)))


async def _insert(work: Work, job: Job, form: ImportForm, upload_id: UUID | None, *, runs: bool) -> None:
    actor = job.actor
    who = (actor.role.value, actor.door.value, actor.member_id, actor.key_id)
    values = (job.id, actor.workspace_id, form.text(), upload_id, runs, *who)
    await work.sql.execute(INSERT, *values, work.now, job.token, LEASE)
