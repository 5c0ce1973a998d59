"""Subscriptions: what has changed, so that screens can ask again for what they show."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Annotated

import strawberry
from strawberry import ID

from backend.api.accounts import AccountSubscriptions
from backend.api.context import Info
from backend.core.access import Actor, Permission, require
from backend.core.errors import Unauthenticated
from backend.core.ids import Kind, encode
from backend.core.work import Change as Changed
from backend.core.work import ChangeKind

SEEN_WITH = {
    ChangeKind.WORKSPACE: Permission.SEE_WORKSPACE,
    ChangeKind.MEMBER: Permission.SEE_MEMBERS,
    ChangeKind.GROUP: Permission.SEE_GROUPS,
    ChangeKind.PROGRAM: Permission.SEE_PROGRAMS,
    ChangeKind.SESSION: Permission.SEE_PROGRAMS,
    ChangeKind.INVITATION: Permission.SEE_INVITATIONS,
    ChangeKind.MAIL: Permission.SEE_INVITATIONS,
    ChangeKind.IMPORT: Permission.MANAGE_MEMBERS,
    ChangeKind.WEBHOOK: Permission.MANAGE_KEYS,
}


@strawberry.type(description="Something has changed; ask again for what you show of it.")
class Change:
    kind: ChangeKind = strawberry.field(description="What kind of thing.")
    id: ID | None = strawberry.field(
        description="Which one; null for many, or where the caller sees only some."
    )


@strawberry.type(description="What is told as it happens, over graphql-transport-ws.")
class Subscription(AccountSubscriptions):
    @strawberry.subscription(description="Changes of these kinds in the caller's workspace.")
    async def changes(
        self, info: Info, of: Annotated[list[ChangeKind], strawberry.argument(description="Which kinds.")]
    ) -> AsyncGenerator[Change, None]:
        actor, live = info.context.actor, info.context.live
        for kind in of:
            require(actor, SEEN_WITH.get(kind, Permission.SEE_WORKSPACE))
        if live is None:
            raise Unauthenticated
        with live.listener(actor.workspace_id) as queue:
            while True:
                changed = await queue.get()
                if changed.kind in of or changed.kind == ChangeKind.ANYTHING:
                    yield shown(actor, changed)


def shown(actor: Actor, changed: Changed) -> Change:
    """A change as this caller may see it: ids only where they see all of that kind."""
    kind = ChangeKind(changed.kind)
    named = actor.is_admin and changed.id is not None and kind.name in Kind.__members__
    return Change(kind=kind, id=ID(encode(Kind[kind.name], changed.id)) if named and changed.id else None)
