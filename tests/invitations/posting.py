"""Where the mails of a test's workspace stand."""

from __future__ import annotations

from tests.house_of import Home


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
