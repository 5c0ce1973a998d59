"""The letters of a workspace: what each says in each language, and how it looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.core.access import Actor, Permission, require
from backend.core.db import Connection, reading
from backend.core.errors import InvalidInput
from backend.core.languages import LETTER_LANGUAGES
from backend.mail.letters import Brand
from backend.mail.models import MailKind
from backend.mail.rendering import Written, house_wording, write
from backend.mail.samples import sample_letter
from backend.mail.wording import PLACEHOLDERS, Wording, check_letter, check_wording
from backend.mail.wordings import OwnWording, wording_of, wordings_of
from backend.workspaces.queries import WorkspaceRow, workspace_of
from backend.workspaces.rules import check_language

NAME = """
    SELECT coalesce(nullif(trim(concat_ws(' ', first_name, last_name)), ''), email) FROM members
    WHERE workspace_id = $1 AND id = $2
"""


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One letter in one language: its words as they are sent, and as the house has them."""

    letter: MailKind
    language: str
    wording: Wording
    house: Wording
    updated_at: datetime | None = None
    updated_by: UUID | None = None


async def list_letters(actor: Actor, language: str | None = None) -> list[LetterRow]:
    """Every letter in every language, or in one; raises InvalidInput."""
    require(actor, Permission.MANAGE_WORKSPACE)
    languages = LETTER_LANGUAGES if language is None else (language,)
    for one in languages:
        refuse_unknown(next(iter(PLACEHOLDERS)), one)
    async with reading(actor.workspace_id) as sql:
        own = await wordings_of(sql, actor.workspace_id)
    return [letter_row(letter, one, own.get((letter, one))) for letter in PLACEHOLDERS for one in languages]


async def preview_letter(
    actor: Actor, letter: MailKind, language: str, draft: Wording | None = None
) -> Written:
    """A letter to somebody, with these words or as it stands; raises InvalidInput."""
    require(actor, Permission.MANAGE_WORKSPACE)
    refuse_unknown(letter, language)
    clean, errors = check_wording(letter, draft or Wording())
    if errors:
        raise InvalidInput(*errors)
    async with reading(actor.workspace_id) as sql:
        own = await wording_of(sql, actor.workspace_id, letter, language)
        workspace = await workspace_of(sql, actor.workspace_id)
        now = await sql.fetchval("SELECT public.usher_now()")
        inviter = await sql.fetchval(NAME, actor.workspace_id, actor.member_id) or ""
    wording = clean if draft is not None or own is None else own.wording
    return write(sample_letter(letter, language, brand_of(workspace), now, inviter=inviter, wording=wording))


async def letter_of(sql: Connection, workspace_id: UUID, letter: MailKind, language: str) -> LetterRow:
    """One letter within a transaction."""
    return letter_row(letter, language, await wording_of(sql, workspace_id, letter, language))


def letter_row(letter: MailKind, language: str, own: OwnWording | None) -> LetterRow:
    """A letter as it stands, with what the workspace chose for it."""
    house = house_wording(letter.value, language)
    if own is None:
        return LetterRow(letter, language, house, house)
    return LetterRow(letter, language, own.wording.over(house), house, own.updated_at, own.updated_by)


def refuse_unknown(letter: MailKind, language: str) -> None:
    """Raise InvalidInput unless there is such a letter in this language."""
    if errors := check_letter(letter) + check_language(language):
        raise InvalidInput(*errors)


def brand_of(workspace: WorkspaceRow) -> Brand:
    """The workspace as its letters show it."""
    return Brand(
        name=workspace.name,
        color=workspace.brand_color,
        logo_url=workspace.logo_url,
        sender_name=workspace.sender_name,
        sender_address=workspace.sender_address,
        time_zone=workspace.time_zone,
    )
