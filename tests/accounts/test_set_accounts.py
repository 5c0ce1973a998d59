"""Imports on a real database: what becomes of each row of a paste, and what follows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from backend.accounts.imports.credentials_sheet import take_credentials_sheet
from backend.accounts.imports.form import ImportForm
from backend.accounts.imports.records import ImportState
from backend.accounts.imports.set_accounts import GivenRow, Source, set_accounts
from backend.auth.actions.sign_in import sign_in
from backend.auth.tokens import SignedIn, Visit
from backend.core.access import Role
from backend.core.errors import Forbidden, InvalidInput, NotFound
from backend.invitations.intake.people import Delivery
from tests.accounts.imports_of import TWO_LINES, Imports
from tests.accounts.postman import Postman
from tests.house_of import Home


async def test_the_two_lines_work_as_they_are(home: Home, imports: Imports) -> None:
    for external_id in ("50eeb008202607fb68d441cb", "34eeb008202607fb68d441aa"):
        await home.group(external_id, external_id=external_id)
    draft = await imports.paste(TWO_LINES)
    assert draft.state is ImportState.DRAFT
    assert await imports.outcomes(draft) == ["CREATE", "CREATE"]
    assert "apozeiru" not in str(await imports.rows(draft))
    done = await imports.run(TWO_LINES)
    assert (done.state, done.written, done.hashed, done.on_paper) == (ImportState.DONE, 2, 2, 2)
    james = await imports.member("username = 'james.smith'")
    assert (james["last_name"], james["labels"]) == ("Smith", ["France", "North"])
    assert (james["language"], james["additional_information"]) == ("en", ["Professional Photographer"])
    assert isinstance(await sign_in("james.smith", "apozeiru", None, Visit()), SignedIn)
    christopher = await imports.member("username = 'christopher.martin'")
    assert await home.count("memberships", "member_id = $1", christopher["id"]) == 2
    assert await home.count("mails") == 0


async def test_credentials_of_people_without_an_address_stand_on_a_sheet_once(
    home: Home, imports: Imports
) -> None:
    done = await imports.run("Smith,James,,,,apozeiru\nJones,Mary\n")
    sheet = await take_credentials_sheet(home.owner, done.id)
    told = {slip.username: slip.password for slip in sheet.slips}
    assert told["james.smith"] == "apozeiru"
    answer = await sign_in("mary.jones", told["mary.jones"], None, Visit())
    assert isinstance(answer, SignedIn)
    assert answer.caller.must_change_password
    assert await home.count("account_import_rows", "sealed IS NOT NULL") == 0
    assert await home.count("audit_events", "action = 'import.sheet_taken'") == 1
    with pytest.raises(NotFound):
        await take_credentials_sheet(home.owner, done.id)


async def test_letters_follow_what_each_row_says(imports: Imports, postman: Postman) -> None:
    text = """last name,first name,e-mail,send credentials,password,language
