"""An import as it stands, and its rows: read from their tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import orjson

from backend.accounts.imports.form import ImportForm, read_form
from backend.accounts.reading.shapes import Shape
from backend.core.access import Actor, Door, Role
from backend.core.db import Row
from backend.core.errors import InputError, read_error
from backend.invitations.intake.shapes import FieldChange, Forecast, Outcome

COLUMNS = """id, workspace_id, state, form, upload_id, runs, verify, shape, total, planned, written,
    written_to, passwords, hashed, hashed_to, on_paper, changed, reaches, reached, plan_hash, counts, mails,
    warnings, errors, batch_id, role, door, created_by, key_id, created_at, started_at, finished_at,
    sheet_taken_at"""
ROW_COLUMNS = "position, input, cells, sealed IS NOT NULL AS secret, outcome, member_id, changes, errors"


class ImportState(StrEnum):
    """Where an import stands."""

    PLANNING = "PLANNING"
    DRAFT = "DRAFT"
    RUNNING = "RUNNING"
    DONE = "DONE"
    CANCELLED = "CANCELLED"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """One import. `total` rows, so many of them planned and `written`; so many passwords `hashed`.

    `written_to` and `hashed_to` are the last positions done. `changed` counts the members it would change,
    `reaches` those it would write to anew, and `reached` those it has.
    """

    id: UUID
    workspace_id: UUID
    state: ImportState
    form: ImportForm
    upload_id: UUID | None
    runs: bool
    verify: bool
    shape: Shape | None
    total: int
    planned: int
    written: int
    written_to: int
    passwords: int
    hashed: int
    hashed_to: int
    on_paper: int
    changed: int
    reaches: int
    reached: int
    plan_hash: str | None
    counts: Mapping[str, int]
    mails: tuple[Forecast, ...]
    warnings: tuple[InputError, ...]
    errors: tuple[InputError, ...]
    batch_id: UUID | None
    role: Role
    door: Door
    created_by: UUID | None
    key_id: UUID | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    sheet_taken_at: datetime | None

    @property
    def actor(self) -> Actor:
        """Who asked for it, as they came in."""
        return Actor(self.workspace_id, self.created_by, self.role, self.door, self.key_id)

    @property
    def not_carried_out(self) -> int:
        """The rows that were left when it was stopped or failed; none of one that never began."""
        early = self.state in (ImportState.CANCELLED, ImportState.FAILED)
        return self.total - self.written if early and self.batch_id else 0

    @property
    def has_sheet(self) -> bool:
        """Whether credentials of people without an address wait to be printed."""
        return self.on_paper > 0 and self.finished_at is not None and self.sheet_taken_at is None


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One row of an import: what was written, and what becomes, or became, of it; None while unplanned."""

    position: int
    input: str
    cells: Mapping[str, str]
    outcome: Outcome | None
    member_id: UUID | None
    changes: tuple[FieldChange, ...]
    errors: tuple[InputError, ...]
    has_password: bool


def read_import(row: Row) -> ImportRecord:
    """An import out of its row."""
    values = {name: row[name] for name in ImportRecord.__dataclass_fields__}
    values |= {
        "state": ImportState(row["state"]),
        "form": read_form(row["form"]),
        "shape": read_shape(row["shape"]),
        "counts": orjson.loads(row["counts"]),
        "mails": tuple(_forecast(one) for one in orjson.loads(row["mails"])),
        "warnings": read_errors(row["warnings"]),
        "errors": read_errors(row["errors"]),
        "role": Role(row["role"]),
        "door": Door(row["door"]),
    }
    return ImportRecord(**values)


def read_row(row: Row) -> ImportRow:
    """A row of an import out of its row."""
    return ImportRow(
        position=row["position"],
        input=row["input"],
        cells=orjson.loads(row["cells"]),
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        member_id=row["member_id"],
        changes=tuple(FieldChange(**one) for one in orjson.loads(row["changes"])),
        errors=read_errors(row["errors"]),
        has_password=row["secret"],
    )


def read_shape(text: str | None) -> Shape | None:
    """The shape of a file out of JSON."""
    if text is None:
        return None
    values = orjson.loads(text)
    header = tuple(values["header"]) if values["header"] is not None else None
    return Shape(values["separator"], tuple(values["columns"]), header, values["encoding"])


def read_errors(text: str) -> tuple[InputError, ...]:
    """Errors out of JSON."""
    return tuple(read_error(one) for one in orjson.loads(text))


def as_json(value: Any) -> str:
    """Anything of ours as JSON."""
    return orjson.dumps(value, default=str).decode()


def _forecast(value: Mapping[str, Any]) -> Forecast:
    session = value["session_id"]
    due = datetime.fromisoformat(value["due_at"])
    return Forecast(**{**value, "due_at": due, "session_id": UUID(session) if session else None})
