"""Every letter in every language, as HTML in light and in dark, on a desk and a phone, and as plain text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Literal

from playwright.async_api import Browser, Page

from backend.core.languages import LETTER_LANGUAGES
from backend.mail.letters import Brand, Letter, Slot
from backend.mail.rendering import TEMPLATES, Written, write
from backend.mail.wording import PLACEHOLDERS

LINK = "https://academy.example.org/join/5xk3uVQpD0yO2m2g9l9V5m8fWQmJt0pQ1oYw7aD3B4c"
WHEN = datetime(2026, 12, 1, 8, tzinfo=UTC)
BRAND = Brand("Harbour Academy", "#1f5fae", time_zone="Europe/Paris")
SLOTS: dict[str, Slot] = {
    "link": LINK,
    "inviter": "Robin Hafner",
    "expires_at": WHEN,
    "joining": True,
    "last_day": WHEN.date(),
    "login": "zoe.keller@example.org",
    "password": "a lantern over the harbour",
}
ITEM: dict[str, Slot] = {
    "program": "Safety on the quay",
    "session": "Winter run",
    "starts_at": WHEN,
    "ends_at": datetime(2026, 12, 22, 16, tzinfo=UTC),
    "under_way": False,
    "was": datetime(2026, 11, 24, 8, tzinfo=UTC),
    "zone": "Europe/Berlin",
}
LONG = {
    **ITEM,
    "program": "Brandschutzunterweisungswiederholungsprüfung für Führungskräfte",
    "under_way": True,
    "ends_at": None,
    "was": None,
}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WIDTHS = {"desk": 720, "phone": 390}


def letters() -> Iterator[tuple[str, Written]]:
    """Each with the name of its picture."""
    for kind in PLACEHOLDERS:
        listing = "{{ item." in (TEMPLATES / kind / "body.mjml").read_text(encoding="utf-8")
        items = {"program_invitation": (ITEM, LONG)}.get(kind.value, (ITEM,)) if listing else ()
        for language in LETTER_LANGUAGES:
            facts = ("zoe.keller@example.org", "zoe.keller@example.org", "Zoë Keller")
            letter = Letter(kind.value, language, *facts, BRAND, SLOTS, items)
            yield f"letter-{kind}.{language}", write(letter)


async def photograph(browser: Browser, folder: Path, only: str = "") -> None:
    """A picture of each."""
    page = await browser.new_page()
    for name, written in letters():
        if only in name:
            await _shoot(page, folder, name, written)
    await page.close()


async def _shoot(page: Page, folder: Path, name: str, written: Written) -> None:
    for device, width in WIDTHS.items():
        await page.set_viewport_size({"width": width, "height": 400})
        await page.set_content(written.html)
        for scheme in SCHEMES:
            await page.emulate_media(color_scheme=scheme)
            await page.screenshot(path=folder / f"{name}.{device}.{scheme}.png", full_page=True)
    await page.emulate_media(color_scheme="light")
    await page.set_viewport_size({"width": WIDTHS["desk"], "height": 400})
    plain = escape(f"{written.subject}\n\n{written.text}")
    await page.set_content(f"<pre style='white-space:pre-wrap'>{plain}")
    await page.screenshot(path=folder / f"{name}.text.png", full_page=True)
