"""Why a person has what they have: door, batch, row, inviter, and which mail went or is due."""

from __future__ import annotations

from backend.invitations.why import WhyKind, why
from tests.house_of import Home


async def test_every_grant_and_mail_tells_how_it_came(home: Home) -> None:
    group = await home.group("Crew")
    session = await home.session(group)
    intake = await home.invite("other@x.org", "a@x.org", group_ids=[group])
    assert intake.committed
    member = intake.committed.member_ids[2]
    facts = (await why(home.owner, [member]))[member]
    assert {fact.kind for fact in facts} == set(WhyKind)
    for fact in facts:
        assert fact.batch_id == intake.committed.batch_id
        assert (fact.operation, fact.row, fact.outcome) == ("inviteByEmail", 2, "INVITE")
        assert fact.done_by == home.owner.member_id
    by_session = [fact for fact in facts if fact.kind is WhyKind.SESSION]
    assert [(fact.session_id, fact.group_id) for fact in by_session] == [(session, group)]
    mails = {fact.mail_id for fact in facts if fact.kind is WhyKind.MAIL}
    program = await home.mails("program_invitation")
    assert {mail["id"] for mail in program if mail["member_id"] == member} < mails


async def test_nobody_elses_facts_are_told(home: Home) -> None:
    await home.invite("a@x.org", "b@x.org")
    owner = home.owner.member_id
    assert owner
    assert (await why(home.owner, [owner]))[owner] == []
