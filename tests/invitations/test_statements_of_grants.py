"""The verbs of groups and sessions take as many statements for a thousand people as for ten."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import pytest

from backend.invitations.add_group_emails import GroupEmails, add_group_emails
from backend.invitations.add_group_members import GroupMembers, add_group_members
from backend.invitations.cancel_session import cancel_session
from backend.invitations.intake.pipeline import Terms
from backend.invitations.register_session_learners import SessionLearners, register_session_learners
from backend.invitations.remove_group_members import remove_group_members
from backend.invitations.unassign_group import unassign_group_from_session
from backend.invitations.unregister_session_learners import unregister_session_learners
from backend.invitations.update_session import SessionEdit, update_session
from tests.house_of import Home
from tests.invitations.test_statement_count import counted

pytestmark = pytest.mark.thorough

DAY = timedelta(days=1)
Step = Callable[[], Awaitable[object]]


async def steps(home: Home, size: int) -> dict[str, Step]:
    """Every verb with so many people, in an order that makes sense."""
    owner, terms = home.owner, Terms()
    group, spare = await home.group(f"Group {size}"), await home.group(f"Spare {size}")
    session = await home.session(group, starts=9 * DAY)
    start = await home.now() + 20 * DAY
    emails = [" ".join(f"p{size}-{n}@x.org" for n in range(size))]

    async def members() -> list[UUID]:
        rows = await home.sql.fetch("SELECT id FROM members WHERE email_key LIKE $1", f"p{size}-%")
        return [row["id"] for row in rows]

    people: list[UUID] = []

    async def add_emails() -> None:
        await add_group_emails(owner, GroupEmails(group, emails), terms)

    async def register() -> None:
        wanted = SessionLearners(session, emails, people, [group, spare])
        await register_session_learners(owner, wanted, terms)

    async def look() -> None:
        people.extend(await members())

    return {
        "add emails": add_emails,
        "(look)": look,
        "add members": lambda: add_group_members(owner, GroupMembers(spare, people), terms),
        "register": register,
        "move": lambda: update_session(owner, session, SessionEdit(starts_at=start)),
        "unregister": lambda: unregister_session_learners(owner, session, people),
        "unassign": lambda: unassign_group_from_session(owner, session, spare),
        "remove": lambda: remove_group_members(owner, spare, people),
        "cancel": lambda: cancel_session(owner, session),
    }


async def test_the_same_number_for_10_and_1000(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers: list[dict[str, int]] = []
    for size in (10, 1000):
        numbers.append({})
        for name, step in (await steps(home, size)).items():
            with counted(monkeypatch) as seen:
                await step()
            numbers[-1][name] = len(seen)
    assert numbers[0] == numbers[1]
    assert await home.count("mails", "kind = 'program_invitation' AND reason = 'SESSION_CANCELLED'") == 1010
