"""Recording what is reported of mails that had left, and the door it comes in by: SMTP or LMTP."""

from __future__ import annotations

import asyncio
import logging
from uuid import UUID

from aiosmtpd.smtp import SMTP, Envelope, Session

from backend.core.addresses import normalise
from backend.core.db import Connection, Row, crossing
from backend.core.ids import new_id
from backend.mail.models import MailState
from backend.mail.reports import Report, read_report
from backend.mail.statements import SUPPRESS
from backend.mail.verp import read_return_path

log = logging.getLogger(__name__)

OK = "250 2.0.0 Thank you"
UNKNOWN = "550 5.1.1 No mail of ours bears this return path"
ONE_EACH = "452 4.5.3 One recipient at a time"
LATER = "451 4.3.0 Not now, try again"

# A mail stands for those that left with it. No state goes backwards: what was delivered may yet bounce.
RECORD = """
    UPDATE mails SET state = coalesce($2, state), reason = $3, smtp_reply = coalesce($4, smtp_reply)
    WHERE (id = $1 OR bundled_into = $1) AND state = ANY($5)
    RETURNING id, workspace_id, sent_to
"""
ON_ITS_WAY = "SELECT FROM mails WHERE id = $1 AND data_at IS NOT NULL AND sent_at IS NULL"
BEFORE = {
    None: ["SENT"],
    MailState.DELIVERED: ["SENT"],
    MailState.FAILED: ["SENT", "DELIVERED"],
    MailState.BOUNCED: ["SENT", "DELIVERED"],
}


class TooSoon(Exception):
    """The report has overtaken the record that its mail was sent."""


async def record_report(mail_id: UUID, report: Report) -> bool:
    """Write what became of a mail; an address that bounced gets nothing more.

    False where it says nothing new; raises TooSoon.
    """
    state = report.state.value if report.state else None
    text = None if report.state is MailState.DELIVERED else report.text
    async with crossing() as connection:
        told = (state, report.reason, text, BEFORE[report.state])
        rows = await connection.fetch(RECORD, mail_id, *told)
        if not rows and await connection.fetchrow(ON_ITS_WAY, mail_id) is not None:
            raise TooSoon
        if rows and report.state is MailState.BOUNCED:
            await _suppress(connection, rows[0], report.text)
    return bool(rows)


async def _suppress(connection: Connection, mail: Row, why: str) -> None:
    key = normalise(mail["sent_to"] or "")
    if key:
        columns = ([new_id()], [mail["workspace_id"]], [key], [why], [mail["id"]])
        await connection.execute(SUPPRESS, *columns)


class Reports:
    """aiosmtpd's handler: takes mail at return paths that we made ourselves, and nothing else."""

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Whether this address is one of ours."""
        if envelope.rcpt_tos:
            return ONE_EACH
        if read_return_path(address) is None:
            return UNKNOWN
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Record the report; what is none is taken and forgotten."""
        mail_id = read_return_path(envelope.rcpt_tos[0])
        if mail_id is None:
            return UNKNOWN
        try:
            report = await asyncio.to_thread(read_report, bytes(envelope.original_content or b""))
            if report and await record_report(mail_id, report):
                log.info("mail %s: %s", mail_id, report.state or report.reason)
        except TooSoon:
            return LATER
        except Exception:
            log.exception("a report on mail %s could not be recorded", mail_id)
            return LATER
        return OK
