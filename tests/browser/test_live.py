"""What others change shows without a reload, also after the web process alone was killed."""

from __future__ import annotations

from typing import Any

from playwright.async_api import expect

from tests.browser.conftest import NewPerson
from tests.browser.running import Running

WHO = "query ($who: String!) { members(filter: {search: $who}) { nodes { id } } }"
ADD = "mutation ($input: AddGroupMembersInput!) { addGroupMembers(input: $input) { batch { id } } }"
EMAILS = "mutation ($input: AddGroupEmailsInput!) { addGroupEmails(input: $input) { batch { id } } }"
CREATE = "mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { webhook { id } } }"
DELETE = "mutation ($input: DeleteWebhookInput!) { deleteWebhook(input: $input) { webhook { id } } }"
MANAGER = ("grace.okafor@harbour.example.org", "Grace works by the sea")


async def test_two_pages_side_by_side_and_a_crash(new_person: NewPerson, running: Running) -> None:
    onlooker, person = await new_person(), await new_person("phone")
    page = onlooker.page
    await onlooker.sign_in()
    await onlooker.open("/members?search=tide")
    await page.evaluate("window.untouched = true")
    await expect(page.get_by_text("Nobody matches")).to_be_visible()

    await person.sign_in()
    await person.open("/add")
    await person.paste("E-mail addresses", "ebb@tide.example.org")
    await person.page.get_by_role("button", name="Send 1 invitation").click()
    await expect(page.get_by_role("link", name="ebb@tide.example.org")).to_be_visible()

    await running.restarted("web")
    await running.invite("flood@tide.example.org")
    await expect(page.get_by_role("link", name="flood@tide.example.org")).to_be_visible()
    assert await page.evaluate("window.untouched"), "nobody has loaded the page anew"


async def test_a_group_manager_sees_others_changes(new_person: NewPerson, running: Running) -> None:
    group = await running.make("group", name="Tide watch")
    grace = (await running.ask(WHO, who="grace"))["members"]["nodes"][0]["id"]
    await running.ask(ADD, input={"groupId": group, "groupRole": "MANAGER", "memberIds": [grace]})
    person = await new_person()
    await person.sign_in_by_the_page(*MANAGER)
    await person.open(f"/groups/{group}")
    await expect(person.page.get_by_text("No learners yet")).to_be_visible()
    await running.ask(EMAILS, input={"groupId": group, "emails": ["neap@tide.example.org"]})
    await expect(person.page.get_by_role("link", name="neap@tide.example.org")).to_be_visible()


async def test_what_a_webhook_is_told_shows(new_person: NewPerson, running: Running) -> None:
    person = await new_person()
    await person.sign_in()
    await person.open("/settings/webhooks")
    wanted: dict[str, Any] = {"url": "https://tide.example.org/hook", "events": ["IMPORT_FINISHED"]}
    made = await running.ask(CREATE, input=wanted)
    await expect(person.page.get_by_text(wanted["url"])).to_be_visible()
    await running.ask(DELETE, input={"id": made["createWebhook"]["webhook"]["id"]})
    await expect(person.page.get_by_text(wanted["url"])).to_be_hidden()
