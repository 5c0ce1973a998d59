"""The paths that administrators know by heart, and what follows; others see it without a reload."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from playwright.async_api import Page, expect

from tests.browser.conftest import NewPerson
from tests.browser.people import Person
from tests.browser.running import Running

MEMBER = "query ($who: String!) { members(filter: {search: $who}) { nodes { id status } } }"


async def invite(running: Running, email: str) -> str:
    """The id of the member who was invited."""
    await running.invite(email)
    member: str = (await running.ask(MEMBER, who=email))["members"]["nodes"][0]["id"]
    return member


async def confirm(page: Page, button: str) -> None:
    """Press the dialog's own button, and close its report."""
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name=button, exact=True).click()
    # The cross bears the same name, and is there from the start.
    await dialog.get_by_role("button", name="Close").nth(1).click()
    await expect(dialog).to_be_hidden()


async def test_through_a_group_while_somebody_looks_on(new_person: NewPerson, running: Running) -> None:
    group = await running.make("group", name="Pilots")
    onlooker, person = await new_person(), await new_person("phone")
    await onlooker.sign_in()
    await onlooker.open(f"/groups/{group}")
    await expect(onlooker.page.get_by_text("No learners yet")).to_be_visible()
    page = person.page
    await person.sign_in()
    await page.get_by_role("link", name="Groups").click()
    await page.get_by_role("link", name="Settings of Pilots").click()
    await page.get_by_role("tab", name="Members").click()
    await page.get_by_text("Learners (0)").click()
    await page.get_by_role("button", name="Change the learners").click()
    await tick(page, "Henrik Lund")
    await page.get_by_role("dialog").get_by_role("button", name="Add 1").click()
    await expect(onlooker.page.get_by_role("link", name="Henrik Lund")).to_be_visible()
    await page.get_by_role("button", name="Undo").click()
    await expect(page.get_by_text("Taken back.")).to_be_visible()
    await expect(onlooker.page.get_by_text("No learners yet")).to_be_visible()
    await page.get_by_role("button", name="Cancel").click()
    await page.get_by_role("link", name="Add emails").first.click()
    await add_emails(person, "wing@pier.example.org")
    await expect(onlooker.page.get_by_role("link", name="wing@pier.example.org")).to_be_visible()
    await running.link("wing@pier.example.org", "join")


async def tick(page: Page, name: str) -> None:
    """Find somebody in the dialog that adds members, and tick them."""
    await page.get_by_role("button", name="Add members").first.click()
    await page.get_by_label("Search names and addresses").fill(name)
    await page.get_by_role("dialog").get_by_role("checkbox", name=name).check()


async def add_emails(person: Person, email: str) -> None:
    """Paste an address and send."""
    await person.paste("E-mail addresses", email)
    await person.page.get_by_role("button", name="Send 1 invitation").click()
    await expect(person.page.get_by_role("button", name="Undo")).to_be_focused()


async def test_through_a_session_that_moves_and_ends(new_person: NewPerson, running: Running) -> None:
    program = await running.make("program", title="Knots")
    starts = datetime.now(UTC) + timedelta(days=5)
    await running.make("session", programId=program, name="Spring", startsAt=starts.isoformat())
    person = await new_person()
    page = person.page
    await person.sign_in()
    await page.get_by_role("link", name="Programs").click()
    await page.get_by_role("link", name="Settings of Knots").click()
    await page.get_by_role("tab", name="Sessions").click()
    await page.get_by_role("link", name="Spring").click()
    await page.get_by_role("button", name="Add a learner").click()
    await page.get_by_label("Search names and addresses").fill("Grace")
    await page.get_by_role("dialog").get_by_role("checkbox", name="Grace Okafor").check()
    await confirm(page, "Register 1")
    row = page.get_by_role("row").filter(has_text="Grace Okafor")
    await expect(row.get_by_text("added directly")).to_be_visible()
    await expect(row.get_by_text("Scheduled")).to_be_visible()

    await page.get_by_role("button", name="Change or move").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Starts on").fill((starts + timedelta(days=7)).strftime("%d/%m/%Y"))
    await dialog.get_by_label("Starts on").press("Tab")
    await expect(dialog.get_by_text("1 invitation moves along")).to_be_visible()
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog).to_be_hidden()

    await page.get_by_role("link", name="Add emails").click()
    await add_emails(person, "reef@pier.example.org")
    await page.get_by_role("link", name="Knots · Spring").click()
    await page.get_by_role("button", name="Call it off").click()
    await expect(page.get_by_role("dialog").get_by_text("2 people are registered.")).to_be_visible()
    await page.get_by_role("dialog").get_by_role("button", name="Call it off").click()
    await expect(page.get_by_role("heading", name="Spring").get_by_text("Cancelled")).to_be_visible()


async def test_what_follows_an_invitation(new_person: NewPerson, running: Running) -> None:
    member = await invite(running, "gale@pier.example.org")
    first = await running.link("gale@pier.example.org", "join")
    person = await new_person()
    page = person.page
    await person.sign_in()
    await page.get_by_role("link", name="Members").click()
    await page.get_by_label("Search names and addresses").fill("gale@")
    await page.get_by_role("link", name="gale@pier.example.org").click()
    await expect(
        page.get_by_role("region", name="Why?").get_by_text("Invited to the workspace")
    ).to_be_visible()
    await page.get_by_role("button", name="Resend").click()
    await confirm(page, "Resend")
    await running.letter("gale@pier.example.org", lambda one: first not in one.text)
    await page.get_by_role("button", name="Revoke").click()
    await confirm(page, "Revoke")
    await expect(page.get_by_role("button", name="Revoke")).to_be_hidden()
    await page.get_by_role("button", name="Deactivate").click()
    await confirm(page, "Deactivate")
    await expect(page.get_by_role("heading", level=1).get_by_text("Deactivated")).to_be_visible()
    await page.get_by_role("button", name="Reactivate").click()
    await confirm(page, "Reactivate")
    await expect(page.get_by_role("heading", level=1).get_by_text("Deactivated")).to_be_hidden()
    assert (await running.ask(MEMBER, who="gale@"))["members"]["nodes"][0]["id"] == member


async def test_a_group_manager_sees_only_what_is_theirs(new_person: NewPerson, running: Running) -> None:
    group = await running.make("group", name="Lookouts")
    await running.make("group", name="Divers")
    lucia = (await running.ask(MEMBER, who="lucia"))["members"]["nodes"][0]["id"]
    document = "mutation ($input: AddGroupMembersInput!) { addGroupMembers(input: $input) { batch { id } } }"
    await running.ask(document, input={"groupId": group, "groupRole": "MANAGER", "memberIds": [lucia]})
    person = await new_person()
    await person.open("/sign-in")
    await person.page.get_by_label("E-mail address or username").fill("lucia.ortega@harbour.example.org")
    await person.page.get_by_label("Password", exact=True).fill("Lucía works by the sea")
    await person.page.get_by_role("button", name="Sign in").click()
    await person.page.get_by_role("link", name="Grupos", exact=True).click()
    await expect(person.page.get_by_role("link", name="Ajustes de Lookouts")).to_be_visible()
    await expect(person.page.get_by_text("Divers")).to_be_hidden()
    await expect(person.page.get_by_role("link", name="Ajustes", exact=True)).to_be_hidden()
