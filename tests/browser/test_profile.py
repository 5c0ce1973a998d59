"""One's own profile: the name, the language, and another address by a link that only a button uses up."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.conftest import NewPerson
from tests.browser.people import Person
from tests.browser.running import Running

ACCEPT = "mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { errors { code } } }"
FIND = """query ($who: String!) {
  members(filter: {search: $who}) { nodes { email firstName lastName language } }
}"""
PASSWORD = "nine herons asleep"


async def test_a_name_is_mended_and_a_language_chosen(
    new_person: NewPerson, running: Running, device: str
) -> None:
    person = await joined(new_person, running, f"profile.{device}@pier.example.org", device)
    page = person.page
    await expect(page.get_by_label("First name")).to_have_value("Mispelt")
    await page.get_by_label("First name").fill(" ")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("This can’t be empty.")).to_be_visible()
    await expect(page.get_by_label("First name")).to_be_focused()
    await person.audit("a profile without a name")
    await page.get_by_label("First name").fill("Mara")
    await page.get_by_label("Language").select_option(label="Deutsch")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("heading", name="Mein Profil")).to_be_visible()
    await expect(page.get_by_text("Gespeichert.")).to_be_visible()
    await person.audit("a profile in another language")
    await person.open("/my")
    await expect(page.get_by_role("heading", name="Meine Programme")).to_be_visible()
    kept = {"firstName": "Mara", "lastName": f"Profile {device}", "language": "de"}
    assert (await found(running, f"profile.{device}@"))[0].items() >= kept.items()


async def test_another_address_is_asked_for_and_confirmed(
    new_person: NewPerson, running: Running, device: str
) -> None:
    before, after = f"old.{device}@pier.example.org", f"moved.{device}@pier.example.org"
    person = await joined(new_person, running, before, device)
    page = person.page
    await page.get_by_role("button", name="Change address").click()
    await expect(page.get_by_label("New address")).to_be_focused()
    await page.get_by_label("New address").fill(after)
    await page.get_by_label("Present password").first.fill("not the password")
    await page.get_by_role("button", name="Mail me a link").click()
    await expect(page.get_by_text("This is not your present password.")).to_be_visible()
    await person.audit("another address is asked for")
    await page.get_by_label("Present password").first.fill(PASSWORD)
    await page.get_by_role("button", name="Mail me a link").click()
    await expect(page.get_by_text(f"A link is on its way to {after}.")).to_be_visible()
    await expect(page.get_by_role("button", name="Change address")).to_be_focused()

    reader = await new_person(device)
    await reader.open(await running.link(after, "email"))
    await expect(reader.page.get_by_role("heading", name="Confirm your new address")).to_be_visible()
    await reader.audit("a link to a new address")
    assert await found(running, after) == []
    await reader.page.get_by_role("button", name="Confirm the address").click()
    await expect(reader.page.get_by_role("heading", name="Your address is changed")).to_be_visible()
    await reader.audit("a new address that was confirmed")
    assert await found(running, before) == []
    await reader.open(await running.link(after, "email"))
    await reader.page.get_by_role("button", name="Confirm the address").click()
    await expect(reader.page.get_by_role("heading", name="This link no longer works")).to_be_visible()
    await person.open("/my/profile")
    await expect(page.get_by_text(f"You get your mail at {after}.")).to_be_visible()


async def joined(new_person: NewPerson, running: Running, email: str, device: str) -> Person:
    """Somebody who has accepted an invitation, at their profile."""
    await running.invite(email)
    token = (await running.link(email, "join")).rpartition("/")[2]
    given = {"firstName": "Mispelt", "lastName": f"Profile {device}", "password": PASSWORD}
    await running.ask_as_nobody(ACCEPT, input={"token": token, **given})
    person = await new_person(device)
    await person.sign_in_by_the_page(email, PASSWORD)
    await person.open("/my/profile")
    return person


async def found(running: Running, search: str) -> list[dict[str, str]]:
    """Who is found by this."""
    nodes: list[dict[str, str]] = (await running.ask(FIND, who=search))["members"]["nodes"]
    return nodes
