"""The life of an import: mended, committed, run in chunks, taken over, cancelled, braked, forgotten."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import orjson
import pytest

from backend.accounts.imports import planning
from backend.accounts.imports.cancel_account_import import cancel_account_import
from backend.accounts.imports.commit_account_import import commit_account_import
from backend.accounts.imports.finishing import erase_imports
from backend.accounts.imports.importer import Importer
from backend.accounts.imports.jobs import PLANNING, LeaseLost, claim
from backend.accounts.imports.queries import RowsRequest, import_by_id, import_rows
from backend.accounts.imports.records import ImportRecord, ImportState
from backend.accounts.imports.running import write_chunk
from backend.accounts.imports.update_import_rows import Mended, update_import_rows
from backend.auth.actions.sign_in import sign_in
from backend.auth.tokens import SignedIn, Visit
from backend.core.errors import InvalidInput, NotFound, PlanChanged
from tests.accounts.imports_of import Imports, people
from tests.accounts.test_set_account import everything_stored
from tests.house_of import Home, make_home

CANARY = "canary-9f3k-orchard"


async def committed(home: Home, draft: ImportRecord) -> ImportRecord:
    return await commit_account_import(home.owner, draft.id, draft.plan_hash or "")


async def test_a_draft_writes_nobody_and_commits_as_it_was_looked_at(home: Home, imports: Imports) -> None:
    draft = await imports.paste(people(3))
    assert (draft.state, draft.counts["CREATE"]) == (ImportState.DRAFT, 3)
    assert await home.count("members", "role <> 'OWNER'") == 0
    assert (await committed(home, draft)).state is ImportState.RUNNING
    done = await imports.finish(draft.id)
    assert (done.state, done.written, done.counts["CREATE"]) == (ImportState.DONE, 3, 3)
    assert await home.count("batch_rows", "batch_id = $1", done.batch_id) == 3
    assert await home.count("audit_events", "action = 'intake.setAccounts'") == 1
    with pytest.raises(InvalidInput) as refusal:
        await committed(home, draft)
    assert refusal.value.errors[0].code == "NOT_A_DRAFT"


async def test_cells_are_mended_in_place(home: Home, imports: Imports) -> None:
    draft = await imports.paste(f"A,A,broken@,,0,{CANARY}\nB,B,b@x.org\n")
    assert await imports.outcomes(draft) == ["REFUSED", "CREATE"]
    mended = await update_import_rows(home.owner, draft.id, [Mended(1, {"email": "a@x.org"})])
    assert await imports.outcomes(mended) == ["CREATE", "CREATE"]
    assert mended.plan_hash != draft.plan_hash
    await committed(home, mended)
    await imports.finish(draft.id)
    assert isinstance(await sign_in("a@x.org", CANARY, None, Visit()), SignedIn)


@pytest.mark.parametrize(
    ("mended", "code"),
    [
        ([], "REQUIRED"),
        ([Mended(7, {"email": "a@x.org"})], "UNKNOWN_ROW"),
        ([Mended(1, {"shoe size": "43"})], "UNKNOWN_COLUMN"),
    ],
)
async def test_what_cannot_be_mended_is_told_and_nothing_changes(
    home: Home, imports: Imports, mended: list[Mended], code: str
) -> None:
    draft = await imports.paste(people(1))
    with pytest.raises(InvalidInput) as refusal:
        await update_import_rows(home.owner, draft.id, mended)
    assert refusal.value.errors[0].code == code
    assert await import_by_id(home.owner, draft.id) == draft


async def test_a_plan_that_changed_is_refused_and_shown_anew(home: Home, imports: Imports) -> None:
    draft = await imports.paste(people(2))
    await home.invite("p0@x.org")
    with pytest.raises(PlanChanged) as refusal:
        await committed(home, draft)
    assert refusal.value.extensions["before"]["CREATE"] == 2
    assert refusal.value.extensions["after"]["CREATE"] == 1
    again = await import_by_id(home.owner, draft.id)
    assert again.state is ImportState.DRAFT
    assert again.plan_hash == refusal.value.extensions["planHash"]
    assert await home.count("members", "email_key = 'p1@x.org'") == 0


async def test_a_large_plan_that_changed_is_a_draft_again(
    home: Home, imports: Imports, small_chunks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("set_accounts", "commit_account_import"):
        monkeypatch.setattr(f"backend.accounts.imports.{module}.SMALL", 20)
    found = await imports.paste(people(25))
    assert found.state is ImportState.PLANNING
    draft = await imports.finish(found.id)
    assert (draft.state, draft.planned) == (ImportState.DRAFT, 25)
    await home.invite("p0@x.org")
    assert (await committed(home, draft)).state is ImportState.RUNNING
    again = await imports.finish(found.id)
    assert (again.state, [error.code for error in again.errors]) == (ImportState.DRAFT, ["PLAN_CHANGED"])
    assert await home.count("members", "email_key = 'p1@x.org'") == 0
    await committed(home, again)
    assert (await imports.finish(found.id)).state is ImportState.DONE
    assert await home.count("members", "email_key LIKE 'p%@x.org'") == 25


async def test_rows_that_would_become_something_else_meanwhile_are_left_and_told(
    home: Home, imports: Imports
) -> None:
    draft = await imports.paste(people(2))
    await committed(home, draft)
    await home.invite("p0@x.org")
    done = await imports.finish(draft.id)
    assert await imports.outcomes(done) == ["REFUSED", "CREATE"]
    assert (await imports.errors(done))[0] == ["PLAN_CHANGED"]
    assert (done.counts["REFUSED"], done.counts["CREATE"]) == (1, 1)
    assert await home.count("members", "email_key = 'p0@x.org' AND activated_at IS NULL") == 1


async def test_a_killed_worker_is_taken_over_and_nothing_is_done_twice(
    home: Home, imports: Imports, small_chunks: int
) -> None:
    found = await imports.paste(people(25).replace("p3@x.org", "p24@x.org"), preview=False)
    first = await claim(PLANNING)
    assert first is not None
    assert await write_chunk(first.job)
    assert (await import_by_id(home.owner, found.id)).written == small_chunks
    assert await claim(PLANNING) is None  # it is in another's hands
    await home.sql.execute("UPDATE account_imports SET lease_until = clock_timestamp() - interval '1 s'")
    done = await imports.finish(found.id)
    assert (done.state, done.written) == (ImportState.DONE, 25)
    with pytest.raises(LeaseLost):
        await write_chunk(first.job)
    assert await home.count("members", "email_key LIKE 'p%@x.org'") == 24
    assert await home.count("mails", "kind = 'account_link'") == 24
    assert await home.count("batch_rows") == 25
    assert await home.count("batches", "operation = 'setAccounts'") == 1


async def test_rows_of_one_person_in_different_chunks_are_merged(
    home: Home, imports: Imports, small_chunks: int
) -> None:
    text = f"{people(12)}Last0,First0,p0@x.org,North,,{CANARY}\n"
    done = await imports.run(text)
    assert (done.counts["CREATE"], done.counts["DUPLICATE"], done.counts["REFUSED"]) == (12, 1, 0)
    assert (await imports.member("email_key = 'p0@x.org'"))["labels"] == ["North"]
    assert isinstance(await sign_in("p0@x.org", CANARY, None, Visit()), SignedIn)


async def test_a_cancelled_draft_keeps_no_password(home: Home, imports: Imports) -> None:
    draft = await imports.paste(f"A,A,a@x.org,,0,{CANARY}\n")
    assert await home.count("account_import_rows", "sealed IS NOT NULL") == 1
    assert CANARY not in await everything_stored(home)
    await cancel_account_import(home.owner, draft.id)
    assert await home.count("account_import_rows", "sealed IS NOT NULL") == 0


async def test_the_planner_knows_the_rows_of_an_import_that_follows_a_large_one(
    home: Home, imports: Imports, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else it would compare each of its rows with each: some minutes became hours."""
    monkeypatch.setattr(planning, "MANY", 5)
    await imports.paste(people(400))
    draft = await imports.paste(people(400, start=400))
    statement = f"EXPLAIN (FORMAT JSON) SELECT FROM account_import_rows WHERE import_id = '{draft.id}'"
    (found,) = orjson.loads(await home.sql.fetchval(statement))
    assert 200 < found["Plan"]["Plan Rows"] < 800


