"""Another role in a group, higher and lower: said before, done, and seen by others at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from playwright.async_api import expect

from tests.browser.conftest import NewPerson
from tests.browser.people import Person
from tests.browser.running import Running

EMAILS = "mutation ($input: AddGroupEmailsInput!) { addGroupEmails(input: $input) { batch { id } } }"
ASSIGN = """mutation ($input: AssignGroupToSessionInput!) {
    assignGroupToSession(input: $input) { errors { code } }
}"""
ROLES = """query ($who: String!) {
    members(filter: {search: $who}) { nodes { memberships { role } registrations { totalCount } } }
}"""
WHO = "rosa.ladder@pier.example.org"


async def test_a_coach_becomes_a_learner_again(new_person: NewPerson, running: Running) -> None:
    group = await running.make("group", name="Ladder crew")
    program = await running.make("program", title="Ladders")
    starts = (datetime.now(UTC) + timedelta(days=5)).isoformat()
    session = await running.make("session", programId=program, name="Rungs", startsAt=starts)
    await running.ask(ASSIGN, input={"groupId": group, "sessionId": session})
    await running.ask(EMAILS, input={"groupId": group, "emails": [WHO]})
    person, onlooker = await new_person(), await new_person("phone")
    await onlooker.sign_in()
    await onlooker.open(f"/groups/{group}?role=COACH")
    await person.sign_in()
    await person.open(f"/groups/{group}?edit=true")
    seen = onlooker.page.get_by_role("link", name=WHO)

    await make(person, "Make coaches", "1 registration ended")
    await expect(seen).to_be_visible()
    assert await standing(running) == ("COACH", 0)

    await person.press("Change the learners")
    await person.open(f"/groups/{group}?role=COACH&edit=true")
    await make(person, "Make learners", "1 program invitation to go out")
    await expect(seen).to_be_hidden()
    assert await standing(running) == ("LEARNER", 1)


async def make(person: Person, verb: str, follows: str) -> None:
    """Choose who is there and give them another role, by keyboard alone."""
    page = person.page
    await person.tab_to(f"Choose {WHO}")
    await page.keyboard.press("Space")
    await person.press(verb)
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_text("What will happen")).to_be_visible()
    await expect(dialog.get_by_text(follows)).to_be_visible()
    await person.audit(f"{verb}, before")
    await person.press("Do it")
    await expect(dialog.get_by_role("status")).to_contain_text(follows)
    await expect(dialog.get_by_role("button", name="Close").last).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(dialog).to_be_hidden()
    await expect(page.locator(":focus")).to_have_count(1)
    await expect(page.get_by_role("link", name=WHO)).to_be_hidden()


async def standing(running: Running) -> tuple[str, int]:
    """What they are in the group, and how many sessions they are registered in."""
    (found,) = (await running.ask(ROLES, who=WHO))["members"]["nodes"]
    return found["memberships"][0]["role"], found["registrations"]["totalCount"]
