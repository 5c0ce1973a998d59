"""Taking back the places, registrations and assignments of a batch; settle afterwards for what follows."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from backend.core.access import Actor
from backend.core.work import Work
from backend.invitations.theirs import as_trainer, led, trained
from backend.invitations.undo.given import RAISES

# Another role than the batch gave: somebody set it since, or a later intake raised it.
PLACES = f"""
    WITH given AS MATERIALIZED (
        SELECT place.id, place.group_id, place.member_id, place.role, place.created_at,
            $3::boolean OR {led("place.group_id", "$4::uuid")}
                AND (place.role <> 'MANAGER' OR place.member_id = $4) AS may
        FROM memberships place WHERE place.workspace_id = $1 AND place.batch_id = $2
    ), set_since AS MATERIALIZED (
        SELECT event.subject_id AS group_id, one.id::uuid AS member_id, max(event.at) AS at
        FROM audit_events event
        CROSS JOIN LATERAL jsonb_array_elements_text(event.data -> 'member_ids') one (id)
        WHERE event.workspace_id = $1 AND event.action = 'group.role_set'
            AND event.subject_id IN (SELECT group_id FROM given)
        GROUP BY event.subject_id, one.id
    ), judged AS MATERIALIZED (
        SELECT given.id, given.member_id, may, EXISTS (
            SELECT FROM set_since WHERE set_since.group_id = given.group_id
                AND set_since.member_id = given.member_id AND set_since.at > given.created_at
        ) OR given.role <> 'LEARNER' AND EXISTS (
            SELECT FROM batch_rows line JOIN batches batch ON batch.id = line.batch_id
            WHERE line.member_id = given.member_id AND line.id > given.id AND line.batch_id <> $2
                AND batch.undone_at IS NULL AND {RAISES} OFFSET 0
        ) AS changed
        FROM given
    ), gone AS (
        DELETE FROM memberships USING judged
        WHERE memberships.workspace_id = $1 AND memberships.id = judged.id AND may AND NOT changed
        RETURNING memberships.id
    )
    SELECT (SELECT count(*) FROM gone) AS removed,
        array_agg(DISTINCT member_id) FILTER (WHERE may AND changed) AS changed,
        array_agg(DISTINCT member_id) FILTER (WHERE NOT may) AS others
    FROM judged
"""
REASONS = f"""
    WITH given AS MATERIALIZED (
        SELECT reason.id, r.member_id, $4::boolean OR {trained("r.session_id", "$5::uuid")} AS may
        FROM registration_reasons reason JOIN registrations r ON r.id = reason.registration_id
        WHERE reason.workspace_id = $1 AND reason.batch_id = $2 AND reason.kind = 'DIRECT'
            AND reason.ended_at IS NULL
    ), gone AS (
        UPDATE registration_reasons reason SET ended_at = $3 FROM given
        WHERE reason.workspace_id = $1 AND reason.id = given.id AND may RETURNING reason.id
    )
    SELECT (SELECT count(*) FROM gone) AS removed, NULL::uuid[] AS changed,
        array_agg(DISTINCT member_id) FILTER (WHERE NOT may) AS others
    FROM given
"""


@dataclass(frozen=True, slots=True)
class Removed:
    """How many grants ended; who keeps one that was changed since, and one that is not the caller's."""

    number: int
    changed: frozenset[UUID] = frozenset()
    others: frozenset[UUID] = frozenset()


async def remove_places(work: Work, actor: Actor, batch_id: UUID) -> Removed:
    """Take people out of the groups that a batch put them into."""
    values = (actor.is_admin, actor.member_id)
    return await _removed(work, PLACES, actor.workspace_id, batch_id, *values)


async def end_reasons(work: Work, actor: Actor, batch_id: UUID) -> Removed:
    """End what a batch registered people for by themselves."""
    values = (work.now, actor.is_admin, as_trainer(actor))
    return await _removed(work, REASONS, actor.workspace_id, batch_id, *values)


async def _removed(work: Work, statement: str, *values: object) -> Removed:
    (row,) = await work.sql.fetch(statement, *values)
    changed, others = (frozenset(row[column] or ()) for column in ("changed", "others"))
    return Removed(row["removed"], changed, others)
