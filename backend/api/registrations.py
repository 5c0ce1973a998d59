"""People and groups in sessions and programs, over GraphQL: where they stand, in and out."""

from __future__ import annotations

from typing import Annotated

import strawberry
from strawberry import ID, argument, field

from backend.api.arguments import After, Before, First, Last, ids, page_of
from backend.api.context import Info
from backend.api.mutations import mutation
from backend.api.types.assignments import Assignment, assignment_type
from backend.api.types.connections import Connection, connection
from backend.api.types.intake import IntakePayload, intake_payload
from backend.api.types.removal import RemovalPayload, removal_payload
from backend.api.types.terms import IntakeInput, terms_of
from backend.api.types.usual import usual
from backend.core.ids import Kind, decode
from backend.invitations.assign_group import assign_group_to_program, assign_group_to_session
from backend.invitations.register_session_learners import SessionLearners, register_session_learners
from backend.invitations.unassign_group import unassign_group_from_program, unassign_group_from_session
from backend.invitations.unregister_session_learners import unregister_session_learners
from backend.programs import assignments as queries

LEARNERS = "Its learners, today's and tomorrow's, are registered."


@strawberry.input(description="Whom to register in which session: addresses, members, groups.")
class RegisterSessionLearnersInput(IntakeInput):
    session_id: ID = field(description="Neither ended nor cancelled.")
    emails: list[str] = usual(list[str], [], "Each string may be a whole paste; who is new is invited.")
    member_ids: list[ID] = usual(list[ID], [], "People who are members already.")
    group_ids: list[ID] = usual(list[ID], [], "At most 100. " + LEARNERS)


@strawberry.input(description="Who leaves which session.")
class UnregisterSessionLearnersInput:
    session_id: ID = field(description="Neither ended nor cancelled.")
    member_ids: list[ID] = field(description="At most 10,000; whom a group brings as well stays.")


@strawberry.input(description="Which group goes into which session.")
class AssignGroupToSessionInput(IntakeInput):
    session_id: ID = field(description="Neither ended nor cancelled.")
    group_id: ID = field(description=LEARNERS)


@strawberry.input(description="Which group goes into which program.")
class AssignGroupToProgramInput(IntakeInput):
    program_id: ID = field(description="Its ongoing and upcoming sessions, later ones too.")
    group_id: ID = field(description=LEARNERS)


@strawberry.input(description="Which group leaves which session.")
class UnassignGroupFromSessionInput:
    session_id: ID = field(description="Neither ended nor cancelled.")
    group_id: ID = field(description="A group that stands in it by itself.")


@strawberry.input(description="Which group leaves which program.")
class UnassignGroupFromProgramInput:
    program_id: ID = field(description="Its ongoing and upcoming sessions.")
    group_id: ID = field(description="A group that stands in it.")


@strawberry.input(description="What a list of assignments is narrowed to; everything given must hold.")
class AssignmentFilter:
    group_id: ID | None = field(default=None, description="Of this group.")
    session_id: ID | None = field(default=None, description="In this session, by themselves or its program.")
    program_id: ID | None = field(default=None, description="In this program.")


@strawberry.type
class RegistrationQueries:
    @field(description="Where groups stand that the caller may see, oldest first.")
    async def assignments(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Annotated[AssignmentFilter | None, argument(description="None for all.")] = None,
    ) -> Connection[Assignment]:
        actor, given = info.context.actor, filter or AssignmentFilter()
        wanted = queries.AssignmentFilter(
            decode(Kind.GROUP, given.group_id) if given.group_id else None,
            decode(Kind.SESSION, given.session_id) if given.session_id else None,
            decode(Kind.PROGRAM, given.program_id) if given.program_id else None,
        )
        page = await queries.list_assignments(actor, page_of(first, after, last, before), wanted)
        return connection(page, assignment_type, lambda: queries.count_assignments(actor, wanted))


@strawberry.type
class RegistrationMutations:
    @mutation("Register people in a session, in one plan: addresses, then members, then groups' learners.")
    async def register_session_learners(
        self, info: Info, input: RegisterSessionLearnersInput
    ) -> IntakePayload:
        members, groups = ids(Kind.MEMBER, input.member_ids), ids(Kind.GROUP, input.group_ids)
        wanted = SessionLearners(decode(Kind.SESSION, input.session_id), input.emails, members, groups)
        return intake_payload(await register_session_learners(info.context.actor, wanted, terms_of(input)))

    @mutation("Take people out of a session; whom a group brings as well stays, and `remaining` says so.")
    async def unregister_session_learners(
        self, info: Info, input: UnregisterSessionLearnersInput
    ) -> RemovalPayload:
        session_id, members = decode(Kind.SESSION, input.session_id), ids(Kind.MEMBER, input.member_ids)
        return removal_payload(await unregister_session_learners(info.context.actor, session_id, members))

    @mutation("Put a group into a session.")
    async def assign_group_to_session(self, info: Info, input: AssignGroupToSessionInput) -> IntakePayload:
        session_id, group_id = decode(Kind.SESSION, input.session_id), decode(Kind.GROUP, input.group_id)
        actor = info.context.actor
        return intake_payload(await assign_group_to_session(actor, session_id, group_id, terms_of(input)))

    @mutation("Put a group into a program, and so into all its ongoing and upcoming sessions.")
    async def assign_group_to_program(self, info: Info, input: AssignGroupToProgramInput) -> IntakePayload:
        program_id, group_id = decode(Kind.PROGRAM, input.program_id), decode(Kind.GROUP, input.group_id)
        actor = info.context.actor
        return intake_payload(await assign_group_to_program(actor, program_id, group_id, terms_of(input)))

    @mutation("Take a group out of a session; whom other reasons hold stays registered.")
    async def unassign_group_from_session(
        self, info: Info, input: UnassignGroupFromSessionInput
    ) -> RemovalPayload:
        session_id, group_id = decode(Kind.SESSION, input.session_id), decode(Kind.GROUP, input.group_id)
        return removal_payload(await unassign_group_from_session(info.context.actor, session_id, group_id))

    @mutation("Take a group out of a program, and so out of its ongoing and upcoming sessions.")
    async def unassign_group_from_program(
        self, info: Info, input: UnassignGroupFromProgramInput
    ) -> RemovalPayload:
        program_id, group_id = decode(Kind.PROGRAM, input.program_id), decode(Kind.GROUP, input.group_id)
        return removal_payload(await unassign_group_from_program(info.context.actor, program_id, group_id))
