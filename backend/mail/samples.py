"""Facts that a letter is shown with before anybody gets it."""

from __future__ import annotations

from datetime import datetime, timedelta

from backend.core import settings
from backend.mail.letters import Brand, Letter, Slot
from backend.mail.models import MailKind
from backend.mail.wording import Wording

SOMEBODY = ("Ada Lovelace", "ada@example.org")
PROGRAMS = {
    "en": ("Fire safety", "First aid"),
    "fr": ("Sécurité incendie", "Premiers secours"),
    "de": ("Brandschutz", "Erste Hilfe"),
    "es": ("Seguridad contra incendios", "Primeros auxilios"),
}
SEVERAL = {MailKind.PROGRAM_INVITATION: 2, MailKind.SESSION_MOVED: 1, MailKind.SESSION_CANCELLED: 1}
WEEK, LIFETIME = timedelta(days=7), timedelta(days=30)


def sample_letter(
    letter: MailKind,
    language: str,
    brand: Brand,
    at: datetime,
    *,
    name: str = SOMEBODY[0],
    inviter: str = "",
    address: str = SOMEBODY[1],
    email_key: str = "",
    wording: Wording | None = None,
) -> Letter:
    """A letter to this person as of this instant, from themselves unless `inviter` names another."""
    slots: dict[str, Slot] = {
        "link": f"{settings.current().public_url}/",
        "inviter": inviter or name,
        "expires_at": at + LIFETIME,
        "joining": False,
        "last_day": (at + WEEK).date(),
        "login": address,
        "password": "a-sample-password",
    }
    items = tuple(
        _item(program, at + WEEK * place)
        for place, program in enumerate(PROGRAMS[language][: SEVERAL.get(letter, 0)], start=1)
    )
    return Letter(
        letter.value, language, address, email_key, name, brand, slots, items, wording=wording or Wording()
    )


def _item(program: str, starts_at: datetime) -> dict[str, Slot]:
    return {
        "program": program,
        "session": "",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=3),
        "under_way": False,
        "was": starts_at - WEEK,
        "zone": "",
    }
