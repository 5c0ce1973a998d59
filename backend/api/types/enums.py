"""The rooms' enumerations as the API names and explains them; a value without a sentence stops the start."""

from __future__ import annotations

from enum import Enum
from typing import Any

import strawberry

from backend.accounts.imports.records import ImportState
from backend.auth.rules import LinkState
from backend.core.access import Door, Permission, Role
from backend.core.work import ChangeKind
from backend.exports.statistics import Period
from backend.groups.models import GroupRole
from backend.groups.upsert_group import UpsertOutcome
from backend.invitations.intake.people import Delivery
from backend.invitations.intake.shapes import ExistingMembers, Outcome
from backend.invitations.models import InvitationState
from backend.invitations.why import WhyKind
from backend.mail.models import MailKind, MailState
from backend.members.queries import MemberOrder
from backend.members.status import MemberStatus
from backend.programs.models import ReasonKind
from backend.programs.rules import SessionState


def explain(kind: type[Enum], description: str, *, name: str | None = None, **values: str) -> None:
    """Show an enumeration under this name, with a sentence for itself and for each value."""
    shown: Any = strawberry.enum(kind, name=name, description=description)
    for value in shown.__strawberry_definition__.values:
        value.description = values.pop(value.name)
    if values:
        raise ValueError(f"{kind.__name__} has no {', '.join(values)}")


