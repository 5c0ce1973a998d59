"""Signing in and out, a forgotten password, and pages that are not for everybody."""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.browser.conftest import NewPerson
from tests.browser.people import Person
from tests.browser.running import Running

INVITE_AS = "mutation ($input: InviteByEmailInput!) { inviteByEmail(input: $input) { batch { id } } }"
ACCEPT = "mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { errors { code } } }"

SET_ACCOUNT = "mutation ($input: SetAccountInput!) { setAccount(input: $input) { batch { id } } }"
FIND = "query ($who: String!) { members(filter: {search: $who}) { nodes { id } } }"


async def test_a_wrong_password_says_no_more_than_that(new_person: NewPerson, device: str) -> None:
    person = await new_person(device)
    await person.open("/sign-in")
    await person.audit("the sign-in page")
    await person.page.get_by_label("E-mail address or username").fill("owner@example.org")
    await person.page.get_by_label("Password", exact=True).fill("not the password")
    await person.page.get_by_role("button", name="Sign in").click()
    await expect(person.page.get_by_role("alert")).to_contain_text("We know no account")
    await expect(person.page).to_have_url(f"{person.running.url}/sign-in")
    await person.audit("a wrong password")


async def test_sign_in_leads_back_and_sign_out_ends_it(new_person: NewPerson, device: str) -> None:
    person = await new_person(device)
    page = person.page
    await page.goto(f"{person.running.url}/members?search=grace")
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    await page.get_by_label("E-mail address or username").fill("owner@example.org")
    await page.get_by_label("Password", exact=True).fill("a lantern over the harbour")
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("link", name="Grace Okafor")).to_be_visible()
    await page.get_by_role("button", name="Robin Hafner: account").click()
    await person.audit("the account menu")
    await page.get_by_role("menuitem", name="Sign out").click()
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    await page.goto(f"{person.running.url}/members")
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


async def test_a_forgotten_password(new_person: NewPerson, running: Running, device: str) -> None:
    email = f"forgot.{device}@pier.example.org"
    await running.invite(email)
    token = (await running.link(email, "join")).rpartition("/")[2]
    given = {"firstName": "Fo", "lastName": "Rgot", "password": "nine herons asleep"}
    await running.ask_as_nobody(ACCEPT, input={"token": token, **given})

    person = await new_person(device)
    await person.open("/sign-in")
    await person.page.get_by_role("link", name="Forgot your password?").click()
    await person.page.get_by_label("E-mail address or username").fill(email)
    await person.audit("a forgotten password")
    await person.page.get_by_role("button", name="Mail me a link").click()
    await expect(person.page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    await person.audit("the link was mailed")
    link = await running.link(email, "reset")
    await choose_password(person, link, "eleven lighthouses")
    await expect(person.page.get_by_role("heading", name="My programs")).to_be_visible()

    again = await new_person(device)
    await again.open(link)
    await again.page.get_by_label("New password").fill("twelve lighthouses")
    await again.page.get_by_role("button", name="Save and sign in").click()
    await expect(again.page.get_by_role("heading", name="This link no longer works")).to_be_visible()
    await again.audit("a reset link that was used")


async def choose_password(person: Person, link: str, password: str) -> None:
    """Too short first, then a good one."""
    await person.open(link)
    await person.page.get_by_label("New password").fill("short")
    await person.page.get_by_role("button", name="Save and sign in").click()
    await expect(person.page.get_by_label("New password")).to_be_focused()
    await person.audit("a password that is too short")
    await person.page.get_by_label("New password").fill(password)
    await person.page.get_by_role("button", name="Save and sign in").click()


async def test_a_new_admin_begins_in_the_app(new_person: NewPerson, running: Running) -> None:
    await running.ask(INVITE_AS, input={"emails": ["new.admin@pier.example.org"], "role": "ADMIN"})
    person = await new_person()
    page = person.page
    await person.open(await running.link("new.admin@pier.example.org", "join"))
    await page.get_by_label("First name").fill("Nia")
    await page.get_by_label("Last name").fill("Quay")
    await page.get_by_label("Password", exact=True).fill("nine herons asleep")
    await page.get_by_role("button", name="Join").click()
    await expect(page.get_by_role("navigation", name="Main menu")).to_be_visible()
    await expect(page).to_have_url(f"{running.url}/")


async def test_a_code_leads_in_who_has_no_address(
    new_person: NewPerson, running: Running, device: str
) -> None:
    username = f"no.address.{device}"
    who = {"firstName": "Noa", "lastName": f"Address {device}", "username": username, "credentials": "NONE"}
    await running.ask(SET_ACCOUNT, input={**who, "password": "a boat without a name"})
    [member] = (await running.ask(FIND, who=username))["members"]["nodes"]
    owner = await new_person(device)
    await owner.sign_in()
    await owner.open(f"/members/{member['id']}")
    await owner.page.get_by_role("button", name="More").click()
    await owner.page.get_by_role("menuitem", name="Sign-in code").click()
    dialog = owner.page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Make a code").click()
    told = dialog.get_by_text(f"They sign in at {running.url}/code with the username {username}.")
    await expect(told).to_be_visible()
    await owner.audit("a code was made")
    code = await dialog.locator("code").inner_text()

    person = await new_person(device)
    page = person.page
    await person.open("/sign-in")
    await page.get_by_role("link", name="I have a code").click()
    await expect(page.get_by_role("heading", name="Sign in with a code")).to_be_visible()
    await person.audit("the page for a code")
    await fill_code(page, username, "22222-22222", "seven gulls on a mast")
    await expect(page.get_by_text("This code does not fit")).to_be_visible()
    await expect(page.get_by_label("Code")).to_be_focused()
    await fill_code(page, username, code, "short")
    await expect(page.get_by_label("New password")).to_be_focused()
    await person.audit("a password that the code can't take")
    await fill_code(page, username, code.lower(), "seven gulls on a mast")
    await expect(page.get_by_role("heading", name="My programs")).to_be_visible()
    await person.sign_in_by_the_page(username, "seven gulls on a mast")


async def fill_code(page: Page, username: str, code: str, password: str) -> None:
    """Send the form of a code."""
    await page.get_by_label("Username").fill(username)
    await page.get_by_label("Code").fill(code)
    await page.get_by_label("New password").fill(password)
    await page.get_by_role("button", name="Save and sign in").click()
