"""Password hashes: argon2id, off the event loop, never more at once than there are cores."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import ParamSpec, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type
from prometheus_client import Gauge

from backend.core.text import composed, is_storable

P = ParamSpec("P")
T = TypeVar("T")

HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1, type=Type.ID)
LONGEST = 128
LONGEST_TYPED = 8 * LONGEST  # before its letters are composed

# The hash of a random password that nobody kept: verified for accounts that don't exist, so that asking
# for them takes as long. Its parameters are HASHER's.
NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$7KVdnr942uZsmW26Ge3mgw$RwpE6A2tMAAprXrW6EOrxEV1VO2/INLMkQXsjLCH7hA"


@dataclass(slots=True)
class Tally:
    """How much hashing this process has done; shown among its metrics."""

    hashed: int = 0
    verified: int = 0


tally = Tally()
HASHES = Gauge("usher_password_hashes", "How often this process has hashed and verified", ["work"])
HASHES.labels("hashed").set_function(lambda: tally.hashed)
HASHES.labels("verified").set_function(lambda: tally.verified)


def normal_form(password: str) -> str:
    """The form that is hashed: the same letters, however a keyboard composed them."""
    return composed(password)


async def hash_password(password: str) -> str:
    """The argon2id hash of a password."""
    tally.hashed += 1
    return await _in_pool(HASHER.hash, normal_form(password))


async def verify_password(stored: str | None, password: str) -> bool:
    """Whether this password made this hash; without a hash it takes as long and answers False."""
    tally.verified += 1
    fits = len(password) <= LONGEST_TYPED and is_storable(password) and len(normal_form(password)) <= LONGEST
    candidate = normal_form(password) if fits else ""
    matched = await _in_pool(_matches, stored or NOBODY, candidate)
    return matched and fits and stored is not None


def needs_rehash(stored: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return HASHER.check_needs_rehash(stored)


def _matches(stored: str, password: str) -> bool:
    try:
        return HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


async def _in_pool(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    return await asyncio.get_running_loop().run_in_executor(_pool(), lambda: work(*args, **kwargs))


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=os.cpu_count() or 1, thread_name_prefix="argon2")
