"""The life of members and invitations over HTTP."""

from __future__ import annotations

from typing import Any

from backend.core.ids import Kind, encode
from tests.api.conftest import Client
from tests.house_of import Home

ERRORS = "errors { code field row }"
MEMBERS = f"{{ members {{ id status deactivatesOn }} mailsWithdrawn mailsAlreadyOut {ERRORS} }}"
INVITATIONS = f"{{ invitations {{ id state expiresAt mail {{ state }} }} mailsWithdrawn {ERRORS} }}"


async def do(client: Client, name: str, answer: str, /, **given: Any) -> dict[str, Any]:
    """The payload of a mutation."""
    kind = f"{name[0].upper()}{name[1:]}Input"
    document = f"mutation ($input: {kind}!) {{ {name}(input: $input) {answer} }}"
    payload: dict[str, Any] = (await client(document, input=given))[name]
    return payload


async def person(home: Home, email: str) -> tuple[str, str]:
    """The public ids of an invited member and their invitation."""
    await home.invite(email)
    row = await home.sql.fetchrow("SELECT member_id, id FROM invitations WHERE email_key = $1", email)
    assert row
    return encode(Kind.MEMBER, row["member_id"]), encode(Kind.INVITATION, row["id"])


async def test_members_leave_and_come_back(home: Home, owner: Client) -> None:
    member, _ = await person(home, "a@x.org")
    unknown = encode(Kind.MEMBER, home.owner.workspace_id)
    gone = await do(owner, "deactivateMembers", MEMBERS, ids=[member, unknown, member])
    assert gone["members"] == [{"id": member, "status": "DEACTIVATED", "deactivatesOn": None}]
    assert (gone["mailsWithdrawn"], gone["mailsAlreadyOut"]) == (4, 0)
    assert gone["errors"] == [{"code": "UNKNOWN_MEMBER", "field": ["ids"], "row": 2}]
    back = await do(owner, "reactivateMembers", MEMBERS, ids=[member], deactivatesOn="2090-01-01")
    assert back["members"] == [{"id": member, "status": "INVITED", "deactivatesOn": "2090-01-01"}]
    past = await do(owner, "reactivateMembers", MEMBERS, ids=[member], deactivatesOn="2020-01-01")
    assert [error["code"] for error in past["errors"]] == ["DATE_IN_PAST"]


async def test_a_member_is_changed_field_by_field(home: Home, owner: Client) -> None:
    member, _ = await person(home, "a@x.org")
    answer = (
        f"{{ member {{ role labels additionalInformation deactivatesOn externalId username }} {ERRORS} }}"
    )
    first = await do(
        owner,
        "updateMember",
        answer,
        id=member,
        role="TRAINER",
        labels=["north"],
        additionalInformation=["x"],
        deactivatesOn="2090-01-01",
        externalId="E-1",
        username="anna",
    )
    assert first["member"] == {
        "role": "TRAINER",
        "labels": ["north"],
        "additionalInformation": ["x"],
        "deactivatesOn": "2090-01-01",
        "externalId": "E-1",
        "username": "anna",
    }
    second = await do(owner, "updateMember", answer, id=member, deactivatesOn=None, labels=None)
    assert second["member"] == first["member"] | {"deactivatesOn": None}
    refused = await do(owner, "updateMember", answer, id=member, username="a@b")
    assert refused == {
        "member": None,
        "errors": [{"code": "INVALID_USERNAME", "field": ["username"], "row": None}],
    }


async def test_addresses_and_bounces(home: Home, owner: Client) -> None:
    member, _ = await person(home, "a@x.org")
    await home.bounce("a@x.org", "550 no such user")
    asked = await owner(
        "{ members(filter: { bounced: true }, orderBy: EMAIL) { nodes { id bounce { reason since } } } }"
    )
    (found,) = asked["members"]["nodes"]
    assert (found["id"], found["bounce"]["reason"]) == (member, "550 no such user")
    cleared = await do(owner, "clearBounce", f"{{ member {{ id bounce {{ reason }} }} {ERRORS} }}", id=member)
    assert cleared == {"member": {"id": member, "bounce": None}, "errors": []}
    moved = await do(
        owner, "changeMemberEmail", f"{{ member {{ email }} {ERRORS} }}", id=member, email="b@x.org"
    )
    assert moved == {"member": {"email": "b@x.org"}, "errors": []}


