"""Warning those who have joined, seven days ahead, that their access ends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from backend.core import settings
from backend.core.db import Connection, Row
from backend.core.work import Work
from backend.invitations.calendar import until_day, warning_due
from backend.mail.actions import MailDraft, cancel, owe
from backend.mail.letters import Handler, Loaded, NotOwed, NotYet
from backend.mail.models import MailKind
from backend.members.letters import COLUMNS, letter_to
from backend.members.status import BOUNCED, NOT_DEACTIVATED
from backend.workspaces.queries import WorkspaceRow

KIND = MailKind.DEACTIVATION_WARNING.value
LEAVING = """
    SELECT m.id, m.deactivates_on, m.deactivates_at, m.deactivation_set_at FROM members m
    WHERE m.workspace_id = $1 AND m.id = ANY($2::uuid[]) AND m.deactivates_at > $3
        AND m.deactivated_at IS NULL AND m.email_key IS NOT NULL
"""
OPEN = """
    SELECT dedupe_key, due_at FROM mails
    WHERE workspace_id = $1 AND member_id = ANY($2::uuid[]) AND kind = $3
        AND state IN ('SCHEDULED', 'QUEUED')
"""
LETTERS = f"""
    SELECT {COLUMNS}, m.deactivates_on, public.usher_now() AS now, CASE
        WHEN NOT w.send_warnings THEN 'WARNINGS_OFF'
        WHEN NOT ({NOT_DEACTIVATED}) THEN 'DEACTIVATED'
        WHEN mail.dedupe_key IS DISTINCT FROM mail.kind || ':' || m.id || ':' || m.deactivates_on
            THEN 'DATE_CHANGED'
        WHEN m.joined_at IS NULL THEN 'NOT_JOINED'
        WHEN m.email_key IS NULL THEN 'NO_ADDRESS'
        WHEN {BOUNCED} THEN 'ADDRESS_BOUNCED'
        END AS why_not
    FROM mails mail
    JOIN members m ON m.id = mail.subject_id
    JOIN workspaces w ON w.id = m.workspace_id
    WHERE mail.id = ANY($1)
"""


async def settle_warnings(work: Work, workspace: WorkspaceRow, member_ids: Sequence[UUID]) -> None:
    """Bring the warnings owed to these members in line with their dates; twice changes nothing."""
    rows = await work.sql.fetch(LEAVING, workspace.id, list(member_ids), work.now)
    standing = {
        row["dedupe_key"]: row["due_at"]
        for row in await work.sql.fetch(OPEN, workspace.id, list(member_ids), KIND)
    }
    wanted = {
        draft.dedupe_key: draft
        for row in rows
        if workspace.send_warnings and (draft := _draft(row, workspace, work))
    }
    missing = [
        draft
        for key, draft in wanted.items()
        if key not in standing or max(standing[key], work.now) != draft.due.at
    ]
    await owe(work, workspace.id, missing)
    if stale := [key for key in standing if key not in wanted]:
        await cancel(work, stale, "DATE_CHANGED" if workspace.send_warnings else "WARNINGS_OFF")


async def load_warnings(connection: Connection, mail_ids: Sequence[UUID]) -> dict[UUID, Loaded]:
    """The letters of these mails, or why they are not owed, or not at this hour."""
    rows = await connection.fetch(LETTERS, list(mail_ids))
    return {row["mail_id"]: _letter(row) for row in rows}


def _draft(row: Row, workspace: WorkspaceRow, work: Work) -> MailDraft | None:
    due = warning_due(
        row["deactivates_on"],
        row["deactivates_at"],
        row["deactivation_set_at"],
        workspace.time_zone,
        work.now,
    )
    key = f"{KIND}:{row['id']}:{row['deactivates_on']}"
    return MailDraft(KIND, key, row["id"], row["id"], due) if due else None


def _letter(row: Row) -> Loaded:
    if row["why_not"]:
        return NotOwed(row["why_not"])
    if wait := until_day(row["now"], row["time_zone"]):
        return NotYet(wait)
    last_day = row["deactivates_on"] - timedelta(days=1)
    slots = {"last_day": last_day, "link": f"{settings.current().public_url}/my"}
    return letter_to(row, KIND, slots)


DEACTIVATION_WARNINGS = Handler(KIND, load_warnings)
