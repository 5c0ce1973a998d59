"""Send is held for ten seconds: Undo takes all of it back, by keyboard alone too."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.conftest import NewPerson
from tests.browser.running import OWNER, PASSWORD, Running

STATES = "query ($who: String!) { invitations(filter: {search: $who}) { nodes { state mail { state } } } }"


async def test_undo_by_keyboard_alone(new_person: NewPerson, running: Running) -> None:
    person = await new_person()
    page, keyboard = person.page, person.page.keyboard
    await person.open("/sign-in")
    await keyboard.type(OWNER)
    await keyboard.press("Tab")
    await keyboard.type(PASSWORD)
    await keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Hello Robin")).to_be_focused()

    await person.tab_to("User")
    await keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Add members")).to_be_focused()
    await person.tab_to("E-mail addresses")
    await keyboard.type("regret@pier.example.org, second@pier.example.org third@pier.example.org ")
    await expect(page.get_by_role("list", name="3 addresses")).to_be_visible()
    await keyboard.press("ArrowLeft")
    await keyboard.press("Delete")
    await expect(page.get_by_role("list", name="2 addresses")).to_be_visible()
    await expect(page.get_by_role("button", name="Send 2 invitations")).to_be_enabled()
    await person.tab_to("Send 2 invitations")
    await keyboard.press("Enter")

    await expect(page.get_by_role("button", name="Undo")).to_be_focused()
    await keyboard.press("Enter")
    await expect(page.get_by_label("E-mail addresses")).to_be_focused()
    await expect(page.get_by_text("Taken back.")).to_be_visible()
    await expect(page.get_by_role("list", name="2 addresses")).to_be_visible()
    await person.audit("taken back")

    found = (await running.ask(STATES, who="regret@pier"))["invitations"]["nodes"]
    assert found == [{"state": "REVOKED", "mail": {"state": "CANCELLED"}}]
    assert running.letters("regret@pier.example.org") == []
