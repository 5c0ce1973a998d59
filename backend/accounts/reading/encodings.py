"""Which encoding a text file is in: found, never guessed in silence, refused where no guess is safe."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from backend.core.errors import InputError, InvalidInput

PIECE = 1 << 20  # bytes
SAMPLE = 1 << 16
BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
VALID_PAIRS = re.compile(rb"[\xc3-\xf4][\x80-\xbf]+")
NOT_ASCII = re.compile(rb"[\x80-\xff]")
# What Western names never look like: what other encodings leave when read as Windows-1252.
STRANGE = re.compile(
    r"[^\W\d_](?:[¡-©«-¶¸¹»-¿×÷†‡ˆ˜‰™•€¤‹›„…])[^\W\d_]"  # signs inside of words
    r"|[a-zß-öø-ÿ](?:[ŠŽŸŒ]|[À-ÖØ-Þ][a-zß-öø-ÿ])"  # a capital after a small letter
    r"|[À-ÖØ-öø-ÿŠŽŸŒšžœƒ]{3}"  # three letters with accents in a row
)
EXAMPLE = re.compile(r"[^\W\d_]{0,20}[À-ÿŠŽŸŒšžœ][^\W\d_]{0,20}")


@dataclass(frozen=True, slots=True)
class Encoding:
    """Python's name of it; `example` is a word to look at where it could only be inferred."""

    name: str
    example: str | None = None

    @property
    def warning(self) -> InputError | None:
        """What to check where the encoding was inferred."""
        if self.example is None:
            return None
        message = f"Read as Windows-1252. Check that letters are right, as in {self.example!r}."
        return InputError("ENCODING_INFERRED", message, suggestion="Save it as CSV UTF-8 to be sure.")


def find_encoding(file: BinaryIO) -> Encoding:
    """The encoding of a whole file; raises InvalidInput where it has none that can be told."""
    file.seek(0)
    start = file.read(SAMPLE)
    for bom, name in BOMS:
        if start.startswith(bom):
            return _checked(file, name)
    if b"\x00" in start and (wide := _wide(start)):
        return _checked(file, wide)
    if len(CONTROLS.findall(start.decode("latin-1"))) * 100 > len(start):
        raise _refused("This file is no text. Send a .xlsx, or a CSV in UTF-8.")
    if _decodes(file, "utf-8"):
        return Encoding("utf-8")
    return _western(file)


def _wide(start: bytes) -> str | None:
    """UTF-16 without a mark, by where the empty halves of its plain letters stand."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    name = "utf-16-le" if odd > even else "utf-16-be"
    text = start[: len(start) // 2 * 2].decode(name, "replace")
    return name if min(even, odd) * 10 <= max(even, odd) and not CONTROLS.search(text) else None


def _checked(file: BinaryIO, name: str) -> Encoding:
    if not _decodes(file, name):
        raise _refused(f"This file begins as {name.removesuffix('-sig').upper()} and breaks that later.")
    return Encoding(name)


def _western(file: BinaryIO) -> Encoding:
    """Windows-1252, unless the file is a damaged UTF-8 or reads strangely."""
    valid = bad = 0
    example = ""
    for piece in _lines(file):
        pairs = sum(len(pair) for pair in VALID_PAIRS.findall(piece))
        valid, bad = valid + pairs, bad + len(NOT_ASCII.findall(piece)) - pairs
        try:
            text = piece.decode("cp1252")
        except UnicodeDecodeError as error:
            raise _refused("The letters of this file are in no encoding that is known here.") from error
        if found := STRANGE.search(text):
            seen = text[max(0, found.start() - 10) : found.end() + 10].strip()
            raise _refused(f"The encoding of this file can't be told: it would read {seen!r}.")
        if not example and (shown := EXAMPLE.search(text)):
            example = shown[0]
    if valid >= bad:
        raise _refused("Most of this file is UTF-8, and parts of it are not.")
    return Encoding("cp1252", example)


def _decodes(file: BinaryIO, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    file.seek(0)
    try:
        while piece := file.read(PIECE):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """Pieces that end with a line, so that no word is cut."""
    file.seek(0)
    while piece := file.read(PIECE):
        yield piece + file.readline(PIECE)


def _refused(message: str) -> InvalidInput:
    return InvalidInput(InputError("UNKNOWN_ENCODING", message, suggestion="Save it as CSV UTF-8."))
