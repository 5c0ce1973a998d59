"""Password hashes and sealed secrets."""

from __future__ import annotations

import asyncio
import os
import threading
import time

import pytest

from backend.core import settings
from backend.core.ids import new_id
from backend.core.passwords import NOBODY, hash_password, needs_rehash, normal_form, verify_password
from backend.core.sealing import BrokenSeal, seal, unseal
from backend.core.settings import load_settings
from backend.core.text import MOST_MARKS, one_line

STALL = 0.05  # seconds


async def test_hashes_are_argon2id_as_the_rules_say() -> None:
    stored = await hash_password("a lantern over the harbour")

    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert not needs_rehash(stored)
    assert await verify_password(stored, "a lantern over the harbour")
    assert not await verify_password(stored, "a lantern over the harbour ")
    assert stored != await hash_password("a lantern over the harbour")


async def test_no_account_costs_what_an_account_costs() -> None:
    assert not needs_rehash(NOBODY)
    assert not await verify_password(None, "anything")


@pytest.mark.parametrize("stored", ["", "garbage", "$argon2id$v=19$m=19456"])
async def test_a_broken_hash_matches_nothing(stored: str) -> None:
    assert not await verify_password(stored, "")


async def test_the_event_loop_goes_on_while_passwords_are_hashed() -> None:
    turns = 0
    hashing = asyncio.gather(*(hash_password(f"password {n}") for n in range(20)))
    while not hashing.done():
        turns += 1
        await asyncio.sleep(0)

    await hashing
    assert turns > 100


async def test_the_event_loop_never_stalls_while_passwords_are_hashed() -> None:
    """Of its own work no turn takes 50 ms; how long it waits for a core is for the machine to say."""
    own = []
    hashing = asyncio.gather(*(hash_password(f"password {n}") for n in range(40)))
    while not hashing.done():
        used = time.thread_time()
        await asyncio.sleep(0.001)
        own.append(time.thread_time() - used)
    await hashing

    assert max(own) < STALL


async def test_never_more_hashes_at_once_than_cores() -> None:
    await asyncio.gather(*(hash_password(f"password {n}") for n in range(20)))

    threads = [thread for thread in threading.enumerate() if thread.name.startswith("argon2")]
    assert 0 < len(threads) <= (os.cpu_count() or 1)


def test_seals_open_for_their_row_and_secret_only() -> None:
    row = new_id()
    settings.configure(load_settings({"USHER_SECRET": "one secret of the process, 32 or more"}))
    sealed = seal("lmozeirp", row)

    assert b"lmozeirp" not in sealed
    assert sealed != seal("lmozeirp", row)
    assert unseal(sealed, row) == "lmozeirp"
    altered = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for broken, other in ((sealed, new_id()), (sealed[:-1], row), (b"", row), (altered, row)):
        with pytest.raises(BrokenSeal):
            unseal(broken, other)
    settings.configure(load_settings({"USHER_SECRET": "another secret of the process, 32 or more"}))
    with pytest.raises(BrokenSeal):
        unseal(sealed, row)


async def test_a_password_of_any_length_and_any_letters_is_refused_alike() -> None:
    stored = await hash_password("a lantern over the harbour")
    for endless in ("a" * 900_000, "a" + "\u0301\u0323" * 400_000, "\x00", "\ud800"):
        assert not await verify_password(stored, endless)
        assert not await verify_password(None, endless)


def test_marks_beyond_those_of_any_script_are_left_out() -> None:
    assert normal_form("a" + "\u0301\u0323" * 400_000).count("\u0323") <= MOST_MARKS
    assert normal_form("o\u0308") == "ö"
    assert one_line("x" + "\u0301" * 1_000) == one_line("x" + "\u0301" * MOST_MARKS)
