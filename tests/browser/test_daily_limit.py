"""Over the day's limit: the plan warns ahead of it, and the refusal says how many are left."""

from __future__ import annotations

import asyncpg
from playwright.async_api import expect

from backend.local.postgres import OWNER, Postgres
from tests.browser.conftest import NewPerson
from tests.browser.running import Running

COUNT = "query ($who: String!) { invitations(filter: {search: $who}) { totalCount } }"
LEFT = "{ viewer { invitesLeft } }"
NEARLY_SPENT = "UPDATE workspaces SET daily_invites = daily_invites - $1"


async def move_limit(running: Running, by: int) -> None:
    """The workspace may write to so many people fewer in a day."""
    server = Postgres(running.data / "postgres")
    server.port = int((running.data / "postgres/data/postmaster.pid").read_text().splitlines()[3])
    sql = await asyncpg.connect(server.url(OWNER))
    await sql.execute(NEARLY_SPENT, by)
    await sql.close()


async def test_the_plan_warns_and_nothing_is_sent(new_person: NewPerson, running: Running) -> None:
    person = await new_person()
    page = person.page
    await person.sign_in()
    spent = (await running.ask(LEFT))["viewer"]["invitesLeft"] - 1
    await move_limit(running, spent)
    try:
        await person.open("/add")
        await person.paste("E-mail addresses", "first@limit.example.org second@limit.example.org")
        warning = page.get_by_text("reached its limit for a day: one more person can be written to now")
        await expect(warning).to_be_visible()
        await person.audit("a plan over the day's limit")
        await page.get_by_role("button", name="Send 2 invitations").click()
        await expect(page.get_by_role("alert").filter(has=warning)).to_be_visible()
        assert (await running.ask(COUNT, who="limit.example"))["invitations"]["totalCount"] == 0
    finally:
        await move_limit(running, -spent)
