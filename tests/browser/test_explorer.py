"""GraphiQL for who is signed in: it writes, completes and runs documents, and the content policy holds."""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.browser.conftest import NewPerson
from tests.browser.test_installed import signed_in

EDITOR = "Query Editor"
ESCAPE = """async () => {
    const tried = [];
    addEventListener("securitypolicyviolation", (event) => tried.push(event.effectiveDirective));
    const script = document.createElement("script");
    script.textContent = "window.escaped = true";
    document.body.append(script);
    try { await fetch("https://elsewhere.example/"); } catch { tried.push("fetch failed"); }
    const later = () => new Promise((next) => setTimeout(next, 20));
    for (let times = 0; tried.length < 3 && times < 100; times++) await later();
    return [window.escaped ?? false, ...tried];
}"""


async def write(page: Page, document: str) -> None:
    """Put this document in the place of the one that stands there."""
    editor = page.get_by_label(EDITOR).locator(".CodeMirror")
    await editor.click()
    await page.keyboard.press("ControlOrMeta+a")
    await page.keyboard.insert_text(document)


async def test_who_is_signed_in_runs_a_query(new_person: NewPerson, device: str) -> None:
    person = await new_person(device)
    page = person.page
    await person.open("/graphiql")
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    await signed_in(person)
    await person.open("/graphiql")
    await write(page, "query Mine { viewer { member { email } } }")
    await expect(page.get_by_role("tab", name="Mine")).to_be_visible()  # it has read what was written
    await page.get_by_role("button", name="Execute query").click()
    answer = page.get_by_label("Result Window")
    await expect(answer).to_contain_text('"owner@')


async def test_it_knows_the_api_and_marks_what_is_not_in_it(new_person: NewPerson) -> None:
    person = await signed_in(await new_person("desk"))
    page = person.page
    await person.open("/graphiql")
    await page.get_by_role("button", name="Show Documentation Explorer").click()
    await expect(page.get_by_role("link", name="Mutation", exact=True)).to_be_visible()
    await write(page, "{ viewer { nonsense } }")
    await expect(page.locator(".CodeMirror-lint-mark-error").first).to_be_visible()
    await write(page, "{ viewer { perm")
    await page.keyboard.press("Control+Space")
    await expect(page.get_by_label(EDITOR)).to_contain_text("permissions")


async def test_nothing_gets_past_its_content_policy(new_person: NewPerson) -> None:
    person = await signed_in(await new_person("desk"))
    pages = [await person.page.goto(f"{person.running.url}/graphiql") for _ in range(2)]
    policies = [page.headers["content-security-policy"] for page in pages if page]
    assert "script-src 'self';" in policies[0]
    assert "unsafe" not in policies[0]
    assert policies[0] != policies[1]  # a nonce holds once
    await expect(person.page.get_by_label(EDITOR)).to_be_visible()
    told = await person.page.evaluate(ESCAPE)
    assert told[0] is False
    assert {"script-src-elem", "connect-src", "fetch failed"} <= set(told)
    assert len(person.troubles) >= 2
    person.troubles.clear()  # both were meant
