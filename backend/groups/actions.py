"""Making and changing groups; who belongs to them is changed by the invitations room."""

from __future__ import annotations

from dataclasses import dataclass

from backend.audit.actions import record
from backend.core.access import Actor, Permission, needs
from backend.core.errors import InputError, InvalidInput
from backend.core.ids import Kind, new_id
from backend.core.text import check_text, sort_key
from backend.core.work import Work, unit_of_work
from backend.groups.queries import COLUMNS, GroupRow, read_group

INSERT = f"""
    INSERT INTO groups
        (id, workspace_id, name, sort_name, description, is_private, external_id, created_by, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    ON CONFLICT (workspace_id, external_id) DO NOTHING RETURNING {COLUMNS}
"""


@dataclass(frozen=True, slots=True)
class GroupDraft:
    """What a group is to be; `external_id` is the partner's own id, unique in the workspace."""

    name: str
    description: str = ""
    is_private: bool = False
    external_id: str | None = None


@needs(Permission.CREATE_GROUPS)
async def create_group(actor: Actor, draft: GroupDraft) -> GroupRow:
    """Make a group; raises InvalidInput where its name or external id can't be taken."""
    clean = check_draft(draft)
    async with unit_of_work(actor) as work:
        return await add_group(work, actor, clean)


async def add_group(work: Work, actor: Actor, draft: GroupDraft) -> GroupRow:
    """The group's row and its audit, within a transaction."""
    row = await work.sql.fetchrow(
        INSERT,
        new_id(),
        actor.workspace_id,
        draft.name,
        sort_key(draft.name),
        draft.description,
        draft.is_private,
        draft.external_id,
        actor.member_id,
        work.now,
    )
    if row is None:
        message = f"Another group has the external id {draft.external_id!r}."
        raise InvalidInput(InputError("EXTERNAL_ID_TAKEN", message, ("externalId",)))
    group = read_group(row)
    await record(work, actor, "group.created", (Kind.GROUP, group.id))
    work.changed("GROUP", group.id)
    return group


def check_draft(draft: GroupDraft) -> GroupDraft:
    """The draft, cleaned; raises InvalidInput."""
    name, errors = check_text(draft.name, "name", most=200, least=1)
    description, more = check_text(draft.description, "description", most=2000)
    external, last = check_text(draft.external_id or "", "externalId", most=200)
    if errors or more or last:
        raise InvalidInput(*errors, *more, *last)
    return GroupDraft(name, description, draft.is_private, external or None)
