"""The rooms' enumerations as the API names them."""

from __future__ import annotations

import strawberry

from backend.core.access import Permission, Role
from backend.groups.models import GroupRole
from backend.invitations.intake.shapes import Outcome
from backend.invitations.models import InvitationState
from backend.mail.models import MailKind, MailState
from backend.members.queries import MemberOrder
from backend.members.status import MemberStatus
from backend.programs.models import ReasonKind
from backend.programs.rules import SessionState

strawberry.enum(Role, description="What a member may do in the workspace, highest first.")
strawberry.enum(Permission, description="One thing that a caller may or may not do.")
strawberry.enum(MemberStatus, description="Where a member stands: invited, active, or without access.")
strawberry.enum(MemberOrder, description="How a list of members is sorted.")
strawberry.enum(GroupRole, description="What a member is in a group.")
strawberry.enum(SessionState, description="Where a session stands; all but CANCELLED follow from its dates.")
strawberry.enum(InvitationState, description="What became of an invitation.")
strawberry.enum(MailState, description="Where a mail stands: SENT is what the mail server accepted.")
strawberry.enum(MailKind, description="Which letter a mail carries.")
strawberry.enum(ReasonKind, name="RegistrationReasonKind", description="Why a member is registered.")
strawberry.enum(Outcome, name="IntakeOutcome", description="What becomes of one row of an intake.")
