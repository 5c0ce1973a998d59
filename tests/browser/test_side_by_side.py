"""Two people change the same thing at once: each writes what they have changed, and nothing else."""

from __future__ import annotations

from typing import Any

from playwright.async_api import expect

from tests.browser.conftest import NewPerson
from tests.browser.running import Running

GROUP = "query ($id: ID!) { node(id: $id) { ... on Group { name description externalId isPrivate } } }"
RENAME = "mutation ($input: UpdateGroupInput!) { updateGroup(input: $input) { group { id } } }"
PROGRAM = "query ($id: ID!) { node(id: $id) { ... on Program { title summary contentUrl } } }"
RETITLE = "mutation ($input: UpdateProgramInput!) { updateProgram(input: $input) { program { id } } }"
MEMBER = "query ($who: String!) { members(filter: {search: $who}) { nodes { id labels } } }"
LABEL = "mutation ($input: UpdateMemberInput!) { updateMember(input: $input) { member { id } } }"
WORKSPACE = "{ viewer { workspace { senderName invitationDays } } }"
SETTLE = "mutation ($input: UpdateWorkspaceInput!) { updateWorkspace(input: $input) { workspace { id } } }"
LETTER = """{ letters(language: "en") { letter wording { subject title } } }"""
WORD = "mutation ($input: UpdateLetterInput!) { updateLetter(input: $input) { letter { letter } } }"


async def test_the_settings_of_a_group(new_person: NewPerson, running: Running) -> None:
    group = await running.make("group", name="Old rope", externalId="rope-1")
    one, other = await new_person(), await new_person()
    for person in (one, other):
        await person.sign_in()
        await person.open(f"/groups/{group}?tab=settings")
    await one.page.get_by_label("Description").fill("What is left of the old rope.")
    await other.page.get_by_role("textbox", name="Name").fill("New rope")
    await other.page.get_by_role("button", name="Save").click()
    await expect(other.page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    await expect(one.page.get_by_role("textbox", name="Name")).to_have_value("New rope")
    await expect(one.page.get_by_label("Description")).to_have_value("What is left of the old rope.")
    await one.page.get_by_role("button", name="Save").click()
    await expect(one.page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    assert (await running.ask(GROUP, id=group))["node"] == {
        "name": "New rope",
        "description": "What is left of the old rope.",
        "externalId": "rope-1",
        "isPrivate": False,
    }


async def test_what_is_sent_is_what_was_changed(new_person: NewPerson, running: Running) -> None:
    """Also where the news of what the other has changed are not here yet."""
    group = await running.make("group", name="Left alone", description="As it was")
    person = await new_person()
    await person.sign_in()
    await person.open(f"/groups/{group}?tab=settings")
    await person.page.get_by_label("Description").fill("As it is")
    async with person.page.expect_request(_is_update) as asked:
        await person.page.get_by_role("button", name="Save").click()
    sent: Any = (await asked.value).post_data_json
    assert sent["variables"]["input"] == {"id": group, "description": "As it is"}


def _is_update(request: Any) -> bool:
    return "updateGroup" in (request.post_data or "")


async def test_the_settings_of_a_program(new_person: NewPerson, running: Running) -> None:
    program = await running.make("program", title="Splicing", contentUrl="https://learn.example.org/splice")
    person = await new_person()
    await person.sign_in()
    await person.open(f"/training/programs/{program}?tab=settings")
    await person.page.get_by_label("Summary").fill("Two ropes become one.")
    await running.ask(RETITLE, input={"id": program, "title": "Splicing rope"})
    await expect(person.page.get_by_label("Title")).to_have_value("Splicing rope")
    await person.page.get_by_role("button", name="Save").click()
    await expect(person.page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    assert (await running.ask(PROGRAM, id=program))["node"] == {
        "title": "Splicing rope",
        "summary": "Two ropes become one.",
        "contentUrl": "https://learn.example.org/splice",
    }


async def test_what_is_being_typed_on_a_profile_stays(new_person: NewPerson, running: Running) -> None:
    await running.invite("labelled@pier.example.org")
    member = (await running.ask(MEMBER, who="labelled@pier"))["members"]["nodes"][0]["id"]
    person = await new_person()
    page = person.page
    await person.sign_in()
    await person.open(f"/members/{member}")
    await page.get_by_role("combobox", name="Role").select_option("TRAINER")
    await running.ask(LABEL, input={"id": member, "labels": ["Starboard"]})
    await expect(page.get_by_text("Starboard", exact=True).first).to_be_visible()
    await expect(page.get_by_role("combobox", name="Role")).to_have_value("TRAINER")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    found = (await running.ask(MEMBER, who="labelled@pier"))["members"]["nodes"]
    assert found == [{"id": member, "labels": ["Starboard"]}]


async def test_the_settings_of_the_workspace_and_its_letters(new_person: NewPerson, running: Running) -> None:
    person = await new_person()
    page = person.page
    await person.sign_in()
    await person.open("/settings")
    await page.get_by_label("Lifetime of an invitation").fill("31")
    await running.ask(SETTLE, input={"senderName": "The pier"})
    await expect(page.get_by_label("Name of the sender")).to_have_value("The pier")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    held = {"senderName": "The pier", "invitationDays": 31}
    assert (await running.ask(WORKSPACE))["viewer"]["workspace"] == held
    await running.ask(SETTLE, input={"senderName": None, "invitationDays": 30})

    letter = "PASSWORD_RESET"
    await person.open(f"/settings/letters?letter={letter}&language=en")
    await page.get_by_label("Subject").fill("Another password")
    await running.ask(WORD, input={"letter": letter, "language": "en", "title": "A new key"})
    await expect(page.get_by_label("Heading")).to_have_value("A new key")
    await expect(page.get_by_label("Subject")).to_have_value("Another password")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("button", name="Save")).to_be_disabled()
    await expect(page.get_by_label("Subject")).to_have_value("Another password")
    words = {one["letter"]: one["wording"] for one in (await running.ask(LETTER))["letters"]}
    assert words[letter] == {"subject": "Another password", "title": "A new key"}
    await page.get_by_role("button", name="Back to the house").click()
    await expect(page.get_by_label("Subject")).not_to_have_value("Another password")
