"""A letter of the workspace, mailed to the admin who asks to see it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from backend.audit.actions import record
from backend.core.access import Actor, Permission, needs
from backend.core.db import Connection, Row
from backend.core.errors import InputError, InvalidInput
from backend.core.ids import Kind, new_id
from backend.core.limits import limit, spend
from backend.core.work import unit_of_work
from backend.mail.actions import Due, MailDraft, owe
from backend.mail.letters import Handler, Loaded, NotOwed
from backend.mail.models import MailKind
from backend.mail.samples import sample_letter
from backend.members.letters import COLUMNS, letter_to
from backend.members.status import ACTIVE, BOUNCED
from backend.workspaces.letters import refuse_unknown

KIND = MailKind.LETTER_TEST.value
MOST, PER = 20, timedelta(hours=1)
ADDRESS = "SELECT email_key FROM members WHERE workspace_id = $1 AND id = $2"
LETTERS = f"""
    SELECT {COLUMNS}, split_part(mail.dedupe_key, ':', 2) AS letter, mail.created_at, CASE
        WHEN NOT {ACTIVE} THEN 'NOT_ACTIVE'
        WHEN m.email_key IS NULL THEN 'NO_ADDRESS'
        WHEN {BOUNCED} THEN 'ADDRESS_BOUNCED'
        END AS why_not
    FROM mails mail
    JOIN members m ON m.id = mail.subject_id
    JOIN workspaces w ON w.id = m.workspace_id
    WHERE mail.id = ANY($1)
"""


@needs(Permission.MANAGE_WORKSPACE)
async def send_test_letter(actor: Actor, letter: MailKind, language: str) -> UUID:
    """Mail oneself the letter as it stands, with sample facts; answers the mail's id.

    Raises InvalidInput, and RateLimited beyond 20 in an hour.
    """
    refuse_unknown(letter, language)
    who, key = actor.member_id, f"{KIND}:{letter.value}:{new_id()}"
    await spend(limit("letter-test", str(who), MOST, PER))
    async with unit_of_work(actor) as work:
        if not await work.sql.fetchval(ADDRESS, actor.workspace_id, who):
            raise InvalidInput(InputError("NO_ADDRESS", "You have no e-mail address to mail it to."))
        draft = MailDraft(KIND, key, who, who, Due.now(work.now), language=language)
        owed = await owe(work, actor.workspace_id, [draft])
        subject = Kind.WORKSPACE, actor.workspace_id
        await record(work, actor, "letter.tested", subject, letter=letter.value, language=language)
    return owed.ids[key]


async def load_tests(connection: Connection, mail_ids: Sequence[UUID]) -> dict[UUID, Loaded]:
    """The letters of these mails, or why they are owed no longer."""
    rows = await connection.fetch(LETTERS, list(mail_ids))
    return {row["mail_id"]: _letter(row) for row in rows}


def _letter(row: Row) -> Loaded:
    if row["why_not"]:
        return NotOwed(row["why_not"])
    whose = letter_to(row, row["letter"], {})
    return sample_letter(
        MailKind(row["letter"]),
        whose.language,
        whose.brand,
        row["created_at"],
        name=whose.name,
        address=whose.address,
        email_key=whose.email_key,
    )


LETTER_TESTS = Handler(KIND, load_tests)
