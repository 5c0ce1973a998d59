"""How often one may try to sign in, to reset and to change a password."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from backend.auth.rules import Login
from backend.core.errors import RateLimited
from backend.core.limits import limit, network, spend

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


async def count_sign_in(login: Login, address: str) -> None:
    """One attempt to sign in: 100 a minute per address, 10 per account, whether it exists or not."""
    await spend(
        limit("sign-in-from", network(address), 100, MINUTE), limit("sign-in", login.account, 10, MINUTE)
    )


async def count_guess(member_ids: Sequence[UUID], login: Login) -> bool:
    """One guess at these people's passwords: 10 a minute for each, by whichever of their names.

    Answers whether it may be made. A refusal would tell that two names are one person's.
    """
    whose = [str(one) for one in member_ids] or [login.account]
    try:
        await spend(*(limit("guess", one, 10, MINUTE) for one in whose))
    except RateLimited:
        return False
    return True


async def count_reset(login: Login, address: str) -> None:
    """One asking for a reset: it also bounds how many letters somebody else can have sent to a person."""
    await spend(limit("reset-from", network(address), 30, MINUTE), limit("reset", login.account, 5, HOUR))


async def count_change(member_id: UUID) -> None:
    """One attempt to change a password, which asks for the present one."""
    await spend(limit("change", str(member_id), 10, MINUTE))
