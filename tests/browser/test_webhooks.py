"""A webhook is changed and given a new secret on its page."""

from __future__ import annotations

from playwright.async_api import Locator, expect

from tests.browser.conftest import NewPerson
from tests.browser.running import Running

CREATE = "mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { webhook { id } secret } }"
LIST = "{ webhooks(first: 10) { nodes { url events formerSecretUntil } } }"
OLD, NEW = "https://hooks.partner.example.org/old", "https://hooks.partner.example.org/new"


async def test_a_webhook_is_changed_and_its_secret_rotated(new_person: NewPerson, running: Running) -> None:
    made = await running.ask(CREATE, input={"url": OLD, "events": ["MEMBER_CREATED"]})
    person = await new_person("phone")
    page = person.page
    await person.sign_in()
    await person.open("/settings/webhooks")
    dialog = page.get_by_role("dialog")

    def row(url: str) -> Locator:
        return page.get_by_role("listitem").filter(has=page.get_by_text(url))

    await row(OLD).get_by_role("button", name="Change").click()
    await dialog.get_by_label("Address").fill(NEW)
    await dialog.get_by_label("Member changed").check()
    await dialog.get_by_role("button", name="Save").click()
    await expect(page.get_by_text(NEW)).to_be_visible()

    await row(NEW).get_by_role("button", name="New secret").click()
    await person.audit("a secret to be rotated")
    await dialog.get_by_role("button", name="New secret").click()
    secret = dialog.get_by_text("whsec_")
    await expect(secret).not_to_have_text(made["createWebhook"]["secret"])
    await expect(dialog.get_by_text("The former secret signs as well until")).to_be_visible()
    (webhook,) = [one for one in (await running.ask(LIST))["webhooks"]["nodes"] if one["url"] == NEW]
    assert webhook["events"] == ["MEMBER_CREATED", "MEMBER_UPDATED"]
    assert webhook["formerSecretUntil"] is not None
