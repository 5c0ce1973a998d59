"""Making and changing programs; sessions and assignments owe mail: the invitations room changes those."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from backend.audit.actions import record
from backend.core.access import Actor, Permission, needs
from backend.core.errors import InputError, InvalidInput
from backend.core.ids import Kind, new_id
from backend.core.keep import KEEP, Kept, replaced
from backend.core.text import check_text, sort_key
from backend.core.work import ChangeKind, unit_of_work
from backend.programs.queries import PROGRAM_COLUMNS, ProgramRow, read_program, require_program

INSERT = f"""
    INSERT INTO programs (id, workspace_id, title, sort_title, summary, content_url, created_by, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING {PROGRAM_COLUMNS}
"""
UPDATE = f"""
    UPDATE programs SET title = $3, sort_title = $4, summary = $5, content_url = $6
    WHERE workspace_id = $1 AND id = $2 RETURNING {PROGRAM_COLUMNS}
"""
ARCHIVE = f"""
    UPDATE programs SET archived_at = CASE WHEN $3 THEN coalesce(archived_at, $4) END
    WHERE workspace_id = $1 AND id = $2 RETURNING {PROGRAM_COLUMNS}
"""


@dataclass(frozen=True, slots=True)
class ProgramDraft:
    """What a program is to be."""

    title: str
    summary: str = ""
    content_url: str = ""


@dataclass(frozen=True, slots=True)
class ProgramEdit:
    """What is to change in a program."""

    title: Kept[str] = KEEP
    summary: Kept[str] = KEEP
    content_url: Kept[str] = KEEP


@needs(Permission.MANAGE_PROGRAMS)
async def create_program(actor: Actor, draft: ProgramDraft) -> ProgramRow:
    """Make a program; raises InvalidInput."""
    clean = check_draft(draft)
    async with unit_of_work(actor) as work:
        (row,) = await work.sql.fetch(
            INSERT,
            new_id(),
            actor.workspace_id,
            clean.title,
            sort_key(clean.title),
            clean.summary,
            clean.content_url,
            actor.member_id,
            work.now,
        )
        program = read_program(row)
        await record(work, actor, "program.created", (Kind.PROGRAM, program.id))
        work.changed(ChangeKind.PROGRAM, program.id)
    return program


@needs(Permission.MANAGE_PROGRAMS)
async def update_program(actor: Actor, program_id: UUID, edit: ProgramEdit) -> ProgramRow:
    """Change a program that is the caller's to manage; raises InvalidInput, NotFound."""
    async with unit_of_work(actor) as work:
        before = await require_program(work.sql, actor, program_id)
        draft = check_draft(
            ProgramDraft(
                replaced(edit.title, before.title),
                replaced(edit.summary, before.summary),
                replaced(edit.content_url, before.content_url),
            )
        )
        fields = (draft.title, sort_key(draft.title), draft.summary, draft.content_url)
        (row,) = await work.sql.fetch(UPDATE, actor.workspace_id, program_id, *fields)
        program = read_program(row)
        names = ("title", "summary", "content_url")
        changed = [name for name in names if getattr(before, name) != getattr(program, name)]
        if changed:
            await record(work, actor, "program.updated", (Kind.PROGRAM, program_id), fields=changed)
            work.changed(ChangeKind.PROGRAM, program_id)
    return program


@needs(Permission.MANAGE_PROGRAMS)
async def archive_program(actor: Actor, program_id: UUID, *, archived: bool = True) -> ProgramRow:
    """Put a program away, or take it up again: meanwhile it gets no new sessions and no new groups.

    Sessions that stand run on as they are. Raises NotFound.
    """
    async with unit_of_work(actor) as work:
        before = await require_program(work.sql, actor, program_id)
        (row,) = await work.sql.fetch(ARCHIVE, actor.workspace_id, program_id, archived, work.now)
        if (before.archived_at is not None) != archived:
            action = "program.archived" if archived else "program.restored"
            await record(work, actor, action, (Kind.PROGRAM, program_id))
            work.changed(ChangeKind.PROGRAM, program_id)
    return read_program(row)


def check_draft(draft: ProgramDraft) -> ProgramDraft:
    """The draft, cleaned; raises InvalidInput."""
    title, errors = check_text(draft.title, "title", most=200, least=1)
    summary, more = check_text(draft.summary, "summary", most=5000)
    url, last = check_text(draft.content_url, "contentUrl", most=2000)
    if url and urlsplit(url).scheme not in {"http", "https"}:
        last.append(InputError("INVALID_URL", "A link starts with https:// or http://.", ("contentUrl",)))
    if errors or more or last:
        raise InvalidInput(*errors, *more, *last)
    return ProgramDraft(title, summary, url)
