"""Five thousand addresses in one paste: chips at once, a plan soon after."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.conftest import NewPerson
from tests.browser.figures import tell, timed

UNTIL_CHIPS = """
async (field, text) => {
    const start = performance.now();
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    field.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
    while (!document.querySelector("ul[aria-label^='5,000']")) await new Promise(requestAnimationFrame);
    return performance.now() - start;
}
"""


async def test_five_thousand_addresses(new_person: NewPerson) -> None:
    person = await new_person()
    await person.sign_in()
    await person.open("/add")
    text = ", ".join(f"Person {number} <p{number}@many.example.org>" for number in range(5_000))
    took = await person.page.get_by_label("E-mail addresses").evaluate(UNTIL_CHIPS, text)
    tell("5,000 addresses pasted, until their chips stand", f"{took:.0f} ms")
    assert took < 500, f"{took:.0f} ms"
    await expect(person.page.get_by_text("and 4,850 more", exact=True)).to_be_visible()
    with timed("and until their plan stands"):
        await expect(person.page.get_by_role("button", name="Send 5,000 invitations")).to_be_enabled()
    assert await person.page.locator("li").count() < 600
    await person.audit("five thousand addresses")
