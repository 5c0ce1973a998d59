"""A group's name, its privacy, its external id: who may change what."""

from __future__ import annotations

import json

import pytest

from backend.core.access import Actor, Role
from backend.core.errors import Forbidden, InvalidInput, NotFound
from backend.groups.actions import GroupEdit, update_group
from backend.groups.models import GroupRole
from backend.invitations.add_group_members import GroupMembers, add_group_members
from backend.invitations.intake.pipeline import Terms
from tests.house_of import Home


async def leader(home: Home, group: object, role: GroupRole, email: str) -> Actor:
    actor = await home.member(Role.TRAINEE, email)
    wanted = GroupMembers(group, [actor.member_id], role)  # type: ignore[arg-type]
    await add_group_members(home.owner, wanted, Terms())
    return actor


async def test_what_is_left_out_stays(home: Home) -> None:
    group = await home.group("Crew", description="By day", external_id="HR-1")
    changed = await update_group(home.owner, group, GroupEdit(name="Éclair"))
    assert (changed.name, changed.sort_name, changed.description) == ("Éclair", "eclair", "By day")
    changed = await update_group(home.owner, group, GroupEdit(external_id=None, is_private=True))
    assert (changed.name, changed.external_id, changed.is_private) == ("Éclair", None, True)
    told = await home.sql.fetch("SELECT data FROM audit_events WHERE action = 'group.updated' ORDER BY at")
    fields = [json.loads(row["data"])["fields"] for row in told]
    assert fields == [["name"], ["is_private", "external_id"]]


async def test_the_same_again_is_no_event(home: Home) -> None:
    group = await home.group("Crew")
    await update_group(home.owner, group, GroupEdit(name="Crew"))
    assert await home.count("audit_events", "action = 'group.updated'") == 0


async def test_managers_give_it_a_name_and_admins_say_who_sees_it(home: Home) -> None:
    group = await home.group("Crew")
    manager = await leader(home, group, GroupRole.MANAGER, "manager@x.org")
    assert (await update_group(manager, group, GroupEdit(name="Night crew"))).name == "Night crew"
    for edit in (GroupEdit(is_private=True), GroupEdit(external_id="HR-1")):
        with pytest.raises(InvalidInput) as refusal:
            await update_group(manager, group, edit)
        assert refusal.value.errors[0].code == "ADMINS_ONLY"
    assert await home.count("groups", "is_private OR external_id IS NOT NULL") == 0


async def test_an_external_id_belongs_to_one_group(home: Home) -> None:
    group = await home.group("Crew")
    await home.group("Other", external_id="HR-1")
    for edit, code in (
        (GroupEdit(external_id="HR-1"), "EXTERNAL_ID_TAKEN"),
        (GroupEdit(name=" "), "REQUIRED"),
    ):
        with pytest.raises(InvalidInput) as refusal:
            await update_group(home.owner, group, edit)
        assert refusal.value.errors[0].code == code
    assert await home.count("groups", "name = 'Crew' AND external_id IS NULL") == 1


async def test_nobody_else_changes_a_group(home: Home) -> None:
    group, hidden = await home.group("Crew"), await home.group("Hidden", is_private=True)
    coach = await leader(home, group, GroupRole.COACH, "coach@x.org")
    trainer = await home.member(Role.TRAINER, "trainer@x.org")
    refusals = [(coach, group, Forbidden), (trainer, group, Forbidden), (trainer, hidden, NotFound)]
    for actor, target, refusal in refusals:
        with pytest.raises(refusal):
            await update_group(actor, target, GroupEdit(name="Mine"))
    assert await home.count("groups", "name = 'Mine'") == 0
