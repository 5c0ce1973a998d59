"""What people get can be looked at: in the settings while its words change, and before an intake is sent."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.conftest import NewPerson


async def test_letters_show_as_they_look(new_person: NewPerson) -> None:
    person = await new_person("phone")
    page, framed = person.page, person.page.frame_locator("iframe")
    await person.sign_in()
    await person.open("/settings/letters?letter=PROGRAM_INVITATION&language=fr")
    await expect(framed.get_by_role("heading", name="Votre formation vous attend")).to_be_visible()
    await page.get_by_label("Heading").fill("Une place pour vous")
    await expect(framed.get_by_role("heading", name="Une place pour vous")).to_be_visible()
    await page.get_by_label("Heading").fill("{nobody}")
    await expect(page.locator("iframe")).to_have_count(0)

    await person.open("/add")
    await person.paste("E-mail addresses", "looks.first@pier.example.org")
    await page.get_by_role("button", name="See the letter").click()
    shown = page.get_by_role("dialog", name="What people get")
    await expect(
        shown.frame_locator("iframe").get_by_role("link", name="Accept the invitation")
    ).to_be_visible()
