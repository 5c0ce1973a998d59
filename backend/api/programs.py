"""Programs over GraphQL."""

from __future__ import annotations

from typing import Annotated

import strawberry
from strawberry import ID, UNSET, argument, field

from backend.api.arguments import After, Before, First, Last, kept_text, page_of, stated
from backend.api.context import Info
from backend.api.mutations import mutation
from backend.api.types.connections import Connection, connection
from backend.api.types.errors import InputError
from backend.api.types.graph import Program, program_type
from backend.api.types.usual import NullIsUsual, usual
from backend.core.ids import Kind, decode
from backend.programs import queries
from backend.programs.actions import (
    ProgramDraft,
    ProgramEdit,
    archive_program,
    create_program,
    update_program,
)


@strawberry.input(description="What a list of programs is narrowed to.")
class ProgramFilter(NullIsUsual):
    search: str | None = field(default=None, description="In their titles.")
    archived: bool = usual(bool, False, "Those put away, instead of those in use.")


@strawberry.input(description="What a program is to be.")
class CreateProgramInput:
    title: str = field(description="Its title, up to 200 characters.")
    summary: str | None = field(default=None, description="What it is about.")
    content_url: str | None = field(default=None, description="Where its content stands.")


@strawberry.input(description="What is to change in a program; what is left out stays.")
class UpdateProgramInput:
    id: ID = field(description="The program.")
    title: str | None = field(default=UNSET, description="Its title; null leaves it.")
    summary: str | None = field(default=UNSET, description="What it is about; null for nothing.")
    content_url: str | None = field(default=UNSET, description="Where its content stands; null for nowhere.")


@strawberry.input(description="Which program to put away, or to take up again.")
class ArchiveProgramInput(NullIsUsual):
    id: ID = field(description="The program; its sessions run on as they are.")
    archived: bool = usual(bool, True, "False takes it up again.")


@strawberry.type(description="The program, or what to mend.")
class ProgramPayload:
    program: Program | None = field(default=None, description="Null where it was refused.")
    errors: list[InputError] = field(default_factory=list, description="What to mend.")


@strawberry.type
class ProgramQueries:
    @field(description="The programs that the caller may see, by title.")
    async def programs(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Annotated[ProgramFilter | None, argument(description="None for all.")] = None,
    ) -> Connection[Program]:
        actor, wanted = info.context.actor, filter or ProgramFilter()
        search, archived = wanted.search, wanted.archived
        page = await queries.list_programs(
            actor, page_of(first, after, last, before), search, archived=archived
        )
        return connection(
            page, program_type, lambda: queries.count_programs(actor, search, archived=archived)
        )


@strawberry.type
class ProgramMutations:
    @mutation("Make a program.")
    async def create_program(self, info: Info, input: CreateProgramInput) -> ProgramPayload:
        draft = ProgramDraft(input.title, input.summary or "", input.content_url or "")
        return ProgramPayload(program=program_type(await create_program(info.context.actor, draft)))

    @mutation("Change a program.")
    async def update_program(self, info: Info, input: UpdateProgramInput) -> ProgramPayload:
        edit = ProgramEdit(stated(input.title), kept_text(input.summary), kept_text(input.content_url))
        program = await update_program(info.context.actor, decode(Kind.PROGRAM, input.id), edit)
        return ProgramPayload(program=program_type(program))

    @mutation("Put a program away: it gets no new sessions and no new groups. Or take it up again.")
    async def archive_program(self, info: Info, input: ArchiveProgramInput) -> ProgramPayload:
        program_id = decode(Kind.PROGRAM, input.id)
        program = await archive_program(info.context.actor, program_id, archived=input.archived)
        return ProgramPayload(program=program_type(program))
