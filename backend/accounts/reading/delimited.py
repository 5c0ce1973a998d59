"""Texts with separators: CSV as programs and people write it, and what Excel puts on the clipboard."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice
from math import inf
from statistics import median

from backend.accounts.reading.headers import known_names
from backend.accounts.reading.shapes import CLASSIC, LONGEST_CELL

SEPARATORS = ("\t", ";", ",")
SAMPLE_RECORDS = 40
MOST_LINES = 1000  # of one cell
MOST_CELLS = 300  # of one record
ADDRESS = re.compile(r"[^\s,;<>]+@[^\s,;<>]+")
LONE_QUOTE = re.compile(r'(?:[^"]|"")*+"(?!")')
HINT = re.compile(r"sep=(.)\s*", re.IGNORECASE)


def split_text(lines: Iterator[str]) -> tuple[str, Iterator[list[str]]]:
    """The separator, and the records of a text; blank lines are empty records."""
    sample = list(islice(lines, SAMPLE_RECORDS))
    if sample and (hint := HINT.fullmatch(sample[0])) and hint[1] in SEPARATORS:
        return hint[1], records(chain(sample[1:], lines), hint[1])
    separator = find_separator(sample)
    return separator, records(chain(sample, lines), separator)


def find_separator(sample: Sequence[str]) -> str:
    """The separator under which these lines make most sense."""
    return max(SEPARATORS, key=lambda separator: _sense(sample, separator)) if sample else ","


def records(lines: Iterable[str], separator: str) -> Iterator[list[str]]:
    """Records of trimmed cells. A quoted cell may hold separators, doubled quotes and line breaks.

    A quote that is never closed is a letter like any other, so that it can't swallow the rows after it.
    """
    source = Lines(lines)
    while (line := source.take()) is not None:
        if '"' in line:
            yield [_bounded(cell) for cell in islice(_quoted_record(line, source, separator), MOST_CELLS)]
        else:
            yield [_bounded(cell) for cell in line.split(separator, MOST_CELLS)]


class Lines:
    """Lines one by one; those that were taken in vain can be given back."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._rest = iter(lines)
        self._back: list[str] = []

    def take(self) -> str | None:
        """The next line, or None at the end."""
        return self._back.pop() if self._back else next(self._rest, None)

    def give_back(self, lines: list[str]) -> None:
        """Have these again, in this order."""
        self._back.extend(reversed(lines))


def _quoted_record(text: str, source: Lines, separator: str) -> Iterator[str]:
    start, (plain, blank, after) = 0, _patterns(separator)
    while True:
        begin = _end(blank, text, start)
        closed = None
        if text.startswith('"', begin):
            text, closed = _closing(text, begin + 1, source, after)
        if closed is None:
            end = _end(plain, text, start)
            yield text[start:end]
        else:
            end = _end(blank, text, closed + 1)
            yield text[begin + 1 : closed].replace('""', '"')
        if not text.startswith(separator, end):
            return
        start = end + 1


def _closing(text: str, start: int, source: Lines, after: re.Pattern[str]) -> tuple[str, int | None]:
    """Where the quote opened before `start` is closed, and the text with the lines that it takes till there.

    The first single quote decides, so each line is looked at twice at most however many quotes are open.
    """
    taken: list[str] = []
    longer, scanned = text, start
    while not (found := LONE_QUOTE.match(longer, scanned)):
        more = source.take() if len(taken) < MOST_LINES and len(longer) - start < LONGEST_CELL else None
        if more is None:
            break
        taken.append(more)
        scanned, longer = len(longer), longer + more
    if found and after.match(longer, found.end()):
        return longer, found.end() - 1
    source.give_back(taken)
    return text, None


@lru_cache(maxsize=4)
def _patterns(separator: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """A plain cell, the blanks around a quoted one, and what may follow that."""
    blank = "[ \u00a0]*" if separator == "\t" else "[ \u00a0\t]*"
    return re.compile(f"[^{separator}\n]*"), re.compile(blank), re.compile(f"{blank}(?:{separator}|\n|$)")


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    found = pattern.match(text, start)
    return found.end() if found else start


def _bounded(cell: str) -> str:
    return cell.strip()[: LONGEST_CELL + 1]


def _sense(sample: Sequence[str], separator: str) -> tuple[float, ...]:
    """How many known headers, lone addresses and full rows there are; then how alike the rows are."""
    rows = [row for row in records(sample, separator) if any(row)]
    if not rows:
        return (inf,)  # nothing but separators
    counts = [len(row) for row in rows]
    addresses = sum(bool(ADDRESS.fullmatch(cell)) for row in rows for cell in row)
    split = sum(count > 1 for count in counts)
    return known_names(rows[0]), addresses, split, min(median(counts), len(CLASSIC)), -len(set(counts))