async def test_invitations_are_sent_again_extended_copied_edited_and_revoked(
    home: Home, owner: Client
) -> None:
    _, invitation = await person(home, "a@x.org")
    waiting = await do(owner, "resendInvitations", INVITATIONS, ids=[invitation])
    assert waiting["errors"] == [{"code": "MAIL_WAITING", "field": ["ids"], "row": 1}]
    await home.sql.execute("UPDATE mails SET state = 'FAILED' WHERE kind = 'workspace_invitation'")
    failed = "{ invitations(filter: { mailState: [FAILED, BOUNCED] }) { nodes { id } } }"
    assert (await owner(failed))["invitations"]["nodes"] == [{"id": invitation}]
    sent = await do(owner, "resendInvitations", INVITATIONS, ids=[invitation])
    assert [(one["id"], one["mail"]["state"]) for one in sent["invitations"]] == [(invitation, "QUEUED")]
    assert (await owner(failed))["invitations"]["nodes"] == []
    longer = await do(owner, "extendInvitations", INVITATIONS, ids=[invitation], days=5)
    assert longer["invitations"][0]["expiresAt"] > sent["invitations"][0]["expiresAt"]
    link = await do(owner, "invitationLink", f"{{ url {ERRORS} }}", id=invitation)
    assert link["url"].startswith("http://usher.test/join/")
    edited = await do(
        owner, "updateInvitation", f"{{ invitation {{ email role }} {ERRORS} }}", id=invitation, role="ADMIN"
    )
    assert edited["invitation"] == {"email": "a@x.org", "role": "ADMIN"}
    revoked = await do(owner, "revokeInvitations", INVITATIONS, ids=[invitation])
    assert [one["state"] for one in revoked["invitations"]] == ["REVOKED"]
    assert revoked["mailsWithdrawn"] == 4
    dead = await do(owner, "invitationLink", f"{{ url {ERRORS} }}", id=invitation)
    assert (dead["url"], dead["errors"][0]["code"]) == (None, "INVITATION_REVOKED")


async def test_ones_own_profile_and_the_workspace(home: Home, owner: Client) -> None:
    me = await do(
        owner, "updateProfile", f"{{ member {{ firstName lastName language }} {ERRORS} }}", firstName="Olga"
    )
    assert me["member"]["firstName"] == "Olga"
    wrong = await do(owner, "requestEmailChange", f"{{ {ERRORS} }}", email="new@x.org", password="no")
    assert [error["code"] for error in wrong["errors"]] == ["WRONG_PASSWORD"]
    unknown = await do(owner, "confirmEmailChange", f"{{ {ERRORS} }}", token="no")
    assert [error["code"] for error in unknown["errors"]] == ["LINK_UNKNOWN"]
    answer = f"{{ workspace {{ timeZone sendReminders senderName }} {ERRORS} }}"
    set_up = await do(owner, "updateWorkspace", answer, timeZone="Asia/Tokyo", sendReminders=False, name=None)
    assert set_up["workspace"]["timeZone"] == "Asia/Tokyo"
    assert set_up["workspace"]["sendReminders"] is False


async def test_a_code_opens_the_door_for_people_without_an_address(home: Home, owner: Client) -> None:
    member, _ = await person(home, "a@x.org")
    await home.sql.execute(
        """UPDATE members SET email = NULL, email_key = NULL, username = 'ben', username_key = 'ben',
        activated_at = usher_now() WHERE email_key = 'a@x.org'"""
    )
    issued = await do(owner, "issueSignInCode", f"{{ code expiresAt {ERRORS} }}", memberId=member)
    anonymous = Client(owner.http, "")
    anonymous.headers = {}
    entered = await do(
        anonymous,
        "signInWithCode",
        f"{{ token viewer {{ member {{ id }} }} {ERRORS} }}",
        login="Ben",
        code=issued["code"],
        password="seven herons at low tide",
    )
    assert entered["viewer"]["member"]["id"] == member
    again = await do(
        anonymous,
        "signInWithCode",
        f"{{ token {ERRORS} }}",
        login="ben",
        code=issued["code"],
        password="x" * 20,
    )
    assert (again["token"], again["errors"][0]["code"]) == (None, "WRONG_CODE")
