"""Rows as they are kept and shown: cells by column, secrets masked."""

from __future__ import annotations

from collections.abc import Sequence

from backend.accounts.reading.headers import looks_secret
from backend.accounts.reading.shapes import MASK, REASON, SURPLUS, Column, RawRow, Shape

MOST_SURPLUS = 20
LONGEST_INPUT = 1_000  # characters of a row as it is shown


def row_of(position: int, cells: dict[str, str], shape: Shape) -> RawRow:
    """A row made anew of its cells, for example after one of them was mended."""
    kept = {key: text for key, text in cells.items() if text}
    foreign = [key for key in kept if key not in shape.columns]
    values = [kept.get(key, "") for key in (*shape.columns, *foreign)]
    secrets = [*secret_places(shape), *map(_is_password, foreign)]
    return RawRow(position, kept, _shown(values, secrets, shape.separator))


def read_row(position: int, values: Sequence[str], shape: Shape, secrets: list[bool]) -> RawRow:
    """A row of a file; `secrets` are the secret_places of its shape, worked out once."""
    masked = secrets
    if len(values) > len(secrets) and True in secrets:
        # The row has slipped to the right: what follows the password's place may be the password.
        first = secrets.index(True)
        masked = [place >= first for place in range(len(values))]
    return RawRow(position, _keyed(values, shape, secrets), _shown(values, masked, shape.separator))


def secret_places(shape: Shape) -> list[bool]:
    """For each column of the file, whether its values must never be shown."""
    texts = shape.header or ("",) * len(shape.columns)
    return [_is_password(key) or looks_secret(text) for key, text in zip(shape.columns, texts, strict=True)]


def _keyed(values: Sequence[str], shape: Shape, secrets: Sequence[bool]) -> dict[str, str]:
    """Cells that hold something, by key; a secret in a column that is not ours is dropped here."""
    cells = {
        key: value
        for key, value, secret in zip(shape.columns, values, secrets, strict=False)
        if value and (not secret or _is_password(key))
    }
    surplus = values[len(shape.columns) :]
    if any(surplus) and not _is_reason(surplus, shape):
        cells |= {f"{SURPLUS}{n}": value for n, value in enumerate(surplus[:MOST_SURPLUS], 1) if value}
    return cells


def _is_reason(surplus: Sequence[str], shape: Shape) -> bool:
    """Whether a row without header comes back with what was written after it."""
    return shape.header is None and len(surplus) == 1 and surplus[0].startswith(REASON)


def _shown(values: Sequence[str], secrets: Sequence[bool], separator: str) -> str:
    masked = list(values)
    for place, secret in enumerate(secrets[: len(masked)]):
        if secret and masked[place]:
            masked[place] = MASK
    between = separator if separator == "\t" else f"{separator} "
    text = between.join(masked).replace("\n", " ")
    return text if len(text) <= LONGEST_INPUT else f"{text[: LONGEST_INPUT - 1]}…"


def _is_password(key: str) -> bool:
    return key == Column.PASSWORD
