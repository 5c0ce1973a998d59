"""XLSX (ECMA-376) written from the front: rows go in, bytes come out, and nothing is kept."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import IO, Any
from xml.sax.saxutils import escape

MOST_ROWS = 1_048_576  # of one sheet, in every spreadsheet program
MOST_BYTES = 1_500_000_000  # of one sheet, so that the archive stays one that all of them read
LONGEST_TEXT = 32_767  # characters of one cell; Excel calls a file with longer ones broken
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, 2.2
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OPENING = (
    f'{HEAD}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" '
    'topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>'
)
CLOSING = "</sheetData></worksheet>"


class Pipe(io.RawIOBase):
    """What the archive is written to: it holds no more than what nobody has taken yet."""

    def __init__(self) -> None:
        self._held: list[bytes] = []

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: Any) -> int:
        """Hold a piece."""
        self._held.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        """What came since the last time."""
        held, self._held = b"".join(self._held), []
        return held


class WorkbookWriter:
    """One workbook under a header; a further sheet begins where one is full."""

    def __init__(self, header: Sequence[str], most_rows: int = MOST_ROWS) -> None:
        self._pipe = Pipe()
        self._archive = zipfile.ZipFile(self._pipe, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
        self._header, self._most_rows = header, most_rows
        self._letters = [_letters(number) for number in range(1, len(header) + 1)]
        self._sheets = self._row = self._bytes = 0
        self._sheet: IO[bytes] | None = None

    def add(self, rows: Iterable[Sequence[Any]]) -> bytes:
        """Write rows below; the bytes that are ready."""
        for values in rows:
            if self._sheet is None or self._row >= self._most_rows or self._bytes > MOST_BYTES:
                self._begin()
            self._write(values)
        return self._pipe.take()

    def end(self) -> bytes:
        """Close the workbook; the last bytes."""
        if self._sheet is None:
            self._begin()
        self._finish()
        for name, text in self._parts().items():
            self._archive.writestr(name, HEAD + text)
        self._archive.close()
        return self._pipe.take()

    def _begin(self) -> None:
        self._finish()
        self._sheets += 1
        self._row = self._bytes = 0
        self._sheet = self._archive.open(f"xl/worksheets/sheet{self._sheets}.xml", "w")
        self._sheet.write(OPENING.encode())
        self._write(self._header)

    def _finish(self) -> None:
        if self._sheet is not None:
            self._sheet.write(CLOSING.encode())
            self._sheet.close()

    def _write(self, values: Sequence[Any]) -> None:
        self._row += 1
        cells = zip(self._letters, values, strict=True)
        row = "".join([_cell(f"{letter}{self._row}", value) for letter, value in cells])
        data = f'<row r="{self._row}">{row}</row>'.encode()
        self._bytes += len(data)
        if self._sheet is not None:
            self._sheet.write(data)

    def _parts(self) -> dict[str, str]:
        """What says how the sheets belong together."""
        numbers = range(1, self._sheets + 1)
        types = "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{KIND}.worksheet+xml"/>'
            for n in numbers
        )
        sheets = "".join(
            f'<sheet name="Usher{"" if n == 1 else f" {n}"}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers
        )
        links = "".join(
            f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in numbers
        )
        return {
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>{types}</Types>',
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets>'
            "</workbook>",
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{links}'
            "</Relationships>",
        }


def _cell(place: str, value: Any) -> str:
    """A number as a number, anything else as a text that no spreadsheet runs, whatever it looks like."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value}</v></c>'
    text = UNWRITABLE.sub("", str(value))
    if len(text) > LONGEST_TEXT:
        text = f"{text[: LONGEST_TEXT - 1]}…"
    written = escape(text, {"\r": "&#13;"})
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{written}</t></is></c>'


def _letters(column: int) -> str:
    """The name of a column, counted from one: A to Z, AA to ZZ, and on."""
    before, last = divmod(column - 1, 26)
    return (_letters(before) if before else "") + chr(ord("A") + last)
