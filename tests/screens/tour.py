"""Every screen in every state: where it is, and what to do there until the state shows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from playwright.async_api import Page, expect

from tests.browser.people import Person

Act: TypeAlias = Callable[[Person], Awaitable[None]]


async def _look(_person: Person) -> None:
    """Nothing to do: the page as it opens."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One state of one screen; `path` may name places of the cast, and "" stays where the last stop was."""

    name: str
    path: str
    act: Act = _look


def press(name: str, role: str = "button") -> Act:
    """Press what bears this name."""

    async def act(person: Person) -> None:
        await person.page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]

    return act


def then(*acts: Act) -> Act:
    """One after the other."""

    async def act(person: Person) -> None:
        for each in acts:
            await each(person)

    return act


def shows(text: str, role: str = "") -> Act:
    """Wait until the text stands on the page, or names what has this role."""

    async def act(person: Person) -> None:
        page = person.page
        found = page.get_by_role(role, name=text) if role else page.get_by_text(text)  # type: ignore[arg-type]
        await expect(found.filter(visible=True).first).to_be_visible()

    return act


async def close_dialog(person: Person) -> None:
    """Close the dialog by its own button: Escape would close an open list in it first."""
    dialog = person.page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Close", exact=True).click()
    await expect(dialog).to_have_count(0)


async def scroll_down(person: Person) -> None:
    """The end of a long form: what stands half under the buttons in its foot counts as too small to touch."""
    last = person.page.get_by_role("dialog").get_by_role("checkbox").last
    await last.evaluate("(one) => one.scrollIntoView({block: 'center'})")


def shut(person: Person) -> Awaitable[None]:
    """Close what lies over the page."""
    return person.page.keyboard.press("Escape")


async def paste_addresses(person: Person) -> None:
    """Chips of every kind."""
    await person.paste(
        "E-mail addresses",
        '"Pier, Nele" <nele.pier@example.org>; grace.okafor@harbour.example.org\n'
        "ada.abel@harbour.example.org "
        "nele.pier@EXAMPLE.org, not-an-address, ole@gmial.com, nobody.there@harbour.example.org "
        "donaudampfschifffahrtsgesellschaftskapitaen.obergrundmueller@niederlassung.harbour.example.org",
    )
    await expect(person.page.get_by_text("What will happen")).to_be_visible()
    await expect(person.page.get_by_role("button", name="Send")).to_be_enabled()


async def tick_one(person: Person) -> None:
    """A list that is being changed, with one person chosen."""
    await person.page.get_by_role("checkbox").first.check()
    await expect(person.page.get_by_role("button", name="Take out")).to_be_visible()


async def choose_group(person: Person) -> None:
    """Open the choice of groups."""
    await person.page.get_by_placeholder("Search groups").click()
    await expect(person.page.get_by_role("listbox").get_by_role("option").first).to_be_visible()


async def open_calendar(person: Person) -> None:
    """The calendar of the day on which access ends."""
    await person.page.get_by_label("Automatic deactivation").click()
    await expect(person.page.get_by_role("button", name="Next month")).to_be_visible()


async def give_account(person: Person) -> None:
    """One account with an address that looks mistyped."""
    page = person.page
    await page.get_by_label("First name").fill("Donaudampfschifffahrtsgesellschaftskapitän")
    await page.get_by_label("Last name").fill("Rüdesheimer")
    await page.get_by_label("E-mail", exact=True).fill("kapitaen@gmial.com")
    await expect(page.get_by_text("A new account")).to_be_visible()


async def wrong_sign_in(person: Person) -> None:
    """A password that fits nobody."""
    await person.page.get_by_label("E-mail address or username").fill("owner@example.org")
    await person.page.get_by_label("Password", exact=True).fill("not the password")
    await person.page.get_by_role("button", name="Sign in").click()
    await expect(person.page.get_by_role("alert")).to_be_visible()


