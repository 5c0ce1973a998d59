"""What the reconciler found over GraphQL."""

from __future__ import annotations

from datetime import datetime

import strawberry
from strawberry import field

from backend.api.context import Info
from backend.mail.invariants import broken_invariants


@strawberry.type(description="Something that must hold of every row of the workspace, and does not.")
class BrokenInvariant:
    name: str = field(description="Which, such as mail_not_tried; the documentation says what to do.")
    number: int = field(description="How many rows break it; at most 1000 are counted.")
    since: datetime = field(description="When it was first found.")


@strawberry.type
class InvariantQueries:
    @field(description="What is not as it must be, looked for every five minutes; empty while all is well.")
    async def broken_invariants(self, info: Info) -> list[BrokenInvariant]:
        found = await broken_invariants(info.context.actor)
        return [BrokenInvariant(name=one.name, number=one.number, since=one.since) for one in found]
