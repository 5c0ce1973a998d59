"""Running an import: its rows are written in chunks, each a transaction with its own checkpoint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from backend.accounts.imports.cut_short import cut_short
from backend.accounts.imports.finishing import finish_if_done
from backend.accounts.imports.form import OPERATION
from backend.accounts.imports.jobs import Job
from backend.accounts.imports.planning import RAW, REPEATS, entry_of, reader_of
from backend.accounts.imports.reading_in import CHUNK, sealed_password
from backend.accounts.imports.records import ImportRecord, ImportState, as_json
from backend.accounts.initial import made_up
from backend.accounts.letters import owe_letters
from backend.accounts.people import Reader
from backend.core.db import Row
from backend.core.errors import InputError
from backend.core.sealing import unseal_piece
from backend.core.staging import staged
from backend.core.work import ChangeKind, Work, unit_of_work
from backend.invitations.account_letters import PASSWORD, UNTIL_HASHED
from backend.invitations.intake.batches import Batch, open_batch
from backend.invitations.intake.commit import write_rows
from backend.invitations.intake.facts import load_facts
from backend.invitations.intake.fingerprint import row_print
from backend.invitations.intake.known import Paste
from backend.invitations.intake.pipeline import lock_workspace
from backend.invitations.intake.rules import plan_rows
from backend.invitations.intake.shapes import WRITES, Entry, Outcome, PlannedRow, Request, Written
from backend.invitations.quota import give_back
from backend.invitations.settle import Cause
from backend.workspaces.queries import WorkspaceRow

HASH_PASSWORDS = "hash_passwords"  # the job that a poke asks for

NEXT = f"""
    SELECT {RAW} FROM account_import_rows
    WHERE import_id = $1 AND position > $2 ORDER BY position LIMIT {CHUNK}
"""
STARTED = "UPDATE account_imports SET batch_id = $2, started_at = $3 WHERE id = $1"
STANDING = "SELECT hold_until, undone_at FROM batches WHERE id = $1"
UNDONE = "UPDATE account_imports SET state = 'CANCELLED', finished_at = $2 WHERE id = $1"
# Rows that change nothing are told in the batch too, as they were planned.
OTHERS = """
    INSERT INTO batch_rows
        (id, workspace_id, batch_id, position, input, email, outcome, member_id, changes, errors)
    SELECT public.usher_uuid7(), workspace_id, $2, position, input, left(cells->>'email', 320), outcome,
        member_id, changes, errors
    FROM account_import_rows WHERE import_id = $1 AND position = ANY($3::int[])
"""
MARK = """
    UPDATE account_import_rows r SET outcome = row.outcome, member_id = row.member_id, errors = row.errors,
        sealed = row.sealed, takes_password = row.takes_password, mailed = row.mailed
    FROM staged_marks row WHERE r.import_id = $1 AND r.position = row.position
"""
MARKED = """position int, outcome text, member_id uuid, errors jsonb, sealed bytea, takes_password boolean,
    mailed boolean"""
FORGET = """
    UPDATE account_import_rows SET sealed = NULL
    WHERE import_id = $1 AND position = ANY($2::int[]) AND sealed IS NOT NULL
"""
ADVANCE = """
    UPDATE account_imports SET written = written + $2, written_to = $3, passwords = passwords + $4,
        on_paper = on_paper + $5, reached = reached + $6
    WHERE id = $1
