"""The end of an import: counts as they came out, the audit's event, and what may be forgotten."""

from __future__ import annotations

from dataclasses import replace

from backend.accounts.imports.cut_short import cut_short, with_the_rest, written_counts
from backend.accounts.imports.jobs import Job
from backend.accounts.imports.records import ImportRecord, ImportState, as_json
from backend.core.access import Actor
from backend.core.db import crossing
from backend.core.errors import InputError
from backend.core.work import ChangeKind, Work, unit_of_work
from backend.invitations.intake.commit import record_intake
from backend.invitations.quota import give_back

DONE = """
    UPDATE account_imports SET state = $2, counts = $3, finished_at = coalesce(finished_at, $4)
    WHERE id = $1
"""
BATCH = "UPDATE batches SET counts = $2 WHERE id = $1"
FAILED = """
    UPDATE account_imports SET state = 'FAILED', errors = $2, finished_at = $3, lease_token = NULL
    WHERE id = $1
"""
ENDED = "state NOT IN ('PLANNING', 'RUNNING') AND hashed >= passwords"
OLD_DRAFTS = f"""
    DELETE FROM account_imports WHERE batch_id IS NULL AND {ENDED}
        AND created_at < (SELECT public.usher_now()) - interval '24 hours'
"""
OLD_REPORTS = f"""
    DELETE FROM account_imports
    WHERE {ENDED} AND created_at < (SELECT public.usher_now()) - interval '30 days'
"""
OLD_SECRETS = """
    UPDATE account_import_rows r SET sealed = NULL FROM account_imports i
    WHERE i.id = r.import_id AND r.sealed IS NOT NULL AND i.hashed >= i.passwords
        AND i.finished_at < (SELECT public.usher_now()) - interval '24 hours'
"""
OLD_SHEETS = """
    UPDATE account_imports SET on_paper = 0 WHERE on_paper > 0 AND hashed >= passwords
        AND finished_at < (SELECT public.usher_now()) - interval '24 hours'
"""
# A letter that was withdrawn, came back or failed leaves no password behind either.
UNMAILED = """
    UPDATE credentials c SET sealed = NULL WHERE sealed IS NOT NULL AND hash IS NOT NULL AND NOT EXISTS (
        SELECT FROM mails WHERE mails.subject_id = c.member_id AND mails.kind = 'account_password'
            AND mails.state IN ('SCHEDULED', 'QUEUED', 'SENDING')
    )
"""
MESSAGES = {
    "GAVE_UP": "Something went wrong on our side, again and again. What was written stands.",
    "CREATOR_GONE": "Whoever started this import has no access any longer. What was written stands.",
    "CREATOR_LOWERED": "Whoever started this import may no longer do this. What was written stands.",
}


async def finish_if_done(work: Work, actor: Actor, record: ImportRecord) -> None:
    """Close an import whose rows are written and whose passwords are known as hashes."""
    at_work = record.state is ImportState.RUNNING and record.written < record.total
    if at_work or record.hashed < record.passwords or record.batch_id is None:
        return
    counts = await written_counts(work, record)
    await give_back(work, record.workspace_id, record.id, record.reached)
    state = ImportState.DONE if record.state is ImportState.RUNNING else record.state
    await work.sql.execute(DONE, record.id, state.value, as_json(with_the_rest(counts, record)), work.now)
    await work.sql.execute(BATCH, record.batch_id, as_json(counts))
    await record_intake(work, actor, record.form.request(), record.batch_id, counts)


async def fail(job: Job, *errors: InputError) -> None:
    """Give an import up, and say why; what was written stands."""
    async with unit_of_work(job.actor) as work:
        record = await job.hold(work)
        await give_back(work, record.workspace_id, job.id, record.reached)
        await work.sql.execute(FAILED, job.id, as_json(errors), work.now)
        await cut_short(work, replace(record, state=ImportState.FAILED))
        work.changed(ChangeKind.IMPORT, job.id)


def failure(code: str) -> InputError:
    """Why an import was given up."""
    return InputError(code, MESSAGES[code])


async def erase_imports() -> int:
    """Erase drafts after a day, reports after a month, and passwords that nobody fetched or was sent."""
    async with crossing() as sql:
        statements = (OLD_DRAFTS, OLD_REPORTS, OLD_SECRETS, OLD_SHEETS, UNMAILED)
        done = [await sql.execute(statement) for statement in statements]
    return sum(int(one.rpartition(" ")[2]) for one in done)
