"""P12 and P14: what the app weighs, how soon it can be used on a slow phone, and how it answers a thumb."""

from __future__ import annotations

import gzip
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, CDPSession, Error, Page, async_playwright

from benchmarks.dataset import TOKEN, USUAL
from benchmarks.measure import Result, Series
from benchmarks.parts import Bench
from tests.chromium import launch_options

DIST = Path(__file__).parents[2] / "frontend" / "dist"
SCRIPT = re.compile(r'(?:src|href)="/?(assets/[^"]+\.js)"')
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "locale": "en-GB",
}
SLOWER = 4  # times, as Lighthouse has it for a phone
# Lighthouse's slow 4G, and a phone in an office: milliseconds, and bytes a second.
SLOW_NET = {"offline": False, "latency": 150, "downloadThroughput": 204_800, "uploadThroughput": 96_000}
OFFICE_NET = {"offline": False, "latency": 20, "downloadThroughput": 1_250_000, "uploadThroughput": 625_000}
# Usable: its heading stands there, and whatever kept the page busy is over.
USABLE = """
new Promise((tell) => {
    let busy = 0;
    new PerformanceObserver((list) => {
        for (const task of list.getEntries()) busy = task.startTime + task.duration;
    }).observe({type: "longtask", buffered: true});
    const look = () => {
        if (!document.querySelector("h1")) return requestAnimationFrame(look);
        const there = performance.now();
        setTimeout(() => tell(Math.max(there, busy)), 500);
    };
    look();
})
"""
# From the event to the frame after the one in which it holds.
WATCH = """
{
    const main = document.querySelector("main");
    const links = (kind) => [...main.querySelectorAll(`a[href*="/${kind}_"]`)];
    const first = () => links("mem")[0]?.textContent;
    const rows = () => [...main.querySelectorAll("[role=row]")].filter((row) => row.querySelector("a"));
    const heading = (text) => document.querySelector("h1")?.textContent === text;
    const before = first();
    let begun = 0;
    const begin = (event) => { begun ||= event.timeStamp; };
    for (const kind of ["click", "input"]) addEventListener(kind, begin, {capture: true, once: true});
    window.took = new Promise((tell, fail) => {
        setTimeout(() => fail(new Error("it does not show")), 15_000);
        const look = () => {
            if (begun && (UNTIL)) requestAnimationFrame(() => tell(performance.now() - begun));
            else requestAnimationFrame(look);
        };
        look();
    });
    undefined;  // else who installs this waits for it
}
"""


@dataclass(frozen=True, slots=True)
class Step:
    """Something a person does, and what they then see."""

    name: str
    act: Callable[[Page], Awaitable[object]]
    until: str


def _link(name: str) -> Callable[[Page], Awaitable[object]]:
    return lambda page: page.get_by_role("link", name=name, exact=True).first.click()


async def _add_address(page: Page) -> None:
    field = page.get_by_label("E-mail addresses")
    await field.fill("ada@lighthouse.example")
    await field.press("Enter")


STEPS = (
    Step("groups", _link("Groups"), 'heading("Groups") && links("grp").length'),
    Step("a group", lambda page: page.locator('main a[href*="/grp_"]').first.click(), '!heading("Groups")'),
    Step("programs", _link("Programs"), 'heading("Programs") && links("prg").length'),
    Step("members", _link("Members"), 'heading("Members") && links("mem").length'),
    Step("search", lambda page: page.get_by_role("searchbox").fill("müller-12"), "/Müller-12/.test(first())"),
    Step("search for nothing", lambda page: page.get_by_role("searchbox").fill(""), "first() !== before"),
    Step(
        "those invited",
        lambda page: page.get_by_role("combobox").first.select_option("Invited"),
        'rows().length && rows().every((row) => row.textContent.includes("Invited"))',
    ),
    Step(
        "newest first",
        lambda page: page.get_by_role("combobox").last.select_option("Newest first"),
        "first() && first() !== before",
    ),
    Step(
        "choose one",
        lambda page: page.get_by_role("checkbox").first.click(),
        'main.querySelector(":checked")',
    ),
    Step(
        "a profile", lambda page: page.locator('main a[href*="/mem_"]').first.click(), '!heading("Members")'
    ),
    Step("invitations", _link("Invitations"), 'heading("Invitations")'),
    Step("home", _link("Home"), '!heading("Invitations") && document.querySelector("h1")'),
    Step(
        "account menu",
        lambda page: page.get_by_role("button", name="account").click(),
        'document.querySelector("[role=menu]")',
    ),
    Step(
        "away with it",
        lambda page: page.locator("main").click(position={"x": 5, "y": 5}),
        '!document.querySelector("[role=menu]")',
    ),
    Step(
        "add members",
        lambda page: page.locator('main a[href^="/add"]').first.click(),
        'heading("Add members")',
    ),
    Step(
        "an address",
        _add_address,
        'main.textContent.includes("1 address")',
    ),
)


