"""Imports as tests make them: pasted, looked at, run by a worker's own steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import asyncpg

from backend.accounts.imports.form import ImportForm
from backend.accounts.imports.hashers import Hashers
from backend.accounts.imports.importer import Importer
from backend.accounts.imports.queries import RowsRequest, import_by_id, import_rows
from backend.accounts.imports.records import ImportRecord, ImportRow, ImportState
from backend.accounts.imports.set_accounts import Source, set_accounts
from backend.core.passwords import hash_password
from tests.house_of import Home

TWO_LINES = """Smith, James,, France | North, 1, apozeiru, en, Professional Photographer
Martin, Christopher,,, 0, lmozeirp, fr, ID 5162, 50eeb008202607fb68d441cb | 34eeb008202607fb68d441aa
"""


class Threads(Hashers):
    """Hashes in this process, so that no test waits for others to start."""

    async def hash_all(self, passwords: Sequence[str]) -> list[str]:
        """The hash of each."""
        return [await hash_password(password) for password in passwords]


def people(count: int, start: int = 0) -> str:
    """So many lines of a paste."""
    return "".join(f"Last{n},First{n},p{n}@x.org\n" for n in range(start, start + count))


@dataclass(slots=True)
class Imports:
    """One workspace's imports."""

    home: Home
    importer: Importer = field(default_factory=lambda: Importer(hashers=Threads()))

    async def paste(self, text: str, *, preview: bool = True, **form: Any) -> ImportRecord:
        """A paste, as a draft unless told otherwise."""
        return await set_accounts(self.home.owner, Source(text), ImportForm(**form), preview=preview)

    async def rows(self, found: ImportRecord) -> list[ImportRow]:
        """Its rows."""
        return (await import_rows(self.home.owner, found.id, RowsRequest(1000))).nodes

    async def outcomes(self, found: ImportRecord) -> list[str | None]:
        """What becomes of its rows."""
        return [row.outcome.value if row.outcome else None for row in await self.rows(found)]

    async def errors(self, found: ImportRecord) -> list[list[str]]:
        """What is wrong with its rows."""
        return [[error.code for error in row.errors] for row in await self.rows(found)]

    async def member(self, condition: str, *values: Any) -> asyncpg.Record:
        """One member."""
        found = await self.home.sql.fetchrow(f"SELECT * FROM members WHERE {condition}", *values)
        assert found is not None
        return found

    async def step(self) -> bool:
        """One step of whatever import is due, as a worker takes it."""
        return await self.importer.step()

    async def finish(self, import_id: UUID) -> ImportRecord:
        """All steps there are."""
        while await self.step() or await self.importer.hash_step():
            pass
        return await import_by_id(self.home.owner, import_id)

    async def run(self, text: str, **form: Any) -> ImportRecord:
        """A paste that runs at once, to its end."""
        found = await self.paste(text, preview=False, **form)
        assert found.state is ImportState.RUNNING, found.errors
        return await self.finish(found.id)
