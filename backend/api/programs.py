"""Programs and sessions over GraphQL."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import strawberry
from strawberry import ID, argument

from backend.api.arguments import After, Before, First, Last, ids, page_of
from backend.api.context import Info
from backend.api.mutations import mutation
from backend.api.types.connections import Connection, connection
from backend.api.types.errors import InputError
from backend.api.types.graph import Program, Session, program_type, session_type
from backend.api.types.intake import IntakePayload, intake_payload
from backend.core.ids import Kind, decode
from backend.invitations.assign_group import assign_group_to_program, assign_group_to_session
from backend.invitations.create_session import SessionDraft, create_session
from backend.invitations.intake.pipeline import Terms
from backend.programs import queries
from backend.programs.actions import ProgramDraft, create_program
from backend.programs.rules import SessionState


@strawberry.input(description="What a list of programs is narrowed to.")
class ProgramFilter:
    search: str | None = strawberry.field(default=None, description="In their titles.")


@strawberry.input(description="What a list of sessions is narrowed to.")
class SessionFilter:
    program_id: ID | None = strawberry.field(default=None, description="Of this program.")
    group_id: ID | None = strawberry.field(default=None, description="In which this group stands.")
    state: list[SessionState] | None = strawberry.field(default=None, description="Any of these.")


@strawberry.input(description="What a program is to be.")
class CreateProgramInput:
    title: str = strawberry.field(description="Its title, up to 200 characters.")
    summary: str | None = strawberry.field(default=None, description="What it is about.")
    content_url: str | None = strawberry.field(default=None, description="Where its content stands.")


@strawberry.input(description="What a session is to be.")
class CreateSessionInput:
    program_id: ID = strawberry.field(description="The program it is a run of.")
    name: str = strawberry.field(description="Its name within the program.")
    starts_at: datetime = strawberry.field(description="With an offset.")
    ends_at: datetime | None = strawberry.field(default=None, description="With an offset; none while open.")
    time_zone: str | None = strawberry.field(
        default=None, description="An IANA zone; none for the workspace's."
    )


@strawberry.input(description="Which group goes into which session.")
class AssignGroupToSessionInput:
    session_id: ID = strawberry.field(description="Neither ended nor cancelled.")
    group_id: ID = strawberry.field(description="Its learners, today's and tomorrow's, are registered.")
    preview: bool = strawberry.field(default=False, description="Plan only, write nothing.")
    plan_hash: str | None = strawberry.field(default=None, description="Commit this very plan.")
    hold_seconds: int = strawberry.field(default=0, description="Mails wait that long.")


@strawberry.input(description="Which group goes into which program.")
class AssignGroupToProgramInput:
    program_id: ID = strawberry.field(description="Its ongoing and upcoming sessions, later ones too.")
    group_id: ID = strawberry.field(description="Its learners, today's and tomorrow's, are registered.")
    preview: bool = strawberry.field(default=False, description="Plan only, write nothing.")
    plan_hash: str | None = strawberry.field(default=None, description="Commit this very plan.")
    hold_seconds: int = strawberry.field(default=0, description="Mails wait that long.")


@strawberry.type(description="The program, or what to mend.")
class ProgramPayload:
    program: Program | None = strawberry.field(default=None, description="Null where it was refused.")
    errors: list[InputError] = strawberry.field(default_factory=list, description="What to mend.")


@strawberry.type(description="The session, or what to mend.")
class SessionPayload:
    session: Session | None = strawberry.field(default=None, description="Null where it was refused.")
    errors: list[InputError] = strawberry.field(default_factory=list, description="What to mend.")


@strawberry.type
class ProgramQueries:
    @strawberry.field(description="The programs that the caller may see, by title.")
    async def programs(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Annotated[ProgramFilter | None, argument(description="None for all.")] = None,
    ) -> Connection[Program]:
        actor, search = info.context.actor, filter.search if filter else None
        page = await queries.list_programs(actor, page_of(first, after, last, before), search)
        return connection(page, program_type, lambda: queries.count_programs(actor, search))

    @strawberry.field(description="The sessions that the caller may see, by start.")
    async def sessions(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Annotated[SessionFilter | None, argument(description="None for all.")] = None,
    ) -> Connection[Session]:
        actor, wanted = info.context.actor, _session_filter(filter or SessionFilter())
        page = await queries.list_sessions(actor, page_of(first, after, last, before), wanted)
        return connection(page, session_type, lambda: queries.count_sessions(actor, wanted))


@strawberry.type
class ProgramMutations:
    @mutation("Make a program.")
    async def create_program(self, info: Info, input: CreateProgramInput) -> ProgramPayload:
        draft = ProgramDraft(input.title, input.summary or "", input.content_url or "")
        return ProgramPayload(program=program_type(await create_program(info.context.actor, draft)))

    @mutation("Make a session of a program; groups that stand in the program are in it from the start.")
    async def create_session(self, info: Info, input: CreateSessionInput) -> SessionPayload:
        program_id = decode(Kind.PROGRAM, input.program_id)
        draft = SessionDraft(program_id, input.name, input.starts_at, input.ends_at, input.time_zone)
        return SessionPayload(session=session_type(await create_session(info.context.actor, draft)))

    @mutation("Put a group into a session.")
    async def assign_group_to_session(self, info: Info, input: AssignGroupToSessionInput) -> IntakePayload:
        terms = Terms(input.preview, input.plan_hash, input.hold_seconds)
        session_id, group_id = decode(Kind.SESSION, input.session_id), decode(Kind.GROUP, input.group_id)
        intake = await assign_group_to_session(info.context.actor, session_id, group_id, terms)
        return intake_payload(intake)

    @mutation("Put a group into a program, and so into all its ongoing and upcoming sessions.")
    async def assign_group_to_program(self, info: Info, input: AssignGroupToProgramInput) -> IntakePayload:
        terms = Terms(input.preview, input.plan_hash, input.hold_seconds)
        program_id, group_id = decode(Kind.PROGRAM, input.program_id), decode(Kind.GROUP, input.group_id)
        intake = await assign_group_to_program(info.context.actor, program_id, group_id, terms)
        return intake_payload(intake)


def _session_filter(given: SessionFilter) -> queries.SessionFilter:
    (program_id,) = ids(Kind.PROGRAM, [given.program_id]) if given.program_id else (None,)
    (group_id,) = ids(Kind.GROUP, [given.group_id]) if given.group_id else (None,)
    return queries.SessionFilter(program_id, group_id, tuple(given.state or ()))
