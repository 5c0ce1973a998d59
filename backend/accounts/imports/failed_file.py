"""The rows of an import that were refused, as a file in the input's own shape."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from uuid import UUID

from backend.accounts.imports.queries import failed_rows, import_by_id
from backend.accounts.reading.failed import write_failed
from backend.accounts.reading.shapes import Shape
from backend.core.access import Actor, Permission, require
from backend.core.db import reading
from backend.core.errors import InputError, NotFound
from backend.core.languages import letter_language
from backend.workspaces.queries import workspace

LANGUAGE = "SELECT language FROM members WHERE workspace_id = $1 AND id = $2"


async def failed_file(actor: Actor, import_id: UUID) -> AsyncIterator[bytes]:
    """The file piece by piece, in the caller's language; raises NotFound before the first."""
    require(actor, Permission.MANAGE_MEMBERS)
    found = await import_by_id(actor, import_id)
    if found.shape is None:
        raise NotFound
    return _pieces(actor, import_id, found.shape, await _language_of(actor))


async def _language_of(actor: Actor) -> str:
    async with reading(actor.workspace_id) as sql:
        spoken = await sql.fetchval(LANGUAGE, actor.workspace_id, actor.member_id)
    return letter_language(spoken, (await workspace(actor.workspace_id)).language)


async def _pieces(actor: Actor, import_id: UUID, shape: Shape, language: str) -> AsyncIterator[bytes]:
    """Written on a thread, which asks for more rows as it needs them."""
    loop = asyncio.get_running_loop()

    def rows() -> Iterator[tuple[dict[str, str], tuple[InputError, ...]]]:
        last = 0
        while page := asyncio.run_coroutine_threadsafe(failed_rows(actor, import_id, last), loop).result():
            yield from ((row.cells, row.errors) for row in page)
            last = page[-1].position

    pieces = write_failed(shape, rows(), language)
    while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
        yield piece