One,Ann,one@x.org,1,tulip-orchard-1,fr
Two,Ann,two@x.org,1,,
Three,Ann,three@x.org,0,tulip-orchard-3,
Four,Ann,four@x.org,,tulip-orchard-4,
"""
    done = await imports.run(text, credentials=Delivery.PASSWORD)
    told = {(mail.kind, mail.language): mail.count for mail in done.mails}
    assert told == {("account_password", "fr"): 1, ("account_password", "en"): 1, ("account_link", "en"): 1}
    letters = {to: body for to, _, body in await postman.bring(3)}
    assert "tulip-orchard-1" in letters["one@x.org"]
    assert "Mot de passe" in letters["one@x.org"]
    assert "/reset/" in letters["two@x.org"]
    assert "tulip-orchard-4" in letters["four@x.org"]
    await postman.stop()
    assert await imports.home.count("credentials", "sealed IS NOT NULL") == 0
    assert await imports.home.count("account_import_rows", "sealed IS NOT NULL") == 0


EXISTING = (
    "last name,first name,e-mail,labels,language,role,deactivation date,additional information,groups\n"
)
ROW = "Smyth,Jim,james@x.org,South,de,Trainer,2999-01-31,ID 2,Crew\n"


@pytest.mark.parametrize(
    ("mode", "outcome", "changed"),
    [
        ("IGNORE", "IGNORED", set()),
        ("INITIALIZE_UNSET", "UPDATE", {"additionalInformation", "deactivatesOn"}),
        ("OVERWRITE", "UPDATE", {"labels", "additionalInformation", "deactivatesOn", "role"}),
    ],
)
async def test_members_who_exist_are_ignored_initialised_or_overwritten(
    home: Home, imports: Imports, mode: str, outcome: str, changed: set[str]
) -> None:
    group = await home.group()
    await imports.run("Smith,James,james@x.org,North,,,fr\n")
    draft = await imports.paste(EXISTING + ROW, mode=mode, confirm_changes=True)
    (row,) = await imports.rows(draft)
    assert row.outcome is not None
    assert (row.outcome.value, {change.field for change in row.changes}) == (outcome, changed)
    await imports.run(EXISTING + ROW, mode=mode, confirm_changes=True)
    james = await imports.member("email_key = 'james@x.org'")
    assert (james["last_name"], james["first_name"], james["language"]) == ("Smith", "James", "fr")
    assert james["labels"] == (["South"] if mode == "OVERWRITE" else ["North"])
    assert james["role"] == ("TRAINER" if mode == "OVERWRITE" else "TRAINEE")
    assert (james["deactivates_on"] is None) is (mode == "IGNORE")
    assert await home.count("memberships", "group_id = $1", group) == (0 if mode == "IGNORE" else 1)


@pytest.mark.parametrize("mode", ["IGNORE", "INITIALIZE_UNSET", "OVERWRITE"])
async def test_a_blank_cell_leaves_a_field_alone(imports: Imports, mode: str) -> None:
    await imports.run(EXISTING + ROW.replace("Crew", ""))
    before = await imports.member("email_key = 'james@x.org'")
    again = await imports.run("Smyth,Jim,james@x.org\n", mode=mode, labels=("Other",), language="es")
    assert set(await imports.outcomes(again)) <= {"UNCHANGED", "IGNORED"}
    assert await imports.member("email_key = 'james@x.org'") == before


async def test_groups_are_added_and_never_removed(home: Home, imports: Imports) -> None:
    one, two = await home.group("One"), await home.group("Two")
    await imports.run("Smith,James,james@x.org,,,,,,One\n")
    again = await imports.run("Smith,James,james@x.org,,,,,,Two\n")
    assert await imports.outcomes(again) == ["ADD_GRANTS"]
    assert await home.count("memberships", "group_id = ANY($1)", [one, two]) == 2


async def test_someone_invited_whose_row_brings_a_password_becomes_active(
    home: Home, imports: Imports
) -> None:
    await home.invite("james@x.org")
    done = await imports.run("Smith,James,james@x.org,,0,tulip-orchard\n", confirm_changes=True)
    (row,) = await imports.rows(done)
    assert ("status", "INVITED", "ACTIVE") in {(one.field, one.before, one.after) for one in row.changes}
    assert await home.count("invitations", "state = 'ACCEPTED' AND accepted_at IS NULL") == 1
    assert await home.count("mails", "state = 'SCHEDULED'") == 0
    assert isinstance(await sign_in("james@x.org", "tulip-orchard", None, Visit()), SignedIn)


async def test_rows_of_one_person_are_merged_and_reported(home: Home, imports: Imports) -> None:
    await home.group("One")
    await home.group("Two")
    text = "Smith,,James@x.org,North,0,,,,One\n,James,jaMES@x.org,South,0,tulip-orchard,fr,,Two\n"
    done = await imports.run(text)
    assert await imports.outcomes(done) == ["CREATE", "DUPLICATE"]
    james = await imports.member("email_key = 'james@x.org'")
    assert (james["first_name"], james["last_name"], james["language"]) == ("James", "Smith", "fr")
    assert james["labels"] == ["North", "South"]
    assert await home.count("memberships", "member_id = $1", james["id"]) == 2
    assert isinstance(await sign_in("james@x.org", "tulip-orchard", None, Visit()), SignedIn)


async def test_a_name_alone_must_be_nobody_elses(imports: Imports) -> None:
    await imports.run("Smith,James,james@x.org\n")
    draft = await imports.paste("Smith,James\nMÜLLER,Zoë\nDoe,Jane\nDoe,Jane\nDoe,Jane,jane@x.org\n,,\n ,\n")
    errors = await imports.errors(draft)
    assert errors[:5] == [["AMBIGUOUS_PERSON"], [], ["AMBIGUOUS_PERSON"], ["AMBIGUOUS_PERSON"], []]
    rows = await imports.rows(draft)
    assert rows[0].errors[0].suggestion == "james@x.org"


async def test_usernames_are_made_unique_in_workspace_and_paste(imports: Imports) -> None:
    await imports.run("username,last name,first name,password\nZOE.muller,Other,Person,tulip-orchard\n")
    done = await imports.run("MÜLLER,Zoë\nMuller-,Zoé\nMüller,Zoe-\n")
    assert await imports.outcomes(done) == ["CREATE"] * 3
    found = await imports.home.sql.fetch("SELECT username FROM members WHERE username LIKE 'zoe%' ORDER BY 1")
    assert [row["username"] for row in found] == ["zoe.muller2", "zoe.muller3", "zoe.muller4"]


async def test_groups_are_named_by_id_external_id_or_unique_name(home: Home, imports: Imports) -> None:
    await home.group("Crew", external_id="HR-1")
    await home.group("Twice")
    await home.group("Twice")
    text = "A,A,a@x.org,,,,,,hr-1\nA,A,b@x.org,,,,,,HR-1\nA,A,c@x.org,,,,,,CREW\nA,A,d@x.org,,,,,,Crevv\n"
    draft = await imports.paste(f"{text}A,A,e@x.org,,,,,,Twice\nA,A,f@x.org,,,,,,grp_nonsense\n")
    errors = await imports.errors(draft)
    assert errors == [["UNKNOWN_GROUP"], [], [], ["UNKNOWN_GROUP"], ["AMBIGUOUS_GROUP"], ["UNKNOWN_GROUP"]]
    rows = await imports.rows(draft)
    assert [rows[0].errors[0].suggestion, rows[3].errors[0].suggestion] == ["HR-1", "Crew"]
    assert "grp_" in rows[4].errors[0].message


async def test_rows_that_cannot_be_taken_never_fail_the_others(imports: Imports) -> None:
    text = """last name,first name,e-mail,password,role,deactivation date,language,credentials,external id
