"""Files on their way to an import: kept whole or not at all, sealed, for a day."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from backend.accounts.files import (
    FileTooLarge,
    erase_uploads,
    forget_upload,
    keep_upload,
    sheet_of_upload,
)
from backend.accounts.reading.interpret import interpret
from backend.core.access import Role
from backend.core.errors import Forbidden, InvalidInput, NotFound, RateLimited
from backend.core.sealing import BrokenSeal
from backend.seed import make_owner
from tests.house_of import Home

PEOPLE = "".join(f"Smith{n},James,j{n}@example.org,,1,apozeiru{n}\n" for n in range(12_000)).encode()


async def coming(data: bytes, piece: int = 50_000) -> AsyncIterator[bytes]:
    """A body as the network brings it."""
    for start in range(0, len(data), piece):
        yield data[start : start + piece]


async def breaking_off() -> AsyncIterator[bytes]:
    """A body whose sender goes away."""
    yield b"Smith,James\n" * 50_000
    raise ConnectionResetError


async def endless() -> AsyncIterator[bytes]:
    """A body larger than any import."""
    while True:
        yield bytes(1 << 20)


async def test_what_goes_up_comes_back(home: Home) -> None:
    upload = await keep_upload(home.owner, coming(PEOPLE), "people.csv", "text/csv")
    sheet = await sheet_of_upload(home.owner, upload.id)
    rows = list(sheet.rows)

    assert len(rows) == 12_000
    assert next(interpret(rows[-1:])).password == "apozeiru11999"
    assert await home.count("uploads", "size = $1 AND name = 'people.csv'", len(PEOPLE)) == 1
    assert await home.count("audit_events", "action = 'upload.kept' AND subject_id = $1", upload.id) == 1


async def test_no_piece_can_be_read_in_the_database(home: Home) -> None:
    await keep_upload(home.owner, coming(PEOPLE))

    assert await home.count("upload_pieces", "true") > 1
    assert await home.count("upload_pieces", "position('apozeiru'::bytea in sealed) > 0") == 0


async def test_pieces_are_bound_to_their_places(home: Home) -> None:
    upload = await keep_upload(home.owner, coming(PEOPLE))
    await home.sql.execute("UPDATE upload_pieces SET position = 99 WHERE position = 0")
    with pytest.raises(BrokenSeal):
        await sheet_of_upload(home.owner, upload.id)


async def test_what_breaks_off_leaves_nothing(home: Home) -> None:
    before = await home.everything()
    with pytest.raises(ConnectionResetError):
        await keep_upload(home.owner, breaking_off())
    with pytest.raises(FileTooLarge):
        await keep_upload(home.owner, endless())

    assert await home.everything() == before


async def test_who_may_not_set_accounts_sends_nothing(home: Home) -> None:
    trainer = await home.member(Role.TRAINER, "trainer@example.org")
    before = await home.everything()
    with pytest.raises(Forbidden):
        await keep_upload(trainer, coming(PEOPLE))

    assert await home.everything() == before


async def test_a_file_is_its_workspaces_alone(home: Home) -> None:
    upload = await keep_upload(home.owner, coming(b"Smith,James\n"))
    neighbour = await make_owner("owner@next.example.org", "a lantern over the harbour", "next", "Next")
    trainer = replace(home.owner, role=Role.TRAINER)

    with pytest.raises(NotFound):
        await sheet_of_upload(neighbour, upload.id)
    with pytest.raises(Forbidden):
        await sheet_of_upload(trainer, upload.id)
    with pytest.raises(NotFound):
        await sheet_of_upload(home.owner, uuid4())
    await forget_upload(neighbour, upload.id)
    assert await home.count("uploads") == 1


async def test_an_unfinished_file_cannot_be_read(home: Home) -> None:
    upload = await keep_upload(home.owner, coming(b"Smith,James\n"))
    await home.sql.execute("UPDATE uploads SET size = NULL")
    with pytest.raises(NotFound):
        await sheet_of_upload(home.owner, upload.id)


async def test_files_are_erased_after_a_day(home: Home) -> None:
    upload = await keep_upload(home.owner, coming(b"Smith,James\n"))
    await home.wait(timedelta(hours=23, minutes=59))
    assert await erase_uploads() == 0

    await home.wait(timedelta(minutes=2))
    assert await erase_uploads() == 1
    assert await home.count("upload_pieces") == 0
    with pytest.raises(NotFound):
        await sheet_of_upload(home.owner, upload.id)


async def test_an_import_may_be_forgotten_at_once(home: Home) -> None:
    upload = await keep_upload(home.owner, coming(b"Smith,James\n"))
    await forget_upload(home.owner, upload.id)

    assert await home.count("upload_pieces") == await home.count("uploads") == 0


async def test_a_workspace_cannot_fill_the_disk(home: Home) -> None:
    await home.sql.execute(
        """INSERT INTO uploads (id, workspace_id, name, content_type, created_at)
        SELECT gen_random_uuid(), $1, '', '', usher_now() FROM generate_series(1, 100)""",
        home.owner.workspace_id,
    )
    with pytest.raises(RateLimited):
        await keep_upload(home.owner, coming(b"Smith,James\n"))
    assert await home.count("upload_pieces") == 0


async def test_an_unreadable_file_says_why(home: Home) -> None:
    upload = await keep_upload(home.owner, coming(b"\xd0\xcf\x11\xe0" + bytes(600)))
    with pytest.raises(InvalidInput) as refused:
        await sheet_of_upload(home.owner, upload.id)
    assert refused.value.errors[0].code == "OLD_EXCEL"
