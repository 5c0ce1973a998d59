"""`node(id:)`: anything by its public id."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

import strawberry
from strawberry import argument

from backend.api.context import Info
from backend.api.loaders import Loaders
from backend.api.types import accounts, graph, intake, webhooks
from backend.api.types.node import Node
from backend.api.types.workspace import workspace_type
from backend.core.ids import Kind, parse
from backend.workspaces.queries import workspace

FOUND: dict[Kind, tuple[Callable[[Loaders], Any], Callable[[Any], Node]]] = {
    Kind.MEMBER: (lambda loaders: loaders.member, graph.member_type),
    Kind.GROUP: (lambda loaders: loaders.group, graph.group_type),
    Kind.PROGRAM: (lambda loaders: loaders.program, graph.program_type),
    Kind.SESSION: (lambda loaders: loaders.session, graph.session_type),
    Kind.REGISTRATION: (lambda loaders: loaders.registration, graph.registration_type),
    Kind.INVITATION: (lambda loaders: loaders.invitation_by_id, graph.invitation_type),
    Kind.BATCH: (lambda loaders: loaders.batch, intake.batch_type),
    Kind.IMPORT: (lambda loaders: loaders.account_import, accounts.import_type),
    Kind.WEBHOOK: (lambda loaders: loaders.webhook, webhooks.webhook_type),
    Kind.WEBHOOK_DELIVERY: (lambda loaders: loaders.webhook_delivery, webhooks.delivery_type),
}


@strawberry.type
class NodeQueries:
    @strawberry.field(description="Anything by its id; null where there is no such thing for this caller.")
    async def node(
        self, info: Info, id: Annotated[strawberry.ID, argument(description="Of any kind.")]
    ) -> Node | None:
        return await node_of(info, *parse(str(id)))


async def node_of(info: Info, kind: Kind, value: UUID) -> Node | None:
    """What bears this id, where the caller may see it."""
    actor = info.context.actor
    if kind is Kind.WORKSPACE:
        mine = value == actor.workspace_id
        return workspace_type(await workspace(value)) if mine else None
    if kind not in FOUND:
        return None
    loader, show = FOUND[kind]
    row = await loader(info.context.loaders).load(value)
    return show(row) if row else None
