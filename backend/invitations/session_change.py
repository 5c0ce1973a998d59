"""The account of a change to a session: whom it touches, and which mails are owed from then on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from backend.core.db import Row
from backend.core.errors import InputError
from backend.core.languages import letter_language
from backend.core.work import Work
from backend.invitations.intake.shapes import Forecast
from backend.invitations.owed import OUT, PROGRAM_MAIL, THEIR_MEMBER
from backend.invitations.settle import Settled
from backend.mail.actions import CancelResult
from backend.programs.queries import SessionRow
from backend.workspaces.queries import WorkspaceRow

PEOPLE = f"""
    SELECT count(*) AS people, count(*) FILTER (WHERE {OUT}) AS already_out,
        count(*) FILTER (WHERE s.cancelled_at IS NULL AND m.deactivated_at IS NULL
            AND m.deactivates_at > (SELECT public.usher_now()) AND m.deactivates_at <= s.starts_at
        ) AS without_access
    FROM registrations r JOIN sessions s ON s.id = r.session_id {THEIR_MEMBER}
    LEFT JOIN LATERAL (SELECT * FROM mails mail WHERE {PROGRAM_MAIL} OFFSET 0) AS mail ON true
    WHERE r.workspace_id = $1 AND r.session_id = $2 AND r.ended_at IS NULL
"""
OWED = f"""
    SELECT mail.kind, mail.due_at, mail.language, m.language AS member_language, count(*) AS number
    FROM registrations r {THEIR_MEMBER}
    CROSS JOIN LATERAL (SELECT * FROM mails WHERE subject_id = r.id OFFSET 0) AS mail
    WHERE r.workspace_id = $1 AND r.session_id = $2 AND mail.state IN ('SCHEDULED', 'QUEUED')
        AND mail.kind IN ('program_invitation', 'session_moved', 'session_cancelled')
    GROUP BY 1, 2, 3, 4
"""


@dataclass(frozen=True, slots=True)
class SessionChanged:
    """What a change to a session did, or would do; all but `people` and `already_out` count mails.

    `people` are registered, `already_out` of them had their program invitation before. `mails` are
    those owed for the session from now on, in the order they leave.
    """

    session: SessionRow
    people: int
    already_out: int
    moved: int
    owed: int
    withdrawn: int
    news: int
    mails: tuple[Forecast, ...]
    warnings: tuple[InputError, ...]


async def account(
    work: Work, workspace: WorkspaceRow, session: SessionRow, settled: Settled, stale: CancelResult
) -> SessionChanged:
    """The account of a change that was settled, within its transaction; `stale` is older news taken back."""
    people = await work.sql.fetchrow(PEOPLE, workspace.id, session.id)
    rows = await work.sql.fetch(OWED, workspace.id, session.id)
    told = settled.news
    return SessionChanged(
        session=session,
        people=people["people"] if people else 0,
        already_out=people["already_out"] if people else 0,
        moved=len(settled.owed.moved),
        owed=len(settled.owed.created) + len(settled.owed.revived),
        withdrawn=settled.withdrawn.cancelled + stale.cancelled,
        news=len(told.created) + len(told.revived),
        mails=_forecasts(rows, session, workspace, work.now),
        warnings=_warnings(people["without_access"] if people else 0),
    )


def _forecasts(
    rows: Sequence[Row], session: SessionRow, workspace: WorkspaceRow, now: datetime
) -> tuple[Forecast, ...]:
    counted: Counter[tuple[datetime, str, str]] = Counter()
    for row in rows:
        language = letter_language(row["language"], row["member_language"], workspace.language)
        counted[row["due_at"], row["kind"], language] += row["number"]
    return tuple(
        Forecast(kind, number, due_at, session.id, language, now=due_at <= now)
        for (due_at, kind, language), number in sorted(counted.items())
    )


def _warnings(without_access: int) -> tuple[InputError, ...]:
    if not without_access:
        return ()
    message = f"{without_access} of its people lose access before it starts; they get no invitation to it."
    return (InputError("ACCESS_ENDS_BEFORE_START", message, ("startsAt",)),)
