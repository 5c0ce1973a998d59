"""A plan that was overtaken is not carried out: the page says what differs, and asks again."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.conftest import NewPerson
from tests.browser.running import Running

COUNT = "query ($who: String!) { invitations(filter: {search: $who}) { totalCount } }"


async def test_what_differs_is_shown_and_nothing_is_sent(new_person: NewPerson, running: Running) -> None:
    person = await new_person()
    page = person.page
    await person.sign_in()
    await person.open("/add")
    await person.paste("E-mail addresses", "early@pier.example.org late@pier.example.org")
    await expect(page.get_by_role("button", name="Send 2 invitations")).to_be_enabled()

    await running.invite("early@pier.example.org")
    await page.get_by_role("button", name="Send 2 invitations").click()

    changed = page.get_by_role("alert").filter(has_text="changed meanwhile")
    await expect(changed.get_by_text("early@pier.example.org")).to_be_visible()
    await expect(changed.get_by_text("nothing changes")).to_be_visible()
    await expect(changed.get_by_text("late@pier.example.org")).to_be_hidden()
    await person.audit("a plan that changed")
    assert (await running.ask(COUNT, who="late@pier"))["invitations"]["totalCount"] == 0

    await page.get_by_role("button", name="Send 1 invitation").click()
    await expect(page.get_by_role("heading", name="Done")).to_be_visible()
    await running.link("late@pier.example.org", "join")
