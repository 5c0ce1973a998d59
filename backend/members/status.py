"""A member's status as SQL, over a row of `members` named `m`: a question asked, never a stored answer."""

from enum import StrEnum


class MemberStatus(StrEnum):
    """Where a member stands."""

    INVITED = "INVITED"
    ACTIVE = "ACTIVE"
    DEACTIVATED = "DEACTIVATED"


# Deactivation holds from its instant on, whether or not any worker has cleaned up since.
NOT_DEACTIVATED = """
    m.deactivated_at IS NULL AND (m.deactivates_at IS NULL OR m.deactivates_at > (SELECT public.usher_now()))
"""

ACTIVE = f"(m.activated_at IS NOT NULL AND {NOT_DEACTIVATED})"

STATUS = f"""
    (CASE WHEN NOT ({NOT_DEACTIVATED}) THEN 'DEACTIVATED'
          WHEN m.activated_at IS NULL THEN 'INVITED' ELSE 'ACTIVE' END)
"""

# Mail to their address came back, and nobody has cleared that since.
BOUNCED = """EXISTS (SELECT FROM suppressions x
    WHERE x.workspace_id = m.workspace_id AND x.email_key = m.email_key)"""
