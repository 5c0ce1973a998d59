"""What others change shows without a reload, also after the web process alone was killed."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.conftest import NewPerson
from tests.browser.running import Running


async def test_two_pages_side_by_side_and_a_crash(new_person: NewPerson, running: Running) -> None:
    onlooker, person = await new_person(), await new_person("phone")
    page = onlooker.page
    await onlooker.sign_in()
    await onlooker.open("/members?search=tide")
    await page.evaluate("window.untouched = true")
    await expect(page.get_by_text("Nobody matches")).to_be_visible()

    await person.sign_in()
    await person.open("/add")
    await person.paste("E-mail addresses", "ebb@tide.example.org")
    await person.page.get_by_role("button", name="Send 1 invitation").click()
    await expect(page.get_by_role("link", name="ebb@tide.example.org")).to_be_visible()

    await running.restarted("web")
    await running.invite("flood@tide.example.org")
    await expect(page.get_by_role("link", name="flood@tide.example.org")).to_be_visible()
    assert await page.evaluate("window.untouched"), "nobody has loaded the page anew"
