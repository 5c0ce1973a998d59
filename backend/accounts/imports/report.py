"""The report of an import: what became of each row, as a file."""

from __future__ import annotations

from uuid import UUID

from backend.accounts.imports.queries import import_by_id
from backend.core.access import Actor, Permission, require
from backend.core.ids import Kind
from backend.exports.shapes import Column, Export, a_list, an_id, number, text

COLUMNS = (
    Column("Row", "position", number),
    Column("Outcome", "outcome", text),
    Column("Last name", "lastName", text),
    Column("First name", "firstName", text),
    Column("E-mail", "email", text),
    Column("Username", "username", text),
    Column("Member id", "memberId", an_id(Kind.MEMBER)),
    Column("Changes", "changes", text),
    Column("Codes", "codes", a_list),
    Column("Message", "message", text),
)
# A row of somebody new has no member before it is written, and one that was refused never has.
STATEMENT = """
    SELECT r.position, r.outcome, coalesce(m.last_name, r.cells ->> 'lastName'),
        coalesce(m.first_name, r.cells ->> 'firstName'), coalesce(m.email, r.cells ->> 'email'),
        coalesce(m.username, r.cells ->> 'username'), m.id,
        (SELECT string_agg(format('%s: %s → %s', one ->> 'field', one ->> 'before', one ->> 'after'), '; ')
            FROM jsonb_array_elements(r.changes) AS one),
        ARRAY(SELECT one ->> 'code' FROM jsonb_array_elements(r.errors) AS one),
        (SELECT string_agg(one ->> 'message', ' ') FROM jsonb_array_elements(r.errors) AS one)
    FROM account_import_rows r
    LEFT JOIN members m ON m.workspace_id = r.workspace_id AND m.id = r.member_id
    WHERE r.workspace_id = $1 AND r.import_id = $2 ORDER BY r.position
"""


async def import_report(actor: Actor, import_id: UUID) -> Export:
    """The rows in the file's order; raises NotFound, and Forbidden for whoever may not import."""
    require(actor, Permission.MANAGE_MEMBERS)
    found = await import_by_id(actor, import_id)
    return Export(COLUMNS, STATEMENT, (actor.workspace_id, found.id))
