"""Undoing an import: like any batch, and while it still runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import pytest

from backend.accounts.imports.importer import Importer
from backend.accounts.imports.queries import import_by_id
from backend.accounts.imports.records import ImportState
from backend.auth.actions.sign_in import sign_in
from backend.auth.tokens import Visit
from backend.invitations.undo_batch import undo_batch
from tests.accounts.imports_of import Imports, Threads, people
from tests.house_of import Home


async def test_an_import_is_undone_like_any_batch(home: Home, imports: Imports) -> None:
    group = await home.group()
    await imports.run("Smith,James,james@x.org,,0,tulip-orchard\n")
    await sign_in("james@x.org", "tulip-orchard", None, Visit())
    text = f"{people(2)}Smith,James,james@x.org,North\n"
    done = await imports.run(text, group_ids=(group,), hold_seconds=60, confirm_changes=True)
    assert done.batch_id is not None
    undone = await undo_batch(home.owner, done.batch_id)
    assert undone.mails_withdrawn == 2
    assert [one.code for one in undone.remaining] == ["CHANGES_STAY"]
    assert await home.count("memberships") == 0
    assert await home.count("members", "email LIKE 'p%' AND deactivated_at IS NOT NULL") == 2
    assert await home.count("members", "email LIKE 'james%' AND deactivated_at IS NULL") == 1


async def test_undoing_a_batch_ends_its_run(home: Home, imports: Imports, small_chunks: int) -> None:
    found = await imports.paste(people(25), preview=False)
    await imports.step()
    batch_id = (await import_by_id(home.owner, found.id)).batch_id
    assert batch_id is not None
    await undo_batch(home.owner, batch_id)
    done = await imports.finish(found.id)
    assert (done.state, done.written) == (ImportState.CANCELLED, small_chunks)
    assert (done.counts["CREATE"], done.not_carried_out, done.mails) == (small_chunks, 15, ())
    assert await home.count("members", "email LIKE 'p%' AND deactivated_at IS NULL") == 0


PASSWORDS = "Smith,James,,,0,apozeiru-lantern\nMartin,Ann,ann@x.org,,0,lmozeirp-harbour\n"


@dataclass
class Interrupted(Threads):
    """Hashes, and has its batch undone by somebody before it is done."""

    home: Home
    batch_id: UUID | None = None

    async def hash_all(self, passwords: Sequence[str]) -> list[str]:
        """The hash of each, of a batch that stands no longer."""
        hashes = await super().hash_all(passwords)
        if self.batch_id is not None:
            await undo_batch(self.home.owner, self.batch_id)
        return hashes


@pytest.mark.parametrize("when", ["before", "meanwhile"])
async def test_an_undone_import_keeps_no_password(home: Home, when: str) -> None:
    hashers = Interrupted(home)
    imports = Imports(home, Importer(hashers=hashers))
    found = await imports.paste(PASSWORDS, preview=False)
    while await imports.step():
        pass
    batch_id = (await import_by_id(home.owner, found.id)).batch_id
    assert batch_id is not None
    if when == "before":
        await undo_batch(home.owner, batch_id)
    else:
        hashers.batch_id = batch_id
    done = await imports.finish(found.id)
    assert (done.state, done.hashed) == (ImportState.DONE, 2)
    assert await home.count("credentials", "must_change") == 0
    assert await home.count("account_import_rows", "sealed IS NOT NULL") == 0
    assert await home.count("mails", "state = 'SCHEDULED'") == 0