"""
CHANGED_MEANWHILE = InputError(
    "PLAN_CHANGED", "Since this row was planned, something else would become of it. Look at it again.", ()
)


@dataclass(slots=True)
class Secrets:
    """The passwords of a chunk, sealed: by row as given, and by row as taken."""

    import_id: UUID
    given: dict[int, bytes]
    taken: dict[int, bytes] = field(default_factory=dict)
    on_paper: int = 0

    async def issue(
        self, workspace: WorkspaceRow, work: Work, cause: Cause, written: Sequence[Written]
    ) -> None:
        """Decide which passwords are taken, and owe the letters; the hashing comes after."""
        for row, _ in written:
            if row.sets_password:
                self._take(row)
        await owe_letters(work, workspace, cause, written, UNTIL_HASHED)

    def _take(self, row: PlannedRow) -> None:
        at, source = row.entry.position, row.entry.account.password_row if row.entry.account else None
        self.on_paper += row.person.email is None
        if source == at:
            self.taken[at] = self.given[at]
            return
        there = unseal_piece(self.given[source], self.import_id, source).decode() if source else made_up()
        self.taken[at] = sealed_password(there, self.import_id, at) or b""


async def write_chunk(job: Job) -> bool:
    """Write the next rows of an import; answers whether any were left to write."""
    async with unit_of_work(job.actor) as work:
        record = await job.hold(work)
        if record.state is not ImportState.RUNNING:
            return False
        workspace = await lock_workspace(work, job.actor)
        batch = await _batch(work, job, record)
        if batch is None:
            return False
        rows = await work.sql.fetch(NEXT, job.id, record.written_to)
        if rows:
            await _write(work, job, record, workspace, batch, rows)
        await finish_if_done(work, job.actor, await job.hold(work))
        work.changed(ChangeKind.IMPORT, job.id)
    return bool(rows)


async def _batch(work: Work, job: Job, record: ImportRecord) -> Batch | None:
    """The import's batch, opened with the first chunk; None where it was undone, which ends the run."""
    if record.batch_id is not None:
        (row,) = await work.sql.fetch(STANDING, record.batch_id)
        if row["undone_at"] is None:
            return Batch(record.batch_id, row["hold_until"])
        await work.sql.execute(UNDONE, job.id, work.now)
        await give_back(work, record.workspace_id, job.id, record.reached)
        await cut_short(work, replace(record, state=ImportState.CANCELLED))
        return None
    batch = await open_batch(work, job.actor, record.form.request(), record.plan_hash or "", record.counts)
    await work.sql.execute(STARTED, job.id, batch.id, work.now)
    return batch


async def _write(
    work: Work, job: Job, record: ImportRecord, workspace: WorkspaceRow, batch: Batch, rows: Sequence[Row]
) -> None:
    acting = {row["position"]: row for row in rows if row["outcome"] in WRITES}
    repeats = await work.sql.fetch(REPEATS, job.id, list(acting))
    reader = await reader_of(work, job, record, workspace)
    entries = [_entry(row, reader) for row in (*acting.values(), *repeats)]
    secrets = Secrets(
        job.id, {row["position"]: row["sealed"] for row in (*acting.values(), *repeats) if row["sealed"]}
    )

    async def issue(work: Work, cause: Cause, written: Sequence[Written]) -> None:
        await secrets.issue(workspace, work, cause, written)

    request: Request = replace(record.form.request(), operation=OPERATION, issue=issue)
    facts = await load_facts(work, job.actor, workspace, entries)
    fresh = plan_rows(entries, request, facts, Paste())
    planned = [_still(row, acting[row.entry.position]) for row in fresh if row.entry.position in acting]
    committed = await write_rows(work, job.actor, planned, request, facts, batch)
    marks = (_mark(row, committed.member_ids, secrets) for row in planned)
    async with staged(work.sql, "staged_marks", MARKED, marks):
        await work.sql.execute(MARK, job.id)
    others = [row["position"] for row in rows if row["position"] not in acting]
    await work.sql.execute(OTHERS, job.id, batch.id, others)
    await work.sql.execute(FORGET, job.id, others)
    last, taken = rows[-1]["position"], len(secrets.taken)
    reached = sum(row.reaches for row in planned)
    await work.sql.execute(ADVANCE, job.id, len(rows), last, taken, secrets.on_paper, reached)
    if taken:
        work.poke(HASH_PASSWORDS)


def _entry(row: Row, reader: Reader) -> Entry:
    """The row with the username that was made for it when it was planned."""
    entry = entry_of(row, reader)
    if entry.identities or not row["username"]:
        return entry
    return replace(entry, username=row["username"], username_key=row["username"])


def _still(row: PlannedRow, stood: Row) -> PlannedRow:
    """The row as it was planned, or refused where it would become something else by now."""
    if row_print(row) == stood["print"]:
        return row
    error = CHANGED_MEANWHILE.at_row(row.entry.position)
    return PlannedRow(row.entry, Outcome.REFUSED, row.known, errors=(error,))


def _mark(row: PlannedRow, members: Any, secrets: Secrets) -> tuple[Any, ...]:
    at = row.entry.position
    sealed = secrets.taken.get(at)
    mailed = row.letter == PASSWORD
    fate = (row.outcome.value, members.get(at), as_json(row.errors))
    return (at, *fate, sealed, sealed is not None, mailed)
