"""Writing the audit: always in the transaction of the change itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson

from backend.core.access import Actor
from backend.core.ids import Kind, new_id
from backend.core.work import Work

INSERT = """
    INSERT INTO audit_events
        (id, workspace_id, at, action, door, actor_id, key_id, subject_kind, subject_id, batch_id, data)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
"""
INSERT_EACH = """
    INSERT INTO audit_events
        (id, workspace_id, at, action, door, actor_id, key_id, subject_kind, subject_id, data)
    SELECT public.usher_uuid7(), $1, $2, $3, $4, $5, $6, $7, subject_id, $8
    FROM unnest($9::uuid[]) AS subject_id
"""


async def record(
    work: Work,
    actor: Actor,
    action: str,
    subject: tuple[Kind, UUID | None],
    *,
    batch_id: UUID | None = None,
    **data: Any,
) -> None:
    """Add one event, such as `group.created`; `data` holds ids and settings, never secrets or addresses."""
    await work.sql.execute(
        INSERT,
        new_id(),
        actor.workspace_id,
        work.now,
        action,
        actor.door.value,
        actor.member_id,
        actor.key_id,
        subject[0].value,
        subject[1],
        batch_id,
        orjson.dumps(data, default=str).decode(),
    )


async def record_each(
    work: Work, actor: Actor, action: str, kind: Kind, subject_ids: Sequence[UUID], **data: Any
) -> None:
    """Add the same event for each of these subjects, in one statement."""
    await work.sql.execute(
        INSERT_EACH,
        actor.workspace_id,
        work.now,
        action,
        actor.door.value,
        actor.member_id,
        actor.key_id,
        kind.value,
        orjson.dumps(data, default=str).decode(),
        list(subject_ids),
    )
