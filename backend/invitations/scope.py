"""What a settling is about: whom, in which sessions, and what for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


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
        """The parameters that `narrowing` stands for."""
        return [list(ids) for ids in (self.member_ids, self.session_ids) if ids is not None]

    def narrowing(self, fixed: int, people: str = "r", runs: str = "r") -> str:
        """Conditions over the aliases that hold `member_id` and `session_id`, after so many parameters."""
        text, number = "", fixed
        columns = (self.member_ids, f"{people}.member_id"), (self.session_ids, f"{runs}.session_id")
        for ids, column in columns:
            if ids is not None:
                number += 1
                text += f" AND {column} = ANY(${number}::uuid[])"
        if not text:
            raise ValueError("settle members or sessions, never a whole workspace")
        return text
