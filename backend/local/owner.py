"""Whom the embedded PostgreSQL runs as: it refuses root, so root lends it an unprivileged owner."""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import tempfile
from pathlib import Path
from typing import TypedDict

REFUGE = Path("/var/lib/usher")


class Owner(TypedDict, total=False):
    """The identity of a process, named as `subprocess` names it; empty is the current user."""

    user: int
    group: int
    extra_groups: list[int]


def unprivileged() -> Owner:
    """Nobody where we are root, otherwise ourselves."""
    if os.geteuid() != 0:
        return Owner()
    entry = pwd.getpwnam("nobody")  # initdb insists on an account that has a name
    return Owner(user=entry.pw_uid, group=entry.pw_gid, extra_groups=[])


def give(path: Path, owner: Owner) -> None:
    """Hand a file or folder to the owner."""
    if owner:
        os.chown(path, owner["user"], owner["group"])


def settle(folder: Path, owner: Owner, refuge: Path = REFUGE) -> Path:
    """Make a folder the owner can reach: this one, or one in the refuge that this becomes a link to.

    Root's own folders are closed to everyone else, and opening them would be worse than moving out.
    """
    if folder.is_symlink():
        return folder.resolve(strict=True)
    if not owner or _reachable(folder):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o711 if owner else 0o700)
        return folder
    refuge.mkdir(parents=True, exist_ok=True, mode=0o711)
    elsewhere = Path(tempfile.mkdtemp(prefix=f"{folder.name}-", dir=refuge))
    elsewhere.chmod(0o711)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.symlink_to(elsewhere)
    return elsewhere


def readable_copy(folder: Path, pattern: str, name: str, owner: Owner, refuge: Path = REFUGE) -> Path:
    """The folder itself, or where the owner can't read what matches the pattern in it, a copy of that.

    The copy stands in the refuge under `name` and is made once.
    """
    parts = [part for part in folder.glob(pattern) if part.suffix != ".dist-info"]
    if not owner or all(_reachable(part) and part.stat().st_mode & stat.S_IROTH for part in parts):
        return folder
    copy = refuge / name
    if not copy.exists():
        refuge.mkdir(parents=True, exist_ok=True, mode=0o711)
        unfinished = Path(tempfile.mkdtemp(dir=refuge))
        for part in parts:
            shutil.copytree(part, unfinished / part.name)
        _open_to_all(unfinished)
        unfinished.rename(copy)
    return copy


def _reachable(path: Path) -> bool:
    """Whether others may walk to a path, so far as it exists."""
    parents = [parent for parent in path.absolute().parents if parent.exists()]
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in parents)


def _open_to_all(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        mode = path.stat().st_mode
        path.chmod(mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0))
