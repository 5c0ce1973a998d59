"""The letters about sessions as they arrive: new dates and cancellations, in every language."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from backend.core.access import Role
from backend.core.tokens import link_token
from backend.invitations.cancel_session import cancel_session
from backend.invitations.intake.pipeline import Terms
from backend.invitations.register_session_learners import SessionLearners, register_session_learners
from backend.invitations.update_session import SessionEdit, update_session
from tests.house_of import Home
from tests.invitations.carrying import deliver
from tests.mail.mail_server import Delivery, MailServer

DAY = timedelta(days=1)
NEW_DATE = datetime(2031, 3, 1, 8, tzinfo=UTC)
MOVED = {
    "en": ("New date: Safety", "Starts on Saturday 1 March 2031 at 09:00 (Europe/Paris)"),
    "fr": ("Nouvelle date : Safety", "Commence le samedi 1er mars 2031 à 09:00 (Europe/Paris)"),
    "de": ("Neuer Termin: Safety", "Beginnt am Samstag, 1. März 2031 um 09:00 Uhr (Europe/Paris)"),
    "es": ("Nueva fecha: Safety", "Comienza el sábado 1 de marzo de 2031 a las 09:00 (Europe/Paris)"),
}
OFF = {
    "en": ("Cancelled: Safety", "It was to start on Saturday 1 March 2031"),
    "fr": ("Annulation : Safety", "Elle devait commencer le samedi 1er mars 2031"),
    "de": ("Abgesagt: Safety", "Geplanter Beginn: Samstag, 1. März 2031"),
    "es": ("Cancelada: Safety", "Estaba previsto que comenzara el sábado 1 de marzo de 2031"),
}


def text_of(delivery: Delivery) -> str:
    part = delivery.message.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


async def invited(home: Home, server: MailServer, language: str = "en") -> UUID:
    """A session under way to which someone who joined was invited."""
    await home.member(Role.TRAINEE, "a@x.org")
    await home.sql.execute("UPDATE members SET language = $1 WHERE email_key = 'a@x.org'", language)
    session = await home.session(starts=-DAY, zone="Europe/Paris")
    await register_session_learners(home.owner, SessionLearners(session, ["a@x.org"]), Terms())
    await deliver(home, server)
    server.accepted.clear()
    return session


@pytest.mark.parametrize("language", MOVED)
async def test_new_dates_and_the_end_of_it(home: Home, language: str) -> None:
    server = MailServer()
    session = await invited(home, server, language)
    await update_session(home.owner, session, SessionEdit(starts_at=NEW_DATE))
    await deliver(home, server)
    await cancel_session(home.owner, session)
    await deliver(home, server)
    for letter, (subject, line) in zip(server.accepted, (MOVED[language], OFF[language]), strict=True):
        assert letter.message["Subject"] == subject
        assert letter.message["Content-Language"] == language
        assert line in text_of(letter)
        assert "https://learn.example.org/my\n" in text_of(letter)
        html = letter.message.get_body(("html",))
        assert html is not None
        assert line.partition(" (")[0] in html.get_content()


async def test_the_letter_tells_the_start_that_was_known(home: Home) -> None:
    server = MailServer()
    session = await invited(home, server)
    await update_session(home.owner, session, SessionEdit(starts_at=NEW_DATE))
    await deliver(home, server)
    assert "Until now the start was " in text_of(server.accepted[0])
    await update_session(home.owner, session, SessionEdit(ends_at=NEW_DATE + 9 * DAY))
    await deliver(home, server)
    assert "Until now the start was " not in text_of(server.accepted[1])
    assert "Ends on Monday 10 March 2031" in text_of(server.accepted[1])


async def test_who_has_not_joined_is_led_through_joining(home: Home) -> None:
    server = MailServer()
    group = await home.group()
    session = await home.session(group, starts=-DAY)
    intake = await home.invite("new@x.org", group_ids=[group])
    assert intake.committed
    await deliver(home, server)
    await update_session(home.owner, session, SessionEdit(starts_at=NEW_DATE))
    await deliver(home, server)
    (invitation,) = intake.committed.invitation_ids.values()
    token = link_token("PROGRAM", invitation, 1)
    assert f"https://learn.example.org/join/{token}" in text_of(server.accepted[-1])
    await cancel_session(home.owner, session)
    await deliver(home, server)
    assert "https://learn.example.org" not in text_of(server.accepted[-1])


async def test_news_that_is_older_than_the_session_stays_in(home: Home) -> None:
    server = MailServer()
    session = await invited(home, server)
    await update_session(home.owner, session, SessionEdit(starts_at=NEW_DATE))
    await home.sql.execute("UPDATE sessions SET version = version + 1")  # as if seen by a worker too late
    await deliver(home, server)
    assert server.accepted == []
    reasons = await home.sql.fetch("SELECT reason FROM mails WHERE kind = 'session_moved'")
    assert [row["reason"] for row in reasons] == ["SESSION_CHANGED_AGAIN"]
