"""Writing members and their places in groups, as sets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from backend.core.clock import midnight
from backend.core.db import plan_anew
from backend.core.ids import new_id
from backend.core.staging import staged
from backend.core.text import sort_key
from backend.core.work import Work
from backend.invitations.intake.people import Person
from backend.invitations.intake.shapes import Outcome, PlannedRow, Written
from backend.workspaces.queries import WorkspaceRow

COLUMNS = """id uuid, email text, email_key text, username text, username_key text, external_id text,
    first_name text, last_name text, language text, labels text[], additional_information text[],
    sort_name text, role text, deactivates_on date, deactivates_at timestamptz, activates boolean,
    wakes boolean"""
PERSON = """email, email_key, username, username_key, external_id, first_name, last_name, language, labels,
    additional_information, sort_name, role, deactivates_on, deactivates_at"""
NEW = f"""
    INSERT INTO members
        (id, workspace_id, created_at, updated_at, deactivation_set_at, activated_at, {PERSON})
    SELECT id, $1, $2, $2, CASE WHEN deactivates_on IS NOT NULL THEN $2::timestamptz END,
        CASE WHEN activates THEN $2::timestamptz END, {PERSON}
    FROM staged_new_members
"""
CHANGED = f"""
    UPDATE members m SET updated_at = $2,
        deactivation_set_at = CASE WHEN m.deactivates_on IS DISTINCT FROM row.deactivates_on
            THEN $2 ELSE m.deactivation_set_at END,
        activated_at = CASE WHEN row.activates THEN coalesce(m.activated_at, $2) ELSE m.activated_at END,
        asleep_at = CASE WHEN row.wakes THEN NULL ELSE m.asleep_at END,
        deactivated_at = CASE WHEN row.wakes THEN NULL ELSE m.deactivated_at END,
        {", ".join(f"{name.strip()} = row.{name.strip()}" for name in PERSON.split(","))}
    FROM staged_changed_members row
    WHERE m.workspace_id = $1 AND m.id = row.id
"""
# Whoever joins locks themselves before their invitation and its mail, and so does whoever writes to these.
LOCK = """
    SELECT FROM members WHERE workspace_id = $1 AND id = ANY($2::uuid[]) ORDER BY id FOR NO KEY UPDATE
"""
PLACES = """
    INSERT INTO memberships AS place
        (id, workspace_id, group_id, member_id, member_name, role, batch_id, created_at)
    SELECT row.id, $1, row.group_id, row.member_id, m.sort_name, row.role, $2, $3
    FROM staged_places AS row JOIN members m ON m.workspace_id = $1 AND m.id = row.member_id
    ORDER BY row.group_id, row.member_id
    ON CONFLICT (group_id, member_id) DO UPDATE SET role = EXCLUDED.role
    WHERE array_position(ARRAY['LEARNER', 'COACH', 'MANAGER'], EXCLUDED.role::text)
        > array_position(ARRAY['LEARNER', 'COACH', 'MANAGER'], place.role::text)
"""
PLACE = "id uuid, group_id uuid, member_id uuid, role text"
WAKES = (Outcome.INVITE, Outcome.REACTIVATE)


async def lock_known(work: Work, workspace_id: UUID, rows: Iterable[Written]) -> None:
    """Hold those who are here already until all is written."""
    if known := [member_id for row, member_id in rows if row.known]:
        await work.sql.execute(LOCK, workspace_id, known)


async def write_members(work: Work, workspace: WorkspaceRow, rows: Iterable[Written]) -> None:
    """Make those who are new, and change those who change."""
    ends_at = lru_cache(maxsize=None)(lambda day: midnight(day, workspace.time_zone))

    def record(row: PlannedRow, member_id: UUID) -> tuple[Any, ...]:
        day: date | None = row.deactivates_on
        until: datetime | None = ends_at(day) if day else None
        wakes = row.outcome in WAKES or row.activates
        return (member_id, *_person(row.person), row.role.value, day, until, row.activates, wakes)

    new = [record(*one) for one in rows if one[0].known is None]
    changed = [record(*one) for one in rows if one[0].known and one[0].outcome is not Outcome.ADD_GRANTS]
    if new:
        await _write(work, "staged_new_members", new, NEW, workspace.id)
    await plan_anew(work.sql, len(new))
    if changed:
        await _write(work, "staged_changed_members", changed, CHANGED, workspace.id)


async def _write(
    work: Work, table: str, rows: Sequence[tuple[Any, ...]], statement: str, workspace_id: UUID
) -> None:
    async with staged(work.sql, table, COLUMNS, rows):
        await work.sql.execute(statement, workspace_id, work.now)


async def write_places(work: Work, workspace_id: UUID, batch_id: UUID, rows: Iterable[Written]) -> None:
    """Give places in groups; those held already are only ever raised."""
    places = {
        (grant.group_id, member_id): grant.role.value for row, member_id in rows for grant in row.groups
    }
    if not places:
        return
    records = ((new_id(), *pair, role) for pair, role in places.items())
    async with staged(work.sql, "staged_places", PLACE, records):
        await work.sql.execute(PLACES, workspace_id, batch_id, work.now)


def _person(person: Person) -> tuple[Any, ...]:
    name = f"{person.last_name or ''} {person.first_name or ''}".strip()
    return (
        person.email,
        person.email_key,
        person.username,
        person.username_key,
        person.external_id,
        person.first_name,
        person.last_name,
        person.language,
        list(person.labels),
        list(person.additional_information),
        sort_key(name or person.email or person.username or ""),
    )
