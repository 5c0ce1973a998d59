"""Links that don't lead in: each gets a page of its own that says why and what to do."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.conftest import NewPerson
from tests.browser.running import Running

UNDO = "mutation ($input: UndoBatchInput!) { undoBatch(input: $input) { errors { code } } }"
ACCEPT = "mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { errors { code } } }"


async def invite(running: Running, email: str) -> tuple[str, str]:
    """The batch of an invitation and the link that its letter holds."""
    return await running.invite(email), await running.link(email, "join")


async def test_an_unknown_link(new_person: NewPerson, device: str) -> None:
    person = await new_person(device)
    await person.open("/join/nobody-ever-made-this")
    await expect(person.page.get_by_role("heading", name="This link is not one of ours")).to_be_visible()
    await person.audit("an unknown link")


async def test_a_link_that_was_used(new_person: NewPerson, running: Running, device: str) -> None:
    _, link = await invite(running, f"used.{device}@pier.example.org")
    token = link.rpartition("/")[2]
    given = {"firstName": "Una", "lastName": "Vez", "password": "nine herons asleep"}
    assert (await running.ask_as_nobody(ACCEPT, input={"token": token, **given}))["acceptInvitation"][
        "errors"
    ] == []
    person = await new_person(device)
    await person.open(link)
    await expect(person.page.get_by_role("heading", name="You have joined already")).to_be_visible()
    await person.audit("a used link")
    await person.page.get_by_role("link", name="Sign in").click()
    await person.page.get_by_label("E-mail address or username").fill(f"used.{device}@pier.example.org")
    await person.page.get_by_label("Password", exact=True).fill("nine herons asleep")
    await person.page.get_by_role("button", name="Sign in").click()
    await expect(person.page.get_by_role("heading", name="My programs")).to_be_visible()
    await person.audit("no programs yet")
    await person.page.goto(running.url)
    await expect(person.page.get_by_text("This part is for administrators")).to_be_visible()
    await person.audit("a learner at the admin app")


async def test_a_link_that_was_revoked(new_person: NewPerson, running: Running, device: str) -> None:
    batch, link = await invite(running, f"revoked.{device}@pier.example.org")
    await running.ask(UNDO, input={"id": batch})
    person = await new_person(device)
    await person.open(link)
    await expect(person.page.get_by_role("heading", name="This invitation was withdrawn")).to_be_visible()
    await expect(person.page.get_by_text("Ask Robin Hafner")).to_be_visible()
    await person.audit("a revoked link")


async def test_a_link_for_somebody_else(new_person: NewPerson, running: Running, device: str) -> None:
    email = f"else.{device}@pier.example.org"
    _, link = await invite(running, email)
    person = await new_person(device)
    await person.sign_in_by_the_page()
    await person.open(link)
    await expect(
        person.page.get_by_role("heading", name="This invitation is for somebody else")
    ).to_be_visible()
    await person.audit("somebody else's link")
    await person.page.get_by_role("button", name="Sign out and open the invitation").click()
    await expect(person.page.get_by_role("heading", name="Join Harbour Academy")).to_be_visible()
    await expect(person.page.get_by_text(email)).to_be_visible()


async def test_a_link_that_ran_out(new_person: NewPerson, running: Running, device: str) -> None:
    _, link = await invite(running, f"expired.{device}@pier.example.org")
    await running.move_clock("+31d")
    try:
        person = await new_person(device)
        await person.open(link)
        await expect(person.page.get_by_role("heading", name="This invitation has run out")).to_be_visible()
        await person.audit("a link that ran out")
    finally:
        await running.move_clock("reset")
