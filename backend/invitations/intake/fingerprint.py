"""What tells two plans apart: their outcomes and mails only, so that unrelated changes void none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

import orjson

from backend.invitations.intake.shapes import Forecast, Outcome, PlannedRow


def row_print(row: PlannedRow) -> str:
    """The identity of what one row becomes."""
    entry, person = row.entry, row.person
    line = (
        entry.position,
        entry.email_key or entry.username_key or str(entry.member_id or entry.input),
        row.outcome.value,
        row.role.value,
        row.deactivates_on,
        row.groups,
        [str(session_id) for session_id in row.session_ids],
        row.changes,
        [error.code for error in row.errors],
        None if entry.account is None else (person, row.activates, row.sets_password, row.letter),
    )
    return sha256(orjson.dumps(line, default=str)).hexdigest()[:16]


def plan_print(prints: Iterable[str], mails: Iterable[Forecast], counts: Mapping[str, int]) -> str:
    """The hash of a plan of rows with these prints; it carries the counts along."""
    digest = sha256()
    for one in prints:
        digest.update(one.encode())
    for mail in mails:
        due = "now" if mail.now else mail.due_at.isoformat()
        digest.update(repr((mail.kind, mail.count, str(mail.session_id), mail.language, due)).encode())
    numbers = "-".join(str(counts[outcome.value]) for outcome in Outcome)
    return f"{digest.hexdigest()[:32]}.{numbers}"


def counts_of_print(text: str) -> dict[str, int]:
    """The counts that a plan's hash carries, so that a changed plan can be told from the approved one."""
    numbers = text.partition(".")[2].split("-")
    outcomes = list(Outcome)
    if len(numbers) != len(outcomes) or not all(number.isdecimal() for number in numbers):
        return {}
    return {outcome.value: int(number) for outcome, number in zip(outcomes, numbers, strict=True)}


def count(rows: Sequence[PlannedRow]) -> dict[str, int]:
    """How many rows there are of each outcome; every outcome is named."""
    found = Counter(row.outcome for row in rows)
    return {outcome.value: found[outcome] for outcome in Outcome}
