"""An empty group, a program in nine days, forty people, and everything that follows: every mail, once.

Real PostgreSQL, a real mail server, the worker's own courier; only the clock is moved.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from backend.auth.actions.accept_invitation import NewMember, accept_invitation
from backend.auth.actions.sign_in import sign_in
from backend.auth.tokens import Visit, authenticate
from backend.core.access import Role
from backend.core.errors import InvalidInput
from backend.invitations.deactivate_members import deactivate_due_members
from backend.invitations.remove_group_members import remove_group_members
from backend.invitations.update_session import SessionEdit, update_session
from tests.house_of import Home
from tests.invitations.carrying import deliver
from tests.mail.mail_server import MailServer

pytestmark = pytest.mark.thorough

PASSWORD = "nine herons at low tide"
PEOPLE = [f"person{number:02}@x.org" for number in range(40)]
LEFT, BOUNCED, EARLY, LATE = PEOPLE[0:2], PEOPLE[2], PEOPLE[3], PEOPLE[4]
DAY = timedelta(days=1)


@dataclass(slots=True)
class Post:
    """What arrived since one last looked."""

    home: Home
    server: MailServer
    seen: int = 0
    letters: list[tuple[str, str]] = field(default_factory=list)

    async def since(self) -> Counter[tuple[str, str]]:
        """Deliver what is due and count what arrived, by recipient and kind of letter."""
        await deliver(self.home, self.server)
        fresh = self.server.accepted[self.seen :]
        self.seen = len(self.server.accepted)
        rows = await self.home.sql.fetch("SELECT message_id, kind FROM mails")
        kinds = {row["message_id"].strip("<>"): row["kind"] for row in rows}
        return Counter((one.recipients[0], kinds[one.message["Message-ID"].strip("<>")]) for one in fresh)


async def member_of(home: Home, email: str) -> UUID:
    found: UUID = await home.sql.fetchval("SELECT id FROM members WHERE email_key = $1", email)
    return found


async def join(home: Home, server: MailServer, email: str) -> str:
    """Open the link that this person got, as they would, and answer their token."""
    letter = next(one for one in server.accepted if one.recipients == [email])
    text = letter.message.get_body(("plain",))
    assert text
    link = next(word for word in text.get_content().split() if "/join/" in word)
    given = NewMember("Jo", "Doe", PASSWORD)
    return (await accept_invitation(link.rpartition("/")[2], given, Visit())).token


async def test_the_whole_story(home: Home) -> None:
    start = (await home.now()).replace(hour=9, minute=0, second=0, microsecond=0) + 9 * DAY
    group = await home.group("Crew")
    session = await home.session(group, starts=start - await home.now())
    until = (await home.now() + 40 * DAY).date()
    ends = datetime.combine(until, datetime.min.time(), start.tzinfo)
    server = MailServer(on_rcpt=lambda who: "550 5.1.1 no such user" if who == BOUNCED else None)
    post = Post(home, server)

    await home.invite(*PEOPLE, role=Role.TRAINEE, deactivates_on=until, group_ids=[group], language="fr")
    await everyone_is_invited(post)
    early = await join(home, server, EARLY)
    await remove_group_members(home.owner, group, [await member_of(home, person) for person in LEFT])
    await update_session(home.owner, session, SessionEdit(starts_at=start + 7 * DAY))
    await the_program_waits_for_its_new_day(post, start)
    late = await join(home, server, LATE)
    assert await authenticate(early)
    assert await authenticate(late)
    assert not await post.since()
    await access_ends_on_its_day(post, ends, [early, late])
    assert await home.count("mails", "state IN ('SCHEDULED', 'QUEUED', 'SENDING')") == 0
    everything = Counter((one.recipients[0], one.message["Message-ID"]) for one in server.accepted)
    assert set(everything.values()) == {1}, "nobody got anything twice"
    assert {one.message["Content-Language"] for one in server.accepted} == {"fr"}


async def everyone_is_invited(post: Post) -> None:
    """Each person once and in their language, but for the one whose address there is not."""
    assert await post.since() == Counter(
        {(person, "workspace_invitation"): 1 for person in PEOPLE if person != BOUNCED}
    )
    for delivery in post.server.accepted:
        subject = delivery.message["Subject"]
        assert delivery.message["Content-Language"] == "fr"
        assert "invitation à rejoindre" in subject or "invite à" in subject
    assert await post.home.count("mails", "state = 'BOUNCED' AND smtp_code = 550") == 1
    assert await post.home.count("suppressions") == 1


async def the_program_waits_for_its_new_day(post: Post, start: datetime) -> None:
    """Nothing on the day it was to start; on the new one a letter to each who is still in the group."""
    await at(post.home, start + timedelta(hours=1))
    early = await post.since()
    assert not [kind for _, kind in early if kind == "program_invitation"], "the date was moved"
    assert {kind for _, kind in early} <= {"invitation_reminder"}
    assert (EARLY, "invitation_reminder") not in early

    await at(post.home, start + 7 * DAY - timedelta(hours=2))
    before = await post.since()
    assert not [kind for _, kind in before if kind == "program_invitation"]

    await at(post.home, start + 7 * DAY + timedelta(minutes=5))
    on_the_day = await post.since()
    staying = set(PEOPLE) - set(LEFT) - {BOUNCED}
    assert {who for (who, kind) in on_the_day if kind == "program_invitation"} == staying
    assert set(on_the_day.values()) == {1}


async def access_ends_on_its_day(post: Post, ends: datetime, tokens: list[str]) -> None:
    """A warning to who has joined, a week ahead; then nobody is in, and nothing more is sent."""
    await at(post.home, ends - 6 * DAY + timedelta(hours=9))
    warned = Counter(who for who, kind in await post.since() if kind == "deactivation_warning")
    assert warned == Counter({EARLY: 1, LATE: 1}), "only those who have joined are warned"

    await at(post.home, ends + timedelta(minutes=1))
    assert [await authenticate(token) for token in tokens] == [None, None]
    with pytest.raises(InvalidInput):
        await sign_in(EARLY, PASSWORD, None, Visit())
    assert await deactivate_due_members() == len(PEOPLE)
    assert await deactivate_due_members() == 0
    assert not await post.since()


async def at(home: Home, moment: datetime) -> None:
    """Let the clock be there."""
    await home.wait(moment - await home.now())
