"""A partner's group by the partner's own id: made or brought in line; sent again it changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from backend.core.access import Actor, Permission, needs, require
from backend.core.errors import InputError, InvalidInput
from backend.core.keep import KEEP, Kept, replaced
from backend.core.work import unit_of_work
from backend.groups.actions import GroupDraft, add_group_unless_taken, change_group, check_draft, taken
from backend.groups.queries import COLUMNS, GroupRow, read_group

# Held until the commit, so that of two upserts at once the second sees what the first has written.
BEARER = f"SELECT {COLUMNS} FROM groups WHERE workspace_id = $1 AND external_id = $2 FOR UPDATE"


class UpsertOutcome(StrEnum):
    """What an upsert came to."""

    CREATED = "CREATED"
    UPDATED = "UPDATED"
    UNCHANGED = "UNCHANGED"


@dataclass(frozen=True, slots=True)
class PartnersGroup:
    """What the group with this external id is to be; what is kept is empty, and not private, in a new one."""

    external_id: str
    name: str
    description: Kept[str] = KEEP
    is_private: Kept[bool] = KEEP


@dataclass(frozen=True, slots=True)
class Upserted:
    """The group as it stands now, and whether it was there."""

    group: GroupRow
    outcome: UpsertOutcome


@needs(Permission.CREATE_GROUPS)
async def upsert_group(actor: Actor, wanted: PartnersGroup) -> Upserted:
    """Make the group with this external id, or change it; raises InvalidInput.

    Asks for both permissions each time: what a key may do shall not hang on whether the group is there.
    """
    require(actor, Permission.MANAGE_GROUP)
    draft = _draft(wanted, "", is_private=False)
    async with unit_of_work(actor) as work:
        made = await add_group_unless_taken(work, actor, draft)
        if made is not None:
            return Upserted(made, UpsertOutcome.CREATED)
        row = await work.sql.fetchrow(BEARER, actor.workspace_id, draft.external_id)
        if row is None:  # it has given its id away since
            raise InvalidInput(taken(draft))
        before = read_group(row)
        if before.archived_at is not None:
            raise InvalidInput(_archived(before))
        after = _draft(wanted, before.description, is_private=before.is_private)
        group = await change_group(work, actor, before, after)
    return Upserted(group, UpsertOutcome.UNCHANGED if group == before else UpsertOutcome.UPDATED)


def _draft(wanted: PartnersGroup, description: str, *, is_private: bool) -> GroupDraft:
    """The whole group, with this where nothing was said; raises InvalidInput."""
    draft = check_draft(
        GroupDraft(
            wanted.name,
            replaced(wanted.description, description),
            replaced(wanted.is_private, is_private),
            wanted.external_id,
        )
    )
    if draft.external_id is None:
        raise InvalidInput(InputError("REQUIRED", "This can't be empty.", ("externalId",)))
    return draft


def _archived(group: GroupRow) -> InputError:
    suggestion = "Take it up again with archiveGroup, archived: false; or give the new group another id."
    message = f"The group {group.name!r} has this external id and is archived."
    return InputError("GROUP_ARCHIVED", message, ("externalId",), suggestion=suggestion)
