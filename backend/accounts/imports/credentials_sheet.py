"""The credentials of people without an address, to be printed: read once, then known as hashes alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from backend.accounts.imports.drafts import lock_import
from backend.accounts.initial import GOOD_FOR
from backend.audit.actions import record
from backend.core.access import Actor, Permission, needs
from backend.core.errors import NotFound
from backend.core.ids import Kind
from backend.core.languages import letter_language
from backend.core.sealing import unseal_piece
from backend.core.work import ChangeKind, unit_of_work
from backend.members.letters import full_name
from backend.workspaces.queries import WorkspaceRow, workspace_of

# Whoever has chosen a password of their own meanwhile needs none from paper.
ROWS = """
    SELECT r.position, r.sealed, m.first_name, m.last_name, m.username
    FROM account_import_rows r
    JOIN members m ON m.id = r.member_id
    JOIN credentials c ON c.member_id = m.id AND c.must_change
    WHERE r.workspace_id = $1 AND r.import_id = $2 AND r.hashed AND r.sealed IS NOT NULL
    ORDER BY r.position
"""
FORGET = """
    UPDATE account_import_rows SET sealed = NULL
    WHERE workspace_id = $1 AND import_id = $2 AND sealed IS NOT NULL
"""
TAKEN = "UPDATE account_imports SET sheet_taken_at = $3 WHERE workspace_id = $1 AND id = $2"
LANGUAGE = "SELECT language FROM members WHERE id = $1"


@dataclass(frozen=True, slots=True)
class Slip:
    """What one person needs to sign in for the first time."""

    name: str
    username: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CredentialsSheet:
    """The slips of an import, for whoever hands them out, in the admin's language."""

    workspace: WorkspaceRow
    language: str
    good_for_days: int
    slips: tuple[Slip, ...]


@needs(Permission.MANAGE_MEMBERS)
async def take_credentials_sheet(actor: Actor, import_id: UUID) -> CredentialsSheet:
    """The sheet, this once; raises NotFound where there is none, or none any longer."""
    async with unit_of_work(actor) as work:
        found = await lock_import(work, actor, import_id)
        if not found.has_sheet:
            raise NotFound("There is no sheet of credentials, or it was taken already.")
        workspace = await workspace_of(work.sql, actor.workspace_id)
        rows = await work.sql.fetch(ROWS, actor.workspace_id, import_id)
        slips = tuple(
            Slip(
                full_name(row["first_name"], row["last_name"]),
                row["username"] or "",
                unseal_piece(row["sealed"], import_id, row["position"]).decode(),
            )
            for row in rows
        )
        await work.sql.execute(FORGET, actor.workspace_id, import_id)
        await work.sql.execute(TAKEN, actor.workspace_id, import_id, work.now)
        spoken = await work.sql.fetchval(LANGUAGE, actor.member_id)
        await record(work, actor, "import.sheet_taken", (Kind.IMPORT, import_id), people=len(slips))
        work.changed(ChangeKind.IMPORT, import_id)
    return CredentialsSheet(workspace, letter_language(spoken, workspace.language), GOOD_FOR.days, slips)