async def test_changing_over_half_of_the_members_is_asked_about(home: Home, imports: Imports) -> None:
    await imports.run(people(5))
    labelled = "".join(f"Last{n},First{n},p{n}@x.org,North\n" for n in range(4))
    asked = await imports.paste(labelled, preview=False)
    assert (asked.state, [error.code for error in asked.errors]) == (
        ImportState.DRAFT,
        ["CONFIRMATION_REQUIRED"],
    )
    with pytest.raises(InvalidInput) as refusal:
        await committed(home, asked)
    assert refusal.value.errors[0].code == "CONFIRMATION_REQUIRED"
    assert await home.count("members", "labels = '{North}'") == 0
    await commit_account_import(home.owner, asked.id, asked.plan_hash or "", confirm_changes=True)
    assert (await imports.finish(asked.id)).state is ImportState.DONE
    assert await home.count("members", "labels = '{North}'") == 4
    less = await imports.paste("Last4,First4,p4@x.org,North\n", preview=False)
    assert less.state is ImportState.RUNNING


async def test_rows_are_read_by_pages(home: Home, imports: Imports) -> None:
    draft = await imports.paste(people(5) + "A,A,broken@\n")
    page = await import_rows(home.owner, draft.id, RowsRequest(2))
    assert ([row.position for row in page.nodes], page.has_next) == ([1, 2], True)
    after = await import_rows(home.owner, draft.id, RowsRequest(2, after=page.cursor(-1)))
    assert [row.position for row in after.nodes] == [3, 4]
    there = await import_rows(home.owner, draft.id, RowsRequest(2, from_position=5))
    assert ([row.position for row in there.nodes], there.has_next) == ([5, 6], False)


