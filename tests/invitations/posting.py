"""The mail of a test's workspace as the worker would have left it, and what is owed in it."""

from __future__ import annotations

from tests.house_of import Home

# What is due leaves in two rounds: what waits for an invitation goes once that was accepted.
LEAVE = """
    UPDATE mails SET state = 'SENT', data_at = clock_timestamp(), sent_at = usher_now(),
        sent_to = (SELECT email FROM members WHERE members.id = mails.member_id)
    WHERE state = 'SCHEDULED' AND waits_for IS NULL AND next_at <= usher_now()
"""
FREE = """
    UPDATE mails SET waits_for = NULL FROM mails awaited
    WHERE awaited.id = mails.waits_for AND awaited.state = 'SENT'
"""


async def deliver(home: Home) -> None:
    """Everything that is due has left."""
    for statement in (LEAVE, FREE, LEAVE):
        await home.sql.execute(statement)


async def owed(home: Home, kind: str = "program_invitation") -> dict[str, str]:
    """Where each person's mails of this kind stand, by address; several joined in order of their making."""
    rows = await home.sql.fetch(
        """SELECT members.email, string_agg(
            CASE WHEN mails.state = 'CANCELLED' THEN mails.reason ELSE mails.state END, ' ' ORDER BY mails.id
        ) AS states FROM mails JOIN members ON members.id = mails.member_id WHERE kind = $1
        GROUP BY 1 ORDER BY 1""",
        kind,
    )
    return {row["email"]: row["states"] for row in rows}
