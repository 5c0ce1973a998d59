"""Small pieces of SQL with their values, put together without ever pasting a value into the text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson


@dataclass(slots=True)
class Where:
    """Conditions joined by AND, with numbered parameters collected as they are added.

    Write `{}` where a value belongs: `where.add("name = {}", name)`.
    """

    parameters: list[Any] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)

    def add(self, condition: str, *values: Any) -> None:
        """One more condition."""
        first = len(self.parameters) + 1
        self.parameters += values
        self.conditions.append(condition.format(*(f"${first + i}" for i in range(len(values)))))

    def __str__(self) -> str:
        return " AND ".join(self.conditions) or "true"


def records(rows: Iterable[Mapping[str, Any]]) -> str:
    """Rows as one JSON parameter for `jsonb_to_recordset`: a set of any size in one statement."""
    return orjson.dumps(list(rows), default=str).decode()  # asyncpg has a UUID of its own


def contains(text: str) -> str:
    """A LIKE pattern for texts that contain this one, whatever signs stand in it."""
    return "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