async def test_another_workspace_sees_nothing(home: Home, imports: Imports) -> None:
    draft = await imports.paste(people(1))
    stranger = await make_home(home.sql, "stranger")
    for action in (
        commit_account_import(stranger.owner, draft.id, draft.plan_hash or ""),
        cancel_account_import(stranger.owner, draft.id),
        update_import_rows(stranger.owner, draft.id, [Mended(1, {"email": "x@x.org"})]),
        import_by_id(stranger.owner, draft.id),
    ):
        with pytest.raises(NotFound):
            await action
    assert await import_by_id(home.owner, draft.id) == draft


async def test_a_run_ends_where_whoever_started_it_has_no_access_any_longer(
    home: Home, imports: Imports
) -> None:
    found = await imports.paste(people(2), preview=False)
    await home.sql.execute("UPDATE members SET deactivated_at = usher_now() WHERE role = 'OWNER'")
    await imports.step()
    failed = await import_by_id(home.owner, found.id)
    assert (failed.state, [error.code for error in failed.errors]) == (ImportState.FAILED, ["CREATOR_GONE"])
    assert await home.count("members", "role <> 'OWNER'") == 0


async def test_drafts_are_erased_after_a_day(home: Home, imports: Imports) -> None:
    await imports.paste(people(1))
    done = await imports.run("Smith,James,,,,tulip-orchard\n")
    await erase_imports()
    assert await home.count("account_imports") == 2
    await home.wait(timedelta(hours=24, seconds=1))
    await erase_imports()
    assert await home.count("account_imports") == 1
    assert await home.count("account_import_rows", "sealed IS NOT NULL") == 0
    assert not (await import_by_id(home.owner, done.id)).has_sheet
    await erase_imports()
    await home.wait(timedelta(days=30))
    await erase_imports()
    assert await home.count("account_imports") == 0


@pytest.mark.thorough
async def test_the_worker_runs_it_with_processes_that_hash(home: Home, imports: Imports) -> None:
    text = "".join(f"Last{n},First{n},p{n}@x.org,,0,{CANARY}{n}\n" for n in range(25))
    importer = Importer()
    tasks = [asyncio.create_task(importer.run()), asyncio.create_task(importer.hash())]
    try:
        found = await imports.paste(text, preview=False)
        async with asyncio.timeout(20):
            while (await import_by_id(home.owner, found.id)).state is ImportState.RUNNING:
                await importer.wake()
                await importer.wake_hashers()
                await asyncio.sleep(0.02)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await importer.close()
    assert (await import_by_id(home.owner, found.id)).hashed == 25
    assert isinstance(await sign_in("p7@x.org", f"{CANARY}7", None, Visit()), SignedIn)
