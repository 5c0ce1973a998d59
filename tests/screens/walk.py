"""Walks through the tour on each kind of device and takes a picture of every state, in light and in dark."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.async_api import Browser, Error

from tests.browser.people import DEVICES, STILL, Person
from tests.browser.running import OWNER, PASSWORD, Running
from tests.screens import leaders
from tests.screens.cast import EMPTY_OWNER, EMPTY_PASSWORD, Cast
from tests.screens.tour import ADMIN, EMPTY, LEARNER, MANAGER, OUTSIDE, TRAINER, Stop

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
PATIENCE = 15_000  # milliseconds that a state may take to show
TALLEST = 2400  # pixels of a picture
# A window as high as its page, since a picture of what lies below it moves what is fixed to its edges.
HEIGHT = "document.documentElement.scrollHeight"
GRACE = ("grace.okafor@harbour.example.org", "Grace works by the sea")


@dataclass(frozen=True, slots=True)
class Walk:
    """One walk: through which system, on which device, in which language, into which folder."""

    running: Running
    browser: Browser
    cast: Cast
    device: str
    folder: Path
    language: str = "en-GB"

    @property
    def _english(self) -> bool:
        return self.language.startswith("en")

    async def all(self, only: str = "") -> list[str]:
        """Every part of the tour; answers what could not be shown."""
        join = await self.running.link("tariq.rahman@harbour.example.org", "join")
        trouble = await self.part(OUTSIDE, None, only, join)
        trouble += await self.part(ADMIN, (OWNER, PASSWORD), only)
        trouble += await self.part(EMPTY, (EMPTY_OWNER, EMPTY_PASSWORD), only)
        trouble += await self.part(MANAGER, (leaders.MANAGER, leaders.PASSWORD), only)
        trouble += await self.part(TRAINER, (leaders.TRAINER, leaders.PASSWORD), only)
        return trouble + await self.part(LEARNER, GRACE, only)

    async def part(
        self, stops: tuple[Stop, ...], who: tuple[str, str] | None, only: str = "", join: str = ""
    ) -> list[str]:
        """The stops that one person sees."""
        context = await self.browser.new_context(locale=self.language, **DEVICES[self.device])
        context.set_default_timeout(PATIENCE)
        person = Person(await context.new_page(), self.running)
        trouble = []
        if who:
            await person.sign_in(*who)
        places = {**self.cast.places, "join": join}
        for stop in stops:
            if only in stop.name:
                trouble += await self._stop(person, stop, places)
        await context.close()
        return trouble

    async def _stop(self, person: Person, stop: Stop, places: dict[str, str]) -> list[str]:
        if not (self._english or stop.path):
            return []  # what leads to it is named in English
        try:
            if stop.path:
                await person.open(stop.path.format_map(places))
            if self._english:
                await stop.act(person)
            await person.page.wait_for_load_state("networkidle")
        except (AssertionError, Error) as error:
            return [f"{stop.name} ({self.device}): {error}"]
        name = stop.name if self._english else f"{stop.name}.{self.language[:2]}"
        await self._shoot(person, name)
        return []

    async def _shoot(self, person: Person, name: str) -> None:
        page = person.page
        size = DEVICES[self.device]["viewport"]
        tall = min(max(await page.evaluate(HEIGHT), size["height"]), TALLEST)
        await page.set_viewport_size({"width": size["width"], "height": tall})
        for scheme in SCHEMES:
            await person.wear(scheme)
            await page.evaluate(STILL)
            await page.screenshot(path=self.folder / f"{name}.{self.device}.{scheme}.png")
        await page.emulate_media(color_scheme="light")
        await page.set_viewport_size(size)
