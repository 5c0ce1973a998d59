"""What every letter to a member needs to know: the member, where to, in which language and brand."""

from __future__ import annotations

from collections.abc import Mapping

from backend.core.db import Row
from backend.core.languages import letter_language
from backend.mail.letters import Brand, Letter, Slot

# Over mails `mail`, members `m` and workspaces `w`; read back by `letter_to`.
COLUMNS = """
    mail.id AS mail_id, m.email, m.email_key, m.first_name, m.last_name,
    mail.language AS mail_language, m.language AS member_language, w.language AS workspace_language,
    w.name AS workspace_name, w.brand_color, w.logo_url, w.sender_name, w.sender_address, w.time_zone
"""


def letter_to(
    row: Row,
    template: str,
    slots: Mapping[str, Slot],
    *,
    items: tuple[Mapping[str, Slot], ...] = (),
    reply_to: str | None = None,
) -> Letter:
    """The letter of this template to the member of a row that has COLUMNS; the address must be known."""
    languages = row["mail_language"], row["member_language"], row["workspace_language"]
    return Letter(
        template=template,
        language=letter_language(*languages),
        address=row["email"],
        email_key=row["email_key"],
        name=full_name(row["first_name"], row["last_name"]),
        brand=_brand(row),
        slots=slots,
        items=items,
        reply_to=reply_to or "",
    )


def full_name(first: str | None, last: str | None) -> str:
    """How a person is addressed; empty where no name is known yet."""
    return " ".join(part for part in (first, last) if part)


def _brand(row: Row) -> Brand:
    return Brand(
        name=row["workspace_name"],
        color=row["brand_color"],
        logo_url=row["logo_url"] if row["logo_url"].startswith("https://") else "",
        sender_name=row["sender_name"],
        sender_address=row["sender_address"],
        time_zone=row["time_zone"],
    )
