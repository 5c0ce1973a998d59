"""Turning the passwords of an import into hashes, once its people stand."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

from backend.accounts.imports.finishing import finish_if_done
from backend.accounts.imports.jobs import Job
from backend.accounts.imports.records import ImportRecord
from backend.accounts.initial import Initial, store_initial
from backend.accounts.letters import release_passwords
from backend.core.db import Row
from backend.core.sealing import unseal_piece
from backend.core.work import ChangeKind, Work, unit_of_work
from backend.mail.actions import DELIVER

BATCH = 400  # passwords at once: some seconds' work, all cores busy

NEXT = f"""
    SELECT r.position, r.sealed, r.member_id, r.mailed, m.email_key IS NULL AS on_paper
    FROM account_import_rows r JOIN members m ON m.id = r.member_id
    WHERE r.import_id = $1 AND r.position > $2 AND r.takes_password AND NOT r.hashed
    ORDER BY r.position LIMIT {BATCH}
"""
HASHED = """
    UPDATE account_import_rows r SET hashed = true, sealed = CASE WHEN on_paper THEN sealed END
    FROM unnest($2::int[], $3::bool[]) AS done (position, on_paper)
    WHERE r.import_id = $1 AND r.position = done.position
"""
ADVANCE = "UPDATE account_imports SET hashed = hashed + $2, hashed_to = $3 WHERE id = $1"
# Locked, so that an undo comes either before, and nothing is kept, or after, and finds what it forgets.
STANDING = "SELECT hold_until, undone_at FROM batches WHERE id = $1 FOR UPDATE"

Hash: TypeAlias = Callable[[Sequence[str]], Awaitable[list[str]]]


async def hash_batch(job: Job, hash_all: Hash) -> bool:
    """Hash the next passwords of an import; answers whether any were left. One that was undone keeps none."""
    async with unit_of_work(job.actor) as work:
        record = await job.hold(work)
        rows = await work.sql.fetch(NEXT, job.id, record.hashed_to)
        wanted = rows if await _stands(work, record) else []
    passwords = [unseal_piece(row["sealed"], job.id, row["position"]).decode() for row in wanted]
    hashes = await hash_all(passwords) if passwords else []
    given = [
        Initial(row["member_id"], password, hashed, row["mailed"])
        for row, password, hashed in zip(wanted, passwords, hashes, strict=True)
    ]
    await _keep(job, record, rows, given)
    return bool(rows)


async def _keep(job: Job, record: ImportRecord, rows: Sequence[Row], given: Sequence[Initial]) -> None:
    async with unit_of_work(job.actor) as work:
        await job.hold(work)
        if rows:
            stands = await _stands(work, record)
            if stands is not None:
                await store_initial(work, record.workspace_id, given)
                mailed = [one.member_id for one in given if one.mailed]
                await release_passwords(work, record.workspace_id, mailed, stands["hold_until"])
            at = [row["position"] for row in rows]
            on_paper = [stands is not None and row["on_paper"] for row in rows]
            await work.sql.execute(HASHED, job.id, at, on_paper)
            await work.sql.execute(ADVANCE, job.id, len(rows), at[-1])
            work.poke(DELIVER)
        await finish_if_done(work, job.actor, await job.hold(work))
        work.changed(ChangeKind.IMPORT, job.id)


async def _stands(work: Work, record: ImportRecord) -> Row | None:
    """The batch of an import, unless it was undone."""
    row: Row | None = await work.sql.fetchrow(STANDING, record.batch_id)
    return None if row is None or row["undone_at"] else row
