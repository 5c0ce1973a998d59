"""Files sent up for an import: kept in sealed pieces, so that every process can read them, for a day."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile
from uuid import UUID

from backend.accounts.reading.shapes import MOST_BYTES, Sheet
from backend.accounts.reading.sheets import read_sheet_file
from backend.audit.actions import record
from backend.core.access import Actor, Permission, needs, require
from backend.core.db import NAMELESS, crossing, reading
from backend.core.errors import DomainError, NotFound, RateLimited
from backend.core.ids import Kind, new_id
from backend.core.sealing import seal_piece, unseal_piece
from backend.core.text import is_storable, one_line
from backend.core.work import unit_of_work

KEPT = timedelta(hours=24)
PIECE = 256 * 1024  # bytes
MOST_WAITING = 100  # of one workspace
LONGEST_NAME = 200

COUNT = "SELECT count(*) FROM uploads WHERE workspace_id = $1"
INSERT = """
    INSERT INTO uploads (id, workspace_id, created_by, name, content_type, created_at)
    VALUES ($1, $2, $3, $4, $5, $6)
"""
INSERT_PIECE = """
    INSERT INTO upload_pieces (upload_id, workspace_id, position, sealed) VALUES ($1, $2, $3, $4)
"""
COMPLETE = "UPDATE uploads SET size = $3 WHERE workspace_id = $1 AND id = $2"
FORGET = "DELETE FROM uploads WHERE workspace_id = $1 AND id = $2"
SIZE = "SELECT size FROM uploads WHERE workspace_id = $1 AND id = $2 AND size IS NOT NULL"
PIECES = """
    SELECT position, sealed FROM upload_pieces WHERE workspace_id = $1 AND upload_id = $2 ORDER BY position
"""
ERASE = "DELETE FROM uploads WHERE created_at < (SELECT public.usher_now()) - $1::interval"


class FileTooLarge(DomainError):
    """More bytes than one import may have."""

    code = "FILE_TOO_LARGE"
    message = f"A file has at most {MOST_BYTES // 10**6} MB."


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that is wholly here."""

    id: UUID
    size: int


@needs(Permission.MANAGE_MEMBERS)
async def keep_upload(
    actor: Actor, body: AsyncIterator[bytes], name: str = "", content_type: str = ""
) -> Upload:
    """Keep a file as it comes in; one that breaks off or grows too large leaves nothing behind."""
    upload_id = new_id()
    async with unit_of_work(actor) as work:
        if await work.sql.fetchval(COUNT, actor.workspace_id) >= MOST_WAITING:
            raise RateLimited("Too many files are waiting. Try again tomorrow.", retryAfter=3600)
        told = (_line(name), _line(content_type))
        await work.sql.execute(INSERT, upload_id, actor.workspace_id, actor.member_id, *told, work.now)
    try:
        size = await _take_in(actor, upload_id, body)
        async with unit_of_work(actor) as work:
            await work.sql.execute(COMPLETE, actor.workspace_id, upload_id, size)
            await record(work, actor, "upload.kept", (Kind.UPLOAD, upload_id), size=size)
    except BaseException:
        await forget_upload(actor, upload_id)
        raise
    return Upload(upload_id, size)


@needs(Permission.MANAGE_MEMBERS)
async def forget_upload(actor: Actor, upload_id: UUID) -> None:
    """Erase a file before its day is over; nothing happens where there is none."""
    async with unit_of_work(actor) as work:
        await work.sql.execute(FORGET, actor.workspace_id, upload_id)


async def sheet_of_upload(actor: Actor, upload_id: UUID) -> Sheet:
    """The sheet that a file holds; raises NotFound, or InvalidInput where it can't be read.

    Its rows come from the disk: walk them on a thread.
    """
    require(actor, Permission.MANAGE_MEMBERS)
    with NamedTemporaryFile(prefix="usher-upload-") as file:
        async with aclosing(_pieces(actor, upload_id)) as pieces:
            async for piece in pieces:
                file.write(piece)
        file.flush()
        return await asyncio.to_thread(read_sheet_file, Path(file.name))


async def erase_uploads() -> int:
    """Erase files whose day is over, in every workspace; returns how many."""
    async with crossing() as sql:
        done = await sql.execute(ERASE, KEPT)
    return int(done.rpartition(" ")[2])


async def _take_in(actor: Actor, upload_id: UUID, body: AsyncIterator[bytes]) -> int:
    size = position = 0
    waiting = bytearray()
    async for chunk in body:
        size += len(chunk)
        if size > MOST_BYTES:
            raise FileTooLarge
        waiting += chunk
        while len(waiting) >= PIECE:
            await _keep(actor, upload_id, position, bytes(waiting[:PIECE]))
            del waiting[:PIECE]
            position += 1
    await _keep(actor, upload_id, position, bytes(waiting))
    return size


async def _keep(actor: Actor, upload_id: UUID, position: int, piece: bytes) -> None:
    """One piece, in a transaction of its own: whoever sends slowly holds no connection."""
    async with unit_of_work(actor) as work:
        sealed = seal_piece(piece, upload_id, position)
        await work.sql.execute(INSERT_PIECE, upload_id, actor.workspace_id, position, sealed)


async def _pieces(actor: Actor, upload_id: UUID) -> AsyncGenerator[bytes, None]:
    async with reading(actor.workspace_id) as sql:
        if await sql.fetchval(SIZE, actor.workspace_id, upload_id) is None:
            raise NotFound
        pieces = await sql.prepare(PIECES, name=NAMELESS)
        async for row in pieces.cursor(actor.workspace_id, upload_id, prefetch=8):
            yield unseal_piece(row["sealed"], upload_id, row["position"])


def _line(text: str) -> str:
    return one_line(text)[:LONGEST_NAME] if is_storable(text) else ""
