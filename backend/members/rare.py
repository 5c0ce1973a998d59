"""What is rare among a workspace's people: an index is asked for that, and for nothing that many have.

An index of groups of three letters reads the lists of all groups of a word, and those of a domain that all
addresses share are as long as the table. What has the rare part is then compared with the whole word.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from backend.core.db import Connection

COLUMNS = "id, sort_name, email_key, username_key, labels"
SAMPLE = f"""
    (SELECT {COLUMNS} FROM members WHERE workspace_id = $1 ORDER BY id LIMIT $2)
    UNION ALL
    (SELECT {COLUMNS} FROM members WHERE workspace_id = $1 ORDER BY id DESC LIMIT $2)
"""
HALF = 250  # of a sample: as many of those here longest, and of the newest
OFTEN = 0.02  # of the people
KNOWN_FOR = 600.0  # seconds
MOST_KNOWN = 500  # workspaces
PIECES = re.compile(r"[^\W_]{3,}")  # what the index makes groups of


@dataclass(frozen=True, slots=True)
class Common:
    """What many of a workspace's people have, by some of them: three letters in a row, and labels."""

    until: float
    is_small: bool  # so few people that to read them all is as fast
    in_names: frozenset[str]  # behind their first letter, as the index has them
    in_emails: frozenset[str]  # likewise
    in_usernames: frozenset[str]
    labels: frozenset[str]


known: dict[UUID, Common] = {}


async def common_of(sql: Connection, workspace_id: UUID) -> Common:
    """What this process remembers of a workspace's people, or reads now."""
    if (found := known.get(workspace_id)) is not None and found.until > time.monotonic():
        return found
    rows = await sql.fetch(SAMPLE, workspace_id, HALF)
    if len(known) >= MOST_KNOWN:
        known.clear()
    known[workspace_id] = Common(
        time.monotonic() + KNOWN_FOR,
        len({row["id"] for row in rows}) < 2 * HALF,
        _often(letters(row["sort_name"][1:]) for row in rows),
        _often(letters((row["email_key"] or "")[1:]) for row in rows),
        _often(letters(row["username_key"]) for row in rows),
        _often(set(row["labels"]) for row in rows),
    )
    return known[workspace_id]


def letters(text: str | None) -> set[str]:
    """The groups of three letters that an index makes of a text, but for those at the ends of its words."""
    pieces = PIECES.findall(text or "")
    return {piece[at : at + 3] for piece in pieces for at in range(len(piece) - 2)}


def rare_parts(word: str, common: frozenset[str]) -> list[str]:
    """The parts of a word, in order, in which nothing is common; the whole word where there are none."""
    found = []
    for piece in PIECES.findall(word):
        rare = [piece[at : at + 3] not in common for at in range(len(piece) - 2)]
        for is_rare, run in groupby(range(len(rare)), key=rare.__getitem__):
            places = list(run)
            if is_rare:
                found.append(piece[places[0] : places[-1] + 3])
    return found or [word]


def _often(each: Iterable[set[str]]) -> frozenset[str]:
    counts = Counter(one for some in each for one in some)
    return frozenset(one for one, count in counts.items() if count > OFTEN * 2 * HALF)
