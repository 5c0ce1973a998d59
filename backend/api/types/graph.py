"""People, groups, programs, sessions, registrations and invitations, each leading to others."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from typing import Annotated, Any
from uuid import UUID

import strawberry
from strawberry import ID, Private, argument, field

from backend.api.arguments import After, First
from backend.api.context import Info
from backend.api.types.connections import Connection, connection, counted
from backend.api.types.mail import Mail, Reachable, mail_type
from backend.api.types.node import Node, one, present
from backend.core.access import Role
from backend.core.ids import Kind, encode
from backend.core.paging import PageRequest
from backend.groups.models import GroupRole
from backend.groups.queries import GroupFilter, GroupRow, MembershipRow, list_groups, visible_members
from backend.invitations.intake.shapes import Outcome
from backend.invitations.models import InvitationState
from backend.invitations.queries import InvitationRow
from backend.invitations.why import WhyKind, WhyRow
from backend.mail.queries import mails_of_member
from backend.members.queries import MemberFilter, MemberRow, count_members, list_members
from backend.members.status import MemberStatus
from backend.programs.models import ReasonKind
from backend.programs.queries import (
    ProgramRow,
    SessionFilter,
    SessionRow,
    list_sessions,
)
from backend.programs.registrations import RegistrationRow, list_registrations
from backend.programs.rules import SessionState


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
    labels: list[str] = field(description="Short marks to sort people by.")
    additional_information: list[str] = field(description="Texts of partners; in exports and here only.")
    deactivates_on: date | None = field(description="The first day without access, in the workspace's zone.")
    joined_at: datetime | None = field(description="When they signed in for the first time.")
    created_at: datetime = field(description="When they were added.")
    row: Private[MemberRow]

    @field(description="The last day of access, in the workspace's zone.")
    def last_day_of_access(self) -> date | None:
        return self.deactivates_on - timedelta(days=1) if self.deactivates_on else None

    @field(description="The groups they belong to, as far as the caller may see them.")
    async def groups(self, info: Info, first: First = None, after: After = None) -> Connection[Group]:
        wanted = GroupFilter(member_id=self.row.id)
        page = await list_groups(info.context.actor, PageRequest(first, after), wanted)
        places = await info.context.loaders.places.load(self.row.id)
        return connection(page, group_type, counted(len(places or [])))

    @field(description="Their places in groups: which, as what, since when.")
    async def memberships(self, info: Info) -> list[Membership]:
        places = await info.context.loaders.places.load(self.row.id)
        return [Membership(role=place.role, created_at=place.created_at, row=place) for place in places or []]

    @field(description="The sessions they are registered in.")
    async def registrations(
        self, info: Info, first: First = None, after: After = None
    ) -> Connection[Registration]:
        page = await list_registrations(info.context.actor, PageRequest(first, after), member_id=self.row.id)
        return connection(page, registration_type, counted(len(page.nodes)))

    @field(description="The newest invitation; null where they never had one.")
    async def invitation(self, info: Info) -> Invitation | None:
        return await one(info.context.loaders.invitation, self.row.id, invitation_type)

    @field(description="The mails owed and sent to them, newest first.")
    async def mails(self, info: Info, first: First = None, after: After = None) -> Connection[Mail]:
        page = await mails_of_member(info.context.actor, PageRequest(first, after), self.row.id)
        return connection(page, mail_type, counted(len(page.nodes)))

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

    @field(description="The group; null where the caller may not see it.")
    async def group(self, info: Info) -> Group | None:
        return await one(info.context.loaders.group, self.row.group_id, group_type)


@strawberry.type(description="A set of members that is invited to programs together.")
class Group(Node):
    name: str = field(description="Its name.")
    description: str = field(description="What it is for.")
    is_private: bool = field(description="Whether only its managers and coaches, and admins, see it.")
    external_id: str | None = field(description="The partner's own id, unique in the workspace.")
    archived_at: datetime | None = field(description="Null while it is in use.")
    created_at: datetime = field(description="When it was made.")
    row: Private[GroupRow]

    @field(description="How many belong to it.")
    async def member_count(self, info: Info) -> int:
        counts = await info.context.loaders.group_counts.load(self.row.id)
        return counts.members if counts else 0

    @field(description="How many of them are learners.")
    async def learner_count(self, info: Info) -> int:
        counts = await info.context.loaders.group_counts.load(self.row.id)
        return counts.learners if counts else 0

    @field(description="Its members by name, of one group role where `role` is given.")
    async def members(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        role: Annotated[GroupRole | None, argument(description="None for all of them.")] = None,
    ) -> Connection[Member]:
        actor = info.context.actor
        wanted = MemberFilter(group_ids=(self.row.id,), group_role=role.value if role else None)
        scope = visible_members(actor)
        page = await list_members(actor, PageRequest(first, after), scope, wanted)
        return connection(page, member_type, lambda: count_members(actor, scope, wanted))

    @field(description="The sessions it stands in, by itself or through their program.")
    async def sessions(self, info: Info, first: First = None, after: After = None) -> Connection[Session]:
        wanted = SessionFilter(group_id=self.row.id)
        page = await list_sessions(info.context.actor, PageRequest(first, after), wanted)
        return connection(page, session_type, counted(len(page.nodes)))


@strawberry.type(description="What is taught, without dates; sessions are its runs.")
class Program(Node):
    title: str = field(description="Its title.")
    summary: str = field(description="What it is about.")
    content_url: str = field(description="Where its content stands; empty where nowhere.")
    archived_at: datetime | None = field(description="Null while it is in use.")
    created_at: datetime = field(description="When it was made.")
    row: Private[ProgramRow]

    @field(description="Its runs, by start.")
    async def sessions(self, info: Info, first: First = None, after: After = None) -> Connection[Session]:
        wanted = SessionFilter(program_id=self.row.id)
        page = await list_sessions(info.context.actor, PageRequest(first, after), wanted)
        return connection(page, session_type, counted(len(page.nodes)))


@strawberry.type(description="One run of a program.")
class Session(Node):
    name: str = field(description="Its name within the program.")
    starts_at: datetime = field(description="When it starts.")
    ends_at: datetime | None = field(description="When it ends; null while that is open.")
    time_zone: str = field(description="The IANA zone its days are counted in.")
    state: SessionState = field(description="Where it stands now.")
    created_at: datetime = field(description="When it was made.")
    row: Private[SessionRow]

    @field(description="The program it is a run of; null where the caller may not see it.")
    async def program(self, info: Info) -> Program | None:
        return await one(info.context.loaders.program, self.row.program_id, program_type)

    @field(description="How many are registered.")
    async def registration_count(self, info: Info) -> int:
        return await info.context.loaders.registration_counts.load(self.row.id) or 0

    @field(description="Who is registered, oldest registration first.")
    async def registrations(
        self, info: Info, first: First = None, after: After = None
    ) -> Connection[Registration]:
        actor = info.context.actor
        page = await list_registrations(actor, PageRequest(first, after), session_id=self.row.id)
        number = await info.context.loaders.registration_counts.load(self.row.id)
        return connection(page, registration_type, counted(number or 0))

    @field(description="The groups that stand in it, by themselves or through its program.")
    async def groups(self, info: Info) -> list[Group]:
        found = await info.context.loaders.session_groups.load(self.row.id)
        return [group_type(group) for group in found or []]


@strawberry.type(description="One reason for a registration.")
class RegistrationReason:
    kind: ReasonKind = field(description="Added directly, or through a group.")
    created_at: datetime = field(description="Since when.")
    group_id: Private[UUID | None]

    @field(description="The group it comes through; null where none, or not the caller's to see.")
    async def group(self, info: Info) -> Group | None:
        return await one(info.context.loaders.group, self.group_id, group_type)


@strawberry.type(description="A member in a session; it lives as long as any of its reasons.")
class Registration(Node):
    created_at: datetime = field(description="Since when.")
    row: Private[RegistrationRow]

    @field(description="The session; null where the caller may not see it.")
    async def session(self, info: Info) -> Session | None:
        return await one(info.context.loaders.session, self.row.session_id, session_type)

    @field(description="The member; null where the caller may not see them.")
    async def member(self, info: Info) -> Member | None:
        return await one(info.context.loaders.member, self.row.member_id, member_type)

    @field(description="Every reason why it stands.")
    async def reasons(self, info: Info) -> list[RegistrationReason]:
        found = await info.context.loaders.reasons.load(self.row.id)
        return [
            RegistrationReason(kind=one.kind, created_at=one.created_at, group_id=one.group_id)
            for one in found or []
        ]

    @field(description="The program invitation owed or sent for it; null where none is.")
    async def mail(self, info: Info) -> Mail | None:
        return await one(info.context.loaders.registration_mail, self.row.id, mail_type)


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

    @field(description="Whom it invites; null where the caller may not see them.")
    async def member(self, info: Info) -> Member | None:
        return await one(info.context.loaders.member, self.row.member_id, member_type)

    @field(description="Who invited; null for the system, or where the caller may not see them.")
    async def invited_by(self, info: Info) -> Member | None:
        return await one(info.context.loaders.member, self.row.invited_by, member_type)

    @field(description="Its newest mail.")
    async def mail(self, info: Info) -> Mail | None:
        return await one(info.context.loaders.invitation_mail, self.row.id, mail_type)


def _told(fact: WhyRow) -> dict[str, Any]:
    names = ("kind", "at", "ended_at", "operation", "row")
    told: dict[str, Any] = {name: getattr(fact, name) for name in names}
    told["outcome"] = Outcome(fact.outcome) if fact.outcome else None
    told["batch_id"] = ID(encode(Kind.BATCH, fact.batch_id)) if fact.batch_id else None
    return told | {"fact": fact}


member_type = partial(present, Member, Kind.MEMBER)
group_type = partial(present, Group, Kind.GROUP)
program_type = partial(present, Program, Kind.PROGRAM)
session_type = partial(present, Session, Kind.SESSION)
registration_type = partial(present, Registration, Kind.REGISTRATION)
invitation_type = partial(present, Invitation, Kind.INVITATION)
