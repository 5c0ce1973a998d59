"""Signing in where one person has accounts in several workspaces: which one is asked, and kept."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.conftest import NewPerson
from tests.browser.running import OWNER, PASSWORD, Running

NAME = "Donaudampfschifffahrtsgesellschaftskapitänsakademie Süd"


async def test_which_workspace(new_person: NewPerson, running: Running) -> None:
    await running.make_workspace("sued", NAME)
    for device in ("desk", "phone"):
        person = await new_person(device)
        page = person.page
        await person.open("/sign-in")
        await page.get_by_label("E-mail address or username").fill(OWNER)
        await page.get_by_label("Password", exact=True).fill(PASSWORD)
        await page.get_by_role("button", name="Sign in").click()
        await expect(page.get_by_role("heading", name="Where to?")).to_be_visible()
        await person.audit("which workspace")
        await page.get_by_role("button", name=NAME).click()
        await expect(page.get_by_role("link", name=NAME)).to_be_visible()
        for path in ("/", "/members", "/invitations", "/groups", "/training/programs"):
            await person.open(path)
            await person.audit(f"{path} of an empty workspace")
