"""Making and changing groups; what grants or ends anything is done by the invitations room."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import asyncpg

from backend.audit.actions import record
from backend.core.access import Actor, Permission, needs
from backend.core.errors import InputError, InvalidInput
from backend.core.ids import Kind, new_id
from backend.core.keep import KEEP, Kept, replaced
from backend.core.text import check_text, sort_key
from backend.core.work import ChangeKind, Work, unit_of_work
from backend.groups.queries import COLUMNS, GroupRow, read_group, require_group

INSERT = f"""
    INSERT INTO groups
        (id, workspace_id, name, sort_name, description, is_private, external_id, created_by, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    ON CONFLICT (workspace_id, external_id) DO NOTHING RETURNING {COLUMNS}
"""
UPDATE = f"""
    UPDATE groups SET name = $3, sort_name = $4, description = $5, is_private = $6, external_id = $7
    WHERE workspace_id = $1 AND id = $2 RETURNING {COLUMNS}
"""


@dataclass(frozen=True, slots=True)
class GroupDraft:
    """What a group is to be; `external_id` is the partner's own id, unique in the workspace."""

    name: str
    description: str = ""
    is_private: bool = False
    external_id: str | None = None


@dataclass(frozen=True, slots=True)
class GroupEdit:
    """What is to change in a group."""

    name: Kept[str] = KEEP
    description: Kept[str] = KEEP
    is_private: Kept[bool] = KEEP
    external_id: Kept[str | None] = KEEP


@needs(Permission.CREATE_GROUPS)
async def create_group(actor: Actor, draft: GroupDraft) -> GroupRow:
    """Make a group; raises InvalidInput where its name or external id can't be taken."""
    clean = check_draft(draft)
    async with unit_of_work(actor) as work:
        return await add_group(work, actor, clean)


async def add_group(work: Work, actor: Actor, draft: GroupDraft) -> GroupRow:
    """The group's row and its audit, within a transaction; raises InvalidInput where its id is taken."""
    group = await add_group_unless_taken(work, actor, draft)
    if group is None:
        raise InvalidInput(taken(draft))
    return group


async def add_group_unless_taken(work: Work, actor: Actor, draft: GroupDraft) -> GroupRow | None:
    """The same, or None where another group has the external id."""
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
        return None
    group = read_group(row)
    await record(work, actor, "group.created", (Kind.GROUP, group.id))
    work.changed(ChangeKind.GROUP, group.id)
    return group


@needs(Permission.MANAGE_GROUP)
async def update_group(actor: Actor, group_id: UUID, edit: GroupEdit) -> GroupRow:
    """Change a group that is the caller's to manage; raises InvalidInput, NotFound, Forbidden.

    Its managers give it a name and say what it is for; who sees it and its external id are for admins.
    """
    async with unit_of_work(actor) as work:
        before = await require_group(work.sql, actor, group_id, manage=True)
        draft = check_draft(
            GroupDraft(
                replaced(edit.name, before.name),
                replaced(edit.description, before.description),
                replaced(edit.is_private, before.is_private),
                replaced(edit.external_id, before.external_id),
            )
        )
        kept = (draft.is_private, draft.external_id) == (before.is_private, before.external_id)
        if not (actor.is_admin or kept):
            message = "Only administrators change who sees a group, and its external id."
            raise InvalidInput(InputError("ADMINS_ONLY", message, ("isPrivate",)))
        return await change_group(work, actor, before, draft)


async def change_group(work: Work, actor: Actor, before: GroupRow, draft: GroupDraft) -> GroupRow:
    """Make a group what the draft says, and its audit where that differs, within a transaction."""
    names = ("name", "description", "is_private", "external_id")
    changed = [name for name in names if getattr(before, name) != getattr(draft, name)]
    if not changed:
        return before
    fields = (draft.name, sort_key(draft.name), draft.description, draft.is_private, draft.external_id)
    try:
        (row,) = await work.sql.fetch(UPDATE, actor.workspace_id, before.id, *fields)
    except asyncpg.UniqueViolationError as error:
        raise InvalidInput(taken(draft)) from error
    await record(work, actor, "group.updated", (Kind.GROUP, before.id), fields=changed)
    work.changed(ChangeKind.GROUP, before.id)
    return read_group(row)


def taken(draft: GroupDraft) -> InputError:
    """That another group has this external id."""
    message = f"Another group has the external id {draft.external_id!r}."
    return InputError("EXTERNAL_ID_TAKEN", message, ("externalId",))


def check_draft(draft: GroupDraft) -> GroupDraft:
    """The draft, cleaned; raises InvalidInput."""
    name, errors = check_text(draft.name, "name", most=200, least=1)
    description, more = check_text(draft.description, "description", most=2000)
    external, last = check_text(draft.external_id or "", "externalId", most=200)
    if errors or more or last:
        raise InvalidInput(*errors, *more, *last)
    return GroupDraft(name, description, draft.is_private, external or None)
