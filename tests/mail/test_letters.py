"""The rooms' own letters, from the change that owes them to the mail that arrives."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta

import pytest

from backend.auth.actions.request_password_reset import request_password_reset
from backend.auth.tokens import Visit
from backend.core.access import Role
from backend.core.errors import InvalidInput, RateLimited
from backend.core.tokens import token_hash
from backend.mail.courier import Courier
from backend.mail.models import MailKind
from backend.mail.relay import Relay
from backend.members.send_test_letter import send_test_letter
from backend.worker import HANDLERS
from backend.workspaces.update_letter import LetterChange, update_letter
from tests.house_of import Home, make_home
from tests.mail.mail_server import Delivery, MailServer
from tests.mail.post import SCALE, Owner, Post
from tests.parts import EMPTY

LINK = re.compile(r"https://learn\.example\.org/(join|reset)/([\w-]{43})")


@pytest.fixture
async def home(post: Post, owner: Owner) -> Home:
    """A workspace whose mail a real courier delivers."""
    await owner.execute(EMPTY)
    return await make_home(owner)


@pytest.fixture
async def server(post: Post) -> MailServer:
    """Where its mail arrives."""
    start(post)
    return post.server


def start(post: Post) -> None:
    post.start(Courier(Relay(post.server.url, "test.example", 4, SCALE), HANDLERS, SCALE))


def text_of(delivery: Delivery) -> str:
    part = delivery.message.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def token_of(delivery: Delivery) -> str:
    found = LINK.search(text_of(delivery))
    assert found is not None
    return found[2]


async def fates(home: Home, kind: str) -> set[tuple[str, str | None]]:
    """The states and reasons of the mails of a kind, once all are final."""
    async with asyncio.timeout(30):
        while True:
            mails = await home.mails(kind)
            if not {"SCHEDULED", "QUEUED", "SENDING"} & {mail["state"] for mail in mails}:
                return {(mail["state"], mail["reason"]) for mail in mails}
            await asyncio.sleep(0.01)


async def test_an_invitation_arrives_with_a_link_that_works(home: Home, server: MailServer) -> None:
    await home.sql.execute("UPDATE members SET first_name = 'Marie', last_name = 'Curie'")
    await home.invite("new@x.org", language="fr")
    (letter,) = await server.arrived(1)
    assert letter.message["Subject"] == "Marie Curie vous invite à rejoindre Home"
    assert letter.message["To"] == "new@x.org"
    assert letter.message["Reply-To"] == "owner@home.example.org"
    assert letter.message["Content-Language"] == "fr"
    assert await home.count("invitation_links", "token_hash = $1", token_hash(token_of(letter))) == 1
    html = letter.message.get_body(("html",))
    assert html is not None
    assert token_of(letter) in html.get_content()


async def test_program_invitations_follow_the_accepted_invitation_as_one_letter(
    home: Home, server: MailServer
) -> None:
    group = await home.group()
    await home.session(group, starts=-timedelta(days=1), title="Second")
    await home.session(group, starts=-timedelta(days=2), title="First")
    await home.session(group, starts=timedelta(days=9), title="Later")
    await home.sql.execute("UPDATE workspaces SET send_reminders = false")
    await home.invite("new@x.org", group_ids=[group])
    invitation, programs = await server.arrived(2)
    assert "/join/" in text_of(invitation)
    assert programs.message["Subject"] == "Your 2 programs on Home"
    assert text_of(programs).index("First") < text_of(programs).index("Second")
    assert "Later" not in text_of(programs)
    links = await home.sql.fetch("SELECT purpose FROM invitation_links ORDER BY purpose")
    assert [row["purpose"] for row in links] == ["JOIN", "PROGRAM"]
    assert await home.count("invitation_links", "token_hash = $1", token_hash(token_of(programs))) == 1
    await home.wait(timedelta(days=10))
    (_, _, later) = await server.arrived(3)
    assert later.message["Subject"] == "Your program: Later"


async def test_members_who_joined_are_led_to_their_programs(home: Home, server: MailServer) -> None:
    await home.member(Role.TRAINEE, "active@x.org")
    await server.arrived(1)
    group = await home.group()
    await home.session(group, starts=-timedelta(days=1))
    await home.invite("active@x.org", group_ids=[group])
    (_, letter) = await server.arrived(2)
    assert "https://learn.example.org/my\n" in text_of(letter)
    assert LINK.search(text_of(letter)) is None


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("UPDATE invitations SET state = 'REVOKED'", "INVITATION_REVOKED"),
        ("UPDATE invitations SET state = 'ACCEPTED'", "INVITATION_ACCEPTED"),
        ("UPDATE invitations SET expires_at = usher_now()", "INVITATION_EXPIRED"),
        ("UPDATE members SET deactivates_at = usher_now()", "DEACTIVATED"),
        ("UPDATE members SET asleep_at = usher_now()", "INVITATION_REVOKED"),
        ("UPDATE members SET email = 'b@x.org', email_key = 'b@x.org'", "ADDRESS_CHANGED"),
        (
            """INSERT INTO suppressions
            SELECT gen_random_uuid(), workspace_id, 'new@x.org', '550', NULL, now() FROM members
            WHERE email_key = 'new@x.org'""",
            "ADDRESS_BOUNCED",
        ),
    ],
)
async def test_an_invitation_that_is_no_longer_owed_stays_in(
    home: Home, post: Post, change: str, reason: str
) -> None:
    await home.invite("new@x.org")
    only_theirs = " WHERE email_key = 'new@x.org'" if change.startswith("UPDATE") else ""
    await home.sql.execute(change + only_theirs)
    start(post)
    assert await fates(home, "workspace_invitation") == {("CANCELLED", reason)}
    assert post.server.tried == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("UPDATE registrations SET ended_at = usher_now()", "LEFT_SESSION"),
        ("UPDATE sessions SET cancelled_at = usher_now()", "SESSION_CANCELLED"),
        ("UPDATE sessions SET ends_at = usher_now()", "SESSION_ENDED"),
        ("UPDATE members SET asleep_at = usher_now()", "INVITATION_REVOKED"),
        ("UPDATE members SET email = NULL, email_key = NULL", "NO_ADDRESS"),
    ],
)
async def test_a_program_invitation_that_is_no_longer_owed_stays_in(
    home: Home, post: Post, change: str, reason: str
) -> None:
    await home.member(Role.TRAINEE, "active@x.org")
    await home.sql.execute("UPDATE mails SET state = 'SENT'")
    group = await home.group()
    await home.session(group, starts=-timedelta(days=1))
    await home.invite("active@x.org", group_ids=[group])
    await home.sql.execute(change)
    start(post)
    assert await fates(home, "program_invitation") == {("CANCELLED", reason)}
    assert post.server.tried == []


async def test_a_program_invitation_survives_an_invitation_that_was_accepted_otherwise(
    home: Home, post: Post
) -> None:
    group = await home.group()
    await home.session(group, starts=-timedelta(days=1))
    await home.invite("new@x.org", group_ids=[group])
    await home.sql.execute("UPDATE invitations SET state = 'ACCEPTED' WHERE email_key = 'new@x.org'")
    await home.sql.execute("UPDATE members SET activated_at = usher_now() WHERE email_key = 'new@x.org'")
    start(post)
    (letter,) = await post.server.arrived(1)
    assert letter.message["Subject"] == "Your program: Safety"
    assert "/my\n" in text_of(letter)


async def test_a_link_to_choose_a_password(home: Home, server: MailServer) -> None:
    await request_password_reset("owner@home.example.org", None, Visit("127.0.0.1", ""))
    (letter,) = await server.arrived(1)
    assert letter.message["Subject"] == "Choose a new password for Home"
    assert "Reply-To" not in letter.message
    assert await home.count("password_resets", "token_hash = $1", token_hash(token_of(letter))) == 1


async def test_a_link_that_was_used_meanwhile_is_not_mailed(home: Home, post: Post) -> None:
    await request_password_reset("owner@home.example.org", None, Visit("127.0.0.1", ""))
    await home.sql.execute("UPDATE password_resets SET used_at = usher_now()")
    start(post)
    assert await fates(home, "password_reset") == {("CANCELLED", "LINK_USED")}
    assert post.server.tried == []


async def test_what_people_typed_is_escaped(home: Home, server: MailServer) -> None:
    await home.sql.execute("UPDATE workspaces SET name = '<b>{{ 7 * 7 }}</b>'")
    await home.sql.execute("UPDATE members SET first_name = 'Eve\u2028\x85', last_name = '<script>'")
    await home.invite("new@x.org")
    (letter,) = await server.arrived(1)
    assert letter.message["Subject"] == "Eve <script> invites you to <b>{{ 7 * 7 }}</b>"
    html = letter.message.get_body(("html",))
    assert html is not None
    content = html.get_content()
    assert "<script>" not in content
    assert "&lt;b&gt;{{ 7 * 7 }}&lt;/b&gt;" in content


async def test_one_workspace_does_not_suppress_for_another(home: Home, post: Post) -> None:
    other = await make_home(home.sql, "other")
    await home.invite("new@x.org")
    await other.invite("new@x.org")
    await home.sql.execute(
        "INSERT INTO suppressions VALUES (gen_random_uuid(), $1, 'new@x.org', '550', NULL, now())",
        other.owner.workspace_id,
    )
    start(post)
    assert await fates(home, "workspace_invitation") == {("SENT", None), ("CANCELLED", "ADDRESS_BOUNCED")}
    (letter,) = post.server.accepted
    assert str(letter.message["From"]).startswith("Home <")


async def test_a_workspace_is_heard_in_its_own_words(home: Home, server: MailServer) -> None:
    other = await make_home(home.sql, "other")
    change = LetterChange(
        MailKind.WORKSPACE_INVITATION, "en", "Join {workspace}", body="From {inviter} to {name}."
    )
    await update_letter(home.owner, change)
    await home.invite("new@x.org")
    await home.invite("neu@x.org", language="de")
    await other.invite("new@x.org")
    letters = {str(one.message["Subject"]): text_of(one) for one in await server.arrived(3)}
    assert set(letters) == {
        "Join Home",
        "Robin Hafner invites you to Other",
        "Robin Hafner lädt Sie zu Home ein",
    }
    assert "From Robin Hafner to new@x.org." in letters["Join Home"]


async def test_words_chosen_before_a_mail_leaves_are_the_ones_it_says(home: Home, post: Post) -> None:
    await home.invite("new@x.org")
    await update_letter(home.owner, LetterChange(MailKind.WORKSPACE_INVITATION, "en", "Late words"))
    start(post)
    (letter,) = await post.server.arrived(1)
    assert letter.message["Subject"] == "Late words"


async def test_an_admin_gets_any_letter_to_see_it(home: Home, server: MailServer) -> None:
    await update_letter(home.owner, LetterChange(MailKind.PROGRAM_INVITATION, "fr", "À vous : {programs}"))
    await send_test_letter(home.owner, MailKind.PROGRAM_INVITATION, "fr")
    (letter,) = await server.arrived(1)
    assert letter.recipients == ["owner@home.example.org"]
    assert letter.message["Subject"] == "À vous : Sécurité incendie, Premiers secours"
    assert await home.count("audit_events", "action = 'letter.tested'") == 1


async def test_who_has_no_address_gets_none(home: Home) -> None:
    await home.sql.execute("UPDATE members SET email = NULL, email_key = NULL")
    with pytest.raises(InvalidInput) as refusal:
        await send_test_letter(home.owner, MailKind.PROGRAM_INVITATION, "fr")
    assert [error.code for error in refusal.value.errors] == ["NO_ADDRESS"]
    assert await home.count("mails") == 0
    await home.sql.execute("UPDATE members SET email = 'o@x.org', email_key = 'o@x.org'")
    for _ in range(19):  # what was refused counts too
        await send_test_letter(home.owner, MailKind.PROGRAM_INVITATION, "en")
    with pytest.raises(RateLimited):
        await send_test_letter(home.owner, MailKind.PROGRAM_INVITATION, "en")
    assert await home.count("mails") == 19
