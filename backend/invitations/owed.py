"""Whether the mails of a registration are owed: asked when they are written, and again before they leave."""

from backend.members.status import BOUNCED, NOT_DEACTIVATED

# All over registrations r, sessions s, members m: why nothing is owed, or NULL where it is.
REFUSED = f"""WHEN m.email_key IS NULL THEN 'NO_ADDRESS'
    WHEN NOT ({NOT_DEACTIVATED}) THEN 'DEACTIVATED'
    WHEN m.asleep_at IS NOT NULL THEN 'INVITATION_REVOKED'
    WHEN {BOUNCED} THEN 'ADDRESS_BOUNCED'"""

# The program invitation.
WHY_NOT = f"""CASE
    WHEN r.ended_at IS NOT NULL THEN 'LEFT_SESSION'
    WHEN s.cancelled_at IS NOT NULL THEN 'SESSION_CANCELLED'
    WHEN s.ends_at <= (SELECT public.usher_now()) THEN 'SESSION_ENDED'
    {REFUSED}
    WHEN m.deactivates_at <= s.starts_at THEN 'ACCESS_ENDS_BEFORE_START'
    END"""

# The news that its dates are others now, or that it was called off.
NO_NEWS = f"""CASE
    WHEN r.ended_at IS NOT NULL THEN 'LEFT_SESSION'
    WHEN s.ends_at <= (SELECT public.usher_now()) THEN 'SESSION_ENDED'
    {REFUSED}
    END"""

# Over a registration r and its mail: found by its subject, since the wall between workspaces lets no index
# be used for a key that has to be put together first.
PROGRAM_MAIL = "mail.subject_id = r.id AND mail.kind = 'program_invitation'"

# Over a registration r: its member m, looked up by themselves.
THEIR_MEMBER = "CROSS JOIN LATERAL (SELECT * FROM members WHERE id = r.member_id OFFSET 0) AS m"

# Over a mail: it has left, or may have.
OUT = """(mail.state IN ('SENDING', 'SENT', 'DELIVERED')
    OR mail.data_at IS NOT NULL AND mail.state IN ('SCHEDULED', 'QUEUED'))"""

# Over registrations r and sessions s: the dedupe key of the news that is owed, if any.
NEWS_KEY = """(CASE WHEN s.cancelled_at IS NOT NULL THEN 'session_cancelled:' || r.id
    ELSE 'session_moved:' || r.id || ':' || s.version END)"""

# The mails that invite to the workspace: of no more use once someone has joined, or may no longer.
INVITATION_MAILS = ("workspace_invitation", "invitation_reminder")


def program_mail_key(registration_id: object) -> str:
    """The dedupe key of a registration's program invitation: once per member and session, ever."""
    return f"program_invitation:{registration_id}"


def workspace_mail_key(invitation_id: object, version: int) -> str:
    """The dedupe key of an invitation's mail; each resend is a version of its own."""
    return f"workspace_invitation:{invitation_id}:{version}"
