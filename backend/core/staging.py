"""Sets of rows for one statement: copied into a table that lives as long as the statement needs it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

from backend.core.db import Connection


@asynccontextmanager
async def staged(
    sql: Connection, table: str, columns: str, rows: Iterable[tuple[Any, ...]]
) -> AsyncIterator[None]:
    """Within a transaction, `rows` stand in a temporary table of these columns (`id uuid, role text`).

    COPY goes around the walls of row-level security only in a table of one's own; the statement that
    reads it is walled in as ever.
    """
    await sql.execute(f"CREATE TEMPORARY TABLE {table} ({columns}) ON COMMIT DROP")
    await sql.copy_records_to_table(table, records=rows, schema_name="pg_temp")
    yield
    await sql.execute(f"DROP TABLE pg_temp.{table}")
