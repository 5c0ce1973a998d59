"""One account on a real database, by each way of giving its credentials."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from backend.accounts.set_account import AccountDraft, set_account
from backend.auth.actions.reset_password import reset_password
from backend.auth.actions.sign_in import sign_in
from backend.auth.tokens import SignedIn, Visit
from backend.core.access import Role
from backend.core.errors import Forbidden, InvalidInput
from backend.invitations.intake.people import Delivery
from backend.invitations.intake.pipeline import Intake, Terms
from backend.invitations.intake.shapes import Outcome
from backend.invitations.undo_batch import undo_batch
from backend.invitations.update_member import MemberChange, update_member
from tests.accounts.postman import Postman
from tests.house_of import Home

PASSWORD = "tulip-orchard-91"
CANARY = "canary-9f3k-orchard"


async def account(home: Home, terms: Terms | None = None, **wanted: Any) -> Intake:
    given = {"first_name": "James", "last_name": "Smith", "email": "james@x.org"} | wanted
    return await set_account(home.owner, AccountDraft(**given), terms or Terms())


async def everything_stored(home: Home) -> str:
    tables = await home.sql.fetch(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    )
    texts = [await home.sql.fetchval(f"SELECT string_agg(t::text, ' ') FROM {row[0]} t") for row in tables]
    return " ".join(filter(None, texts))


async def test_by_link_the_account_is_active_and_its_link_chooses_the_password(
    home: Home, postman: Postman
) -> None:
    intake = await account(home, labels=["North"], additional_information=["ID 1"], language="fr")
    assert [row.outcome for row in intake.plan.rows] == [Outcome.CREATE]
    assert [(mail.kind, mail.count, mail.language) for mail in intake.plan.mails] == [
        ("account_link", 1, "fr")
    ]
    (row,) = await home.sql.fetch("SELECT * FROM members WHERE email_key = 'james@x.org'")
    assert row["activated_at"] is not None
    assert row["joined_at"] is None
    assert (row["first_name"], row["labels"], row["additional_information"]) == ("James", ["North"], ["ID 1"])
    assert row["sort_name"] == "smith james"
    ((to, subject, text),) = await postman.bring(1)
    assert (to, "choisissez un mot de passe" in subject) == ("james@x.org", True)
    token = text.partition("/reset/")[2].split()[0]
    signed_in = await reset_password(token, "a lantern over the lake", Visit())
    assert signed_in.caller.must_change_password is False
    assert await home.count("members", "email_key = 'james@x.org' AND joined_at IS NOT NULL") == 1


async def test_a_mailed_password_is_sealed_until_its_mail_has_left(home: Home, postman: Postman) -> None:
    await account(home, password=CANARY, credentials=Delivery.PASSWORD)
    assert CANARY not in await everything_stored(home)
    assert await home.count("credentials", "sealed IS NOT NULL") == 1
    ((to, _, text),) = await postman.bring(1)
    assert to == "james@x.org"
    assert CANARY in text
    assert "james@x.org" in text
    await postman.stop()
    assert await home.count("credentials", "sealed IS NOT NULL") == 0
    assert CANARY not in await everything_stored(home)
    answer = await sign_in("james@x.org", CANARY, None, Visit())
    assert isinstance(answer, SignedIn)
    assert answer.caller.must_change_password


async def test_a_password_unused_for_14_days_is_dead(home: Home) -> None:
    await account(home, password=PASSWORD, credentials=Delivery.NONE)
    await home.wait(timedelta(days=14))
    with pytest.raises(InvalidInput) as refusal:
        await sign_in("james@x.org", PASSWORD, None, Visit())
    assert refusal.value.errors[0].code == "WRONG_SIGN_IN"


async def test_people_without_an_address_sign_in_by_username(home: Home) -> None:
    intake = await account(home, email=None, username="J.Smith", password=PASSWORD, credentials=Delivery.NONE)
    assert intake.plan.rows[0].outcome is Outcome.CREATE
    assert await home.count("mails") == 0
    assert isinstance(await sign_in("j.smith", PASSWORD, None, Visit()), SignedIn)


async def test_program_invitations_follow_and_wait_for_the_credentials(home: Home) -> None:
    group = await home.group()
    await home.session(group)
    await home.session(group, starts=timedelta(days=9), title="Leading")
    intake = await account(home, group_ids=[group])
    assert [(mail.kind, mail.now) for mail in intake.plan.mails] == [
        ("account_link", True),
        ("program_invitation", True),
        ("program_invitation", False),
    ]
    (link,) = await home.mails("account_link")
    programs = await home.mails("program_invitation")
    assert {mail["waits_for"] for mail in programs} == {link["id"]}


async def test_a_preview_writes_nothing(home: Home) -> None:
    before = await home.everything()
    preview = await account(home, Terms(preview=True), password=PASSWORD)
    assert preview.committed is None
    assert await home.everything() == before
    committed = await account(home, Terms(plan_hash=preview.plan.hash), password=PASSWORD)
    assert committed.committed


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"credentials": Delivery.PASSWORD}, "PASSWORD_REQUIRED"),
        ({"credentials": Delivery.NONE}, "PASSWORD_REQUIRED"),
        ({"email": None, "username": "james"}, "EMAIL_REQUIRED"),
        ({"email": None, "username": "james", "credentials": Delivery.NONE}, "PASSWORD_REQUIRED"),
        (
            {"email": None, "username": "j", "password": PASSWORD, "credentials": Delivery.PASSWORD},
            "EMAIL_REQUIRED",
        ),
        ({"password": "short"}, "PASSWORD_TOO_SHORT"),
        ({"password": "\ud800 is no letter"}, "INVALID_CHARACTERS"),
        ({"email": "broken@"}, "INVALID_EMAIL"),
        ({"email": "a\x00b@x.org"}, "INVALID_CHARACTERS"),
        ({"username": "james@x.org"}, "INVALID_USERNAME"),
    ],
)
async def test_what_cannot_be_is_refused_and_nothing_happens(
    home: Home, wanted: dict[str, Any], code: str
) -> None:
    before = await home.everything()
    intake = await account(home, **wanted)
    (row,) = intake.plan.rows
    assert (row.outcome, row.errors[0].code) == (Outcome.REFUSED, code)
    assert await home.everything() == before


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"first_name": " "}, "REQUIRED"),
        ({"last_name": "x" * 121}, "TOO_LONG"),
        ({"email": None}, "PERSON_MISSING"),
        ({"group_ids": [uuid4()]}, "UNKNOWN_GROUP"),
        ({"labels": [str(n) for n in range(101)]}, "TOO_MANY"),
        ({"deactivates_on": date(2020, 1, 1)}, "DATE_IN_PAST"),
        ({"language": "xx"}, "UNKNOWN_LANGUAGE"),
    ],
)
async def test_what_is_wrong_with_the_form_is_told(home: Home, wanted: dict[str, Any], code: str) -> None:
    before = await home.everything()
    with pytest.raises(InvalidInput) as refusal:
        await account(home, **wanted)
    assert [error.code for error in refusal.value.errors] == [code]
    assert await home.everything() == before


async def test_what_an_account_is_opened_with_can_be_saved_unchanged(home: Home) -> None:
    labels = [f"{n:0100}" for n in range(100)]
    texts = [f"{n:02000}" for n in range(100)]
    intake = await account(home, labels=labels, additional_information=texts)
    assert intake.committed
    (one,) = intake.committed.member_ids.values()
    await update_member(home.owner, one, MemberChange(labels=labels, additional_information=texts))
    row = await home.sql.fetchrow("SELECT labels, additional_information FROM members WHERE id = $1", one)
    assert row
    assert (row["labels"], row["additional_information"]) == (labels, texts)


async def test_someone_invited_becomes_active_by_a_password_and_the_invitation_is_closed(home: Home) -> None:
    await home.invite("james@x.org")
    intake = await account(home, password=PASSWORD, credentials=Delivery.NONE)
    (row,) = intake.plan.rows
    assert row.outcome is Outcome.UPDATE
    changes = {change.field: (change.before, change.after) for change in row.changes}
    assert changes["status"] == ("INVITED", "ACTIVE")
    assert changes["password"] == (None, "••••••")
    assert changes["firstName"] == (None, "James")
    (invitation,) = await home.sql.fetch("SELECT * FROM invitations")
    assert (invitation["state"], invitation["accepted_at"]) == ("ACCEPTED", None)
    assert {mail["state"] for mail in await home.mails("workspace_invitation")} == {"CANCELLED"}
    assert isinstance(await sign_in("james@x.org", PASSWORD, None, Visit()), SignedIn)


async def test_someone_invited_stays_invited_without_a_password(home: Home) -> None:
    await home.invite("james@x.org")
    intake = await account(home)
    assert intake.plan.rows[0].outcome is Outcome.UPDATE
    assert not intake.plan.rows[0].activates
    assert await home.count("invitations", "state = 'PENDING'") == 1
    assert await home.count("mails", "kind LIKE 'account%'") == 0


async def test_what_a_member_has_is_left_alone(home: Home) -> None:
    await account(home, password=PASSWORD, credentials=Delivery.NONE, language="fr")
    group = await home.group()
    again = await account(
        home, first_name="Jim", password="another-one-77", language="de", group_ids=[group], labels=["North"]
    )
    (row,) = again.plan.rows
    assert [change.field for change in row.changes] == ["labels"]
    assert row.outcome is Outcome.UPDATE
    assert row.errors == ()
    assert await home.count("memberships", "group_id = $1", group) == 1
    assert await home.count("mails") == 0
    assert isinstance(await sign_in("james@x.org", PASSWORD, None, Visit()), SignedIn)


async def test_address_and_username_of_two_people_are_refused(home: Home) -> None:
    await account(home)
    await account(home, email="jane@x.org", username="jane", first_name="Jane")
    before = await home.everything()
    intake = await account(home, username="jane")
    assert intake.plan.rows[0].errors[0].code == "USERNAME_TAKEN"
    assert await home.everything() == before


async def test_nobody_gives_a_role_above_their_own(home: Home) -> None:
    admin = await home.member(Role.ADMIN, "admin@x.org")
    before = await home.everything()
    draft = AccountDraft("James", "Smith", "james@x.org", role=Role.OWNER)
    with pytest.raises(InvalidInput) as refusal:
        await set_account(admin, draft, Terms())
    assert refusal.value.errors[0].code == "ROLE_ABOVE_YOUR_OWN"
    assert await home.everything() == before


@pytest.mark.parametrize("role", [Role.TRAINER, Role.TRAINEE])
async def test_only_admins_set_accounts(home: Home, role: Role) -> None:
    other = await home.member(role, "other@x.org")
    before = await home.everything()
    with pytest.raises(Forbidden):
        await set_account(other, AccountDraft("James", "Smith", "james@x.org"), Terms())
    assert await home.everything() == before


@pytest.mark.parametrize("way", [Delivery.LINK, Delivery.PASSWORD])
async def test_taken_back_and_set_again_it_is_as_if_new(home: Home, postman: Postman, way: Delivery) -> None:
    first, second = (None, None) if way is Delivery.LINK else (PASSWORD, CANARY)
    intake = await account(home, Terms(hold_seconds=10), password=first, credentials=way)
    assert intake.committed
    await undo_batch(home.owner, intake.committed.batch_id)
    assert await home.count("credentials", "sealed IS NOT NULL") == 0
    again = await account(home, Terms(reactivate=True), password=second, credentials=way)
    assert [row.outcome for row in again.plan.rows] == [Outcome.REACTIVATE]
    ((to, _, text),) = await postman.bring(1)
    assert to == "james@x.org"
    if second:
        assert second in text
        signed_in = await sign_in("james@x.org", second, None, Visit())
        assert isinstance(signed_in, SignedIn)
        assert signed_in.caller.must_change_password
    else:
        token = text.partition("/reset/")[2].split()[0]
        assert await reset_password(token, "a lantern over the lake", Visit())
