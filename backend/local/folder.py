"""What `usher up` keeps in USHER_DATA besides the parts' own data: lock, secret, owner, addresses."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from backend.core.settings import new_secret

DEMO_OWNER = "owner@example.org"


class FolderError(RuntimeError):
    """This folder can't be had, or another `usher up` holds it; the message is the line to print."""


@contextlib.contextmanager
def held(data: Path) -> Iterator[None]:
    """Keep every other `usher up` out of this folder for as long as this process lives."""
    try:
        if not data.exists():
            data.mkdir(parents=True)
            data.chmod(0o711)  # PostgreSQL's own user may have to pass; nobody may look around
        opened = (data / "lock").open("a+")
    except OSError as error:
        raise FolderError(f"USHER_DATA can't be used: {error.strerror}: {error.filename}.") from error
    with opened as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.seek(0)
            raise FolderError(f"Usher already runs on {data} (process {lock.read().strip()}).") from error
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield


def secret(data: Path) -> str:
    """The secret of this set-up, made at first use."""
    return _kept(data / "secret", new_secret)


def owner(data: Path) -> tuple[str, str]:
    """The first owner's address and password on this set-up, made at first use."""
    email, _, password = _kept(data / "owner.txt", _new_owner).partition("\n")
    return email, password


@contextlib.contextmanager
def announced(data: Path, addresses: Mapping[str, str]) -> Iterator[None]:
    """Tell other commands on this machine where the parts are, while they are there."""
    file = data / "addresses.json"
    _write_private(file, json.dumps(addresses, indent=1))
    try:
        yield
    finally:
        file.unlink(missing_ok=True)


def addresses(data: Path) -> dict[str, str]:
    """The settings that lead to the set-up that runs in this folder; empty where none runs."""
    try:
        told: dict[str, str] = json.loads((data / "addresses.json").read_text())
    except FileNotFoundError:
        return {}
    return told


def _new_owner() -> str:
    return f"{DEMO_OWNER}\n{secrets.token_urlsafe(12)}"


def _kept(file: Path, make: Callable[[], str]) -> str:
    if not file.exists():
        _write_private(file, make() + "\n")
    return file.read_text().strip()


def _write_private(file: Path, text: str) -> None:
    """Whole or not at all, and never readable by others."""
    unfinished = file.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(text)
    unfinished.rename(file)
