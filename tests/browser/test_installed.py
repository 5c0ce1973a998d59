"""The app on a home screen, one's devices, and the API to try out."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.conftest import NewPerson
from tests.browser.people import Person
from tests.browser.running import OWNER, PASSWORD, Running

KEPT = """async () => {
    await navigator.serviceWorker.ready;
    const cache = await caches.open("shell-1");
    return (await cache.keys()).map((one) => new URL(one.url).pathname);
}"""
WHOAMI = "{ viewer { member { id } } }"
SIGN_IN = "mutation ($input: SignInInput!) { signIn(input: $input) { token } }"


async def signed_in(person: Person) -> Person:
    """By the token that the journeys have already: signing in is limited by the minute."""
    await person.running.ask(WHOAMI)
    cookie = {"name": "usher", "value": person.running.token, "url": person.running.url, "httpOnly": True}
    await person.page.context.add_cookies([cookie])  # type: ignore[list-item]  # a typed dict of theirs
    return person


async def test_without_a_network_the_app_opens_and_says_so(new_person: NewPerson) -> None:
    person = await signed_in(await new_person())
    page = person.page
    await person.open("/members")
    assert await page.evaluate(KEPT) == ["/"]
    await person.open("/members")
    await page.context.set_offline(True)
    await page.goto(f"{person.running.url}/members")
    await expect(page.get_by_text("can’t be reached").first).to_be_visible()
    assert await page.evaluate(KEPT) == ["/"]
    await page.context.set_offline(False)
    await person.open("/members")


async def test_a_lost_phone_is_signed_out_from_the_desk(new_person: NewPerson, running: Running) -> None:
    person = await signed_in(await new_person("phone"))
    page = person.page
    await running.ask_as_nobody(SIGN_IN, input={"login": OWNER, "password": PASSWORD})
    await page.goto(f"{running.url}/my/profile")
    devices = page.get_by_role("region", name="Where you are signed in").get_by_role("listitem")
    await expect(devices.filter(has_text="This device")).to_have_count(1)
    phones = devices.filter(has_text="python-httpx").filter(has=page.get_by_role("button"))
    await expect(phones.first).to_be_visible()
    before = await phones.count()
    await person.audit("one's devices")
    await phones.first.get_by_role("button").click()
    await expect(phones).to_have_count(before - 1)
