"""Several requests on one import at once: one is done, the others are told, and nothing is done twice."""

from __future__ import annotations

import asyncio

import pytest

from backend.accounts.imports.cancel_account_import import cancel_account_import
from backend.accounts.imports.commit_account_import import commit_account_import
from backend.accounts.imports.queries import import_by_id
from backend.accounts.imports.records import ImportRecord, ImportState
from backend.accounts.imports.update_import_rows import Mended, update_import_rows
from backend.core.errors import InvalidInput, PlanChanged
from tests.accounts.imports_of import Imports, people
from tests.house_of import Home

AT_ONCE = 5
OPEN = "SELECT id FROM account_imports WHERE state = 'PLANNING'"


def codes(answer: object) -> list[str]:
    """The codes of a refusal as data; anything else that was raised fails the test."""
    assert isinstance(answer, InvalidInput), answer
    return [error.code for error in answer.errors]


async def commit(home: Home, draft: ImportRecord) -> ImportRecord:
    return await commit_account_import(home.owner, draft.id, draft.plan_hash or "")


@pytest.mark.parametrize("rows", [3, 200])
async def test_of_several_commits_one_runs(home: Home, imports: Imports, rows: int) -> None:
    draft = await imports.paste(people(rows))
    at_once = [commit(home, draft) for _ in range(AT_ONCE)]
    answers = await asyncio.gather(*at_once, return_exceptions=True)
    ran = [answer for answer in answers if isinstance(answer, ImportRecord)]
    refused = [answer for answer in answers if not isinstance(answer, ImportRecord)]
    assert [one.state for one in ran] == [ImportState.RUNNING]
    assert [codes(one) for one in refused] == [["NOT_A_DRAFT"]] * (AT_ONCE - 1)
    assert await home.count("audit_events", "action = 'import.committed'") == 1
    assert await home.sql.fetchval("SELECT sum(number)::int FROM spent_invites") == rows
    done = await imports.finish(draft.id)
    assert (done.state, done.counts["CREATE"]) == (ImportState.DONE, rows)
    assert await home.count("members", "role <> 'OWNER'") == rows
    assert await home.count("mails", "kind = 'account_link'") == rows
    assert await home.count("batches") == 1


async def test_commits_mendings_and_a_cancel_at_once_are_all_answered(home: Home, imports: Imports) -> None:
    draft = await imports.paste(people(50))
    mend = [Mended(1, {"email": "another@x.org"})]
    answers = await asyncio.gather(
        commit(home, draft),
        update_import_rows(home.owner, draft.id, mend),
        commit(home, draft),
        update_import_rows(home.owner, draft.id, mend),
        cancel_account_import(home.owner, draft.id),
        return_exceptions=True,
    )
    for answer in answers:
        if not isinstance(answer, ImportRecord | PlanChanged):
            assert codes(answer) == ["NOT_A_DRAFT"]
    done = await imports.finish(draft.id)
    assert done.state is ImportState.CANCELLED
    assert await home.count("members", "role <> 'OWNER'") == 0
    assert await home.count("audit_events", "action = 'import.cancelled'") == 1


async def test_an_import_that_is_cancelled_while_it_is_planned_is_shown_as_it_stands(
    home: Home, imports: Imports
) -> None:
    async def cancel_it() -> ImportRecord:
        while (found := await home.sql.fetchval(OPEN)) is None:
            pass
        return await cancel_account_import(home.owner, found)

    async with asyncio.timeout(30):
        made, cancelled = await asyncio.gather(imports.paste(people(500), preview=False), cancel_it())
    assert (made.id, made.state) == (cancelled.id, ImportState.CANCELLED)
    while await imports.step():
        pass
    assert (await import_by_id(home.owner, made.id)).state is ImportState.CANCELLED
    assert await home.count("members", "role <> 'OWNER'") == 0
