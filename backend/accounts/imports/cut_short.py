"""What an import that was stopped or failed leaves: rows not carried out, mails of what was written."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from uuid import UUID

from backend.accounts.imports.records import ImportRecord, as_json
from backend.core.errors import InputError
from backend.core.languages import letter_language
from backend.core.work import Work
from backend.invitations.intake.forecast import PROGRAM_INVITATION
from backend.invitations.intake.shapes import Forecast, Outcome
from backend.workspaces.queries import workspace_of

NOT_CARRIED_OUT = InputError(
    "NOT_CARRIED_OUT", "The import ended before this row: it was not carried out. Import it again."
)
# What was refused before says why, and goes on to.
LEAVE = """
    UPDATE account_import_rows SET outcome = 'REFUSED', changes = '[]', sealed = NULL,
        errors = jsonb_build_array($4::jsonb || jsonb_build_object('row', position))
    WHERE workspace_id = $1 AND import_id = $2 AND position > $3 AND outcome IS DISTINCT FROM 'REFUSED'
"""
COUNTS = """
    SELECT outcome, count(*) AS number FROM account_import_rows
    WHERE workspace_id = $1 AND import_id = $2 AND position <= $3 GROUP BY outcome
"""
TELL = "UPDATE account_imports SET counts = $3, mails = $4 WHERE workspace_id = $1 AND id = $2"
TELL_BATCH = "UPDATE batches SET counts = $3 WHERE workspace_id = $1 AND id = $2"
MAILS = f"""
    SELECT mail.kind, mail.language, m.language AS spoken, r.session_id, count(*) AS number,
        min(mail.due_at) AS due_at
    FROM mails mail LEFT JOIN members m ON m.workspace_id = mail.workspace_id AND m.id = mail.member_id
    LEFT JOIN registrations r ON mail.kind = '{PROGRAM_INVITATION}'
        AND r.workspace_id = mail.workspace_id AND r.id = mail.subject_id
    WHERE mail.workspace_id = $1 AND mail.batch_id = $2 AND mail.state <> 'CANCELLED'
    GROUP BY mail.kind, mail.language, m.language, r.session_id
"""


async def written_counts(work: Work, record: ImportRecord) -> dict[str, int]:
    """How many of the rows that were written became what."""
    rows = await work.sql.fetch(COUNTS, record.workspace_id, record.id, record.written_to)
    return {outcome.value: 0 for outcome in Outcome} | {row["outcome"]: row["number"] for row in rows}


def with_the_rest(counts: dict[str, int], record: ImportRecord) -> dict[str, int]:
    """The counts of all rows: those that were not carried out are among the refused."""
    refused = Outcome.REFUSED.value
    return counts | {refused: counts[refused] + record.not_carried_out}


async def cut_short(work: Work, record: ImportRecord) -> None:
    """Tell of an import that ended early as it came out; of one that never began there is nothing to tell."""
    if record.batch_id is None:
        return
    scope = (record.workspace_id, record.id)
    await work.sql.execute(LEAVE, *scope, record.written_to, as_json(NOT_CARRIED_OUT))
    counts = await written_counts(work, record)
    told = as_json(with_the_rest(counts, record)), as_json(await _mails(work, record, record.batch_id))
    await work.sql.execute(TELL, *scope, *told)
    await work.sql.execute(TELL_BATCH, record.workspace_id, record.batch_id, as_json(counts))


async def _mails(work: Work, record: ImportRecord, batch_id: UUID) -> list[Forecast]:
    """The mails that the rows which were written have brought, in the order they leave."""
    workspace = await workspace_of(work.sql, record.workspace_id)
    numbers: Counter[tuple[str, UUID | None, str]] = Counter()
    due: dict[tuple[str, UUID | None, str], datetime] = {}
    for row in await work.sql.fetch(MAILS, record.workspace_id, batch_id):
        language = row["language"] or letter_language(row["spoken"], workspace.language)
        key = (row["kind"], row["session_id"], language)
        numbers[key] += row["number"]
        due[key] = min(row["due_at"], due.get(key, row["due_at"]))
    found = [
        Forecast(kind, number, due[kind, session_id, language], session_id, language, now=False)
        for (kind, session_id, language), number in numbers.items()
    ]
    return sorted(found, key=lambda mail: (mail.due_at, mail.kind == PROGRAM_INVITATION, mail.kind))
