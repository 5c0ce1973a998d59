"""A person at a browser: signs in, pastes, and lets axe look at what they see."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import ConsoleMessage, Error, Page, Request, expect

from tests.browser.running import OWNER, PASSWORD, Running

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
AUDIT = """
async (source) => {
    if (!window.axe) (0, eval)(source);
    const found = await axe.run(document, {resultTypes: ["violations"]});
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
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Chromium logs each answer of 4xx and 5xx, which pages expect and handle.
EXPECTED = "Failed to load resource"


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
        """Sign in by the page, and wait for the first page behind it."""
        await self.open("/sign-in")
        await self.page.get_by_label("E-mail address or username").fill(login)
        await self.page.get_by_label("Password", exact=True).fill(password)
        await self.page.get_by_role("button", name="Sign in").click()
        await expect(self.page).not_to_have_url(f"{self.running.url}/sign-in")

    async def paste(self, label: str, text: str) -> None:
        """Paste a text into the field of this label."""
        await self.page.get_by_label(label).evaluate(PASTE, text)

    async def audit(self, state: str) -> None:
        """Axe finds nothing to object to, and nothing hangs over the side."""
        await self.page.evaluate(
            "Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {})))"
        )
        found: list[str] = await self.page.evaluate(AUDIT, AXE.read_text(encoding="utf-8"))
        assert found == [], f"{state}:\n" + "\n".join(found)
        assert await self.page.evaluate(WIDER) <= 0, f"{state}: wider than the window"

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(EXPECTED):
            self.troubles.append(f"{message.type}: {message.text}")

    def _fail(self, error: Error) -> None:
        self.troubles.append(f"uncaught: {error}")

    def _see(self, request: Request) -> None:
        if not request.url.startswith((self.running.url, "data:", "blob:")):
            self.troubles.append(f"left the host: {request.url}")


DEVICES: dict[str, dict[str, Any]] = {
    "desk": {"viewport": {"width": 1280, "height": 860}},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
}
