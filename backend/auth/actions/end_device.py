"""endDevice: sign out of a device from afar, a lost phone for one."""

from __future__ import annotations

from uuid import UUID

from backend.audit.actions import record
from backend.auth.actions.sign_out import END
from backend.core.access import Actor, Permission, needs
from backend.core.errors import NotFound
from backend.core.ids import Kind
from backend.core.work import unit_of_work


@needs(Permission.OWN_PROFILE)
async def end_device(actor: Actor, device_id: UUID) -> UUID:
    """End the token that one of the caller's own devices holds; raises NotFound for any other."""
    async with unit_of_work(actor) as work:
        if await work.sql.fetchval(END, device_id, actor.member_id, work.now) is None:
            raise NotFound
        await record(work, actor, "auth.device_ended", (Kind.MEMBER, actor.member_id))
    return device_id
