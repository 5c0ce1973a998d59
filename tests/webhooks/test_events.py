"""Which changes tell which events: each by the change's own statement, whatever door it came by."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import orjson

from backend.auth.actions.accept_invitation import NewMember, accept_invitation
from backend.auth.tokens import Visit
from backend.core.tokens import link_token
from backend.groups.models import GroupRole
from backend.invitations.add_group_members import GroupMembers, add_group_members
from backend.invitations.deactivate_members import deactivate_members
from backend.invitations.expire_invitations import expire_invitations
from backend.invitations.intake.pipeline import Terms
from backend.invitations.reactivate_members import reactivate_members
from backend.invitations.remove_group_members import remove_group_members
from backend.invitations.revoke_invitations import revoke_invitations
from backend.webhooks.actions.create_webhook import create_webhook
from backend.webhooks.events import WebhookEvent
from tests.accounts.imports_of import Imports, people
from tests.house_of import Home, make_home
from tests.invitations.carrying import deliver
from tests.mail.mail_server import MailServer
from tests.webhooks.dispatching import log_of

URL = "https://hr.example.org/usher"
EVERYTHING = [event for event in WebhookEvent if event is not WebhookEvent.TEST]


async def listen(home: Home) -> None:
    """Somebody is told of everything."""
    await create_webhook(home.owner, URL, EVERYTHING)


async def told(home: Home, email: str = "") -> list[str]:
    """The events so far, of all or of one person, in order."""
    rows = await log_of(home)
    return [row["event"] for row in rows if not email or data_of(row)["email"] == email]


def data_of(row: Any) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(row["data"])
    return found


async def test_the_life_of_an_invitation_is_told(home: Home) -> None:
    await listen(home)
    group = await home.group()
    await home.session(group)
    await home.invite("ann@x.org", group_ids=[group])
    await deliver(home)
    invitation = await home.sql.fetchrow("SELECT * FROM invitations")
    assert invitation is not None
    token = link_token("JOIN", invitation["id"], 1)
    await accept_invitation(token, NewMember("Ann", "Bee", "a lantern over the harbour"), Visit())
    assert sorted(await told(home, "ann@x.org")) == [
        "invitation.accepted",
        "invitation.sent",
        "member.created",
        "member.updated",
        "program_invitation.sent",
        "registration.created",
    ]
    rows = {row["event"]: data_of(row) for row in await log_of(home)}
    assert rows["member.updated"]["changed"] == ["firstName", "lastName", "status"]
    assert rows["invitation.sent"]["invitationId"] == str(invitation["id"])
    assert rows["program_invitation.sent"]["sessionId"] == rows["registration.created"]["sessionId"]


async def test_what_bounces_runs_out_or_is_revoked_is_told(home: Home) -> None:
    await listen(home)
    server = MailServer()
    server.on_rcpt = lambda recipient: "550 5.1.1 no such user" if "gone" in recipient else None
    await home.invite("gone@x.org late@x.org out@x.org")
    await deliver(home, server)
    out = await home.sql.fetchval("SELECT id FROM invitations WHERE email_key = 'out@x.org'")
    await revoke_invitations(home.owner, [out])
    await home.wait(timedelta(days=31))
    await expire_invitations()
    assert (await told(home, "gone@x.org"))[:2] == ["member.created", "invitation.bounced"]
    assert (await told(home, "late@x.org"))[1:] == ["invitation.sent", "invitation.expired"]
    assert (await told(home, "out@x.org"))[1:] == ["invitation.sent", "invitation.revoked"]
    bounced = next(data_of(row) for row in await log_of(home) if row["event"] == "invitation.bounced")
    assert (bounced["smtpCode"], "no such user" in bounced["smtpReply"]) == (550, True)


async def test_members_and_registrations_that_end_and_return_are_told(home: Home) -> None:
    group = await home.group()
    await home.session(group)
    await home.invite("ann@x.org")
    member = await home.sql.fetchval("SELECT id FROM members WHERE email_key = 'ann@x.org'")
    await listen(home)
    place = GroupMembers(group, [member], GroupRole.LEARNER)
    await add_group_members(home.owner, place, Terms())
    await remove_group_members(home.owner, group, [member])
    await add_group_members(home.owner, place, Terms())
    await deactivate_members(home.owner, [member])
    await reactivate_members(home.owner, [member])
    events = await told(home)
    assert events[:3] == ["registration.created", "registration.ended", "registration.created"]
    assert events.count("member.deactivated") == events.count("member.reactivated") == 1
    assert "member.updated" not in events


async def test_the_end_of_an_import_is_told(home: Home) -> None:
    await listen(home)
    imports = Imports(home)
    await imports.paste(people(3), preview=False)
    while await imports.step():
        pass
    events = await told_by_import(home)
    assert [(row["event"], data_of(row)["state"]) for row in events] == [("import.finished", "DONE")]
    assert data_of(events[0])["written"] == 3


async def told_by_import(home: Home) -> list[Any]:
    return [row for row in await log_of(home) if row["event"].startswith("import")]


async def test_others_are_told_nothing_and_nobody_listening_costs_nothing(home: Home) -> None:
    await home.invite("ann@x.org")
    assert await log_of(home) == []
    other = await make_home(home.sql, "other")
    await listen(other)
    await home.invite("bob@x.org")
    assert await log_of(home) == []
    await other.invite("cat@x.org")
    assert {row["workspace_id"] for row in await log_of(home)} == {other.owner.workspace_id}


async def test_thousands_at_once_are_told_as_a_set(home: Home) -> None:
    await listen(home)
    await home.sql.execute("UPDATE members SET first_name = 'One'")  # a plan made for one row
    await home.sql.execute(
        "INSERT INTO members (id, workspace_id, email, email_key, sort_name, role, labels, "
        "additional_information, created_at, updated_at) SELECT gen_random_uuid(), $1, n || '@x.org', "
        "n || '@x.org', '', 'TRAINEE', '{}', '{}', now(), now() FROM generate_series(1, 5000) AS n",
        home.owner.workspace_id,
    )
    await home.sql.execute("UPDATE members SET last_name = 'All'")
    number = await home.count("webhook_deliveries", "event = 'member.updated' AND data->>'lastName' = 'All'")
    assert number == 5_001
