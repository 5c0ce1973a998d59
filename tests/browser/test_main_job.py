"""The main job, end to end: from a messy paste to somebody who joined and sees their program."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from playwright.async_api import Page, expect

from tests.browser.conftest import NewPerson
from tests.browser.people import Person
from tests.browser.running import Running

PASSWORD = "seven gulls on the pier"


def day(shift: int) -> str:
    """A day from today, as one types it."""
    return (datetime.now(UTC) + timedelta(days=shift)).strftime("%d/%m/%Y")


async def test_from_a_messy_paste_to_the_program(
    owner: Person, new_person: NewPerson, running: Running, device: str
) -> None:
    page = owner.page
    await running.invite(f"waiting.{device}@pier.example.org")
    group = await make_group(owner, f"Night shift {device}")
    program = await make_program(owner, f"First aid {device}")
    for name, shift in (("Now", -1), ("Later", 5)):
        await make_session(owner, program, name, shift, f"Night shift {device}")

    await owner.open(f"/add?group={group.rpartition('/')[2]}")
    await add(owner, device)

    newcomer = await new_person(device)
    await join(newcomer, await running.link(f"new.{device}@pier.example.org", "join"), device)
    invited = await running.letter(
        f"new.{device}@pier.example.org", lambda one: f"First aid {device}" in one.text
    )
    assert "Later" not in invited.text, "who is invited to an upcoming session is written to on its day"

    await owner.open(f"/members?search=new.{device}")
    row = page.get_by_role("row").filter(has_text=f"new.{device}@pier.example.org")
    await expect(row.get_by_role("link", name="Nele Pier")).to_be_visible()
    await expect(row.get_by_text("Active")).to_be_visible()
    await row.get_by_role("link").click()
    await expect(page.get_by_text("Accepted").first).to_be_visible()
    await owner.audit("a member's page")


async def make_group(person: Person, name: str) -> str:
    """Home › Create › Group; its address."""
    await person.open("/")
    await person.audit("home")
    await person.page.get_by_role("link", name="Group People").click()
    dialog = person.page.get_by_role("dialog", name="New group")
    await dialog.get_by_role("button", name="Create group").click()
    await expect(dialog.get_by_label("Name")).to_be_focused()
    await person.audit("the form of a group, with an error")
    await dialog.get_by_label("Name").fill(name)
    await dialog.get_by_role("button", name="Create group").click()
    await expect(person.page.get_by_role("heading", name=name, level=1)).to_be_visible()
    await person.audit("an empty group")
    return person.page.url


async def make_program(person: Person, title: str) -> str:
    """Home › Create › Program; its address."""
    await person.open("/")
    await person.page.get_by_role("link", name="Program What is taught").click()
    dialog = person.page.get_by_role("dialog", name="New program")
    await dialog.get_by_label("Title").fill(title)
    await dialog.get_by_label("Link to the content").fill("https://learn.example.org/first-aid")
    await person.audit("the form of a program")
    await dialog.get_by_role("button", name="Create program").click()
    await expect(person.page.get_by_role("heading", name=title, level=1)).to_be_visible()
    await person.audit("a program without sessions")
    return person.page.url


async def make_session(person: Person, program: str, name: str, shift: int, group: str) -> None:
    """A session that starts on that day, with the group in it."""
    page = person.page
    await person.open(program)
    await page.get_by_role("button", name="New session").first.click()
    dialog = page.get_by_role("dialog", name="New session")
    await dialog.get_by_label("Name").fill(name)
    await dialog.get_by_label("Starts on").fill(day(shift))
    await dialog.get_by_label("Starts on").press("Tab")
    await dialog.get_by_role("button", name="Create session").click()
    await expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    await page.get_by_role("button", name="Add a group").click()
    dialog = page.get_by_role("dialog", name="Add a group")
    await dialog.get_by_role("combobox", name="Group").fill(group)
    await page.get_by_role("option", name=group).click()
    await expect(dialog.get_by_text("Nobody is registered yet")).to_be_visible()
    await person.audit("the choice of a group, with what follows")
    await dialog.get_by_role("button", name="Add the group").click()
    await expect(dialog.get_by_role("button", name="Undo")).to_be_focused()
    await person.audit("a group was added, and can be taken out again")
    # The cross bears the same name, and is there from the start.
    await dialog.get_by_role("button", name="Close").nth(1).click()
    await expect(dialog).to_be_hidden()
    await expect(page.get_by_role("main").get_by_role("link", name=group)).to_be_visible()
    await person.audit("a session")


async def add(person: Person, device: str) -> None:
    """Paste a mess, mend it, see the plan, send, see the result."""
    page = person.page
    await expect(page.get_by_text(f"Night shift {device}")).to_be_visible()
    await person.paste("E-mail addresses", messy(device))
    await expect(page.get_by_text("One address looks mistyped")).to_be_visible()
    for words in ("member", "invited before", "repeated", "This is not an e-mail address."):
        await expect(page.get_by_role("list").get_by_text(words, exact=True).first).to_be_visible()
    await person.audit("chips of every kind")
    await page.get_by_role("button", name="Correct it").click()
    await page.get_by_role("button", name="Remove it").click()
    await page.get_by_label("Automatic deactivation").fill(day(365))
    await page.get_by_label("Automatic deactivation").press("Tab")
    await expect(page.get_by_text("Last day of access")).to_be_visible()
    await expect(page.get_by_text("2 × Invitation")).to_be_visible()
    await expect(page.get_by_text(f"First aid {device} · Now")).to_be_visible()
    await expect(page.get_by_text(f"First aid {device} · Later")).to_be_visible()
    await person.audit("the plan")
    await page.get_by_role("button", name="Send 2 invitations").click()
    await expect(page.get_by_role("button", name="Undo")).to_be_focused()
    await person.audit("held")
    await expect(page.get_by_role("heading", name="Done")).to_be_focused()
    await page.get_by_text("were invited").click()
    await expect(page.get_by_text(f"Pier, Nele <new.{device}@pier.example.org>")).to_be_visible()
    await person.audit("sent")


def messy(device: str) -> str:
    """Members, invited people, new ones, a typo, a repetition and junk, in every form at once."""
    return (
        f'"Pier, Nele" <new.{device}@pier.example.org>; grace.okafor@harbour.example.org\n'
        f"waiting.{device}@pier.example.org\tnew.{device}@PIER.example.org, not-an-address\u00a0"
        f"typo.{device}@gmial.com"
    )


async def join(person: Person, link: str, device: str) -> None:
    """Open the mail's link, join, and see the programs."""
    page = person.page
    await person.open(link)
    await expect(page.get_by_role("heading", name="Join Harbour Academy")).to_be_visible()
    await expect(page.get_by_text(f"new.{device}@pier.example.org")).to_be_visible()
    await person.audit("an invitation")
    await fill(page, "Nele", "Pier", "short")
    await expect(page.get_by_label("Password", exact=True)).to_be_focused()
    await person.audit("an invitation, with an error")
    await fill(page, "Nele", "Pier", PASSWORD)
    await expect(page.get_by_role("heading", name="My programs", level=1)).to_be_visible()
    now = page.get_by_role("region", name="Now")
    await expect(now.get_by_role("heading", name=f"First aid {device}")).to_be_visible()
    await expect(now.get_by_role("link", name="Open the program")).to_be_visible()
    await expect(page.get_by_role("region", name="Coming up").get_by_text("Later")).to_be_visible()
    await person.audit("my programs")
    await page.get_by_role("link", name="My profile").click()
    await expect(page.get_by_text(f"new.{device}@pier.example.org")).to_be_visible()
    await person.audit("my profile")


async def fill(page: Page, first: str, last: str, password: str) -> None:
    """Fill in the form of an invitation and send it."""
    await page.get_by_label("First name").fill(first)
    await page.get_by_label("Last name").fill(last)
    await page.get_by_label("Password", exact=True).fill(password)
    await page.get_by_role("button", name="Join").click()
