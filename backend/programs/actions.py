"""Making programs; sessions and assignments owe mail, so the invitations room changes those."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from backend.audit.actions import record
from backend.core.access import Actor, Permission, needs
from backend.core.errors import InputError, InvalidInput
from backend.core.ids import Kind, new_id
from backend.core.text import check_text, sort_key
from backend.core.work import unit_of_work
from backend.programs.queries import PROGRAM_COLUMNS, ProgramRow, read_program

INSERT = f"""
    INSERT INTO programs (id, workspace_id, title, sort_title, summary, content_url, created_by, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING {PROGRAM_COLUMNS}
"""


@dataclass(frozen=True, slots=True)
class ProgramDraft:
    """What a program is to be."""

    title: str
    summary: str = ""
    content_url: str = ""


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
        work.changed("PROGRAM", program.id)
    return program


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
