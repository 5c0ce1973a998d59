"""What must hold of registrations, invitations and their mail, as SQL that returns no row where it does.

The last two of GRANTS look at sessions that start within a day of now, so that they cost the same whatever
has gathered over the years.
"""

from __future__ import annotations

from backend.invitations.owed import PROGRAM_MAIL, WHY_NOT
from backend.mail.invariants import Invariant

OPEN = "s.cancelled_at IS NULL AND (s.ends_at IS NULL OR s.ends_at > (SELECT public.usher_now()))"
NEAR = """s.starts_at BETWEEN (SELECT public.usher_now()) - interval '1 day'
        AND (SELECT public.usher_now()) + interval '1 day'"""

GRANTS = (
    Invariant(
        "registered_without_reason",
        f"""SELECT r.id, r.workspace_id FROM registrations r JOIN sessions s ON s.id = r.session_id
        WHERE r.ended_at IS NULL AND {OPEN} AND NOT EXISTS (
            SELECT FROM registration_reasons reason
            WHERE reason.registration_id = r.id AND reason.ended_at IS NULL)""",
    ),
    Invariant(
        "reason_without_registration",
        """SELECT reason.id, reason.workspace_id FROM registration_reasons reason
        JOIN registrations r ON r.id = reason.registration_id
        WHERE reason.ended_at IS NULL AND r.ended_at IS NOT NULL""",
    ),
    Invariant(
        "learner_not_registered",
        f"""SELECT place.id, place.workspace_id FROM sessions s
        JOIN assignments a ON a.ended_at IS NULL AND (a.session_id = s.id OR a.program_id = s.program_id)
        JOIN groups ON groups.id = a.group_id AND groups.archived_at IS NULL
        JOIN memberships place ON place.group_id = a.group_id AND place.role = 'LEARNER'
        LEFT JOIN registrations r
            ON r.session_id = s.id AND r.member_id = place.member_id AND r.ended_at IS NULL
        WHERE {OPEN} AND {NEAR} AND r.id IS NULL""",
    ),
    Invariant(
        "invitation_not_owed",  # someone is registered, may be written to, and nothing is on its way
        f"""SELECT r.id, r.workspace_id FROM registrations r JOIN sessions s ON s.id = r.session_id
        JOIN members m ON m.id = r.member_id
        LEFT JOIN mails mail ON {PROGRAM_MAIL} AND mail.state <> 'CANCELLED'
        WHERE r.ended_at IS NULL AND {OPEN} AND {NEAR} AND mail.id IS NULL AND {WHY_NOT} IS NULL""",
    ),
)

# What access and invitations that have ended leave behind, once their jobs had a quarter of an hour.
ENDED = (
    Invariant(
        "end_of_access_not_recorded",
        """SELECT id, workspace_id FROM members WHERE deactivated_at IS NULL
        AND deactivates_at < (SELECT public.usher_now()) - interval '15 minutes'""",
    ),
    Invariant(
        "invitation_ran_out_unmarked",
        """SELECT id, workspace_id FROM invitations WHERE state = 'PENDING'
        AND expires_at < (SELECT public.usher_now()) - interval '15 minutes'""",
    ),
    Invariant(
        "invitation_of_someone_shut_out",
        """SELECT i.id, i.workspace_id FROM invitations i JOIN members m ON m.id = i.member_id
        WHERE i.state = 'PENDING' AND m.deactivated_at IS NOT NULL""",
    ),
    Invariant(
        "mail_to_someone_shut_out",
        """SELECT mail.id, mail.workspace_id FROM mails mail JOIN members m ON m.id = mail.member_id
        WHERE mail.state = 'SCHEDULED' AND m.deactivated_at IS NOT NULL""",
    ),
)
