"""A hundred thousand members in a list: only the rows in view are drawn, wherever one is in it."""

from __future__ import annotations

import re

from playwright.async_api import expect

from tests.browser.conftest import NewPerson
from tests.browser.crowd import DRAWN
from tests.browser.figures import tell

# A row with each frame, for as many frames: how long each took, and how many rows were ever drawn.
SCROLL = """
async (frames) => {
    const took = [], tasks = [];
    new PerformanceObserver((list) => tasks.push(...list.getEntries())).observe({type: "longtask"});
    let rows = 0, last = await new Promise(requestAnimationFrame);
    for (let frame = 0; frame < frames; frame++) {
        scrollBy(0, 56);
        const now = await new Promise(requestAnimationFrame);
        took.push(now - last);
        last = now;
        rows = Math.max(rows, document.querySelectorAll("[role=row]").length);
    }
    const longest = Math.max(0, ...tasks.map((task) => task.duration));
    return {took: took.toSorted((one, other) => one - other), rows, tasks: tasks.length, longest};
}
"""
FRAMES, FRAME = 600, 1000 / 60  # milliseconds that one has


async def test_a_hundred_thousand_members(new_person: NewPerson, crowd: tuple[str, str]) -> None:
    person = await new_person()
    page = person.page
    await person.sign_in(*crowd)
    await person.open("/members")
    await expect(page.get_by_text("Pat No 1", exact=True)).to_be_visible()
    rows = page.get_by_role("row")
    assert await rows.count() < DRAWN
    await page.evaluate("scrollTo(0, 250 * 56)")
    await expect(page.get_by_text(re.compile(r"^Pat No 2\d\d$")).first).to_be_visible()
    assert await rows.count() < DRAWN
    await page.evaluate("scrollTo(0, document.body.scrollHeight)")
    await expect(page.get_by_text(re.compile(r"^Pat No 2\d\d$"))).to_have_count(0)
    assert await rows.count() < DRAWN


async def test_scrolling_through_them(new_person: NewPerson, crowd: tuple[str, str]) -> None:
    person = await new_person()
    page = person.page
    await person.sign_in(*crowd)
    await person.open("/members")
    await expect(page.get_by_text("Pat No 1", exact=True)).to_be_visible()
    seen = await page.evaluate(SCROLL, FRAMES)
    took: list[float] = seen["took"]
    late = sum(round(one / FRAME) - 1 for one in took if one > 1.5 * FRAME)
    middle, slow = took[FRAMES // 2], took[FRAMES * 95 // 100]
    tell("100,000 rows, one scrolled with each frame", f"{FRAMES / sum(took) * 1000:.0f} frames/s")
    tell("the middle and the 95th percentile of a frame", f"{middle:.1f}, {slow:.1f} ms")
    tell("frames dropped", f"{late} of {FRAMES + late}")
    tell("tasks over 50 ms, the longest", f"{seen['tasks']}, {seen['longest']:.0f} ms")
    tell("rows drawn at most", f"{seen['rows']}")
    assert seen["rows"] < DRAWN
