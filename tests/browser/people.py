"""A person at a browser: signs in, pastes, and lets axe look at what they see."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from playwright.async_api import ConsoleMessage, Error, Page, Request, expect

from backend.api.documents import is_known
from tests.browser.running import OWNER, PASSWORD, Running

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
AUDIT = """
async ({source, only}) => {
    if (!window.axe) (0, eval)(source);
    const rules = only.length ? {runOnly: only} : {rules: {"target-size": {enabled: true}}};
    const found = await axe.run(document, {resultTypes: ["violations"], iframes: false, ...rules});
    const tell = ({id, help, nodes}) => [id, help, ...nodes.map((one) => one.html)].join(" | ");
    return found.violations.map(tell);
}
"""
PASTE = """
(field, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    field.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
}
"""
NAMED = """
(name) => {
    const one = document.activeElement;
    const label = one.labels?.[0]?.textContent ?? one.getAttribute("aria-label") ?? one.textContent;
    return label.trim().startsWith(name);
}
"""
STILL = "Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {})))"
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PATIENCE = 20  # seconds that something may take to be there on a busy machine
# Chromium logs each answer of 4xx and 5xx, and whatever a test has taken the network from: pages handle both.
EXPECTED = ("Failed to load resource", "ERR_INTERNET_DISCONNECTED")


@dataclass  # not slotted: Playwright keeps its wrapped handlers on it
class Person:
    """One browser window; what went wrong in it is written down for the end of the test."""

    page: Page
    running: Running
    troubles: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Write down what the console complains of, and requests that leave the product's own host."""
        self.page.on("console", self._hear)
        self.page.on("pageerror", self._fail)
        self.page.on("request", self._see)

    async def open(self, path: str) -> None:
        """Open a page by its path and wait for its heading."""
        await self.page.goto(path if path.startswith("http") else f"{self.running.url}{path}")
        await expect(self.page.get_by_role("heading", level=1)).to_be_visible()

    async def sign_in(self, login: str = OWNER, password: str = PASSWORD) -> None:
        """Come in as whoever signed in before by this login; by the page if nobody has."""
        known = self.running.cookies.get(login)
        if known is None:
            await self.sign_in_by_the_page(login, password)
            self.running.cookies[login] = await self.page.context.cookies()
        else:
            await self.page.context.add_cookies([{**one} for one in known])  # type: ignore[typeddict-item]
            await self.open("/")

    async def sign_in_by_the_page(self, login: str = OWNER, password: str = PASSWORD) -> None:
        """Sign in, and wait for the first page behind it."""
        await self.open("/sign-in")
        await self.page.get_by_label("E-mail address or username").fill(login)
        await self.page.get_by_label("Password", exact=True).fill(password)
        await self.page.get_by_role("button", name="Sign in").click()
        await expect(self.page).not_to_have_url(f"{self.running.url}/sign-in")

    async def paste(self, label: str, text: str) -> None:
        """Paste a text into the field of this label."""
        await self.page.get_by_label(label).evaluate(PASTE, text)

    async def download(self, link: str) -> str:
        """Follow the link to a file; the text in it."""
        return await self.saved(self.page.get_by_role("link", name=link).click())

    async def saved(self, step: Awaitable[None]) -> str:
        """The text in the file that this step downloads."""
        async with self.page.expect_download() as started:
            await step
        path = await (await started.value).path()
        return await asyncio.to_thread(path.read_text, encoding="utf-8-sig")

    async def tab_to(self, name: str) -> None:
        """Press Tab, round and round while the page is drawn, until the focus is on what bears this name."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self._tab_to(name)
        except TimeoutError as error:
            raise AssertionError(f"no Tab leads to {name!r}") from error

    async def _tab_to(self, name: str) -> None:
        await self.page.keyboard.press("Tab")
        while not await self.page.evaluate(NAMED, name):
            await self.page.keyboard.press("Tab")

    async def press(self, name: str) -> None:
        """Go by Tab to the button or link of this name, and press it."""
        await self.tab_to(name)
        await self.page.keyboard.press("Enter")

    async def audit(self, state: str) -> None:
        """Axe finds nothing to object to, and nothing hangs over the side."""
        assert await self.objections() == [], state
        assert await self.page.evaluate(WIDER) <= 0, f"{state}: wider than the window"

    async def objections(self, *only: str) -> list[str]:
        """What axe objects to, once nothing moves any more; by all its rules, or by these only."""
        await self.page.evaluate(STILL)
        given = {"source": AXE.read_text(encoding="utf-8"), "only": only}
        found: list[str] = await self.page.evaluate(AUDIT, given)
        return found

    async def wear(self, scheme: Literal["light", "dark"]) -> None:
        """Ask for light or dark, and wait until the page wears it."""
        await self.page.emulate_media(color_scheme=scheme)
        await expect(self.page.locator("html")).to_have_attribute("data-mantine-color-scheme", scheme)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not any(one in message.text for one in EXPECTED):
            self.troubles.append(f"{message.type}: {message.text}")

    def _fail(self, error: Error) -> None:
        self.troubles.append(f"uncaught: {error}")

    def _see(self, request: Request) -> None:
        if not request.url.startswith((self.running.url, "data:", "blob:")):
            self.troubles.append(f"left the host: {request.url}")
        asked = request.post_data_json if request.url.endswith("/graphql") and request.post_data else None
        if asked and "/graphiql" not in self.page.url and not is_known(asked["query"]):
            self.troubles.append(f"the build has not listed: {asked['query']}")


DEVICES: dict[str, dict[str, Any]] = {
    "desk": {"viewport": {"width": 1280, "height": 860}},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
}