async def short_password(person: Person) -> None:
    """An invitation with all filled in but a password that is too short."""
    page: Page = person.page
    await page.get_by_label("First name").fill("Tariq")
    await page.get_by_label("Last name").fill("Rahman")
    await page.get_by_label("Password", exact=True).fill("short")
    await page.get_by_role("button", name="Join").click()
    await expect(page.get_by_text("This password is too short")).to_be_visible()


OUTSIDE = (
    Stop("sign-in", "/sign-in"),
    Stop("sign-in-wrong", "", wrong_sign_in),
    Stop("forgot", "/forgot"),
    Stop("code", "/code"),
    Stop("reset-dead", "/reset/nobody-made-this"),
    Stop("email-confirm", "/email/nobody-made-this"),
    Stop("join", "{join}"),
    Stop("join-error", "", short_password),
    Stop("join-unknown", "/join/nobody-made-this"),
)

ADMIN = (
    Stop("home", "/", shows("Needs attention")),
    Stop("account-menu", "", press("Robin Hafner: account")),
    Stop("add", "/add", shows("E-mail addresses", "textbox")),
    Stop("add-groups", "", choose_group),
    Stop("add-chips", "", then(shut, paste_addresses)),
    Stop("add-calendar", "", open_calendar),
    Stop("add-account", "/add?tab=account", shows("First name", "textbox")),
    Stop("add-account-plan", "", give_account),
    Stop("add-accounts", "/add?tab=accounts", shows("Rows of your spreadsheet", "textbox")),
    Stop("import-draft", "/imports/{draft}", shows("What will happen", "heading")),
    Stop("import-all", "/imports/{draft}?fate=ALL", shows("What will happen", "heading")),
    Stop("import-edit", "", press("Mend row 2")),
    Stop("import-done", "/imports/{done}", shows("The import is done")),
    Stop("members", "/members", shows("Invited")),
    Stop("members-none", "/members?search=nobody-of-this-name", shows("Nobody matches")),
    Stop("member", "/members/{long_person}", shows("About")),
    Stop("member-bounced", "/members/{bounced}", shows("Bounced")),
    Stop("member-gone", "/members/mem_00000000000000000000000000", shows("There is no such member")),
    Stop("invitations", "/invitations", shows("Pending")),
    Stop("groups", "/groups", shows("Harbour crew")),
    Stop("group-create", "/groups?create=true", shows("Create group")),
    Stop("group", "/groups/{crew}", shows("Change the learners", "button")),
    Stop("group-changing", "/groups/{crew}?edit=true", tick_one),
    Stop("group-nobody", "/groups/{crew}?role=COACH", shows("No coaches yet")),
    Stop("group-programs", "/groups/{long_group}?tab=programs", shows("Add a program", "button")),
    Stop("group-settings", "/groups/{long_group}?tab=settings", shows("Archive the group", "button")),
    Stop("group-emails", "/groups/{long_group}/emails", shows("What will happen")),
    Stop("programs", "/training/programs", shows("Safety on the quay")),
    Stop("program-create", "/training/programs?create=true", shows("Create program")),
    Stop("program", "/training/programs/{long_program}", shows("New session")),
    Stop("session-create", "", press("New session")),
    Stop(
        "program-groups",
        "/training/programs/{long_program}?tab=groups",
        shows("No group in the whole"),
    ),
    Stop(
        "program-settings",
        "/training/programs/{long_program}?tab=settings",
        shows("Archive the program", "button"),
    ),
    Stop("session", "/training/programs/{long_program}/sessions/{session}", shows("Change or move")),
    Stop("session-group", "", press("Add a group")),
    Stop("session-learner", "", then(close_dialog, press("Add a learner"))),
    Stop("session-change", "", then(close_dialog, press("Change or move"))),
    Stop("session-call-off", "", then(close_dialog, press("Call it off"))),
    Stop("dashboard", "/dashboard/groups", shows("Harbour crew")),
    Stop("dashboard-group", "/dashboard/groups?group={crew}", shows("Joined rate over time")),
    Stop("settings", "/settings", shows("Name and brand")),
    Stop("keys", "/settings/keys", shows("Staff records")),
    Stop("key-create", "", then(press("New API key"), scroll_down)),
    Stop("letters", "/settings/letters", shows("How it reads")),
    Stop("webhooks", "/settings/webhooks", shows("Switch on")),
    Stop("webhook-log", "", then(press("Log"), shows("It was told nothing yet"))),
    Stop("webhook-create", "", then(press("New webhook"), scroll_down)),
    Stop("intakes", "/settings/intakes", shows("E-mail invitation")),
    Stop("audit", "/settings/audit", shows("Robin Hafner")),
    Stop("nowhere", "/nowhere"),
    Stop("my", "/my"),
    Stop("my-profile", "/my/profile"),
)

