"""Groups as people name them in a cell: by id, by external id, or by a name that only one bears."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from uuid import UUID

from backend.core.db import Connection
from backend.core.errors import InputError, WrongId
from backend.core.ids import Kind, decode, encode
from backend.core.text import sort_key
from backend.invitations.intake.shapes import GroupGrant

GROUPS = """
    SELECT id, name, external_id FROM groups
    WHERE workspace_id = $1 AND archived_at IS NULL ORDER BY sort_name, id
"""
FIELD = ("groups",)


@dataclass(frozen=True, slots=True)
class NamedGroup:
    """A group and what it is called."""

    id: UUID
    name: str
    external_id: str | None


@dataclass(slots=True)
class NamedGroups:
    """The groups that rows may name."""

    by_id: dict[UUID, NamedGroup] = field(default_factory=dict)
    by_external_id: dict[str, UUID] = field(default_factory=dict)
    by_name: dict[str, list[UUID]] = field(default_factory=dict)
    answers: dict[str, GroupGrant | InputError] = field(default_factory=dict)

    def named(self, text: str) -> GroupGrant | InputError:
        """The group that a text names, or why there is none; thousands of rows name the same few."""
        answer = self.answers.get(text)
        if answer is None:
            found = self._find(text)
            answer = self.answers[text] = found if isinstance(found, InputError) else GroupGrant(found)
        return answer

    def _find(self, text: str) -> UUID | InputError:
        if (found_id := _typed(text)) is not None:
            return found_id if found_id in self.by_id else self._unknown(text)
        if text in self.by_external_id:
            return self.by_external_id[text]
        found = self.by_name.get(sort_key(text), [])
        if len(found) == 1:
            return found[0]
        if found:
            ids = ", ".join(encode(Kind.GROUP, one) for one in found)
            message = f"Several groups are called {text!r}. Write the id of the one meant: {ids}."
            one = encode(Kind.GROUP, found[0])
            return InputError("AMBIGUOUS_GROUP", message, FIELD, None, one, text[:80])
        return self._unknown(text)

    def _unknown(self, text: str) -> InputError:
        known = {folded: self.by_id[ids[0]].name for folded, ids in self.by_name.items()}
        known |= {sort_key(external): external for external in self.by_external_id}
        near = get_close_matches(sort_key(text), known, n=1, cutoff=0.6)
        hint = f" Did you mean {known[near[0]]!r}?" if near else ""
        message = f"There is no group with the id, external id or name {text[:80]!r}.{hint}"
        return InputError("UNKNOWN_GROUP", message, FIELD, None, known[near[0]] if near else None, text[:80])


def _typed(text: str) -> UUID | None:
    """The id that a text is; no group's own id can be another's external id."""
    try:
        return decode(Kind.GROUP, text)
    except WrongId:
        return None


def named_groups(groups: Iterable[NamedGroup]) -> NamedGroups:
    """These groups, to be found by what they are called."""
    found, by_name = NamedGroups(), defaultdict(list)
    for group in groups:
        found.by_id[group.id] = group
        by_name[sort_key(group.name)].append(group.id)
        if group.external_id is not None:
            found.by_external_id[group.external_id] = group.id
    found.by_name = dict(by_name)
    return found


async def load_groups(sql: Connection, workspace_id: UUID) -> NamedGroups:
    """The groups of a workspace that are in use."""
    rows = await sql.fetch(GROUPS, workspace_id)
    return named_groups(NamedGroup(row["id"], row["name"], row["external_id"]) for row in rows)
