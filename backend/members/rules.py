"""What may stand in a member's fields, and who may change them: decisions only."""

from __future__ import annotations

from collections.abc import Sequence

from backend.core.access import Actor, Role
from backend.core.errors import InputError
from backend.core.text import check_text

# Characters; and how many labels, or additional texts, one member has. Every door keeps to these.
LONGEST_NAME, LONGEST_EXTERNAL_ID = 120, 200
LONGEST_LABEL, LONGEST_INFORMATION = 100, 2000
MOST_TEXTS = 100


def above(actor: Actor, role: Role) -> list[InputError]:
    """Nobody changes a member above them."""
    if role.rank <= actor.role.rank:
        return []
    return [InputError("ABOVE_YOUR_ROLE", "You may not change a member above your own role.", ("id",))]


def check_labels(labels: Sequence[str]) -> tuple[list[str], list[InputError]]:
    """The labels cleaned, each once, and what is wrong with them."""
    return _check_list(labels, "labels", LONGEST_LABEL)


def check_additional_information(texts: Sequence[str]) -> tuple[list[str], list[InputError]]:
    """The texts cleaned, and what is wrong with them."""
    return _check_list(texts, "additionalInformation", LONGEST_INFORMATION)


def check_external_id(value: str | None) -> tuple[str | None, list[InputError]]:
    """A partner's own id; none where it is empty."""
    clean, errors = check_text(value or "", "externalId", most=LONGEST_EXTERNAL_ID)
    return clean or None, errors


def _check_list(texts: Sequence[str], field: str, longest: int) -> tuple[list[str], list[InputError]]:
    checked = [check_text(text, field, most=longest) for text in texts]
    errors = [error.at_row(row) for row, (_, found) in enumerate(checked, 1) for error in found]
    clean = list(dict.fromkeys(text for text, _ in checked if text))
    if len(clean) > MOST_TEXTS:
        errors.append(InputError("TOO_MANY", f"At most {MOST_TEXTS} of them.", (field,)))
    return clean, errors
