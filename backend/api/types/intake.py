"""What every door answers: the plan, its rows, its mails, and the batch it became."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry
from strawberry import ID, Private, argument, field

from backend.api.arguments import After
from backend.api.context import Info
from backend.api.types.connections import Connection, connection, counted
from backend.api.types.errors import InputError, input_errors
from backend.api.types.graph import Invitation, Member, Session, invitation_type, member_type, session_type
from backend.api.types.node import Node, Presenter
from backend.core.ids import Kind, encode
from backend.core.paging import Page
from backend.invitations.batch_rows import BatchLine, count_rows_of_batch, rows_of_batch
from backend.invitations.intake.pipeline import Intake
from backend.invitations.intake.shapes import Forecast, Outcome, Plan, PlannedRow
from backend.invitations.queries import BatchRow
from backend.mail.models import MailKind

USUAL_ROWS, MOST_ROWS = 100, 1000


@dataclass(frozen=True, slots=True)
class Made:
    """Whom the rows of a committed plan became, by position; empty for a preview."""

    members: Mapping[int, UUID]


@strawberry.type(description="How many rows became what.")
class IntakeCounts:
    total: int = field(description="All rows.")
    invite: int = field(description="New invitations.")
    create: int = field(description="New accounts.")
    update: int = field(description="Members whose fields change.")
    add_grants: int = field(description="Active members who get groups or sessions.")
    merge_into_invitation: int = field(description="Invited people whose open invitation takes this in.")
    reactivate: int = field(description="Deactivated members who come back.")
    unchanged: int = field(description="People who have all of this already.")
    duplicate: int = field(description="Rows that repeat an earlier one and were merged into it.")
    ignored: int = field(description="Rows left out as asked.")
    refused: int = field(description="Rows that can't be taken; each says why.")


@strawberry.type(description="A field of a member before and after.")
class FieldChange:
    field: str = strawberry.field(description="Which field, as the API names it.")
    before: str | None = strawberry.field(description="What it is now; passwords are masked.")
    after: str | None = strawberry.field(description="What it becomes; passwords are masked.")


@strawberry.type(description="A cell of an import's row.")
class ImportCell:
    column: str = field(description="The column's key, such as email or groups.")
    text: str = field(description="What stands there; passwords are masked.")


@strawberry.type(description="What one row becomes, or became.")
class IntakeRow:
    position: int = field(description="Which row of the input, from 1.")
    input: str = field(description="What was typed; passwords are masked.")
    email: str | None = field(description="The address in it, cleaned.")
    outcome: Outcome = field(description="What becomes of it.")
    changes: list[FieldChange] = field(description="What changes on someone who exists.")
    errors: list[InputError] = field(description="Why it was refused; or, for other outcomes, hints.")
    cells: list[ImportCell] = field(description="Its cells that hold something; for imports only.")
    member_id: Private[UUID | None]

    @field(description="The person; null for a preview of someone new.")
    async def member(self, info: Info) -> Member | None:
        found = await info.context.loaders.member.load(self.member_id) if self.member_id else None
        return member_type(found) if found else None

    @field(description="The person's newest invitation.")
    async def invitation(self, info: Info) -> Invitation | None:
        found = await info.context.loaders.invitation.load(self.member_id) if self.member_id else None
        return invitation_type(found) if found else None


@strawberry.type(description="Mails of one kind that leave together.")
class MailForecast:
    kind: MailKind = field(description="Which letter.")
    count: int = field(description="To how many people.")
    due_at: datetime = field(description="When.")
    language: str = field(description="In which language.")
    forecast: Private[Forecast]

    @field(description="The session it invites to; null for other letters.")
    async def session(self, info: Info) -> Session | None:
        one = self.forecast.session_id
        found = await info.context.loaders.session.load(one) if one else None
        return session_type(found) if found else None


@strawberry.type(description="What an intake will do; commit it by its hash.")
class IntakePlan:
    hash: str = field(description="Give it as `planHash` to commit this very plan.")
    counts: IntakeCounts = field(description="How many rows become what.")
    mails: list[MailForecast] = field(description="The mails that follow, in the order they leave.")
    warnings: list[InputError] = field(description="What is allowed and may not be meant.")
    planned: Private[Sequence[PlannedRow]]
    made: Private[Made]

    @field(description="The rows in their order, up to 1,000 at once; of some outcomes where given.")
    def rows(
        self,
        first: Annotated[int | None, argument(description="So many, at most 1,000.")] = USUAL_ROWS,
        after: After = None,
        outcome: Annotated[list[Outcome] | None, argument(description="Of these only.")] = None,
    ) -> Connection[IntakeRow]:
        wanted = [row for row in self.planned if outcome is None or row.outcome in outcome]
        start = int(after) if after and after.isdecimal() else 0
        size = max(0, min(USUAL_ROWS if first is None else first, MOST_ROWS))
        rows = wanted[start : start + size]
        page = Page(
            rows, lambda index: str(start + index % len(rows) + 1), start + size < len(wanted), start > 0
        )
        return connection(page, lambda row: _row(row, self.made), counted(len(wanted)))


@strawberry.type(description="One intake: who, by which door, when, and what it became; it can be undone.")
class Batch(Node):
    operation: str = field(description="The mutation that made it: the door.")
    created_at: datetime = field(description="When.")
    hold_until: datetime | None = field(
        description="Until when its mails wait, so that undo can withdraw them."
    )
    undone_at: datetime | None = field(description="When it was undone; null where it stands.")
    row: Private[BatchRow]

    @field(description="How many rows became what.")
    def counts(self) -> IntakeCounts:
        return intake_counts(self.row.counts)

    @field(description="Who did it; null for the system, or where the caller may not see them.")
    async def created_by(self, info: Info) -> Member | None:
        who = self.row.created_by
        found = await info.context.loaders.member.load(who) if who else None
        return member_type(found) if found else None

    @field(description="The import that it is of; null for the other doors.")
    async def import_id(self, info: Info) -> ID | None:
        found = await info.context.loaders.import_of_batch.load(self.row.id)
        return ID(encode(Kind.IMPORT, found)) if found else None

    @field(description="What each row became, in the order it came in, up to 1,000 at once.")
    async def rows(
        self,
        info: Info,
        first: Annotated[int | None, argument(description="So many, at most 1,000.")] = USUAL_ROWS,
        after: After = None,
        outcome: Annotated[list[Outcome] | None, argument(description="Of these only.")] = None,
    ) -> Connection[IntakeRow]:
        actor, outcomes = info.context.actor, tuple(outcome or ())
        size = USUAL_ROWS if first is None else first
        page = await rows_of_batch(actor, self.row.id, size, after, outcomes)
        return connection(page, _line, lambda: count_rows_of_batch(actor, self.row.id, outcomes))


@strawberry.type(description="What every door answers.")
class IntakePayload:
    plan: IntakePlan | None = field(
        default=None, description="What it will do or did; null where it was refused."
    )
    errors: list[InputError] = field(default_factory=list, description="Why nothing at all was taken.")
    batch_id: Private[UUID | None] = None

    @field(description="The batch; null for a preview.")
    async def batch(self, info: Info) -> Batch | None:
        found = await info.context.loaders.batch.load(self.batch_id) if self.batch_id else None
        return batch_type(found) if found else None


batch_type = Presenter(Batch, Kind.BATCH, BatchRow)


def intake_payload(intake: Intake) -> IntakePayload:
    """An intake as every door answers it."""
    committed = intake.committed
    made = Made(committed.member_ids if committed else {})
    return IntakePayload(plan=_plan(intake.plan, made), batch_id=committed.batch_id if committed else None)


def intake_counts(counts: Mapping[str, int]) -> IntakeCounts:
    """Counts by outcome as the API names them."""
    numbers = {outcome.value.lower(): counts.get(outcome.value, 0) for outcome in Outcome}
    return IntakeCounts(total=sum(numbers.values()), **numbers)


def _plan(plan: Plan, made: Made) -> IntakePlan:
    return IntakePlan(
        hash=plan.hash,
        counts=intake_counts(plan.counts),
        mails=[mail_forecast(mail) for mail in plan.mails],
        warnings=input_errors(plan.warnings),
        planned=plan.rows,
        made=made,
    )


def mail_forecast(mail: Forecast) -> MailForecast:
    """Mails that go out together as the API tells of them."""
    return MailForecast(
        kind=MailKind(mail.kind), count=mail.count, due_at=mail.due_at, language=mail.language, forecast=mail
    )


def _row(row: PlannedRow, made: Made) -> IntakeRow:
    entry, known = row.entry, row.known.id if row.known else None
    member_id = made.members.get(entry.position, known)
    told = (row.outcome, member_id, tuple(row.changes), tuple(row.errors))
    return _line(BatchLine(entry.position, entry.input, entry.email, *told))


def _line(row: BatchLine) -> IntakeRow:
    return IntakeRow(
        position=row.position,
        input=row.input,
        email=row.email,
        outcome=row.outcome,
        changes=[FieldChange(field=one.field, before=one.before, after=one.after) for one in row.changes],
        errors=input_errors(row.errors),
        cells=[],
        member_id=row.member_id,
    )
