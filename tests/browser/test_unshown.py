"""A page whose part can't be had says so, and comes back."""

from __future__ import annotations

from playwright.async_api import Page, Route, expect

from tests.browser.conftest import NewPerson
from tests.browser.people import Person

KEYS = "**/assets/KeysPage-*.js"
PROFILE = "**/assets/MyProfile-*.js"
WORDS = "**/assets/settings-*.js"
NOT_HERE = "This page can’t be shown"


async def gone(route: Route) -> None:
    """As after a release that has taken the place of the one in the window."""
    await route.fulfill(status=404, body="")


async def cut(route: Route) -> None:
    await route.abort("internetdisconnected")


async def unshown(page: Page) -> None:
    await expect(page.get_by_role("heading", name=NOT_HERE, level=1)).to_be_visible()
    await expect(page.get_by_text("A part of it could not be loaded.")).to_be_visible()


async def offline_at(person: Person, part: str) -> None:
    """From here on this part and the server's own page can't be had."""
    await person.page.route(part, cut)
    await person.page.route(f"{person.running.url}/", cut)


async def test_a_room_without_its_code_says_so_and_comes_back(new_person: NewPerson, device: str) -> None:
    person = await new_person(device)
    page = person.page
    await person.sign_in()
    await person.open("/settings")
    await offline_at(person, KEYS)
    await page.get_by_role("link", name="API keys").first.click()
    await unshown(page)
    await person.audit("a page that can't be shown")

    await page.get_by_role("link", name="Members", exact=True).first.click()
    await expect(page.get_by_role("heading", name="Members", level=1)).to_be_visible()
    await page.go_back()
    await unshown(page)
    await page.unroute_all()
    await page.get_by_role("button", name="Try again").click()
    await expect(page.get_by_role("heading", name="API keys", level=1)).to_be_visible()


async def test_after_a_release_the_page_is_loaded_anew_and_only_once(new_person: NewPerson) -> None:
    person = await new_person()
    page = person.page
    await person.sign_in()
    await person.open("/settings")
    loads = 0

    def count(_: object) -> None:
        nonlocal loads
        loads += 1

    page.on("domcontentloaded", count)
    await page.route(KEYS, gone, times=1)
    await page.get_by_role("link", name="API keys").first.click()
    await expect(page.get_by_role("heading", name="API keys", level=1)).to_be_visible()
    assert loads == 1

    await page.route("**/assets/WebhooksPage-*.js", gone)
    await page.get_by_role("link", name="Webhooks").first.click()
    await unshown(page)
    assert loads == 1


async def test_words_that_cannot_be_had(new_person: NewPerson) -> None:
    person = await new_person()
    page = person.page
    await person.sign_in()
    await page.route(WORDS, cut)
    await page.route(
        f"{person.running.url}/",
        lambda route: route.abort() if route.request.method == "HEAD" else route.continue_(),
    )
    await page.goto(f"{person.running.url}/settings/keys")
    await unshown(page)


async def test_a_learners_page_without_its_code(new_person: NewPerson, device: str) -> None:
    person = await new_person(device)
    page = person.page
    await person.sign_in()
    await person.open("/my")
    await offline_at(person, PROFILE)
    await page.get_by_role("link", name="My profile").click()
    await unshown(page)
    await person.audit("a learner's page that can't be shown")
    await page.go_back()
    await expect(page.get_by_role("heading", name=NOT_HERE)).to_be_hidden()
    await page.get_by_role("link", name="My profile").click()
    await unshown(page)
    await page.unroute_all()
    await page.get_by_role("button", name="Try again").click()
    await expect(page.get_by_role("heading", name=NOT_HERE)).to_be_hidden()
    await expect(page.get_by_role("heading", name="My profile")).to_be_visible()
