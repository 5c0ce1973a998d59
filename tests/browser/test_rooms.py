"""The rooms in every language: nothing to object to, nothing over the side."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.conftest import NewPerson
from tests.browser.people import Person

ROOMS = {
    "/": "Harbour Academy",
    "/add": "",
    "/members": "",
    "/members?search=grace": "Grace Okafor",
    "/members?search=nobody-of-this-name": "",
    "/invitations": "",
    "/invitations?search=amelie": "amelie.durand@harbour.example.org",
    "/groups?search=crew": "Harbour crew",
    "/training/programs?search=safety": "Safety on the quay",
    "/my": "Harbour Academy",
    "/my/profile": "owner@example.org",
    "/nowhere": "",
}
SIGN_IN = {"en": "Sign in", "fr": "Se connecter", "de": "Anmelden", "es": "Entrar"}


# The phone sees them all, since long words run over there first; English is in test_states.py.
WAYS = [
    ("desk", "de-DE", "light"),
    ("phone", "de-DE", "dark"),
    ("phone", "fr-FR", "light"),
    ("phone", "es-ES", "dark"),
]


@pytest.mark.parametrize(("device", "locale", "scheme"), WAYS)
async def test_every_room(new_person: NewPerson, device: str, locale: str, scheme: str) -> None:
    person = await new_person(device, locale=locale, color_scheme=scheme)
    await sign_in_in(person, locale[:2])
    for path, words in ROOMS.items():
        await person.open(path)
        await expect(person.page.locator("html")).to_have_attribute("lang", locale[:2])
        if words:
            await expect(person.page.get_by_text(words).first).to_be_visible()
        await person.audit(f"{path} in {locale}, {scheme}")


async def test_another_language_by_the_menu(new_person: NewPerson, device: str) -> None:
    person = await new_person(device)
    await person.sign_in()
    await person.page.get_by_role("button", name="Robin Hafner: account").click()
    await person.page.get_by_role("menuitemradio", name="Deutsch").click()
    await expect(person.page.get_by_role("heading", name="Hallo Robin")).to_be_visible()
    await expect(person.page.locator("html")).to_have_attribute("lang", "de")


async def sign_in_in(person: Person, language: str) -> None:
    """Sign in on a page in another language."""
    await person.open("/sign-in")
    await person.audit(f"sign-in in {language}")
    await person.page.locator("input[autocomplete=username]").fill("owner@example.org")
    await person.page.locator("input[type=password]").fill("a lantern over the harbour")
    await person.page.get_by_role("button", name=SIGN_IN[language], exact=True).click()
    await expect(person.page).not_to_have_url(f"{person.running.url}/sign-in")
