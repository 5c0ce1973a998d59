"""From claimed mails and their letters to the very message that leaves; runs off the event loop."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import urlsplit
from uuid import UUID

from backend.core import settings
from backend.mail.letters import Brand, Letter, together
from backend.mail.message import BadAddress, Envelope, build, wire_address
from backend.mail.outbox import Held, Message
from backend.mail.rendering import write
from backend.mail.verp import return_path


def write_message(mails: tuple[Held, ...], letters: Mapping[UUID, Letter]) -> Message:
    """One message for mails that leave together, leader first: the same bytes on every try.

    Raises BadAddress where the recipient can't stand on an envelope.
    """
    leader = mails[0]
    letter = together([letters[mail.id] for mail in mails])
    words = write(letter)
    sender, recipient = sender_address(letter.brand), wire_address(letter.address)
    envelope = Envelope(
        message_id=leader.message_id,
        date=leader.first_attempt_at,
        boundary=f"=_{leader.id.hex}",  # can't occur in quoted-printable
        sender_name=letter.brand.sender_name or letter.brand.name,
        sender=sender,
        recipient_name=letter.name,
        recipient=recipient,
        reply_to=_usable(letter.reply_to),
        language=letter.language,
        subject=words.subject,
        text=words.text,
        html=words.html,
    )
    return Message(mails, dict(letters), build(envelope), sender, recipient, return_path(leader.id))


def sender_address(brand: Brand) -> str:
    """Who a workspace's mail is from: its own sender, or the installation's."""
    return _usable(brand.sender_address) or f"noreply@{_host(settings.current().public_url)}"


def _usable(address: str) -> str:
    try:
        return wire_address(address) if address else ""
    except BadAddress:
        return ""


@lru_cache(maxsize=8)
def _host(url: str) -> str:
    return urlsplit(url).hostname or "localhost"
