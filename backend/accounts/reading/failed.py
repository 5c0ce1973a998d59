"""Failed rows given back in the shape they came in, with the reason after each."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence

from backend.accounts.reading.headers import error_title
from backend.accounts.reading.rows import secret_places
from backend.accounts.reading.shapes import REASON, SURPLUS, Shape
from backend.core.errors import InputError
from backend.exports.files import safe

ROWS_AT_ONCE = 500


def write_failed(
    shape: Shape, rows: Iterable[tuple[dict[str, str], Sequence[InputError]]], language: str
) -> Iterator[bytes]:
    """The file, piece by piece: the header as it stood, cells by column, passwords blank, a column of errors.

    In the input's encoding, but for Windows-1252: that lacks letters of names that a reason may hold.
    """
    encode = _encoder("utf-8-sig" if shape.encoding == "cp1252" else shape.encoding)
    secrets = secret_places(shape)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=shape.separator)
    if shape.header is not None:
        writer.writerow([safe(text) for text in (*shape.header, error_title(language))])
    for count, (cells, errors) in enumerate(rows, start=1):
        writer.writerow([safe(text) for text in _texts(shape, cells, errors, secrets)])
        if count % ROWS_AT_ONCE == 0:
            yield encode(_taken(buffer))
    yield encode(_taken(buffer))


def _texts(
    shape: Shape, cells: dict[str, str], errors: Sequence[InputError], secrets: Sequence[bool]
) -> Iterator[str]:
    for key, secret in zip(shape.columns, secrets, strict=True):
        yield "" if secret else cells.get(key, "")
    reasons = " ".join(_reason(error) for error in errors)
    yield reasons if shape.header is not None else f"{REASON}{reasons}"
    yield from (cells[key] for key in cells if key.startswith(SURPLUS))


def _reason(error: InputError) -> str:
    hint = f" ({error.suggestion})" if error.suggestion else ""
    return f"{error.message}{hint}"


def _encoder(name: str) -> Callable[[str], bytes]:
    return codecs.getincrementalencoder(name)().encode


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
