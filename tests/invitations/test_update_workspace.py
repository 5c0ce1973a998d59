"""A workspace's settings, and what moves with them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from backend.core.access import Role
from backend.core.errors import Forbidden, InvalidInput
from backend.invitations.update_workspace import WorkspaceChange, update_workspace
from tests.house_of import Home


async def settings(home: Home) -> dict[str, Any]:
    found = await home.sql.fetchrow("SELECT * FROM workspaces")
    assert found
    return dict(found)


async def test_everything_that_can_be_set(home: Home) -> None:
    change = WorkspaceChange(
        name=" New  name ",
        language="fr",
        time_zone="Asia/Tokyo",
        mail_hour="07:30",
        sender_name="Training",
        sender_address="training@x.org",
        brand_color="#00ff88",
        logo_url="https://x.org/logo.png",
        invitation_days=14,
        allowed_domains=["@X.org", "münchen.de", "x.org"],
        password_length=16,
        trainers_invite=False,
        send_reminders=False,
        send_warnings=False,
    )
    row = await update_workspace(home.owner, change)
    now = await settings(home)
    assert row.name == now["name"] == "New name"
    assert (now["time_zone"], now["mail_hour"], now["language"]) == ("Asia/Tokyo", "07:30", "fr")
    assert now["allowed_domains"] == ["x.org", "xn--mnchen-3ya.de"]
    assert (now["invitation_days"], now["password_length"], now["sender_name"]) == (14, 16, "Training")
    assert [now[name] for name in ("trainers_invite", "send_reminders", "send_warnings")] == [False] * 3
    await update_workspace(home.owner, change)
    assert await home.count("audit_events", "action = 'workspace.updated'") == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": " "}, "REQUIRED"),
        ({"name": "x" * 201}, "TOO_LONG"),
        ({"language": "it"}, "UNKNOWN_LANGUAGE"),
        ({"time_zone": "Mars/Olympus"}, "UNKNOWN_TIME_ZONE"),
        ({"mail_hour": "24:00"}, "INVALID_TIME"),
        ({"mail_hour": "8:00"}, "INVALID_TIME"),
        ({"sender_address": "a@x.org, b@x.org"}, "INVALID_EMAIL"),
        ({"sender_address": "a@x.org\r\nBcc: b@x.org"}, "INVALID_EMAIL"),
        ({"brand_color": "red"}, "INVALID_COLOR"),
        ({"logo_url": "http://x.org/l.png"}, "INVALID_URL"),
        ({"invitation_days": 0}, "INVALID_NUMBER"),
        ({"password_length": 7}, "INVALID_NUMBER"),
        ({"allowed_domains": ["nonsense"]}, "INVALID_DOMAIN"),
    ],
)
async def test_what_cannot_be_set_changes_nothing(home: Home, change: dict[str, Any], code: str) -> None:
    before = await settings(home)
    with pytest.raises(InvalidInput) as refusal:
        await update_workspace(home.owner, WorkspaceChange(**change, trainers_invite=False))
    assert [error.code for error in refusal.value.errors] == [code]
    assert await settings(home) == before


async def test_only_admins(home: Home) -> None:
    trainer = await home.member(Role.TRAINER, "trainer@x.org")
    before = await settings(home)
    with pytest.raises(Forbidden):
        await update_workspace(trainer, WorkspaceChange(name="Mine"))
    assert await settings(home) == before


async def test_another_zone_moves_ends_of_access_and_their_warnings(home: Home) -> None:
    day = (await home.now() + timedelta(days=60)).date()
    await home.invite("a@x.org", deactivates_on=day)
    ends = "SELECT deactivates_at FROM members WHERE deactivates_at IS NOT NULL"
    before, (warned,) = await home.sql.fetchval(ends), await home.mails("deactivation_warning")
    await update_workspace(home.owner, WorkspaceChange(time_zone="Asia/Tokyo"))
    assert before - await home.sql.fetchval(ends) == timedelta(hours=9)
    (moved,) = await home.mails("deactivation_warning")
    assert warned["due_at"] - moved["due_at"] == timedelta(hours=9)
    assert moved["due_zone"] == "Asia/Tokyo"


async def test_another_hour_moves_the_mails_of_days_to_come(home: Home) -> None:
    group = await home.group()
    await home.session(group, starts=timedelta(days=9, hours=23 - (await home.now()).hour))
    await home.invite("a@x.org", group_ids=[group])
    (before,) = await home.mails("program_invitation")
    await update_workspace(home.owner, WorkspaceChange(mail_hour="06:00"))
    (after,) = await home.mails("program_invitation")
    assert before["due_at"] - after["due_at"] == timedelta(hours=2)


async def test_the_switches_take_back_and_owe_again(home: Home) -> None:
    day = (await home.now() + timedelta(days=60)).date()
    await home.invite("a@x.org", deactivates_on=day)
    for kind, count, off, on in (
        (
            "invitation_reminder",
            3,
            WorkspaceChange(send_reminders=False),
            WorkspaceChange(send_reminders=True),
        ),
        (
            "deactivation_warning",
            1,
            WorkspaceChange(send_warnings=False),
            WorkspaceChange(send_warnings=True),
        ),
    ):
        await update_workspace(home.owner, off)
        assert await home.count("mails", "kind = $1 AND state = 'CANCELLED'", kind) == count
        await update_workspace(home.owner, on)
        assert await home.count("mails", "kind = $1 AND state = 'SCHEDULED'", kind) == count
