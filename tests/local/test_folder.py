"""What `usher up` keeps: made once, private, and held by one process at a time."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from backend.local import folder


def test_secret_and_owner_are_made_once_and_private(tmp_path: Path) -> None:
    secret, owner = folder.secret(tmp_path), folder.owner(tmp_path)

    assert folder.secret(tmp_path) == secret
    assert folder.owner(tmp_path) == owner
    assert len(secret) >= 32
    assert owner[0] == "owner@example.org"
    assert len(owner[1]) >= 12
    for name in ("secret", "owner.txt"):
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600


def test_a_second_holder_is_told_who_holds_it(tmp_path: Path) -> None:
    told = rf"already runs on .* \(process {os.getpid()}\)"
    with folder.held(tmp_path), pytest.raises(folder.FolderError, match=told), folder.held(tmp_path):
        pytest.fail("it was held twice")
    with folder.held(tmp_path):
        pass


def test_addresses_are_told_only_while_the_parts_are_there(tmp_path: Path) -> None:
    assert folder.addresses(tmp_path) == {}
    with folder.announced(tmp_path, {"DATABASE_URL": "postgresql://here"}):
        assert folder.addresses(tmp_path) == {"DATABASE_URL": "postgresql://here"}
        assert (tmp_path / "addresses.json").stat().st_mode & 0o777 == 0o600
    assert folder.addresses(tmp_path) == {}


def test_a_folder_that_can_not_be_had_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    told = r"^USHER_DATA can't be used: Not a directory: .*file/data\.$"
    with pytest.raises(folder.FolderError, match=told), folder.held(tmp_path / "file" / "data"):
        pytest.fail("it was held")
