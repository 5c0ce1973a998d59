"""The face of the devices that somebody is signed in on: phones above all."""

from __future__ import annotations

from datetime import datetime

import strawberry
from strawberry import ID, field

from backend.api.auth import signed_in
from backend.api.context import Info
from backend.api.mutations import mutation
from backend.api.types.node import Node
from backend.api.types.session import SignInPayload, SimplePayload
from backend.auth.actions.end_device import end_device
from backend.auth.actions.refresh_token import refresh_token
from backend.auth.devices import list_devices
from backend.auth.tokens import SignedIn
from backend.core.errors import Unauthenticated
from backend.core.ids import Kind, decode, encode


@strawberry.type(description="A device that one is signed in on.")
class Device(Node):
    name: str = field(description="What it called itself: its User-Agent.")
    is_current: bool = field(description="Whether this request comes from it.")
    created_at: datetime = field(description="When one signed in on it.")
    last_used_at: datetime = field(description="When it last asked for something, to five minutes.")
    expires_at: datetime = field(description="When it is signed out unless it asks for something before.")


@strawberry.input(description="Which device to sign out of.")
class EndDeviceInput:
    id: ID = field(description="One of one's own.")


@strawberry.type
class DeviceQueries:
    @strawberry.field(description="The devices that one is signed in on, the last used first.")
    async def devices(self, info: Info) -> list[Device]:
        caller = info.context.caller
        return [
            Device(
                id=ID(encode(Kind.DEVICE, row.id)),
                name=row.name,
                is_current=caller is not None and row.id == caller.token_id,
                created_at=row.created_at,
                last_used_at=row.last_used_at,
                expires_at=row.expires_at,
            )
            for row in await list_devices(info.context.actor)
        ]


@strawberry.type
class DeviceMutations:
    @mutation("A fresh token for this device; the one it came with ends within a minute.")
    async def refresh_token(self, info: Info) -> SignInPayload:
        actor, caller = info.context.actor, info.context.caller
        if caller is None or actor.key_id is not None:
            raise Unauthenticated("A key has no token to refresh.")
        token = await refresh_token(actor, caller.token_id)
        return await signed_in(info, SignedIn(token, caller))

    @mutation("Sign out of one of one's own devices.")
    async def end_device(self, info: Info, input: EndDeviceInput) -> SimplePayload:
        await end_device(info.context.actor, decode(Kind.DEVICE, str(input.id)))
        return SimplePayload()