async def p12(bench: Bench) -> Result:
    """The scripts that a page names, compressed as they travel; and the page on a slow phone."""
    result = Result("P12", "the app's first load", "≤ 200 kB, usable ≤ 2.5 s", "≤ 130 kB, ≤ 1.5 s")
    for entry in ("index.html", "learn.html"):
        names = set(SCRIPT.findall((DIST / entry).read_text()))
        size = sum(len(gzip.compress((DIST / name).read_bytes(), 9)) for name in names) / 1000
        result.series.append(Series(entry, "kB", [size]))
        result.figure(f"{entry}, script, gzip", f"{size:.0f} kB", size <= 200, size <= 130)
    async with bench.web(await bench.data(USUAL)) as (port, _), _chromium() as browser:
        for name, path in (("home", "/"), ("sign in", "/sign-in")):
            times = []
            for _ in range(bench.rounds):
                async with _phone(browser, port, SLOW_NET, signed_in=path == "/") as page:
                    await page.goto(path)
                    times.append(await page.evaluate(USABLE) / 1000)
            one = Series(f"{name}, usable on a slow phone", "s", times)
            result.series.append(one)
            result.figure(one.name, f"{one.median:.2f} s", one.median <= 2.5, one.median <= 1.5)
    result.notes.append(
        "A slow phone: a quarter of this machine's speed, 150 ms and 1.6 Mbit/s away, nothing cached."
    )
    return result


async def p14(bench: Bench) -> Result:
    """Each step again and again, on a phone, among a hundred thousand members."""
    result = Result("P14", "from a touch to the changed screen", "p95 ≤ 200 ms", "≤ 100 ms")
    times: dict[str, list[float]] = {step.name: [] for step in STEPS}
    data = await bench.data(USUAL)
    async with AsyncExitStack() as stack:
        port, _ = await stack.enter_async_context(bench.web(data))
        browser = await stack.enter_async_context(_chromium())
        page = await stack.enter_async_context(_phone(browser, port, OFFICE_NET, signed_in=True))
        for number in range(bench.rounds + 1):
            await page.goto("/")
            await page.locator("h1").wait_for()
            await page.evaluate("sessionStorage.clear()")  # a form keeps what the round before put into it
            for step in STEPS:
                took = await _timed(page, step)
                if number:  # the first round loads what each page needs
                    times[step.name].append(took)
    result.series += [Series(name, "ms", some) for name, some in times.items()]
    every = sorted(one for some in times.values() for one in some)
    p95 = every[int(len(every) * 0.95)]
    result.figure("p95 of all steps", f"{p95:.0f} ms", p95 <= 200, p95 <= 100)
    result.notes.append("A phone in an office: a quarter of this machine's speed, 20 ms and 10 Mbit/s away.")
    return result


async def _timed(page: Page, step: Step) -> float:
    await page.evaluate(WATCH.replace("UNTIL", step.until))
    await step.act(page)
    try:
        return float(await page.evaluate("window.took"))
    except Error as error:
        raise AssertionError(f"{step.name}: what should follow never showed") from error


@asynccontextmanager
async def _chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**launch_options())
        yield browser
        await browser.close()


@asynccontextmanager
async def _phone(
    browser: Browser, port: int, net: Mapping[str, float], *, signed_in: bool
) -> AsyncIterator[Page]:
    """A page of a phone's own, throttled."""
    place = f"http://127.0.0.1:{port}"
    context = await browser.new_context(base_url=place, **PHONE)
    if signed_in:
        await context.add_cookies([{"name": "usher", "value": TOKEN, "url": place}])
    page = await context.new_page()
    page.set_default_timeout(20_000)
    throttle: CDPSession = await context.new_cdp_session(page)
    await throttle.send("Network.enable")
    await throttle.send("Network.emulateNetworkConditions", {**net})
    await throttle.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    yield page
    await context.close()
