"""The table of workspaces' own words, and letters that are told in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from backend.core.db import Connection, Row
from backend.core.work import Work
from backend.mail.letters import Letter, Loaded
from backend.mail.models import MailKind
from backend.mail.wording import Wording

COLUMNS = "letter, language, subject, title, body, button, updated_at, updated_by"
OF_LETTERS = f"""
    SELECT workspace_id, {COLUMNS} FROM letter_wordings
    WHERE workspace_id = ANY($1::uuid[]) AND letter = ANY($2::text[])
"""
OF_WORKSPACE = f"SELECT {COLUMNS} FROM letter_wordings WHERE workspace_id = $1"
ONE = f"{OF_WORKSPACE} AND letter = $2 AND language = $3"
WRITE = """
    INSERT INTO letter_wordings
        (workspace_id, letter, language, updated_at, updated_by, subject, title, body, button)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    ON CONFLICT (workspace_id, letter, language) DO UPDATE SET updated_at = $4, updated_by = $5,
        subject = $6, title = $7, body = $8, button = $9
"""
ERASE = "DELETE FROM letter_wordings WHERE workspace_id = $1 AND letter = $2 AND language = $3"


@dataclass(frozen=True, slots=True)
class OwnWording:
    """A workspace's own words for one letter in one language, and whose they are."""

    letter: MailKind
    language: str
    wording: Wording
    updated_at: datetime
    updated_by: UUID | None


async def in_own_words(
    connection: Connection, loaded: Mapping[UUID, Loaded], workspaces: Mapping[UUID, UUID]
) -> dict[UUID, Loaded]:
    """The letters of these mails with the words that their workspaces (mail to workspace) chose for them."""
    letters = {mail: letter for mail, letter in loaded.items() if isinstance(letter, Letter)}
    rows: Sequence[Row] = await connection.fetch(
        OF_LETTERS,
        list({workspaces[mail] for mail in letters}),
        list({letter.template for letter in letters.values()}),
    )
    found = {(row["workspace_id"], row["letter"], row["language"]): _texts(row) for row in rows}
    worded = {
        mail: replace(letter, wording=found[key])
        for mail, letter in letters.items()
        if (key := (workspaces[mail], letter.template, letter.language)) in found
    }
    return {**loaded, **worded}


async def wordings_of(sql: Connection, workspace_id: UUID) -> dict[tuple[MailKind, str], OwnWording]:
    """All that a workspace chose, by letter and language."""
    rows = [_read(row) for row in await sql.fetch(OF_WORKSPACE, workspace_id)]
    return {(row.letter, row.language): row for row in rows}


async def wording_of(
    sql: Connection, workspace_id: UUID, letter: MailKind, language: str, *, lock: bool = False
) -> OwnWording | None:
    """What a workspace chose for one letter; None where it left it to the house."""
    statement = f"{ONE} FOR UPDATE" if lock else ONE
    row = await sql.fetchrow(statement, workspace_id, letter.value, language)
    return _read(row) if row else None


async def write_wording(work: Work, workspace_id: UUID, own: OwnWording) -> None:
    """Keep these words; where none is chosen, nothing is kept."""
    if not own.wording:
        await work.sql.execute(ERASE, workspace_id, own.letter.value, own.language)
        return
    whose = own.letter.value, own.language, own.updated_at, own.updated_by
    await work.sql.execute(WRITE, workspace_id, *whose, *own.wording.items().values())


def _read(row: Row) -> OwnWording:
    letter = MailKind(row["letter"])
    return OwnWording(letter, row["language"], _texts(row), row["updated_at"], row["updated_by"])


def _texts(row: Row) -> Wording:
    return Wording(row["subject"], row["title"], row["body"], row["button"])
