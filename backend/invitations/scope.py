"""What a settling is about: whom, in which sessions, and what for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

REGISTERED = ("r.member_id", "r.session_id")


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

    def narrowing(self, fixed: int, columns: tuple[str, str] = REGISTERED) -> str:
        """Conditions on the columns of members and sessions, after so many parameters."""
        text, number = "", fixed
        for ids, column in zip((self.member_ids, self.session_ids), columns, strict=True):
            if ids is not None:
                number += 1
                text += f" AND {column} = ANY(${number}::uuid[])"
        if not text:
            raise ValueError("settle members or sessions, never a whole workspace")
        return text
