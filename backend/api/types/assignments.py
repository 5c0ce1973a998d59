"""Where groups stand, as the API shows it."""

from __future__ import annotations

from datetime import datetime

import strawberry
from strawberry import Private, field

from backend.api.context import Info
from backend.api.types.graph import Group, Program, Session, group_type, program_type, session_type
from backend.programs.assignments import AssignmentRow


@strawberry.type(description="A group in one session, or in a program and so in all its sessions.")
class Assignment:
    created_at: datetime = field(description="Since when.")
    row: Private[AssignmentRow]

    @field(description="The group; null where the caller may not see it.")
    async def group(self, info: Info) -> Group | None:
        found = await info.context.loaders.group.load(self.row.group_id)
        return group_type(found) if found else None

    @field(description="The session it stands in by itself; null where it stands in a program.")
    async def session(self, info: Info) -> Session | None:
        one = self.row.session_id
        found = await info.context.loaders.session.load(one) if one else None
        return session_type(found) if found else None

    @field(description="The program it stands in; null where it stands in one session.")
    async def program(self, info: Info) -> Program | None:
        one = self.row.program_id
        found = await info.context.loaders.program.load(one) if one else None
        return program_type(found) if found else None


def assignment_type(row: AssignmentRow) -> Assignment:
    """An assignment as the API shows it."""
    return Assignment(created_at=row.created_at, row=row)
