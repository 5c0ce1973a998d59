"""What is fetched ahead stays when the network goes, and a pasted search waits for nothing."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.conftest import NewPerson


async def test_rooms_stand_there_though_the_network_has_gone(new_person: NewPerson, device: str) -> None:
    person = await new_person(device)
    await person.sign_in()
    await person.open("/")
    await person.page.wait_for_load_state("networkidle")  # whatever is fetched while nobody waits is here
    await person.page.context.set_offline(True)
    for room, row in (("Groups", "Harbour crew"), ("Programs", "Safety on the quay")):
        await person.page.get_by_role("link", name=room, exact=True).first.click()
        await expect(person.page.get_by_role("heading", name=room, exact=True)).to_be_visible()
        await expect(person.page.get_by_role("link", name=row, exact=True)).to_be_visible()
        await expect(person.page.get_by_role("alert")).to_contain_text("The server can’t be reached")
    await person.page.context.set_offline(False)
    await person.page.get_by_role("button", name="Try again").click()
    await expect(person.page.get_by_role("alert")).to_be_hidden()


async def test_what_will_happen_comes_back_with_the_network(new_person: NewPerson) -> None:
    person = await new_person()
    page = person.page
    await person.sign_in()
    await person.open("/add")
    await page.context.set_offline(True)
    await person.paste("E-mail addresses", "back@pier.example.org")
    await expect(page.get_by_role("alert")).to_contain_text("The server can’t be reached")
    await page.context.set_offline(False)
    await expect(page.get_by_role("button", name="Send 1 invitation")).to_be_enabled()
    await expect(page.get_by_role("alert")).to_be_hidden()


async def test_what_is_pasted_is_searched_without_waiting(new_person: NewPerson) -> None:
    person = await new_person()
    await person.sign_in()
    await person.open("/members")
    page = person.page
    await expect(page.get_by_role("link", name="Grace Okafor")).to_be_visible()
    await page.clock.install()
    await page.clock.pause_at(await page.evaluate("Date.now() + 1000"))  # from here on no timer runs out
    field = page.get_by_role("searchbox")
    await field.focus()
    await page.keyboard.insert_text("grace oka")
    await expect(page).to_have_url(f"{person.running.url}/members?search=grace+oka")
    await field.press("Backspace")  # what is typed waits for more
    await expect(field).to_have_value("grace ok")
    await expect(page).to_have_url(f"{person.running.url}/members?search=grace+oka")
    await page.clock.run_for(1000)
    await expect(page).to_have_url(f"{person.running.url}/members?search=grace+ok")
