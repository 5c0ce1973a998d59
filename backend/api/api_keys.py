"""API keys over GraphQL."""

from __future__ import annotations

from datetime import datetime

import strawberry
from strawberry import ID, Private, field

from backend.api.context import Info
from backend.api.mutations import mutation
from backend.api.types.errors import InputError
from backend.api.types.graph import Member, member_type
from backend.api.types.node import Node, Presenter
from backend.api.types.usual import NullIsUsual, usual
from backend.auth.actions.create_api_key import create_api_key
from backend.auth.actions.revoke_api_key import revoke_api_key
from backend.auth.actions.rotate_api_key import rotate_api_key
from backend.auth.api_keys import ApiKeyRow, list_api_keys
from backend.core.access import Permission, Role
from backend.core.ids import Kind, decode


@strawberry.type(description="A partner's way in; the key itself is known to its holder alone.")
class ApiKey(Node):
    name: str = field(description="What it is for.")
    prefix: str = field(description="How it begins, to tell it from others.")
    role: Role = field(description="How far it reaches.")
    scopes: list[Permission] = field(description="What it may do.")
    created_at: datetime = field(description="When it was made.")
    expires_at: datetime | None = field(description="When it ends by itself; null for never.")
    last_used_at: datetime | None = field(description="When it was last used, to five minutes.")
    revoked_at: datetime | None = field(description="When it was revoked; null while it is good.")
    row: Private[ApiKeyRow]

    @field(description="Who made it; null where the caller may not see them.")
    async def created_by(self, info: Info) -> Member | None:
        who = self.row.created_by
        found = await info.context.loaders.member.load(who) if who else None
        return member_type(found) if found else None


@strawberry.input(description="What a key is for and may do.")
class CreateApiKeyInput(NullIsUsual):
    name: str = field(description="What it is for.")
    scopes: list[Permission] = field(description="What it may do; each must be the caller's own.")
    role: Role = usual(Role, Role.ADMIN, "How far it reaches; never above the caller's own.")
    expires_at: datetime | None = field(default=None, description="When it ends by itself.")


@strawberry.input(description="Which key to revoke.")
class RevokeApiKeyInput:
    id: ID = field(description="The key.")


@strawberry.input(description="Which key gets a successor of the same name, role and scopes.")
class RotateApiKeyInput:
    id: ID = field(description="The key.")
    overlap_hours: int = field(
        default=24, description="How long the former key still opens, 0 to 720; it ends by itself then."
    )
    expires_at: datetime | None = field(default=None, description="When the new key ends by itself.")


@strawberry.type(description="The key with its secret, or what to mend.")
class CreateApiKeyPayload:
    api_key: ApiKey | None = field(default=None, description="Null where it was refused.")
    secret: str | None = field(default=None, description="Send it as `Authorization: Bearer`. Shown once.")
    errors: list[InputError] = field(default_factory=list, description="What to mend.")


@strawberry.type(description="The key, or what to mend.")
class RevokeApiKeyPayload:
    api_key: ApiKey | None = field(default=None, description="The key, revoked.")
    errors: list[InputError] = field(default_factory=list, description="What to mend.")


api_key_type = Presenter(ApiKey, Kind.API_KEY, ApiKeyRow)


@strawberry.type
class ApiKeyQueries:
    @field(description="Every API key of the workspace, newest first, revoked ones too.")
    async def api_keys(self, info: Info) -> list[ApiKey]:
        return [api_key_type(row) for row in await list_api_keys(info.context.actor)]


@strawberry.type
class ApiKeyMutations:
    @mutation("Make an API key; its secret is in this answer and nowhere else.")
    async def create_api_key(self, info: Info, input: CreateApiKeyInput) -> CreateApiKeyPayload:
        made = await create_api_key(
            info.context.actor, input.name, input.scopes, role=input.role, expires_at=input.expires_at
        )
        return CreateApiKeyPayload(api_key=api_key_type(made.key), secret=made.secret)

    @mutation("Give an API key a successor, whose secret is in this answer and nowhere else.")
    async def rotate_api_key(self, info: Info, input: RotateApiKeyInput) -> CreateApiKeyPayload:
        made = await rotate_api_key(
            info.context.actor,
            decode(Kind.API_KEY, input.id),
            overlap_hours=input.overlap_hours,
            expires_at=input.expires_at,
        )
        return CreateApiKeyPayload(api_key=api_key_type(made.key), secret=made.secret)

    @mutation("Revoke an API key at once.")
    async def revoke_api_key(self, info: Info, input: RevokeApiKeyInput) -> RevokeApiKeyPayload:
        row = await revoke_api_key(info.context.actor, decode(Kind.API_KEY, input.id))
        return RevokeApiKeyPayload(api_key=api_key_type(row))
