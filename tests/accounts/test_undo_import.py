"""Undoing an import: like any batch, and while it still runs."""

from __future__ import annotations

from backend.accounts.imports.queries import import_by_id
from backend.accounts.imports.records import ImportState
from backend.auth.actions.sign_in import sign_in
from backend.auth.tokens import Visit
from backend.invitations.undo_batch import undo_batch
from tests.accounts.imports_of import Imports, people
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
    assert await home.count("members", "email LIKE 'p%' AND deactivated_at IS NULL") == 0
