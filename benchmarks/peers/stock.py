"""The stock reference: Strawberry and Tortoise as their documentation has them, over the same tables."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import strawberry
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from strawberry.asgi import GraphQL
from tortoise import Tortoise, fields
from tortoise.models import Model


class Groups(Model):
    """A group."""

    id = fields.UUIDField(primary_key=True)
    name = fields.CharField(200)

    class Meta:
        table = "groups"


class Members(Model):
    """A member with the groups they are in."""

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField()
    email = fields.CharField(320, null=True)
    first_name = fields.CharField(120, null=True)
    last_name = fields.CharField(120, null=True)
    sort_name = fields.CharField(260)
    role = fields.CharField(10)
    created_at = fields.DatetimeField()
    groups: fields.ManyToManyRelation[Groups] = fields.ManyToManyField(
        "stock.Groups", through="memberships", forward_key="group_id", backward_key="member_id"
    )

    class Meta:
        table = "members"


@strawberry.type
class Group:
    id: strawberry.ID
    name: str


@strawberry.type
class GroupConnection:
    nodes: list[Group]


@strawberry.type
class Member:
    id: strawberry.ID
    email: str | None
    first_name: str | None
    last_name: str | None
    role: str
    created_at: datetime
    row: strawberry.Private[Any]

    @strawberry.field
    async def groups(self, first: int | None = None) -> GroupConnection:
        return GroupConnection(
            nodes=[Group(id=strawberry.ID(str(one.id)), name=one.name) for one in self.row.groups]
        )


@strawberry.type
class MemberConnection:
    nodes: list[Member]


@strawberry.type
class Query:
    @strawberry.field
    async def members(self, first: int) -> MemberConnection:
        rows = await Members.all().order_by("sort_name", "id").limit(first).prefetch_related("groups")
        return MemberConnection(nodes=[_member(row) for row in rows])


def _member(row: Members) -> Member:
    return Member(
        id=strawberry.ID(str(row.id)),
        email=row.email,
        first_name=row.first_name,
        last_name=row.last_name,
        role=row.role,
        created_at=row.created_at,
        row=row,
    )


@asynccontextmanager
async def lifespan(_app: Starlette) -> AsyncIterator[None]:
    """Tortoise for as long as the server runs."""
    url = os.environ["DATABASE_URL"].replace("postgresql://", "asyncpg://")
    await Tortoise.init(
        db_url=url, modules={"stock": ["benchmarks.peers.stock"]}, _enable_global_fallback=True
    )
    yield
    await Tortoise.close_connections()


async def alive(_request: Request) -> PlainTextResponse:
    """Whether it answers."""
    return PlainTextResponse("ok")


app = Starlette(
    routes=[Route("/healthz", alive), Route("/graphql", GraphQL(strawberry.Schema(Query)), methods=["POST"])],
    lifespan=lifespan,
)
