"""Sessions over GraphQL: listed, made, moved, called off."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import strawberry
from strawberry import ID, UNSET, argument, field

from backend.api.arguments import After, Before, First, Last, ids, kept, page_of, stated
from backend.api.context import Info
from backend.api.mutations import mutation
from backend.api.types.connections import Connection, connection
from backend.api.types.errors import InputError
from backend.api.types.graph import Session, session_type
from backend.api.types.session_change import SessionChangePayload, session_change_payload
from backend.api.types.usual import NullIsUsual, usual
from backend.core.ids import Kind, decode
from backend.invitations.cancel_session import cancel_session
from backend.invitations.create_session import SessionDraft, create_session
from backend.invitations.update_session import SessionEdit, update_session
from backend.programs import queries
from backend.programs.rules import SessionState


@strawberry.input(description="What a list of sessions is narrowed to.")
class SessionFilter:
    program_id: ID | None = field(default=None, description="Of this program.")
    group_id: ID | None = field(default=None, description="In which this group stands.")
    state: list[SessionState] | None = field(default=None, description="Any of these.")


@strawberry.input(description="What a session is to be.")
class CreateSessionInput:
    program_id: ID = field(description="The program it is a run of.")
    name: str = field(description="Its name within the program.")
    starts_at: datetime = field(description="With an offset.")
    ends_at: datetime | None = field(default=None, description="With an offset; none while open.")
    time_zone: str | None = field(default=None, description="An IANA zone; none for the workspace's.")


@strawberry.input(description="What is to change in a session; what is left out stays.")
class UpdateSessionInput(NullIsUsual):
    id: ID = field(description="The session, not cancelled.")
    name: str | None = field(default=UNSET, description="Its name within the program.")
    starts_at: datetime | None = field(default=UNSET, description="With an offset; null leaves it.")
    ends_at: datetime | None = field(default=UNSET, description="With an offset; null leaves it open.")
    time_zone: str | None = field(default=UNSET, description="An IANA zone; null leaves it.")
    preview: bool = usual(bool, False, "Tell what follows, write nothing.")
    notify: bool = usual(bool, True, "Whether those whose invitation has left are told new dates.")


@strawberry.input(description="Which session does not take place.")
class CancelSessionInput(NullIsUsual):
    id: ID = field(description="The session, neither over nor cancelled.")
    preview: bool = usual(bool, False, "Tell what follows, write nothing.")
    notify: bool = usual(bool, True, "Whether those whose invitation has left are told.")


@strawberry.type(description="The session, or what to mend.")
class SessionPayload:
    session: Session | None = field(default=None, description="Null where it was refused.")
    errors: list[InputError] = field(default_factory=list, description="What to mend.")


@strawberry.type
class SessionQueries:
    @field(description="The sessions that the caller may see, by start.")
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
class SessionMutations:
    @mutation("Make a session of a program; groups that stand in the program are in it from the start.")
    async def create_session(self, info: Info, input: CreateSessionInput) -> SessionPayload:
        program_id = decode(Kind.PROGRAM, input.program_id)
        draft = SessionDraft(program_id, input.name, input.starts_at, input.ends_at, input.time_zone)
        return SessionPayload(session=session_type(await create_session(info.context.actor, draft)))

    @mutation("Change a session: unsent invitations move with its dates, the others are told the new ones.")
    async def update_session(self, info: Info, input: UpdateSessionInput) -> SessionChangePayload:
        edit = SessionEdit(
            stated(input.name), stated(input.starts_at), kept(input.ends_at), stated(input.time_zone)
        )
        options = {"notify": input.notify, "preview": input.preview}
        session_id = decode(Kind.SESSION, input.id)
        change = await update_session(info.context.actor, session_id, edit, **options)
        return session_change_payload(change)

    @mutation("Call a session off: unsent invitations stay in, those who had theirs are told.")
    async def cancel_session(self, info: Info, input: CancelSessionInput) -> SessionChangePayload:
        options = {"notify": input.notify, "preview": input.preview}
        change = await cancel_session(info.context.actor, decode(Kind.SESSION, input.id), **options)
        return session_change_payload(change)


def _session_filter(given: SessionFilter) -> queries.SessionFilter:
    (program_id,) = ids(Kind.PROGRAM, [given.program_id]) if given.program_id else (None,)
    (group_id,) = ids(Kind.GROUP, [given.group_id]) if given.group_id else (None,)
    return queries.SessionFilter(program_id, group_id, tuple(given.state or ()))
