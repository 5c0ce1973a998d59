"""`upsertGroup` as a partner sends it: by a key, with its outcome, its refusals as data."""

from __future__ import annotations

from typing import Any

from backend.auth.actions.create_api_key import create_api_key
from backend.core.access import Permission
from tests.api.conftest import Client
from tests.api.test_grants import do
from tests.house_of import Home

SHAPE = """{ group { name description isPrivate externalId } outcome
    errors { code message field suggestion } }"""


async def test_a_partner_keeps_a_group_in_line(home: Home, owner: Client) -> None:
    scopes = [Permission.CREATE_GROUPS, Permission.MANAGE_GROUP]
    partner = Client(owner.http, (await create_api_key(home.owner, "HR", scopes)).secret)

    async def upsert(**wanted: Any) -> dict[str, Any]:
        return await do(partner, "upsertGroup", SHAPE, externalId="HR-1", **wanted)

    made = await upsert(name="Crew", description="By day", isPrivate=True)
    assert (made["outcome"], made["errors"]) == ("CREATED", [])
    same = await upsert(name="Crew", isPrivate=None)
    assert (same["outcome"], same["group"]) == ("UNCHANGED", made["group"])
    changed = await upsert(name="Crew", description=None)
    assert (changed["outcome"], changed["group"]) == ("UPDATED", made["group"] | {"description": ""})
    assert await home.count("groups", "external_id = 'HR-1'") == 1
    refused = await upsert(name=" ")
    assert (refused["group"], refused["outcome"]) == (None, None)
    assert [(one["code"], one["field"]) for one in refused["errors"]] == [("REQUIRED", ["name"])]
    await home.sql.execute("UPDATE groups SET archived_at = usher_now()")
    (archived,) = (await upsert(name="Other"))["errors"]
    assert (archived["code"], archived["field"]) == ("GROUP_ARCHIVED", ["externalId"])
    assert archived["suggestion"].startswith("Take it up again")
    assert await home.count("groups", "name = 'Crew'") == 1


async def test_a_key_without_the_scope_is_refused_before_anything_happens(home: Home, owner: Client) -> None:
    key = await create_api_key(home.owner, "HR", [Permission.CREATE_GROUPS])
    before = await home.everything()
    answer = await Client(owner.http, key.secret).ask(
        'mutation { upsertGroup(input: {externalId: "HR-1", name: "Crew"}) { group { id } } }'
    )
    extensions = answer["errors"][0]["extensions"]
    assert (extensions["code"], extensions["permission"]) == ("FORBIDDEN", "MANAGE_GROUP")
    assert await home.everything() | {"rate_windows": 0} == before | {"rate_windows": 0}
