"""Planning an import: the pipeline's rules over its rows, some thousands at a time."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import UUID

from backend.accounts.files import sheet_of_upload
from backend.accounts.imports.jobs import Job, LeaseLost
from backend.accounts.imports.reading_in import CHUNK, take_in
from backend.accounts.imports.records import ImportRecord, ImportState, as_json
from backend.accounts.named_groups import load_groups
from backend.accounts.people import Reader
from backend.accounts.said import read_said
from backend.core.access import RANKS
from backend.core.clock import local_day
from backend.core.db import Row
from backend.core.errors import InputError, RateLimited
from backend.core.staging import staged
from backend.core.work import ChangeKind, Work, unit_of_work
from backend.invitations.intake.facts import load_facts
from backend.invitations.intake.fingerprint import plan_print, row_print
from backend.invitations.intake.forecast import Tally
from backend.invitations.intake.known import KnownSession, Paste
from backend.invitations.intake.rules import plan_rows
from backend.invitations.intake.shapes import Entry, Outcome, PlannedRow
from backend.invitations.quota import DAILY_LIMIT, give_back, over_the_day, spend_invites
from backend.workspaces.queries import WorkspaceRow, workspace_of

RUN_IMPORTS = "run_imports"  # the job that a poke asks for

RAW = "position, said, input, sealed, username, outcome, print"
REPEATED_NAMES = """
    SELECT folded_name FROM account_import_rows WHERE import_id = $1 AND folded_name IS NOT NULL
    GROUP BY folded_name HAVING count(*) > 1
"""
# They matter to usernames that are made alone: where every row says who is meant, none are read.
GIVEN_USERNAMES = """
    SELECT DISTINCT said->>'username_key' AS username FROM account_import_rows
    WHERE import_id = $1 AND said->>'username_key' IS NOT NULL AND EXISTS (
        SELECT FROM account_import_rows WHERE import_id = $1 AND identity IS NULL AND folded_name IS NOT NULL
    )
"""
# Without it the planner takes a new import for a row or two, and compares each of its rows with each.
KNOW_THEM = "SELECT public.usher_analyze_import_rows()"
MANY = 2_000  # rows
UNPLANNED = """
    UPDATE account_import_rows SET outcome = NULL, username = NULL, merged_into = NULL
    WHERE import_id = $1 AND outcome IS NOT NULL
"""
MERGED = """
    UPDATE account_import_rows r SET merged_into = found.first
    FROM (
        SELECT position, min(position) OVER (PARTITION BY identity) AS first
        FROM account_import_rows WHERE import_id = $1 AND identity IS NOT NULL
    ) AS found
    WHERE r.import_id = $1 AND r.position = found.position AND found.first < found.position
"""
NEXT = f"""
    SELECT {RAW} FROM account_import_rows
    WHERE import_id = $1 AND position > $2 AND outcome IS NULL AND merged_into IS NULL
    ORDER BY position LIMIT {CHUNK}
"""
REPEATS = f"""
    SELECT {RAW} FROM account_import_rows
    WHERE import_id = $1 AND merged_into = ANY($2::int[]) ORDER BY position
"""
KEEP = """
    UPDATE account_import_rows r SET outcome = row.outcome, print = row.print, member_id = row.member_id,
        username = row.username, merged_into = row.merged_into, changes = row.changes, errors = row.errors
    FROM staged_plan row WHERE r.import_id = $1 AND r.position = row.position
"""
KEPT = """position int, outcome text, print text, member_id uuid, username text, merged_into int,
    changes jsonb, errors jsonb"""
PROGRESS = "UPDATE account_imports SET planned = $2 WHERE id = $1"
MEMBERS = """
    SELECT count(*) FROM members WHERE workspace_id = $1 AND deactivated_at IS NULL
"""
PLANNED = """
    UPDATE account_imports SET state = $2, plan_hash = $3, counts = $4, mails = $5, warnings = $6,
        errors = $7, changed = $8, reaches = $9, planned = total, verify = false
    WHERE id = $1
"""
FORESEEN = frozenset({"ACCESS_ENDS_BEFORE_START", "REGISTRATIONS_END", DAILY_LIMIT})  # by each plan anew
WHERE = "rows"
CHANGED = frozenset({Outcome.UPDATE, Outcome.REACTIVATE, Outcome.MERGE_INTO_INVITATION})


@dataclass(slots=True)
class Tallied:
    """What a plan comes to, counted chunk by chunk."""

    paste: Paste = field(default_factory=Paste)
    counts: Counter[str] = field(default_factory=Counter)
    mails: Tally = field(default_factory=Tally)
    sessions: dict[UUID, KnownSession] = field(default_factory=dict)
    prints: list[str] = field(default_factory=list)  # one for each chunk
    planned: int = 0
    changed: int = 0

    def add(self, rows: Sequence[PlannedRow], prints: Iterable[str]) -> None:
        """Count these rows."""
        self.counts.update(row.outcome.value for row in rows)
        self.prints.append(sha256("".join(prints).encode()).hexdigest())
        self.planned += len(rows)
        self.changed += sum(1 for row in rows if row.outcome in CHANGED and row.changes)


async def read_in(job: Job) -> None:
    """Take in the file of an import; raises InvalidInput where it can't be read."""
    async with unit_of_work(job.actor) as work:
        record = await job.hold(work)
    if record.upload_id is None or record.shape is not None:
        return
    sheet = await sheet_of_upload(job.actor, record.upload_id)
    async with unit_of_work(job.actor) as work:
        await job.hold(work)
        await take_in(work, job.id, record.workspace_id, sheet)
        work.changed(ChangeKind.IMPORT, job.id)


