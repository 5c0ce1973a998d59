"""Small pieces of SQL with their values, put together without ever pasting a value into the text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the statement around this one, where a value could stand."""

    name: str


OWNER = Column("owner.id")  # of a list that is read for many owners at once


@dataclass(slots=True)
class Where:
    """Conditions joined by AND, with numbered parameters collected as they are added.

    Write `{}` where a value belongs: `where.add("name = {}", name)`. A Column is named instead of bound.
    """

    parameters: list[Any] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)

    def add(self, condition: str, *values: Any) -> None:
        """One more condition."""
        self.conditions.append(self.written(condition, *values))

    def written(self, condition: str, *values: Any) -> str:
        """A condition with its values among these parameters, for whoever says where it stands."""
        return condition.format(*(self._number(value) for value in values))

    def _number(self, value: Any) -> str:
        if isinstance(value, Column):
            return value.name
        self.parameters.append(value)
        return f"${len(self.parameters)}"

    def __str__(self) -> str:
        return " AND ".join(self.conditions) or "true"


def records(rows: Iterable[Mapping[str, Any]]) -> str:
    """Rows as one JSON parameter for `jsonb_to_recordset`: a set of any size in one statement."""
    return orjson.dumps(list(rows), default=str).decode()  # asyncpg has a UUID of its own


def contains(*parts: str) -> str:
    """A LIKE pattern for texts that contain these one after the other, whatever signs stand in them."""
    plain = (part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") for part in parts)
    return f"%{'%'.join(plain)}%"
