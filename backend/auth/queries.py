"""Looking up an invitation by its link: reads only, for only a POST may consume it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.auth.credentials import JUDGED_BY
from backend.auth.rules import LinkFacts, LinkPurpose, LinkState, Viewer, link_state
from backend.core.db import Connection, Row, crossing
from backend.core.tokens import token_hash
from backend.invitations.models import InvitationState
from backend.members.status import ACTIVE, NOT_DEACTIVATED
from backend.workspaces.queries import WorkspaceRow, workspace_of

# The link of a program letter stands for the member's newest invitation: whoever was invited again since
# joins by either letter.
FIND = f"""
    SELECT i.id, i.workspace_id, i.member_id, i.state, i.expires_at, i.invited_by, l.purpose,
        l.retired_at IS NOT NULL AS retired, own.email_key AS mailed_to, m.email_key, m.role, m.language,
        {ACTIVE} AS active, (m.asleep_at IS NOT NULL OR NOT ({NOT_DEACTIVATED})) AS shut_out,
        EXISTS (SELECT FROM invitations again WHERE again.member_id = m.id AND again.id <> i.id
            AND again.state = 'PENDING') AS superseded,
        (SELECT public.usher_now()) AS now, {JUDGED_BY}
    FROM invitation_links l
    JOIN invitations own ON own.id = l.invitation_id
    JOIN LATERAL (
        SELECT * FROM invitations newest
        WHERE newest.member_id = own.member_id AND (newest.id = own.id OR l.purpose = 'PROGRAM')
        ORDER BY newest.created_at DESC, newest.id DESC LIMIT 1
    ) i ON true
    JOIN members m ON m.id = own.member_id
    JOIN workspaces w ON w.id = own.workspace_id
    WHERE l.token_hash = $1
"""

INVITER = "SELECT concat_ws(' ', first_name, last_name) FROM members WHERE id = $1"

PROGRAMS = """
    SELECT p.title, s.name, s.starts_at, s.ends_at, s.time_zone
    FROM registrations r
    JOIN sessions s ON s.id = r.session_id
    JOIN programs p ON p.id = s.program_id
    WHERE r.member_id = $1 AND r.ended_at IS NULL AND s.cancelled_at IS NULL
        AND (s.ends_at IS NULL OR s.ends_at > (SELECT public.usher_now()))
    ORDER BY s.starts_at, s.id LIMIT 20
"""


@dataclass(frozen=True, slots=True)
class InvitedSession:
    """A session that waits for whoever joins; `ends_at` may be open."""

    program: str
    name: str
    starts_at: datetime
    ends_at: datetime | None
    time_zone: str


@dataclass(frozen=True, slots=True)
class InvitationLink:
    """What the holder of a link is shown; nothing but the state where the link is unknown."""

    state: LinkState
    workspace: WorkspaceRow | None = None
    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    language: str | None = None
    invited_by: str | None = None
    expires_at: datetime | None = None
    sessions: tuple[InvitedSession, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link's row, with what it is worth now; the row has the columns of JUDGED_BY."""

    state: LinkState
    row: Row

    @property
    def invitation_id(self) -> UUID:
        """The invitation that it accepts."""
        found: UUID = self.row["id"]
        return found


async def look_up_invitation(token: str, viewer: Viewer | None = None) -> InvitationLink:
    """What became of the invitation behind a link, and whom it invites to what; changes nothing."""
    async with crossing() as sql:
        found = await find_link(sql, token, viewer)
        return await _shown(sql, found) if found else InvitationLink(LinkState.UNKNOWN)


async def find_link(sql: Connection, token: str, viewer: Viewer | None) -> FoundLink | None:
    """The link of this token; None where there is none."""
    row = await sql.fetchrow(FIND, token_hash(token))
    return FoundLink(link_state(_facts(row), row["now"], viewer), row) if row else None


async def _shown(sql: Connection, found: FoundLink) -> InvitationLink:
    row = found.row
    sessions = await sql.fetch(PROGRAMS, row["member_id"]) if found.state is LinkState.PENDING else []
    return InvitationLink(
        found.state,
        await workspace_of(sql, row["workspace_id"]),
        row["email"],
        row["first_name"],
        row["last_name"],
        row["language"],
        await sql.fetchval(INVITER, row["invited_by"]) or None,
        row["expires_at"],
        tuple(InvitedSession(*session.values()) for session in sessions),
    )


def _facts(row: Row) -> LinkFacts:
    return LinkFacts(
        member_id=row["member_id"],
        purpose=LinkPurpose(row["purpose"]),
        retired=row["retired"],
        state=InvitationState(row["state"]),
        expires_at=row["expires_at"],
        active=row["active"],
        shut_out=row["shut_out"],
        superseded=row["superseded"],
        mailed_to=row["mailed_to"],
        email_key=row["email_key"],
    )