async def plan(job: Job) -> ImportRecord:
    """Plan an import anew and say what is next: a draft to look at, or the run."""
    tallied = await _begin(job)
    last = 0
    while (done := await _plan_chunk(job, tallied, last)) is not None:
        last = done
    async with unit_of_work(job.actor) as work:
        await _conclude(work, job, tallied)
        work.changed(ChangeKind.IMPORT, job.id)
        work.poke(RUN_IMPORTS)
        return await job.hold(work)


async def plan_at_once(job: Job) -> None:
    """Plan an import while its caller waits, and put it down; where others took it over, it is theirs."""
    with contextlib.suppress(LeaseLost):
        await plan(job)
        await job.let_go()


async def _begin(job: Job) -> Tallied:
    async with unit_of_work(job.actor) as work:
        record = await job.hold(work)
        if record.total > MANY:
            await work.sql.execute(KNOW_THEM)
        await work.sql.execute(UNPLANNED, job.id)
        await work.sql.execute(MERGED, job.id)
        names = await work.sql.fetch(REPEATED_NAMES, job.id)
        given = await work.sql.fetch(GIVEN_USERNAMES, job.id)
    names_twice, usernames = {row["folded_name"] for row in names}, {row["username"] for row in given}
    return Tallied(Paste(names=names_twice, usernames=usernames))


async def _plan_chunk(job: Job, tallied: Tallied, last: int) -> int | None:
    """Plan the rows after this position; answers the last of them, or None where there are none."""
    async with unit_of_work(job.actor) as work:
        record = await job.hold(work)
        rows = await work.sql.fetch(NEXT, job.id, last)
        if not rows:
            return None
        repeats = await work.sql.fetch(REPEATS, job.id, [row["position"] for row in rows])
        workspace = await workspace_of(work.sql, record.workspace_id)
        reader = await reader_of(work, job, record, workspace)
        entries = [entry_of(row, reader) for row in (*rows, *repeats)]
        facts = await load_facts(work, job.actor, workspace, entries)
        planned = plan_rows(entries, record.form.request(), facts, tallied.paste)
        prints = [row_print(row) for row in planned]
        tallied.add(planned, prints)
        tallied.mails.add(planned, facts)
        tallied.sessions |= facts.sessions
        async with staged(work.sql, "staged_plan", KEPT, map(_kept, planned, prints)):
            await work.sql.execute(KEEP, job.id)
        await work.sql.execute(PROGRESS, job.id, tallied.planned)
        work.changed(ChangeKind.IMPORT, job.id)
    return int(rows[-1]["position"])


async def reader_of(work: Work, job: Job, record: ImportRecord, workspace: WorkspaceRow) -> Reader:
    """What the rows of an import are read against."""
    groups = await load_groups(work.sql, record.workspace_id)
    today = local_day(work.now, workspace.time_zone)
    highest = min(job.actor.role, record.form.highest, key=RANKS.__getitem__)
    return Reader(groups, highest, today, record.form.credentials, record.form.grants)


def entry_of(row: Row, reader: Reader) -> Entry:
    """A row as the pipeline takes it."""
    return reader.entry(read_said(row["said"]), row["position"], row["input"])


def _kept(row: PlannedRow, told: str) -> tuple[Any, ...]:
    entry = row.entry
    changes, errors = as_json(row.changes), as_json(row.errors)
    known = row.known.id if row.known else None
    fate = (row.outcome.value, told, known, entry.username, row.merged_into)
    return (entry.position, *fate, changes, errors)


async def _conclude(work: Work, job: Job, tallied: Tallied) -> None:
    record = await job.hold(work)
    counts = {outcome.value: tallied.counts[outcome.value] for outcome in Outcome}
    mails, warnings = tallied.mails.told(tallied.sessions, work.now)
    plan_hash = plan_print(tallied.prints, mails, counts)
    kept = [one for one in record.warnings if one.code not in FORESEEN]
    workspace = await workspace_of(work.sql, record.workspace_id)
    reaches, errors = tallied.mails.reaches, []
    runs = record.runs or record.state is ImportState.RUNNING
    if record.state is ImportState.RUNNING and plan_hash != record.plan_hash:
        message = "What would happen has changed since the preview. Look at the new plan and confirm it."
        errors.append(InputError("PLAN_CHANGED", message, ("planHash",)))
        await give_back(work, workspace.id, job.id, 0)
    elif runs and record.state is not ImportState.RUNNING:
        errors += await brake(work, record, tallied.changed)
        errors += [] if errors else await _spend(work, job, workspace, reaches)
    state = ImportState.RUNNING if runs and not errors else ImportState.DRAFT
    if not runs:
        warnings += tuple(await over_the_day(work.sql, workspace, reaches, WHERE))
    told = [as_json(one) for one in (counts, mails, [*kept, *warnings], errors)]
    await work.sql.execute(PLANNED, job.id, state.value, plan_hash, *told, tallied.changed, reaches)


async def _spend(work: Work, job: Job, workspace: WorkspaceRow, reaches: int) -> list[InputError]:
    """Take what the whole run costs of the day, or say why it can't run."""
    try:
        await spend_invites(work, workspace, reaches, WHERE, job.id)
    except RateLimited as refusal:
        return [InputError(DAILY_LIMIT, refusal.message, (WHERE,), None, refusal.extensions["suggestion"])]
    return []


async def brake(work: Work, record: ImportRecord, changed: int) -> list[InputError]:
    """Changing over half of the members in one go is asked about once more."""
    if record.form.confirm_changes or not changed:
        return []
    members: int = await work.sql.fetchval(MEMBERS, record.workspace_id)
    if changed * 2 <= members:
        return []
    message = f"This would change {changed:,} of {members:,} members. Confirm it if that is meant."
    return [InputError("CONFIRMATION_REQUIRED", message, ("confirmChanges",))]