A,A,broken@,,,,,,
A,A,b@x.org,short,,,,,
A,A,c@x.org,,Emperor,,,,
A,A,d@x.org,,,2001-01-01,,,
A,A,e@x.org,,,,xx,,
A,A,f@x.org,,,,,perhaps,
A,A,g@x.org,,,,,0,
A,A,h@x.org,,,,,,EXT-1
A,A,i@x.org,,,,,,EXT-1
,,,,Trainer,,,,
A,A,ok@x.org,,,,,,
"""
    done = await imports.run(text)
    assert [codes[:1] for codes in await imports.errors(done)] == [
        ["INVALID_EMAIL"],
        ["PASSWORD_TOO_SHORT"],
        ["UNKNOWN_ROLE"],
        ["DATE_IN_PAST"],
        ["UNKNOWN_LANGUAGE"],
        ["INVALID_BOOLEAN"],
        ["PASSWORD_REQUIRED"],
        [],
        ["EXTERNAL_ID_TAKEN"],
        ["PERSON_MISSING"],
        [],
    ]
    assert done.counts["CREATE"] == 2
    assert await imports.home.count("members", "email LIKE '%@x.org'") == 2


@pytest.mark.parametrize(
    ("source", "form", "code"),
    [
        (Source(), {}, "ONE_SOURCE"),
        (Source("a", rows=[]), {}, "ONE_SOURCE"),
        (Source(""), {}, "NO_ROWS"),
        (Source(rows=[]), {}, "NO_ROWS"),
        (Source(upload_id=uuid4()), {}, "UNKNOWN_UPLOAD"),
        (Source("A,A,a@x.org"), {"group_ids": (uuid4(),)}, "UNKNOWN_GROUP"),
        (Source("A,A,a@x.org"), {"language": "xx"}, "UNKNOWN_LANGUAGE"),
        (Source("A,A,a@x.org"), {"hold_seconds": -1}, "INVALID_HOLD"),
    ],
)
async def test_what_cannot_be_read_is_told_and_nothing_is_kept(
    home: Home, source: Source, form: dict[str, Any], code: str
) -> None:
    before = await home.everything()
    with pytest.raises(InvalidInput) as refusal:
        await set_accounts(home.owner, source, ImportForm(**form), preview=False)
    assert [error.code for error in refusal.value.errors] == [code]
    assert await home.everything() == before


async def test_rows_from_a_program_are_rows_like_any_other(home: Home, imports: Imports) -> None:
    await home.group("Crew", external_id="HR-1")
    given = [
        GivenRow("Smith", "James", "james@x.org", ["North"], groups=["HR-1"], role=Role.TRAINER),
        GivenRow("\ud800", "A", "a@x.org"),
    ]
    draft = await set_accounts(home.owner, Source(rows=given), ImportForm(), preview=True)
    assert await imports.outcomes(draft) == ["CREATE", "REFUSED"]
    assert await imports.errors(draft) == [[], ["INVALID_CHARACTERS"]]


@pytest.mark.parametrize("role", [Role.TRAINER, Role.TRAINEE])
async def test_only_admins_import(home: Home, role: Role) -> None:
    other = await home.member(role, "other@x.org")
    before = await home.everything()
    with pytest.raises(Forbidden):
        await set_accounts(other, Source(TWO_LINES), ImportForm(), preview=True)
    assert await home.everything() == before


async def test_program_invitations_follow(home: Home, imports: Imports) -> None:
    group = await home.group()
    await home.session(group)
    await home.session(group, starts=timedelta(days=9), title="Leading")
    done = await imports.run("A,A,a@x.org\nB,B,b@x.org\n", group_ids=(group,))
    told = [(mail.kind, mail.count, mail.now) for mail in done.mails]
    assert told == [
        ("account_link", 2, True),
        ("program_invitation", 2, True),
        ("program_invitation", 2, False),
    ]
    assert await home.count("mails", "kind = 'program_invitation' AND waits_for IS NOT NULL") == 4


async def test_the_groups_of_the_form_are_for_rows_that_name_none(home: Home, imports: Imports) -> None:
    north, own = await home.group("North"), await home.group("Own")
    header = "Last name,First name,E-mail,Groups\n"
    await imports.run(f"{header}A,A,a@x.org,\nB,B,b@x.org,Own\n", group_ids=(north,))
    rows = await home.sql.fetch(
        "SELECT m.email_key, place.group_id FROM memberships place JOIN members m ON m.id = place.member_id"
    )
    assert {(row["email_key"], row["group_id"]) for row in rows} == {("a@x.org", north), ("b@x.org", own)}
