"""How often one may try to sign in, to reset and to change a password."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from backend.auth.rules import Login
from backend.core.limits import limit, network, spend

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


async def count_sign_in(login: Login, address: str) -> None:
    """One attempt to sign in: 100 a minute per address, 10 per account, whether it exists or not."""
    await spend(
        limit("sign-in-from", network(address), 100, MINUTE), limit("sign-in", login.account, 10, MINUTE)
    )


async def count_reset(login: Login, address: str) -> None:
    """One asking for a reset: it also bounds how many letters somebody else can have sent to a person."""
    await spend(limit("reset-from", network(address), 30, MINUTE), limit("reset", login.account, 5, HOUR))


async def count_change(member_id: UUID) -> None:
    """One attempt to change a password, which asks for the present one."""
    await spend(limit("change", str(member_id), 10, MINUTE))
