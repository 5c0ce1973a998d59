"""Jobs done by keyboard alone; the focus is never lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from playwright.async_api import expect

from tests.browser.conftest import NewPerson
from tests.browser.people import Person
from tests.browser.running import Running

ROWS = """\
Last name,First name,E-mail,Send credentials
Keel,Ida,ida.keel@@pier,1
Keel,Otto,otto.keel@gmial,1
"""
SHEET = "Rows of your spreadsheet"
COUNT = 'query { members(filter: {search: "keel"}) { totalCount } }'
WHO = """query ($who: String!) {
  members(filter: {search: $who}) { nodes { role deactivatesOn memberships { group { id } } } }
}"""


async def test_an_import_is_mended_and_run(new_person: NewPerson, running: Running) -> None:
    person = await new_person()
    page, keyboard = person.page, person.page.keyboard
    await person.sign_in()
    await person.open("/add?tab=accounts")
    await expect(page.get_by_label(SHEET)).to_be_visible()
    await person.tab_to(SHEET)
    await keyboard.insert_text(ROWS)
    await person.press("See what will happen")
    await expect(page.get_by_role("heading", name="Import of accounts")).to_be_visible()

    for row, address in ((2, "ida.keel@pier.example.org"), (3, "otto.keel@pier.example.org")):
        await expect(page.get_by_label(f"E-mail in row {row}")).to_be_editable()
        if row == 2:
            await person.tab_to("E-mail in row 2")
        await expect(page.get_by_label(f"E-mail in row {row}")).to_be_focused()
        await keyboard.press("ControlOrMeta+a")
        await keyboard.type(address)
        await keyboard.press("Enter")
        await expect(page.get_by_label(f"E-mail in row {row}")).to_be_hidden()
        await held(person)

    await expect(page.get_by_role("button", name="Import 2 rows")).to_be_enabled()
    await person.press("Import 2 rows")
    await expect(page.get_by_text("The import is done")).to_be_visible()
    await held(person)
    assert (await running.ask(COUNT))["members"]["totalCount"] == 2


async def test_the_main_job(new_person: NewPerson, running: Running) -> None:
    group = await running.make("group", name="Keyhole crew")
    person = await new_person()
    page, keyboard = person.page, person.page.keyboard
    await person.sign_in()
    await person.press("User")
    await expect(page.get_by_role("heading", name="Add members")).to_be_focused()
    await person.tab_to("E-mail addresses")
    await keyboard.type("Ada Key <ada.key@pier.example.org>, ben.key@gmial.com ")
    await person.press("Correct it")
    await expect(page.get_by_role("list", name="2 addresses")).to_be_visible()
    await held(person)
    await person.tab_to("Role")
    await keyboard.type("Trainer")
    await person.tab_to("Automatic deactivation")
    await keyboard.type(day(365))
    await keyboard.press("Tab")
    await expect(page.get_by_text("Last day of access")).to_be_visible()
    await person.tab_to("Groups")
    await keyboard.type("Keyhole")
    await expect(page.get_by_role("option", name="Keyhole crew")).to_be_visible()
    await keyboard.press("ArrowDown")
    await keyboard.press("Enter")
    await keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Send 2 invitations")).to_be_enabled()
    await person.press("Send 2 invitations")
    await expect(page.get_by_role("button", name="Undo")).to_be_focused()
    await expect(page.get_by_role("heading", name="Done")).to_be_focused()
    await running.link("ada.key@pier.example.org", "join")
    (ada,) = (await running.ask(WHO, who="ada.key"))["members"]["nodes"]
    assert ada["role"] == "TRAINER"
    assert ada["deactivatesOn"] is not None
    assert [place["group"]["id"] for place in ada["memberships"]] == [group]


async def test_addresses_join_a_group(new_person: NewPerson, running: Running) -> None:
    await running.make("group", name="Keys of the east")
    person = await new_person()
    page, keyboard = person.page, person.page.keyboard
    await person.sign_in()
    await person.press("Groups")
    await expect(page.get_by_role("heading", name="Groups", level=1)).to_be_focused()
    await person.press("Settings of Keys of the east")
    await expect(page.get_by_role("heading", name="Keys of the east")).to_be_focused()
    await person.tab_to("Settings")
    await keyboard.press("ArrowRight")
    await person.press("Change the learners")
    await person.press("Add emails")
    await expect(page.get_by_role("heading", level=1)).to_be_focused()
    await person.tab_to("E-mail addresses")
    await keyboard.type("key.east@pier.example.org ")
    await expect(page.get_by_role("button", name="Send 1 invitation")).to_be_enabled()
    await person.press("Send 1 invitation")
    await expect(page.get_by_role("heading", name="Done")).to_be_focused()
    (east,) = (await running.ask(WHO, who="key.east"))["members"]["nodes"]
    assert len(east["memberships"]) == 1


async def test_what_follows_an_invitation(new_person: NewPerson, running: Running) -> None:
    await running.invite("late.key@pier.example.org")
    first = await running.link("late.key@pier.example.org", "join")
    person = await new_person()
    page, keyboard = person.page, person.page.keyboard
    await person.sign_in()
    await person.press("Members")
    await expect(page.get_by_role("heading", name="Members", level=1)).to_be_focused()
    await person.tab_to("Search names and addresses")
    await keyboard.type("late.key")
    await expect(page.get_by_role("link", name="late.key@pier.example.org")).to_have_count(1)
    await expect(page.get_by_role("table").get_by_role("row")).to_have_count(2)
    await person.press("late.key@pier.example.org")
    await expect(page.get_by_role("heading", level=1)).to_be_focused()
    for verb in ("Resend", "Revoke"):
        await person.press(verb)
        await expect(page.get_by_role("dialog")).to_be_visible()
        await person.press(verb)
        await expect(page.get_by_role("dialog").get_by_role("status")).to_be_visible()
        await keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_be_hidden()
        await held(person)
    await running.letter("late.key@pier.example.org", lambda one: first not in one.text)
    await expect(page.get_by_role("button", name="Revoke")).to_be_hidden()


async def test_a_learner_is_registered_in_a_session(new_person: NewPerson, running: Running) -> None:
    program = await running.make("program", title="Keys and locks")
    starts = datetime.now(UTC) + timedelta(days=5)
    await running.make("session", programId=program, name="First lock", startsAt=starts.isoformat())
    person = await new_person()
    page, keyboard = person.page, person.page.keyboard
    await person.sign_in()
    await person.press("Programs")
    await expect(page.get_by_role("heading", name="Programs", level=1)).to_be_focused()
    await person.press("Settings of Keys and locks")
    await expect(page.get_by_role("heading", name="Keys and locks")).to_be_focused()
    await person.tab_to("Settings")
    await keyboard.press("ArrowRight")
    await person.press("First lock")
    await expect(page.get_by_role("heading", name="First lock")).to_be_focused()
    await person.press("Add a learner")
    await expect(page.get_by_label("Search names and addresses")).to_be_focused()
    await keyboard.type("Grace")
    await expect(page.get_by_role("checkbox")).to_have_count(1)
    await person.tab_to("Grace Okafor")
    await keyboard.press("Space")
    await expect(page.get_by_role("button", name="Register 1")).to_be_enabled()
    await person.press("Register 1")
    await expect(page.get_by_role("dialog").get_by_role("button", name="Undo")).to_be_focused()
    await keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_be_hidden()
    await expect(page.get_by_role("row").filter(has_text="Grace Okafor")).to_be_visible()
    await held(person)


async def test_a_group_is_downloaded(new_person: NewPerson) -> None:
    person = await new_person()
    page = person.page
    await person.sign_in()
    await person.press("Dashboard")
    await expect(page.get_by_role("heading", level=1)).to_be_focused()
    await person.press("Harbour crew")
    await expect(page.get_by_role("button", name="Close")).to_be_visible()
    await person.tab_to("Download CSV")
    text = await person.saved(page.keyboard.press("Enter"))
    assert "Harbour crew" in text


def day(shift: int) -> str:
    """A day from today, as one types it."""
    return (datetime.now(UTC) + timedelta(days=shift)).strftime("%d/%m/%Y")


async def held(person: Person) -> None:
    """The focus is on something."""
    await expect(person.page.locator(":focus")).to_have_count(1)
