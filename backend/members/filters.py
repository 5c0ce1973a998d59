"""What a list of members is narrowed to, as SQL over `m`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from backend.core.access import Actor, Role
from backend.core.sqltext import Where, contains
from backend.core.text import sort_key
from backend.members.status import BOUNCED, STATUS, MemberStatus

# Each is the expression of an index, and leakproof, so that row-level security leaves the index its use.
# Where someone stands is what the last clean-up found: it runs within seconds, and a question asked of the
# clock has no index.
EMAIL = """(CASE WHEN m.email_key IS NULL THEN '' ELSE m.email_key::text END COLLATE "C")"""
RANK = "(CASE m.role WHEN 'OWNER' THEN 0 WHEN 'ADMIN' THEN 1 WHEN 'TRAINER' THEN 2 ELSE 3 END)"
STANDING = "(CASE WHEN m.deactivated_at IS NOT NULL THEN 2 WHEN m.activated_at IS NULL THEN 0 ELSE 1 END)"
LAST_DAY = "(CASE WHEN m.deactivates_at IS NULL THEN 'infinity'::timestamptz ELSE m.deactivates_at END)"


@dataclass(frozen=True, slots=True)
class MemberFilter:
    """What a list is narrowed to; everything given must hold."""

    search: str | None = None
    statuses: tuple[MemberStatus, ...] = ()
    roles: tuple[Role, ...] = ()
    group_ids: tuple[UUID, ...] = ()
    group_role: str | None = None  # of the groups above
    labels: tuple[str, ...] = ()
    ids: tuple[UUID, ...] | None = None
    deactivates_before: date | None = None
    bounced: bool | None = None
    external_ids: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Which members a caller may see at all: an SQL condition over `m`, given by the room above.

    `places` is one over `place`: in which groups the caller may see who belongs to them.
    """

    condition: str = "true"
    values: tuple[Any, ...] = field(default=())
    places: str = "true"
    place_values: tuple[Any, ...] = field(default=())


def members_where(actor: Actor, scope: Scope, wanted: MemberFilter, after: Sequence[Any] = ()) -> Where:
    """The members in scope, narrowed to what is wanted; over `m`; parameters count on `after` these."""
    where = Where(list(after))
    where.add("m.workspace_id = {}", actor.workspace_id)
    where.add(scope.condition, *scope.values)
    search_words(where, wanted.search)
    if wanted.statuses:
        where.add(f"{STATUS} = ANY({{}}::text[])", [status.value for status in wanted.statuses])
    if wanted.external_ids is not None:
        where.add("m.external_id = ANY({}::text[])", list(wanted.external_ids))
    if wanted.roles:
        where.add("m.role = ANY({}::text[])", [role.value for role in wanted.roles])
    if wanted.group_ids:
        groups, role = len(scope.place_values), len(scope.place_values) + 1
        where.add(
            f"""EXISTS (SELECT 1 FROM memberships place WHERE place.member_id = m.id
            AND place.group_id = ANY({{{groups}}}::uuid[])
            AND place.role = coalesce({{{role}}}, place.role) AND {scope.places})""",
            *scope.place_values,
            list(wanted.group_ids),
            wanted.group_role,
        )
    if wanted.labels:
        where.add("m.labels && {}::text[]", list(wanted.labels))
    if wanted.ids is not None:
        where.add("m.id = ANY({}::uuid[])", list(wanted.ids))
    if wanted.deactivates_before is not None:
        where.add("m.deactivates_on <= {}::date", wanted.deactivates_before)
    if wanted.bounced is not None:
        where.add(f"{'' if wanted.bounced else 'NOT '}{BOUNCED}")
    return where


def search_words(where: Where, search: str | None) -> None:
    """Each word stands somewhere: names are sorted by the last of theirs, and typed by the first."""
    for word in words_of(search):
        where.add("(m.sort_name LIKE {0} OR m.email_key LIKE {0} OR m.username_key LIKE {0})", contains(word))


def words_of(search: str | None) -> list[str]:
    """What is searched, word by word, folded as names are."""
    return sort_key(search or "").split()
