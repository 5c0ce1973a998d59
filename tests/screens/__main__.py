"""`python -m tests.screens FOLDER`: starts a system of its own and photographs every screen and letter."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from playwright.async_api import async_playwright, expect

from backend.local.processes import free_port
from tests.browser.people import DEVICES
from tests.browser.running import Running
from tests.chromium import launch_options
from tests.local.conftest import open_folder
from tests.screens.cast import enrich
from tests.screens.letters import photograph
from tests.screens.walk import PATIENCE, Walk


async def main(folder: Path, only: str) -> list[str]:
    """All pictures; answers what could not be shown."""
    expect.set_options(timeout=PATIENCE)
    with open_folder() as data:
        running = Running(data, free_port())
        await running.start()
        try:
            return await _pictures(running, folder, only)
        finally:
            await running.stop()


async def _pictures(running: Running, folder: Path, only: str) -> list[str]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**launch_options())
        cast = await enrich(running)
        await photograph(browser, folder, only)
        trouble = []
        for device in DEVICES:
            trouble += await Walk(running, browser, cast, device, folder).all(only)
        for language in ("de-DE", "fr-FR"):
            trouble += await Walk(running, browser, cast, "phone", folder, language).all(only)
        await browser.close()
        return trouble


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.screens")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="a part of the pictures' names")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    if missing := asyncio.run(main(arguments.folder, arguments.only)):
        raise SystemExit("Not shown:\n" + "\n".join(missing))
