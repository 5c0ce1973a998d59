"""An intake is looked at row by row, told what taking it back would do, and taken back."""

from __future__ import annotations

from playwright.async_api import Route, expect

from tests.browser.conftest import NewPerson
from tests.browser.running import Running

INVITE = "mutation ($input: InviteByEmailInput!) { inviteByEmail(input: $input) { batch { id } } }"
STATES = "query ($who: String!) { invitations(filter: {search: $who}) { nodes { state } } }"
ACCEPT = "mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { errors { code } } }"
SECRET = "a rope of many colours"
REPORT = "1 open invitation"


async def states(running: Running, who: str) -> list[str]:
    return [one["state"] for one in (await running.ask(STATES, who=who))["invitations"]["nodes"]]


async def without_previews(route: Route) -> None:
    if '"preview":true' in (route.request.post_data or ""):
        await route.abort("internetdisconnected")
    else:
        await route.continue_()


async def test_an_intake_is_read_row_by_row_and_taken_back(
    new_person: NewPerson, running: Running, device: str
) -> None:
    who = f"back-{device}@pier.example.org"
    await running.ask(INVITE, input={"emails": [who, "broken@"]})
    person = await new_person(device)
    page = person.page
    await person.sign_in()
    await person.open("/settings/intakes")
    await page.get_by_role("link", name="E-mail invitation").first.click()
    await expect(page.get_by_role("heading", name="Intake", exact=True)).to_be_visible()
    rows = page.get_by_role("table", name="Rows")
    await expect(rows.get_by_role("link", name=who)).to_be_visible()
    await expect(rows.get_by_text("This is not an e-mail address.")).to_be_visible()
    await person.audit("an intake")
    await page.get_by_role("button", name="Invited 1").click()
    await expect(rows.get_by_text("broken@")).to_be_hidden()
    await page.reload()
    await expect(rows.get_by_role("link", name=who)).to_be_visible()
    await expect(rows.get_by_text("broken@")).to_be_hidden()

    await page.route("**/graphql", without_previews)
    await page.get_by_role("button", name="Take back").click()
    dialog = page.get_by_role("dialog", name="Take this intake back")
    await expect(dialog.get_by_role("button", name="Take back")).to_be_disabled()
    await page.unroute_all()
    await dialog.get_by_role("button", name="Try again").click()
    await expect(dialog.get_by_text("This would be taken back")).to_be_visible()
    await expect(dialog.get_by_text(REPORT)).to_be_visible()
    await person.audit("what taking back would do")
    assert await states(running, who) == ["PENDING"]
    await dialog.get_by_role("button", name="Take back").click()
    await expect(dialog.get_by_text("1 invitation revoked")).to_be_visible()
    assert await states(running, who) == ["REVOKED"]
    await dialog.get_by_role("button", name="Close").last.click()
    await expect(page.get_by_text("Taken back on")).to_be_visible()
    await expect(page.get_by_role("button", name="Take back")).to_be_hidden()


async def test_what_was_sent_is_taken_back_once_it_is_no_longer_held(
    new_person: NewPerson, running: Running
) -> None:
    person = await new_person()
    page = person.page
    await person.sign_in()
    await page.clock.install()
    await person.open("/add")
    await person.paste("E-mail addresses", "overdue@pier.example.org")
    await page.get_by_role("button", name="Send 1 invitation").click()
    await expect(page.get_by_role("button", name="Undo")).to_be_visible()
    await page.clock.run_for(11_000)
    await expect(page.get_by_role("heading", name="Done")).to_be_visible()
    await page.get_by_role("button", name="Take back").click()
    dialog = page.get_by_role("dialog", name="Take this intake back")
    await expect(dialog.get_by_text(REPORT)).to_be_visible()
    await dialog.get_by_role("button", name="Take back").click()
    await expect(dialog.get_by_text("1 invitation revoked")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await expect(page.get_by_text("Taken back", exact=True)).to_be_visible()
    assert await states(running, "overdue@pier") == ["REVOKED"]


async def test_a_trainer_finds_their_own_intakes(
    new_person: NewPerson, running: Running, device: str
) -> None:
    person = await new_person(device)
    page = person.page
    who = f"trainer-{device}@pier.example.org"
    await running.ask(INVITE, input={"emails": [who], "role": "TRAINER"})
    token = (await running.link(who, "join")).rsplit("/", 1)[1]
    given = {"firstName": "Tom", "lastName": "Tender", "password": SECRET}
    await running.ask_as_nobody(ACCEPT, input={"token": token, **given})
    await person.sign_in(who, SECRET)
    if device == "phone":
        await page.get_by_role("button", name="Tom Tender").click()
        await page.get_by_role("menuitem", name="Intakes").click()
    else:
        await page.get_by_role("link", name="Intakes", exact=True).click()
    await expect(page.get_by_role("heading", name="Intakes", level=1)).to_be_visible()
    await expect(page.get_by_text("Nobody came in yet")).to_be_visible()
    await person.audit("no intakes of one's own")
