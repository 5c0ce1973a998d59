"""Stopping an import: a draft is put away, a run ends after the chunk in hand."""

from __future__ import annotations

from uuid import UUID

from backend.accounts.imports.cut_short import cut_short
from backend.accounts.imports.drafts import lock_import
from backend.accounts.imports.finishing import finish_if_done
from backend.accounts.imports.queries import import_by_id
from backend.accounts.imports.records import ImportRecord, ImportState
from backend.audit.actions import record
from backend.core.access import Actor, Permission, needs
from backend.core.errors import InputError, InvalidInput
from backend.core.ids import Kind
from backend.core.work import ChangeKind, unit_of_work
from backend.invitations.quota import give_back

# What was written stands, and its passwords are still hashed; what was not leaves no password behind.
CANCEL = """
    UPDATE account_imports SET state = 'CANCELLED', runs = false, verify = false, errors = '[]',
        lease_token = NULL, lease_until = NULL,
        finished_at = CASE WHEN hashed >= passwords THEN $3::timestamptz END
    WHERE workspace_id = $1 AND id = $2
"""
FORGET = """
    UPDATE account_import_rows SET sealed = NULL
    WHERE workspace_id = $1 AND import_id = $2 AND sealed IS NOT NULL AND NOT takes_password
"""
ENDED = (ImportState.DONE, ImportState.CANCELLED, ImportState.FAILED)


@needs(Permission.MANAGE_MEMBERS)
async def cancel_account_import(actor: Actor, import_id: UUID) -> ImportRecord:
    """Stop an import between two chunks; raises NotFound, or InvalidInput where it has ended."""
    async with unit_of_work(actor) as work:
        found = await lock_import(work, actor, import_id)
        if found.state in ENDED:
            message = f"This import has ended already: it is {found.state.value}."
            raise InvalidInput(InputError("IMPORT_ENDED", message, ("id",)))
        await work.sql.execute(CANCEL, actor.workspace_id, import_id, work.now)
        await give_back(work, actor.workspace_id, import_id, found.reached)
        await work.sql.execute(FORGET, actor.workspace_id, import_id)
        ended = await lock_import(work, actor, import_id)
        await cut_short(work, ended)
        await finish_if_done(work, actor, ended)
        await record(work, actor, "import.cancelled", (Kind.IMPORT, import_id), written=found.written)
        work.changed(ChangeKind.IMPORT, import_id)
    return await import_by_id(actor, import_id)
