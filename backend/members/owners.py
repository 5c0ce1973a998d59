"""A workspace keeps an owner: who would remain if some left."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from backend.core.db import Connection

# Owners for good: those who can sign in and whose access has no end.
LASTING = """
    SELECT m.id FROM members m
    WHERE m.workspace_id = $1 AND m.role = 'OWNER' AND m.activated_at IS NOT NULL
        AND m.deactivated_at IS NULL AND m.deactivates_at IS NULL
"""


async def needed_owner(sql: Connection, workspace_id: UUID, leaving: Sequence[UUID]) -> UUID | None:
    """Which of these must stay since no other owner would; None where they may all be lowered or go."""
    lasting = [row["id"] for row in await sql.fetch(LASTING, workspace_id)]
    going = [one for one in leaving if one in lasting]
    return going[-1] if going and len(going) == len(lasting) else None
