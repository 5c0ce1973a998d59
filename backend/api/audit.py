"""The audit over GraphQL."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import orjson
import strawberry
from strawberry import ID, Private, field

from backend.api.arguments import After, Before, First, Last, page_of
from backend.api.context import Info
from backend.api.nodes import node_of
from backend.api.types.connections import Connection, connection
from backend.api.types.graph import Member, member_type
from backend.api.types.node import Node, Presenter
from backend.audit import queries
from backend.audit.queries import AuditEventRow, AuditFilter
from backend.core.access import Door
from backend.core.ids import PREFIXES, Kind, decode, encode, parse


@strawberry.type(description="Who did what, when, by which door or key; events are only ever added.")
class AuditEvent(Node):
    at: datetime = field(description="When.")
    action: str = field(description="What was done, such as group.created.")
    door: Door = field(description="How the caller came in.")
    row: Private[AuditEventRow]

    @field(description="Who did it; null for keys and the system.")
    async def actor(self, info: Info) -> Member | None:
        who = self.row.actor_id
        found = await info.context.loaders.member.load(who) if who else None
        return member_type(found) if found else None

    @field(description="The API key it was done with; null for people.")
    def key_id(self) -> ID | None:
        return ID(encode(Kind.API_KEY, self.row.key_id)) if self.row.key_id else None

    @field(description="The id of what it was done to.")
    def subject_id(self) -> ID | None:
        kind = PREFIXES.get(self.row.subject_kind)
        return ID(encode(kind, self.row.subject_id)) if kind and self.row.subject_id else None

    @field(description="What it was done to; null where it is gone, or nothing that `node` finds.")
    async def subject(self, info: Info) -> Node | None:
        kind, value = PREFIXES.get(self.row.subject_kind), self.row.subject_id
        return await node_of(info, kind, value) if kind and value else None

    @field(description="The batch it belongs to; null for none.")
    def batch_id(self) -> ID | None:
        return ID(encode(Kind.BATCH, self.row.batch_id)) if self.row.batch_id else None

    @field(description="Further particulars as JSON: ids and settings, never secrets or addresses.")
    def data(self) -> str:
        return orjson.dumps(self.row.data).decode()


@strawberry.input(description="What the audit is narrowed to; everything given must hold.")
class AuditEventFilter:
    action: list[str] | None = field(default=None, description="Any of these.")
    actor_id: ID | None = field(default=None, description="Done by this member.")
    subject_id: ID | None = field(default=None, description="Done to this, whatever kind it is.")
    batch_id: ID | None = field(default=None, description="Of this batch.")
    since: datetime | None = field(default=None, description="From this instant on.")
    until: datetime | None = field(default=None, description="Before this instant.")


audit_event_type = Presenter(AuditEvent, Kind.AUDIT_EVENT, AuditEventRow)


@strawberry.type
class AuditQueries:
    @field(description="The audit of the workspace, newest first.")
    async def audit_events(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Annotated[
            AuditEventFilter | None, strawberry.argument(description="None for all of them.")
        ] = None,
    ) -> Connection[AuditEvent]:
        actor, wanted = info.context.actor, _filter(filter or AuditEventFilter())
        page = await queries.list_audit_events(actor, page_of(first, after, last, before), wanted)
        return connection(page, audit_event_type, lambda: queries.count_audit_events(actor, wanted))


def _filter(given: AuditEventFilter) -> AuditFilter:
    return AuditFilter(
        actions=tuple(given.action or ()),
        actor_id=decode(Kind.MEMBER, given.actor_id) if given.actor_id else None,
        subject_id=parse(given.subject_id)[1] if given.subject_id else None,
        batch_id=decode(Kind.BATCH, given.batch_id) if given.batch_id else None,
        since=given.since,
        until=given.until,
    )
