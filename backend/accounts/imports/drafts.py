"""Taking a draft in hand: only one change of it at a time, and none once it runs."""

from __future__ import annotations

from uuid import UUID

from backend.accounts.imports.jobs import LEASE, Job
from backend.accounts.imports.records import COLUMNS, ImportRecord, ImportState, read_import
from backend.core.access import Actor
from backend.core.errors import InputError, InvalidInput, NotFound
from backend.core.ids import new_id
from backend.core.work import Work

LOCK = f"SELECT {COLUMNS} FROM account_imports WHERE workspace_id = $1 AND id = $2 FOR UPDATE"
TAKE = """
    UPDATE account_imports SET lease_token = $3, lease_until = clock_timestamp() + $4::interval,
        state = CASE WHEN $5 THEN 'PLANNING' ELSE state END, runs = false, errors = '[]', tries = 0
    WHERE workspace_id = $1 AND id = $2
"""


async def lock_import(work: Work, actor: Actor, import_id: UUID) -> ImportRecord:
    """An import of the caller's workspace, locked to the end of the transaction; raises NotFound."""
    row = await work.sql.fetchrow(LOCK, actor.workspace_id, import_id)
    if row is None:
        raise NotFound
    return read_import(row)


async def lock_draft(work: Work, actor: Actor, import_id: UUID, *, replan: bool) -> tuple[Job, ImportRecord]:
    """A draft and the hold on it; raises NotFound, or InvalidInput where it is none.

    With `replan` it is planned anew next, by whoever has the hold or after them by a worker.
    """
    draft = await lock_import(work, actor, import_id)
    if draft.state is not ImportState.DRAFT:
        raise _no_draft(f"This import is no draft: it is {draft.state.value}.")
    job = Job(import_id, actor, new_id())
    await work.sql.execute(TAKE, actor.workspace_id, import_id, job.token, LEASE, replan)
    return job, draft


def taken_over() -> InvalidInput:
    """The refusal where somebody else took a draft in hand meanwhile, to run, mend or cancel it."""
    return _no_draft("Somebody else is running, mending or cancelling this import at this moment.")


def _no_draft(message: str) -> InvalidInput:
    return InvalidInput(InputError("NOT_A_DRAFT", message, ("id",)))
