"""Fifty thousand rows of a spreadsheet: planned, mended by the dozen and run while the page stays light."""

from __future__ import annotations

import re

from playwright.async_api import expect

from tests.browser.conftest import NewPerson
from tests.browser.crowd import DRAWN
from tests.browser.figures import timed
from tests.browser.people import Person
from tests.browser.running import Running

ROWS, WRONG = 50_000, 37
SPARED = 50_000  # whom the import leaves as they are: the lists of other tests begin with them
LONG = 300_000  # milliseconds that a plan or a run of this size may take on a busy machine


STOPPED = 20_000


def spreadsheet() -> bytes:
    """The second half of the crowd gets a label; some rows bear a day that is none."""
    rows = ["E-mail,Labels,Deactivation date"]
    for number in range(1, ROWS + 1):
        day = "soon" if number % (ROWS // WRONG) == 0 else ""
        rows.append(f"p{SPARED + number}@crowd.example.org,Fleet,{day}")
    return "\n".join(rows).encode()


async def choose(person: Person, sheet: bytes) -> None:
    """Choose it as the file to be imported."""
    await person.open("/add?tab=accounts")
    field = person.page.locator("input[type=file]").first
    await field.set_input_files({"name": "fleet.csv", "mimeType": "text/csv", "buffer": sheet})


async def test_a_run_that_is_stopped_tells_what_is_left(
    new_person: NewPerson, crowd: tuple[str, str], running: Running
) -> None:
    person = await new_person()
    page = person.page
    await person.sign_in(*crowd)
    notes = "".join(f"p{SPARED + n}@crowd.example.org,Note\n" for n in range(1, STOPPED + 1))
    await choose(person, f"E-mail,Additional information\n{notes}".encode())
    await page.get_by_role("button", name="See what will happen").click()
    await page.get_by_role("button", name=f"Import {STOPPED:,} rows").click(timeout=LONG)
    stop = page.get_by_role("button", name="Stop the import")
    await expect(page.get_by_text(re.compile(r"^[1-9]\d*,000 of 20,000 rows written"))).to_be_visible(
        timeout=LONG
    )
    with running.held("worker"):
        await stop.click()
    await expect(page.get_by_role("heading", name="The import was stopped")).to_be_visible(timeout=LONG)
    left = page.get_by_role("listitem").filter(has_text="rows were not carried out").locator("span").first
    number = (await left.inner_text()).replace(",", "")
    await expect(page.get_by_role("listitem").filter(has_text="members were changed")).to_contain_text(
        f"{STOPPED - int(number):,}"
    )
    text = await person.download("rows that are left")
    assert text.splitlines()[0].startswith("E-mail,Additional information,")
    assert len(text.splitlines()) == int(number) + 1


async def test_fifty_thousand_rows(new_person: NewPerson, crowd: tuple[str, str]) -> None:
    person = await new_person()
    page = person.page
    await person.sign_in(*crowd)
    await choose(person, spreadsheet())
    rows = page.get_by_role("table", name="Rows").get_by_role("row")
    with timed("50,000 rows read and planned, from the click to the grid"):
        await page.get_by_role("button", name="See what will happen").click()
        await expect(rows.filter(has_text="To mend").first).to_be_visible(timeout=LONG)
    assert await rows.count() < DRAWN
    await page.get_by_label("Deactivation date in row").first.fill("2099-12-31")
    with timed(f"{WRONG} rows mended at once, and planned anew"):
        await page.get_by_role("button", name=f"In all {WRONG} rows like it").first.click()
        await expect(page.get_by_role("button", name="Import 50,000 rows")).to_be_enabled(timeout=LONG)

    await expect(page.get_by_text("Pat No 50001", exact=True)).to_be_visible()
    await page.evaluate("scrollTo(0, 400 * 56)")
    await expect(page.get_by_text(re.compile(r"^Pat No 50[34]\d\d$")).first).to_be_visible()
    assert await rows.count() < DRAWN
    await page.get_by_label("From row").fill("40000")
    await expect(page.get_by_text("Pat No 90000", exact=True)).to_be_visible()
    assert await rows.count() < DRAWN

    with timed("50,000 rows run, from the click to the report"):
        await page.get_by_role("button", name="Import 50,000 rows").click()
        await expect(page.get_by_role("heading", name="The import is done")).to_be_visible(timeout=LONG)
    changed = page.get_by_role("listitem").filter(has_text="members were changed")
    await expect(changed).to_contain_text("50,000")
