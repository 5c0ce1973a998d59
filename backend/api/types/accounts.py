"""Accounts, one and many, as the API takes and shows them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import strawberry
from strawberry import ID, Private, argument, field

from backend.accounts.imports import queries
from backend.accounts.imports.queries import RowsRequest
from backend.accounts.imports.records import ImportRecord, ImportRow, ImportState
from backend.accounts.reading.shapes import MASK, Column
from backend.api.arguments import After
from backend.api.context import Info
from backend.api.types.connections import Connection, connection
from backend.api.types.errors import InputError, input_errors
from backend.api.types.graph import Member, member_type
from backend.api.types.intake import (
    USUAL_ROWS,
    Batch,
    FieldChange,
    ImportCell,
    IntakeCounts,
    IntakeRow,
    MailForecast,
    batch_type,
    intake_counts,
    mail_forecast,
)
from backend.api.types.node import Node
from backend.api.types.terms import IntakeInput
from backend.api.types.usual import NullIsUsual, usual
from backend.core.access import Role
from backend.core.ids import Kind, encode
from backend.invitations.intake.people import Delivery
from backend.invitations.intake.shapes import ExistingMembers, Outcome

OWN = "Where the row says none of its own."


@strawberry.input(description="One account.")
class SetAccountInput(IntakeInput):
    first_name: str = field(description="At most 120 characters.")
    last_name: str = field(description="At most 120 characters.")
    email: str | None = field(default=None, description="Their address; this or a username.")
    username: str | None = field(default=None, description="To sign in by, for people without an address.")
    password: str | None = field(default=None, description="At least 8 characters; changed at first sign-in.")
    language: str | None = field(default=None, description="Of theirs; none for the workspace's.")
    role: Role = usual(Role, Role.TRAINEE, "Never above the caller's own.")
    group_ids: list[ID] = usual(list[ID], [], "Groups they join as learners.")
    labels: list[str] = usual(list[str], [], "Short texts to find them by.")
    additional_information: list[str] = usual(
        list[str], [], "Texts for exports and the API, never shown in lists."
    )
    deactivates_on: date | None = field(default=None, description="The first day without access.")
    credentials: Delivery = usual(
        Delivery, Delivery.LINK, "How they come by them. PASSWORD and NONE need a password."
    )
    external_id: str | None = field(default=None, description="Your own id of them, unique here.")


@strawberry.input(description="One row of an import; what is null or empty leaves a field alone.")
class AccountRowInput(NullIsUsual):
    last_name: str | None = field(default=None, description="Initialised once, then the member's own.")
    first_name: str | None = field(default=None, description="Initialised once, then the member's own.")
    email: str | None = field(default=None, description="Who is meant; without it a username is made.")
    labels: list[str] = usual(list[str], [], "Short texts to find them by.")
    send_credentials: bool | None = field(default=None, description="Mail the password, or else a link.")
    password: str | None = field(default=None, description="At least 8 characters; initialised once.")
    language: str | None = field(default=None, description="A code; initialised once.")
    additional_information: list[str] = usual(list[str], [], "Texts for exports.")
    groups: list[str] = usual(list[str], [], "By id, external id or unique name.")
    username: str | None = field(default=None, description="Who is meant, where there is no address.")
    role: Role | None = field(default=None, description="Never above the caller's own.")
    deactivates_on: date | None = field(default=None, description="The first day without access.")
    external_id: str | None = field(
        default=None,
        description="Your own id of them, unique here; says who is meant where nothing else does.",
    )


@strawberry.input(description="What rows get that don't say their own.")
class AccountDefaultsInput(NullIsUsual):
    role: Role = usual(Role, Role.TRAINEE, "Of people who are new.")
    group_ids: list[ID] = usual(list[ID], [], "Who names no groups joins these, as learners.")
    labels: list[str] = usual(list[str], [], "Of people who are new.")
    language: str | None = field(default=None, description="Of people who are new.")
    deactivates_on: date | None = field(default=None, description="Of people who are new.")
    credentials: Delivery = usual(Delivery, Delivery.LINK, OWN)


@strawberry.input(description="Many accounts: a paste, a file or rows.")
class SetAccountsInput(NullIsUsual):
    text: str | None = field(default=None, description="A paste from a spreadsheet, or CSV.")
    upload_id: ID | None = field(default=None, description="A file that was sent up to /uploads.")
    rows: list[AccountRowInput] | None = field(default=None, description="Rows as a program has them.")
    mode: ExistingMembers = usual(
        ExistingMembers, ExistingMembers.INITIALIZE_UNSET, "What happens to people who are members."
    )
    defaults: AccountDefaultsInput | None = field(default=None, description=OWN)
    preview: bool = usual(bool, False, "Stay a draft, to be looked at and mended.")
    confirm_changes: bool = usual(bool, False, "Also if over half of the members change.")
    hold_seconds: int = usual(int, 0, "Mails wait that long, so that undo can withdraw them.")
    reactivate: bool = usual(bool, False, "Bring deactivated people back.")


@strawberry.input(description="A cell of a row, mended.")
class ImportCellInput:
    column: str = field(description="The column's key, such as email or groups.")
    text: str = field(description="What stands there now; empty for nothing.")


@strawberry.input(description="Cells of one row, mended.")
class ImportRowInput:
    position: int = field(description="Which row.")
    cells: list[ImportCellInput] = field(description="Those that change.")


@strawberry.input(description="Rows of a draft, mended.")
class UpdateImportRowsInput:
    id: ID = field(description="The draft.")
    rows: list[ImportRowInput] = field(description="At most 1,000 at once.")


@strawberry.input(description="Which draft to run.")
class CommitAccountImportInput(NullIsUsual):
    id: ID = field(description="The draft.")
    plan_hash: str = field(description="The plan that was looked at; another answers PLAN_CHANGED.")
    confirm_changes: bool = usual(bool, False, "Also if over half of the members change.")


@strawberry.input(description="Which import to stop.")
class CancelAccountImportInput:
    id: ID = field(description="The import.")


@strawberry.type(description="How far an import has come.")
class ImportProgress:
    total: int = field(description="All rows; 0 while the file is being read.")
    planned: int = field(description="Rows planned.")
    written: int = field(description="Rows done.")
    not_carried_out: int = field(
        description="Rows left when it was stopped or failed: among the refused, and in failed.csv."
    )
    passwords: int = field(description="Passwords taken so far.")
    hashed: int = field(description="Those of them that work already.")


@strawberry.type(description="One import: its rows stay on the server, passwords sealed; a draft for a day.")
class AccountImport(Node):
    state: ImportState = field(description="Where it stands; back to DRAFT when the plan changed.")
    mode: ExistingMembers = field(description="What happens to people who are members.")
    plan_hash: str | None = field(description="Commit it by this; null until it is planned.")
    columns: list[str] = field(description="Keys of the columns, in the file's order.")
    header: list[str] = field(description="The header as it stood; empty where there was none.")
    warnings: list[InputError] = field(description="What is allowed and may not be meant.")
    errors: list[InputError] = field(description="Why it is a draft still, or failed.")
    changed_members: int = field(description="How many members' fields change.")
    has_credentials_sheet: bool = field(
        description="Whether some wait to be printed: once, by POST /downloads/imports/{id}/credentials."
    )
    created_at: datetime = field(description="When it came in.")
    started_at: datetime | None = field(description="When its first row was written.")
    finished_at: datetime | None = field(description="When all was done.")
    record: Private[ImportRecord]

    @field(description="How many rows become, or became, what.")
    def counts(self) -> IntakeCounts:
        return intake_counts(self.record.counts)

    @field(
        description="Mails that follow, in the order they leave; of one cut short, those of what was written."
    )
    def mails(self) -> list[MailForecast]:
        return [mail_forecast(mail) for mail in self.record.mails]

    @field(description="How far it has come.")
    def progress(self) -> ImportProgress:
        found = self.record
        return ImportProgress(
            total=found.total,
            planned=found.planned,
            written=found.written,
            not_carried_out=found.not_carried_out,
            passwords=found.passwords,
            hashed=found.hashed,
        )

    @field(description="The batch it became; null until it runs.")
    async def batch(self, info: Info) -> Batch | None:
        batch_id = self.record.batch_id
        found = await info.context.loaders.batch.load(batch_id) if batch_id else None
        return batch_type(found) if found else None

    @field(description="Who made it; null for the system.")
    async def created_by(self, info: Info) -> Member | None:
        who = self.record.created_by
        found = await info.context.loaders.member.load(who) if who else None
        return member_type(found) if found else None

    @field(description="The rows in the file's order, up to 1,000 at once; of some outcomes where given.")
    async def rows(
        self,
        info: Info,
        first: Annotated[int | None, argument(description="So many, at most 1,000.")] = USUAL_ROWS,
        after: After = None,
        from_position: Annotated[int | None, argument(description="From this row on.")] = None,
        outcome: Annotated[list[Outcome] | None, argument(description="Of these only.")] = None,
        code: Annotated[
            str | None, argument(description="With such an error or hint, for example SUSPECTED_TYPO.")
        ] = None,
    ) -> Connection[IntakeRow]:
        actor, size = info.context.actor, USUAL_ROWS if first is None else first
        wanted = RowsRequest(size, after, from_position, tuple(outcome or ()), code)
        page = await queries.import_rows(actor, self.record.id, wanted)
        count = lambda: queries.count_import_rows(actor, self.record.id, wanted)  # noqa: E731 - bound here
        return connection(page, import_row, count)


@strawberry.input(description="What a list of imports is narrowed to.")
class AccountImportFilter:
    state: list[ImportState] | None = field(default=None, description="Any of these.")
    has_credentials_sheet: bool | None = field(
        default=None, description="With a sheet of credentials that waits to be printed, or without."
    )


@strawberry.type(description="The import, or what to mend.")
class AccountImportPayload:
    account_import: AccountImport | None = field(default=None, description="Null where it was refused.")
    errors: list[InputError] = field(default_factory=list, description="What to mend, or to confirm.")


def import_type(found: ImportRecord) -> AccountImport:
    """An import as the API shows it."""
    shape = found.shape
    return AccountImport(
        id=ID(encode(Kind.IMPORT, found.id)),
        state=found.state,
        mode=found.form.mode,
        plan_hash=found.plan_hash,
        columns=list(shape.columns) if shape else [],
        header=list(shape.header) if shape and shape.header else [],
        warnings=input_errors(found.warnings),
        errors=input_errors(found.errors),
        changed_members=found.changed,
        has_credentials_sheet=found.has_sheet,
        created_at=found.created_at,
        started_at=found.started_at,
        finished_at=found.finished_at,
        record=found,
    )


def import_payload(found: ImportRecord) -> AccountImportPayload:
    """The import; where it waits for a confirmation, that is told as well."""
    return AccountImportPayload(account_import=import_type(found), errors=input_errors(found.errors))


def import_row(row: ImportRow) -> IntakeRow:
    """A row of an import as every door's rows are shown; its password masked."""
    cells = [ImportCell(column=key, text=text) for key, text in row.cells.items()]
    if row.has_password:
        cells.append(ImportCell(column=Column.PASSWORD.value, text=MASK))
    return IntakeRow(
        position=row.position,
        input=row.input,
        email=row.cells.get(Column.EMAIL.value),
        outcome=row.outcome or Outcome.REFUSED,
        changes=[FieldChange(field=one.field, before=one.before, after=one.after) for one in row.changes],
        errors=input_errors(row.errors),
        cells=cells,
        member_id=row.member_id,
    )