explain(
    Role,
    "What a member may do in the workspace, highest first.",
    OWNER="Everything; the last one can't be lowered or shut out.",
    ADMIN="Everything but what concerns owners.",
    TRAINER="Makes programs, and runs the sessions of their own.",
    TRAINEE="Sees what they are registered in, and their own profile.",
)
explain(
    MemberStatus,
    "Where a member stands.",
    INVITED="Has an invitation and has not joined.",
    ACTIVE="Can sign in.",
    DEACTIVATED="Without access; nothing of theirs is deleted.",
)
explain(
    MemberOrder,
    "How a list of members is sorted.",
    NAME="By last name, then first name; by address where no name is known.",
    NAME_DESC="The same from the end.",
    EMAIL="By address; who has none comes first.",
    EMAIL_DESC="The same from the end.",
    ROLE="The highest role first.",
    ROLE_DESC="The lowest role first.",
    STATUS="Those invited, then those active, then those deactivated.",
    STATUS_DESC="The same from the end.",
    DEACTIVATION="Whose access ends first; who has no date comes last.",
    DEACTIVATION_DESC="The same from the end.",
    NEWEST="Who came last first.",
    OLDEST="Who came first first.",
)
explain(
    GroupRole,
    "What a member is in a group.",
    LEARNER="Is registered in the group's sessions.",
    COACH="Sees the group, and is registered nowhere by it.",
    MANAGER="Also invites into it.",
)
explain(
    SessionState,
    "Where a session stands; all but CANCELLED follow from its dates.",
    UPCOMING="Has not started.",
    ONGOING="Has started and not ended.",
    ENDED="Is over.",
    CANCELLED="Was called off.",
)
explain(
    ReasonKind,
    "Why a member is registered.",
    name="RegistrationReasonKind",
    DIRECT="Added by themselves.",
    GROUP="Through a group that stands in the session.",
)
explain(
    InvitationState,
    "What became of an invitation.",
    PENDING="It can be accepted.",
    ACCEPTED="They joined.",
    EXPIRED="It ran out.",
    REVOKED="It was taken back.",
)
explain(
    LinkState,
    "What became of the invitation behind a link; only a PENDING one can be accepted.",
    name="InvitationLinkState",
    PENDING="It can be accepted.",
    ACCEPTED="It was used, or its member came in by another door.",
    EXPIRED="It ran out.",
    REVOKED="It was taken back, or access has ended.",
    REPLACED="A newer link was sent, or the address changed.",
    UNKNOWN="There is no such link.",
    WRONG_ACCOUNT="Somebody else is signed in here.",
)
explain(
    Permission,
    "One thing that a caller may or may not do; what is marked own reaches only as far as that.",
    SEE_WORKSPACE="See the workspace's settings.",
    MANAGE_WORKSPACE="Change the workspace's settings and letters.",
    SEE_MEMBERS="See members; own: oneself and the people of groups one leads.",
    INVITE="Invite people to the workspace.",
    MANAGE_MEMBERS="Change, import, deactivate and reactivate members.",
    SEE_GROUPS="See groups; own: those one belongs to.",
    CREATE_GROUPS="Make groups.",
    MANAGE_GROUP="Change a group and its members; own: groups one manages.",
    SEE_PROGRAMS="See programs and sessions; own: those one is registered in.",
    MANAGE_PROGRAMS="Make and change programs and sessions; own: a trainer's programs.",
    REGISTER="Register people and groups in sessions; own: a trainer's programs.",
    SEE_INVITATIONS="See invitations and their mail; own: people of groups one leads.",
    MANAGE_INVITATIONS="Resend, revoke, extend and edit invitations; own: as its action says.",
    SEE_BATCHES="See and undo intakes; own: one's own.",
    SEE_STATISTICS="See numbers; own: groups one leads.",
    EXPORT="Download lists; own: people and groups one leads.",
    SEE_AUDIT="Read the audit.",
    MANAGE_KEYS="Make and revoke API keys and webhooks.",
    PROVISION="Keep members and groups by SCIM, as a directory does.",
    OWN_PROFILE="Change one's own name, language and password.",
)
explain(
    WhyKind,
    "What kind of fact a reason tells.",
    INVITATION="An invitation to the workspace.",
    GROUP="A place in a group.",
    SESSION="A place in a session, directly or through a group.",
    MAIL="A mail, owed or sent.",
    ROW="A row of an intake that named them.",
)
explain(
    ChangeKind,
    "What kind of thing has changed.",
    ANYTHING="Anything may have: the connection was lost for a moment.",
    WORKSPACE="The workspace's settings.",
    MEMBER="A member.",
    GROUP="A group, or who belongs to it.",
    PROGRAM="A program.",
    SESSION="A session, or who is registered in it.",
    INVITATION="An invitation.",
    MAIL="What became of mails.",
    IMPORT="An import.",
    WEBHOOK="A webhook, or what became of what it is told.",
)
explain(
    Period,
    "How long each point of a series lasts.",
    DAY="A day of the workspace's zone.",
    WEEK="A week that starts on Monday.",
    MONTH="A calendar month.",
)
explain(
    Door,
    "How a caller came in.",
    APP="The app, by its cookie.",
    TOKEN="A phone or script, by a bearer token.",  # noqa: S106 - the name of a door
    API_KEY="A partner's system, by an API key.",
    SYSTEM="Usher itself, by the clock.",
)
explain(
    MailKind,
    "Which letter a mail carries.",
    WORKSPACE_INVITATION="The invitation to the workspace.",
    PROGRAM_INVITATION="The invitation to a session of a program.",
    SESSION_MOVED="The new dates of a session, for those whose invitation had left.",
    SESSION_CANCELLED="That a session does not take place, for those whose invitation had left.",
    INVITATION_REMINDER="The reminder of an invitation that waits to be accepted.",
    DEACTIVATION_WARNING="The warning, seven days ahead, that access ends.",
    EMAIL_CHANGE_CONFIRM="The link that confirms a new address.",
    PASSWORD_RESET="The link to choose a new password.",  # noqa: S106 - the name of a letter
    ACCOUNT_LINK="The link to choose the first password of an account.",
    ACCOUNT_PASSWORD="The username and the first password of an account.",  # noqa: S106 - the name of a letter
    LETTER_TEST="Any of the others, mailed to the admin who asks to see it.",
)
explain(
    MailState,
    "Where a mail stands.",
    SCHEDULED="Owed, and waits for its time.",
    QUEUED="Leaves in a moment.",
    SENDING="Is being handed to the mail server.",
    SENT="Accepted by the mail server.",
    DELIVERED="Reported as delivered.",
    BOUNCED="Came back; its address is not written to again until someone clears it.",
    FAILED="Could not be written or handed over; `reason` says why.",
    CANCELLED="Withdrawn before it left; `reason` says why.",
)
explain(
    Outcome,
    "What becomes of one row of an intake.",
    name="IntakeOutcome",
    INVITE="A new invitation goes out.",
    CREATE="An account is made.",
    UPDATE="Fields of a member change.",
    ADD_GRANTS="An active member gets groups or sessions.",
    MERGE_INTO_INVITATION="An open invitation takes it in.",
    REACTIVATE="A deactivated member comes back.",
    UNCHANGED="There is nothing to do.",
    DUPLICATE="It repeats an earlier row and was merged into it.",
    IGNORED="It was left out as asked.",
    REFUSED="It can't be taken; its errors say why.",
)
explain(
    UpsertOutcome,
    "What an upsert came to.",
    CREATED="There was none; it is new.",
    UPDATED="It was there and has changed.",
    UNCHANGED="It was there, and just so.",
)
explain(
    ExistingMembers,
    "What an import does with rows of people who are members already.",
    IGNORE="Leaves them alone.",
    INITIALIZE_UNSET="Fills fields that were never set.",
    OVERWRITE="Writes over what members don't edit themselves.",
)
explain(
    Delivery,
    "How someone comes by the credentials of a new account.",
    name="CredentialDelivery",
    PASSWORD="A mail with username and password, which is changed at the first sign-in.",  # noqa: S106
    LINK="A mail with a link to choose a password.",
    NONE="Nothing is mailed.",
)
explain(
    ImportState,
    "Where an import stands.",
    PLANNING="It is being read and planned.",
    DRAFT="It can be looked at, mended and committed.",
    RUNNING="Its rows are being written, then its passwords hashed.",
    DONE="It is through; its rows tell what they became.",
    CANCELLED="It was stopped; what was written stands.",
    FAILED="It could not be read or finished; its errors say why.",
)
