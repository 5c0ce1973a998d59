"""What a settling is about: whom, in which sessions, and what for.

Statements over a scope look each person or session up by themselves (`OFFSET 0` keeps the planner from
turning that around), so that they take as long as the scope is large, whatever the statistics say: after
a large intake they say nothing yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

EACH = """(
        SELECT found.* FROM unnest(${number}::uuid[]) AS one
        CROSS JOIN LATERAL (SELECT {columns} FROM {table} WHERE {column} = one OFFSET 0) AS found {also}
    )"""
REGISTRATION = "id, workspace_id, session_id, member_id, batch_id, ended_at, told_starts_at, told_ends_at"
# Read once, and joined as a whole with the few groups and sessions there are.
OWN_PLACES = "place AS MATERIALIZED (SELECT * FROM {each} AS own), "
PLACE = "workspace_id, group_id, member_id, role"


@dataclass(frozen=True, slots=True)
class Cause:
    """What a settling is done for: batch, doer, and until when its mails are held back."""

    batch_id: UUID | None = None
    member_id: UUID | None = None
    hold_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """These members, these sessions, or where both are given these members in these sessions."""

    member_ids: Sequence[UUID] | None = None
    session_ids: Sequence[UUID] | None = None

    @property
    def values(self) -> list[list[UUID]]:
        """The parameters of what `applied` puts in, each id once."""
        return [list(dict.fromkeys(ids)) for ids in (self.member_ids, self.session_ids) if ids is not None]

    def applied(self, statement: str, fixed: int) -> str:
        """The statement over this scope, its parameters counted after so many of its own.

        `{registrations}` and `{places}`, as `place`, are the registrations and places in groups that are
        meant; `{members_places}` comes before, `{sessions}` narrows the latter, over `s`.
        """
        if self.member_ids is None and self.session_ids is None:
            raise ValueError("settle members or sessions, never a whole workspace")
        last = fixed + len(self.values)
        by_session = self.session_ids is not None
        if self.member_ids is None:
            registrations = _each(last, REGISTRATION, "registrations", "session_id")
            own, places = "", "memberships AS place"
        else:
            also = f"WHERE found.session_id = ANY(${last}::uuid[])" if by_session else ""
            registrations = _each(fixed + 1, REGISTRATION, "registrations", "member_id", also)
            own = OWN_PLACES.format(each=_each(fixed + 1, PLACE, "memberships", "member_id"))
            places = "place"
        sessions = f"AND s.id = ANY(${last}::uuid[])" if by_session else ""
        return statement.format(
            registrations=registrations, members_places=own, places=places, sessions=sessions
        )


def _each(number: int, columns: str, table: str, column: str, also: str = "") -> str:
    return EACH.format(number=number, columns=columns, table=table, column=column, also=also)
