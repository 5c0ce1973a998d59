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
from backend.core.work import ChangeKind, unit_of_work
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
HOLD_UNTIL = "SELECT hold_until FROM batches WHERE id = $1"

Hash: TypeAlias = Callable[[Sequence[str]], Awaitable[list[str]]]


async def hash_batch(job: Job, hash_all: Hash) -> bool:
    """Hash the next passwords of an import; answers whether any were left."""
    async with unit_of_work(job.actor) as work:
        record = await job.hold(work)
        rows = await work.sql.fetch(NEXT, job.id, record.hashed_to)
    passwords = [unseal_piece(row["sealed"], job.id, row["position"]).decode() for row in rows]
    hashes = await hash_all(passwords) if passwords else []
    given = [
        Initial(row["member_id"], password, hashed, row["mailed"])
        for row, password, hashed in zip(rows, passwords, hashes, strict=True)
    ]
    await _keep(job, record, rows, given)
    return bool(rows)


async def _keep(job: Job, record: ImportRecord, rows: Sequence[Row], given: Sequence[Initial]) -> None:
    async with unit_of_work(job.actor) as work:
        await job.hold(work)
        if rows:
            await store_initial(work, record.workspace_id, given)
            held = await work.sql.fetchval(HOLD_UNTIL, record.batch_id)
            await release_passwords(work, [one.member_id for one in given if one.mailed], held)
            at = [row["position"] for row in rows]
            await work.sql.execute(HASHED, job.id, at, [row["on_paper"] for row in rows])
            await work.sql.execute(ADVANCE, job.id, len(rows), at[-1])
            work.poke(DELIVER)
        await finish_if_done(work, job.actor, await job.hold(work))
        work.changed(ChangeKind.IMPORT, job.id)
