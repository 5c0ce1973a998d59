"""People, groups, programs, sessions, registrations and invitations, each leading to others."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated, Any

import strawberry
from strawberry import ID, Private, argument, field

from backend.api.arguments import After, First
from backend.api.context import Info
from backend.api.types.connections import Connection, connection
from backend.api.types.linked import linked, listed
from backend.api.types.mail import Mail, Reachable, mail_type
from backend.api.types.managed import ManagedGroup, ManagedProgram, ManagedSession
from backend.api.types.node import Node, Presenter, one
from backend.core.access import Role
from backend.core.ids import Kind, encode
from backend.core.paging import PageRequest
from backend.groups.models import GroupRole
from backend.groups.queries import GroupCounts, GroupRow, MembershipRow, visible_members
from backend.invitations.intake.shapes import Outcome
from backend.invitations.models import InvitationState
from backend.invitations.queries import InvitationRow
from backend.invitations.why import WhyKind, WhyRow
from backend.members.filters import MemberFilter
from backend.members.queries import MemberRow, count_members
from backend.members.status import MemberStatus
from backend.programs.models import ReasonKind
from backend.programs.queries import ProgramRow, SessionRow
from backend.programs.registrations import RegistrationReasonRow, RegistrationRow
from backend.programs.rules import SessionState


def _members(counts: GroupCounts | None) -> int:
    return counts.members if counts else 0


def _learners(counts: GroupCounts | None) -> int:
    return counts.learners if counts else 0


def _number(found: int | None) -> int:
    return found or 0


@strawberry.type(description="A person in this workspace, known by e-mail or username.")
class Member(Reachable, Node):
    email: str | None = field(description="The address as it was typed; null for people without one.")
    username: str | None = field(description="What they sign in by where they have no address.")
    external_id: str | None = field(description="The partner's own id, unique in the workspace.")
    first_name: str | None = field(description="Null until it is given.")
    last_name: str | None = field(description="Null until it is given.")
    language: str | None = field(description="Null means the workspace's.")
    role: Role = field(description="What they may do.")
    status: MemberStatus = field(description="Where they stand.")
    labels: list[str] = field(description="Short marks to sort people by: at most 100, of 100 characters.")
    additional_information: list[str] = field(description="Texts of partners; in exports and here only.")
    deactivates_on: date | None = field(description="The first day without access, in the workspace's zone.")
    joined_at: datetime | None = field(description="When they signed in for the first time.")
    created_at: datetime = field(description="When they were added.")
    row: Private[MemberRow]

    @field(description="The last day of access, in the workspace's zone.")
    def last_day_of_access(self) -> date | None:
        return self.deactivates_on - timedelta(days=1) if self.deactivates_on else None

    groups: Connection[Group] = listed(
        "groups_of_member",
        "The groups they belong to, as far as the caller may see them.",
    )

    memberships: list[Membership] = linked(
        "places", "id", "Their places in groups: which, as what, since when."
    )
    registrations: Connection[Registration] = listed(
        "registrations_of_member", "The sessions they are registered in."
    )
    invitation: Invitation | None = linked(
        "invitation", "id", "The newest invitation; null where they never had one."
    )
    mails: Connection[Mail] = listed("mails_of_member", "The mails owed and sent to them, newest first.")

    @field(description="Why they have what they have and got what they got, newest first.")
    async def why(self, info: Info) -> list[Reason]:
        return [Reason(**_told(one)) for one in await info.context.loaders.why.load(self.row.id) or []]


@strawberry.type(description="One fact about a person: since when, and how it came about.")
class Reason:
    kind: WhyKind = field(description="What kind of fact.")
    at: datetime = field(description="When.")
    ended_at: datetime | None = field(description="When it ended; null while it stands.")
    operation: str | None = field(description="The door: the mutation that did it.")
    row: int | None = field(description="Which row of that intake it was.")
    outcome: Outcome | None = field(description="What became of that row.")
    batch_id: ID | None = field(description="The intake; ask `node` for it.")
    fact: Private[WhyRow]

    @field(description="Who did it; null for the system, or where the caller may not see them.")
    async def done_by(self, info: Info) -> Member | None:
        return await one(info.context.loaders.member, self.fact.done_by, member_type)

    @field(description="The group it concerns, or comes through.")
    async def group(self, info: Info) -> Group | None:
        return await one(info.context.loaders.group, self.fact.group_id, group_type)

    @field(description="The session it concerns.")
    async def session(self, info: Info) -> Session | None:
        return await one(info.context.loaders.session, self.fact.session_id, session_type)

    @field(description="The mail it concerns.")
    async def mail(self, info: Info) -> Mail | None:
        return await one(info.context.loaders.mail, self.fact.mail_id, mail_type)


@strawberry.type(description="A member's place in a group.")
class Membership:
    role: GroupRole = field(description="What they are in it.")
    created_at: datetime = field(description="Since when.")
    row: Private[MembershipRow]

    group: Group | None = linked("group", "group_id", "The group; null where the caller may not see it.")


@strawberry.type(description="A set of members that is invited to programs together.")
class Group(ManagedGroup, Node):
    name: str = field(description="Its name.")
    description: str = field(description="What it is for.")
    is_private: bool = field(description="Whether only its managers and coaches, and admins, see it.")
    external_id: str | None = field(description="The partner's own id, unique in the workspace.")
    archived_at: datetime | None = field(description="Null while it is in use.")
    created_at: datetime = field(description="When it was made.")
    row: Private[GroupRow]

    member_count: int = linked("group_counts", "id", "How many belong to it.", _members)
    learner_count: int = linked("group_counts", "id", "How many of them are learners.", _learners)

    @field(description="Its members by name, of one group role where `role` is given.")
    async def members(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        role: Annotated[GroupRole | None, argument(description="None for all of them.")] = None,
    ) -> Connection[Member]:
        actor, scope = info.context.actor, visible_members(info.context.actor)
        one_role = role.value if role else None
        wanted = MemberFilter(group_ids=(self.row.id,), group_role=one_role)
        key = (self.row.id, PageRequest(first, after), one_role)
        page = await info.context.loaders.members_of_group.load(key)
        assert page  # noqa: S101 - every group is answered, with an empty page where it has nobody
        return connection(page, member_type, lambda: count_members(actor, scope, wanted))

    sessions: Connection[Session] = listed(
        "sessions_of_group",
        "The sessions it stands in, by itself or through their program.",
    )


@strawberry.type(description="What is taught, without dates; sessions are its runs.")
class Program(ManagedProgram, Node):
    title: str = field(description="Its title.")
    summary: str = field(description="What it is about.")
    content_url: str = field(description="Where its content stands; empty where nowhere.")
    archived_at: datetime | None = field(description="Null while it is in use.")
    created_at: datetime = field(description="When it was made.")
    row: Private[ProgramRow]

    sessions: Connection[Session] = listed("sessions_of_program", "Its runs, by start.")


@strawberry.type(description="One run of a program.")
class Session(ManagedSession, Node):
    name: str = field(description="Its name within the program.")
    starts_at: datetime = field(description="When it starts.")
    ends_at: datetime | None = field(description="When it ends; null while that is open.")
    time_zone: str = field(description="The IANA zone its days are counted in.")
    state: SessionState = field(description="Where it stands now.")
    created_at: datetime = field(description="When it was made.")
    row: Private[SessionRow]

    program: Program | None = linked(
        "program", "program_id", "The program it is a run of; null where the caller may not see it."
    )
    registrations: Connection[Registration] = listed(
        "registrations_of_session",
        "Who is registered, oldest registration first.",
    )

    registration_count: int = linked("registration_counts", "id", "How many are registered.", _number)
    groups: list[Group] = linked(
        "session_groups", "id", "The groups that stand in it, by themselves or through its program."
    )


@strawberry.type(description="One reason for a registration.")
class RegistrationReason:
    kind: ReasonKind = field(description="Added directly, or through a group.")
    created_at: datetime = field(description="Since when.")
    row: Private[RegistrationReasonRow]

    group: Group | None = linked(
        "group", "group_id", "The group it comes through; null where none, or not the caller's to see."
    )


@strawberry.type(description="A member in a session; it lives as long as any of its reasons.")
class Registration(Node):
    created_at: datetime = field(description="Since when.")
    row: Private[RegistrationRow]

    session: Session | None = linked(
        "session", "session_id", "The session; null where the caller may not see it."
    )
    member: Member | None = linked(
        "member", "member_id", "The member; null where the caller may not see them."
    )

    reasons: list[RegistrationReason] = linked("reasons", "id", "Every reason why it stands.")
    mail: Mail | None = linked(
        "registration_mail", "id", "The program invitation owed or sent for it; null where none is."
    )


@strawberry.type(description="An invitation to the workspace, apart from the member it invites.")
class Invitation(Node):
    email: str | None = field(description="The member's address.")
    state: InvitationState = field(description="What became of it.")
    role: Role = field(description="The role it brings.")
    operation: str = field(description="The mutation that made it: the door.")
    created_at: datetime = field(description="When it was made.")
    expires_at: datetime = field(description="Until when its link is good.")
    accepted_at: datetime | None = field(description="When it was accepted.")
    row: Private[InvitationRow]

    member: Member | None = linked(
        "member", "member_id", "Whom it invites; null where the caller may not see them."
    )
    invited_by: Member | None = linked(
        "member", "invited_by", "Who invited; null for the system, or where the caller may not see them."
    )
    mail: Mail | None = linked("invitation_mail", "id", "Its newest mail.")


def _told(fact: WhyRow) -> dict[str, Any]:
    names = ("kind", "at", "ended_at", "operation", "row")
    told: dict[str, Any] = {name: getattr(fact, name) for name in names}
    told["outcome"] = Outcome(fact.outcome) if fact.outcome else None
    told["batch_id"] = ID(encode(Kind.BATCH, fact.batch_id)) if fact.batch_id else None
    return told | {"fact": fact}


member_type = Presenter(Member, Kind.MEMBER, MemberRow)
membership_type = Presenter(Membership, None, MembershipRow)
reason_type = Presenter(RegistrationReason, None, RegistrationReasonRow)
group_type = Presenter(Group, Kind.GROUP, GroupRow)
program_type = Presenter(Program, Kind.PROGRAM, ProgramRow)
session_type = Presenter(Session, Kind.SESSION, SessionRow)
registration_type = Presenter(Registration, Kind.REGISTRATION, RegistrationRow)
invitation_type = Presenter(Invitation, Kind.INVITATION, InvitationRow)
