"""Days that are typed: accepted by Enter without sending the form, and told where they can't be taken."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from playwright.async_api import Locator, Page, Route, expect

from tests.browser.conftest import NewPerson
from tests.browser.people import Person
from tests.browser.running import Running

REGISTER = """mutation ($input: RegisterSessionLearnersInput!) {
  registerSessionLearners(input: $input) { batch { id } }
}"""
STARTS = "query ($id: ID!) { node(id: $id) { ... on Session { startsAt } } }"


async def test_enter_in_a_date_accepts_it_and_moves_nothing_yet(
    new_person: NewPerson, running: Running, device: str
) -> None:
    person, session = await told_of_a_session(new_person, running, device)
    page, before = person.page, await starts_at(running, session)
    await page.get_by_role("button", name="Change or move").click()
    dialog = page.get_by_role("dialog")
    save, news = dialog.get_by_role("button", name="Save"), dialog.get_by_label("Mail them the new date")
    await expect(save).to_be_enabled()
    typed = datetime.now(UTC) + timedelta(days=40)
    async with plans_held(page):
        await retype(dialog.get_by_label("Starts on"), f"{typed:%d/%m/%Y}")
        await dialog.get_by_label("Starts on").press("Enter")
        await expect(dialog.get_by_label("Starts on")).to_have_value(f"{typed.day} {typed:%B %Y}")
        await expect(save).to_be_disabled()
        await dialog.get_by_label("Name").press("Enter")
    await expect(save).to_be_enabled()
    await person.audit("a session that is being moved")
    assert await starts_at(running, session) == before
    await retype(dialog.get_by_label("Ends on"), f"{typed + timedelta(days=1):%d/%m/%Y}")
    await news.click()  # nothing lies over it
    await expect(news).not_to_be_checked()
    await expect(save).to_be_enabled()
    await save.click()
    await expect(dialog).to_be_hidden()
    assert (await starts_at(running, session)).date() == typed.date()


async def told_of_a_session(new_person: NewPerson, running: Running, device: str) -> tuple[Person, str]:
    """A session whose one learner has had the invitation, and its page before somebody's eyes."""
    program = await running.make("program", title=f"Dates on a {device}")
    starts = datetime.now(UTC) - timedelta(days=1)
    session = await running.make("session", programId=program, name="Ebb", startsAt=starts.isoformat())
    email = f"dated.{device}@pier.example.org"
    await running.ask(REGISTER, input={"sessionId": session, "emails": [email]})
    await running.letter(email, lambda one: "Ebb" in one.text)
    person = await new_person(device)
    await person.sign_in()
    await person.open(f"/training/programs/{program}/sessions/{session}")
    return person, session


async def starts_at(running: Running, session: str) -> datetime:
    return datetime.fromisoformat((await running.ask(STARTS, id=session))["node"]["startsAt"])


@asynccontextmanager
async def plans_held(page: Page) -> AsyncIterator[None]:
    """Within, no answer about what would happen arrives."""
    let_go = asyncio.Event()

    async def hold(route: Route) -> None:
        if '"preview":true' in (route.request.post_data or ""):
            await let_go.wait()
        await route.continue_()

    await page.route("**/graphql", hold)
    yield
    let_go.set()
    await page.unroute_all(behavior="wait")


async def retype(field: Locator, text: str) -> None:
    """Type this in place of what stands there, key by key."""
    await field.click()
    await field.press("ControlOrMeta+a")
    await field.press("Delete")
    await field.press_sequentially(text)


async def test_a_date_that_cannot_be_taken_is_kept_and_told(new_person: NewPerson, device: str) -> None:
    person = await new_person(device)
    page = person.page
    await person.sign_in()
    await person.open("/add")
    field, send = page.get_by_label("Automatic deactivation"), page.get_by_role("button", name="Send 1 invit")
    await person.paste("E-mail addresses", f"never.{device}@pier.example.org")
    await expect(send).to_be_enabled()
    for typed, why in (
        ("1.1.2020", "This day is past."),
        ("next friday", "Not a date: DD/MM/YYYY."),
        (f"{datetime.now(UTC):%d/%m/%Y}", "Too early."),
    ):
        await retype(field, typed)
        await expect(send).to_be_disabled()
        await field.press("Tab")
        await expect(field).to_have_value(typed)
        await expect(field).to_have_attribute("aria-invalid", "true")
        await expect(page.get_by_text(why)).to_be_visible()
        await person.audit(why)
    good = datetime.now(UTC) + timedelta(days=90)
    await retype(field, f"{good:%d/%m/%Y}")
    await field.press("Tab")
    await expect(field).to_have_value(f"{good.day} {good:%B %Y}")
    await expect(field).not_to_have_attribute("aria-invalid", "true")
    await expect(send).to_be_enabled()
    await retype(field, "soon")
    await page.get_by_role("button", name="Remove the date").click()
    await expect(field).to_have_value("")
    await expect(send).to_be_enabled()


async def test_a_session_is_not_moved_by_what_is_no_date(new_person: NewPerson, running: Running) -> None:
    person, session = await told_of_a_session(new_person, running, "desk")
    page, before = person.page, await starts_at(running, session)
    await page.get_by_role("button", name="Change or move").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_role("button", name="Save")).to_be_enabled()
    for typed in ("next friday", ""):
        await retype(dialog.get_by_label("Starts on"), typed)
        await dialog.get_by_label("Starts on").press("Enter")
        await expect(dialog.get_by_text("Not a date: DD/MM/YYYY.")).to_be_visible()
        await expect(dialog.get_by_label("Starts on")).to_have_value(typed)
        await expect(dialog.get_by_role("button", name="Save")).to_be_disabled()
    assert await starts_at(running, session) == before


async def test_the_form_of_a_date_is_told_as_it_is_written_here(new_person: NewPerson) -> None:
    person = await new_person()
    await person.sign_in()
    german = await new_person(locale="de-DE")
    await german.page.context.add_cookies(await person.page.context.cookies())  # type: ignore[arg-type]
    await german.open("/add")
    field = german.page.get_by_label("Automatische Deaktivierung")
    await retype(field, "nächsten Freitag")
    await field.press("Tab")
    await expect(german.page.get_by_text("Kein Datum: TT.MM.JJJJ.")).to_be_visible()
