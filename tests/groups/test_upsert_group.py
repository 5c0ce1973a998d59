"""A partner's group by the partner's own id: made once, brought in line, and refused without a trace."""

from __future__ import annotations

import asyncio
import json
from uuid import uuid4

import pytest

from backend.core.access import Actor, Door, Permission, Role
from backend.core.errors import Forbidden, InvalidInput
from backend.groups.actions import GroupEdit, update_group
from backend.groups.upsert_group import PartnersGroup, UpsertOutcome, upsert_group
from backend.invitations.archive_group import archive_group
from tests.house_of import Home, make_home

BOTH = frozenset({Permission.CREATE_GROUPS, Permission.MANAGE_GROUP})


def key_of(home: Home, *scopes: Permission) -> Actor:
    return Actor(home.owner.workspace_id, None, Role.ADMIN, Door.API_KEY, uuid4(), frozenset(scopes))


async def test_it_is_made_once_and_then_brought_in_line(home: Home) -> None:
    made = await upsert_group(home.owner, PartnersGroup("HR-1", "Crew", "By day", is_private=True))
    assert made.outcome is UpsertOutcome.CREATED
    same = await upsert_group(home.owner, PartnersGroup(" HR-1 ", "Crew"))
    assert (same.outcome, same.group) == (UpsertOutcome.UNCHANGED, made.group)
    changed = await upsert_group(home.owner, PartnersGroup("HR-1", "Éclair", is_private=False))
    assert (changed.outcome, changed.group.id) == (UpsertOutcome.UPDATED, made.group.id)
    assert (changed.group.name, changed.group.sort_name) == ("Éclair", "eclair")
    assert (changed.group.description, changed.group.is_private) == ("By day", False)
    assert await home.count("groups") == 1
    rows = await home.sql.fetch("SELECT * FROM audit_events WHERE subject_kind = 'grp' ORDER BY at")
    assert [(row["action"], json.loads(row["data"])) for row in rows] == [
        ("group.created", {}),
        ("group.updated", {"fields": ["name", "is_private"]}),
    ]


async def test_a_group_made_in_the_app_is_found_once_it_bears_the_id(home: Home) -> None:
    group = await home.group("Crew", description="By day")
    await update_group(home.owner, group, GroupEdit(external_id="HR-1"))
    done = await upsert_group(home.owner, PartnersGroup("HR-1", "Crew", ""))
    assert (done.group.id, done.group.description) == (group, "")
    namesake = await upsert_group(home.owner, PartnersGroup("HR-2", "Crew"))
    assert namesake.group.id != group


async def test_ten_at_once_make_one_group(home: Home) -> None:
    wanted = [PartnersGroup("HR-1", f"Crew {number}") for number in range(10)]
    done = await asyncio.gather(*(upsert_group(home.owner, one) for one in wanted))
    assert sorted(one.outcome for one in done) == ["CREATED", *["UPDATED"] * 9]
    assert len({one.group.id for one in done}) == await home.count("groups") == 1
    assert await home.count("audit_events", "action = 'group.updated'") == 9


@pytest.mark.parametrize(
    ("wanted", "code", "field"),
    [
        (PartnersGroup("HR-1", " "), "REQUIRED", "name"),
        (PartnersGroup("HR-1", "x" * 201), "TOO_LONG", "name"),
        (PartnersGroup("HR-1", "Crew", "x" * 2001), "TOO_LONG", "description"),
        (PartnersGroup(" ", "Crew"), "REQUIRED", "externalId"),
        (PartnersGroup("x" * 201, "Crew"), "TOO_LONG", "externalId"),
        (PartnersGroup("HR\x00", "Crew"), "INVALID_CHARACTERS", "externalId"),
    ],
)
async def test_what_cannot_be_is_refused(home: Home, wanted: PartnersGroup, code: str, field: str) -> None:
    await home.group("Crew", external_id="HR-1")
    before = await home.sql.fetch("SELECT * FROM groups"), await home.everything()
    with pytest.raises(InvalidInput) as refusal:
        await upsert_group(home.owner, wanted)
    assert [(one.code, one.field) for one in refusal.value.errors] == [(code, (field,))]
    assert (await home.sql.fetch("SELECT * FROM groups"), await home.everything()) == before


async def test_an_archived_group_stays_as_it_is_and_says_what_would_do(home: Home) -> None:
    group = await home.group("Crew", external_id="HR-1")
    await archive_group(home.owner, group)
    before = await home.sql.fetch("SELECT * FROM groups"), await home.everything()
    with pytest.raises(InvalidInput) as refusal:
        await upsert_group(home.owner, PartnersGroup("HR-1", "Night crew"))
    (error,) = refusal.value.errors
    assert (error.code, error.field) == ("GROUP_ARCHIVED", ("externalId",))
    assert "archiveGroup" in (error.suggestion or "")
    assert (await home.sql.fetch("SELECT * FROM groups"), await home.everything()) == before
    await archive_group(home.owner, group, archived=False)
    assert (await upsert_group(home.owner, PartnersGroup("HR-1", "Night crew"))).group.id == group


async def test_a_key_needs_both_scopes_whether_the_group_is_there_or_not(home: Home) -> None:
    await home.group("Crew", external_id="HR-1")
    before = await home.sql.fetch("SELECT * FROM groups"), await home.everything()
    for lacking in BOTH:
        for external_id in ("HR-1", "HR-2"):
            with pytest.raises(Forbidden) as refusal:
                await upsert_group(key_of(home, *BOTH - {lacking}), PartnersGroup(external_id, "Mine"))
            assert refusal.value.extensions == {"permission": lacking, "reason": "SCOPE_MISSING"}
    assert (await home.sql.fetch("SELECT * FROM groups"), await home.everything()) == before
    assert (await upsert_group(key_of(home, *BOTH), PartnersGroup("HR-1", "Mine"))).group.name == "Mine"


@pytest.mark.parametrize("role", [Role.TRAINER, Role.TRAINEE])
async def test_only_admins_upsert(home: Home, role: Role) -> None:
    other = await home.member(role, "other@x.org")
    with pytest.raises(Forbidden):
        await upsert_group(other, PartnersGroup("HR-1", "Mine"))
    assert await home.count("groups") == 0


async def test_the_same_id_in_another_workspace_is_another_group(home: Home) -> None:
    other = await make_home(home.sql, "canary")
    theirs = await other.group("Theirs", external_id="HR-1")
    done = await upsert_group(home.owner, PartnersGroup("HR-1", "Ours"))
    assert (done.outcome, done.group.id == theirs) == (UpsertOutcome.CREATED, False)
    assert await home.count("groups", "id = $1 AND name = 'Theirs'", theirs) == 1