EMPTY = (
    Stop("empty-home", "/", shows("Set up your workspace")),
    Stop("empty-invitations", "/invitations"),
    Stop("empty-groups", "/groups"),
    Stop("empty-programs", "/training/programs"),
    Stop("empty-dashboard", "/dashboard/groups"),
    Stop("empty-keys", "/settings/keys"),
    Stop("empty-webhooks", "/settings/webhooks", shows("No webhooks yet")),
    Stop("empty-intakes", "/settings/intakes"),
    Stop("empty-my", "/my"),
)

LEARNER = (Stop("learner-programs", "/my"), Stop("learner-profile", "/my/profile"))

# No two neighbours show the same: to have arrived is to see what was not there before.
MANAGER = (
    Stop("manager-home", "/", shows("Your groups")),
    Stop("manager-groups", "/groups", shows("Dry dock")),
    Stop("manager-group", "/groups/{dock}", shows("Change the learners", "button")),
    Stop("manager-group-changing", "/groups/{dock}?edit=true", tick_one),
    Stop("manager-group-managers", "/groups/{dock}?role=MANAGER&edit=true", shows("Mira Santos", "link")),
    Stop("manager-group-programs", "/groups/{dock}?tab=programs", shows("Ladders and ropes")),
    Stop("manager-group-settings", "/groups/{dock}?tab=settings", shows("Id of the group")),
    Stop("manager-group-emails", "/groups/{dock}/emails", shows("What will happen")),
    Stop("manager-members", "/members", then(shows("Members", "heading"), shows("Ivo Maas"))),
    Stop("manager-member", "/members/{docker}", shows("About")),
    Stop("manager-add", "/add", shows("This part is for administrators")),
    Stop("manager-invitations", "/invitations", shows("Pending")),
    Stop("manager-programs", "/training/programs", shows("Working at height")),
    Stop("manager-dashboard", "/dashboard/groups?group={dock}", shows("Joined rate over time")),
    Stop("manager-settings", "/settings", shows("This part is for administrators")),
)

TRAINER = (
    Stop("trainer-home", "/", shows("Needs attention")),
    Stop("trainer-groups", "/groups", shows("Dry dock")),
    Stop("trainer-group", "/groups/{dock}", shows("Ivo Maas")),
    Stop("trainer-group-programs", "/groups/{dock}?tab=programs", shows("Ladders and ropes")),
    Stop("trainer-members", "/members", then(shows("Members", "heading"), shows("Ada.Abel"))),
    Stop("trainer-member", "/members/{docker}", shows("About")),
    Stop("trainer-invitations", "/invitations", shows("Invitations", "heading")),
    Stop("trainer-programs", "/training/programs", shows("Working at height")),
    Stop("trainer-program", "/training/programs/{own_program}", shows("New session")),
    Stop("trainer-session", "/training/programs/{own_program}/sessions/{own_session}", shows("Ivo Maas")),
    Stop("trainer-session-learner", "", press("Add a learner")),
    Stop(
        "trainer-session-emails",
        "/training/programs/{own_program}/sessions/{own_session}/emails",
        shows("What will happen"),
    ),
    Stop("trainer-others-program", "/training/programs/{long_program}", shows("Wiederholungsprüfung")),
    Stop("trainer-dashboard", "/dashboard/groups", shows("Groups: dashboard", "heading")),
    Stop("trainer-add", "/add", shows("This part is for administrators")),
)
