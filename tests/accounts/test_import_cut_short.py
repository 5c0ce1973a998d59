"""An import that is stopped or fails: what was written stands and is told, the rest is given back."""

from __future__ import annotations

import pytest

from backend.accounts.imports.cancel_account_import import cancel_account_import
from backend.accounts.imports.failed_file import failed_file
from backend.accounts.imports.jobs import PLANNING, claim
from backend.accounts.imports.records import ImportState
from backend.accounts.imports.running import write_chunk
from backend.auth.actions.sign_in import sign_in
from backend.auth.tokens import SignedIn, Visit
from backend.core.errors import InvalidInput
from tests.accounts.imports_of import Imports, people
from tests.house_of import Home

CANARY = "canary-9f3k-orchard"


async def test_a_run_is_cancelled_between_chunks(home: Home, imports: Imports, small_chunks: int) -> None:
    text = "".join(f"Last{n},First{n},p{n}@x.org,,0,{CANARY}{n}\n" for n in range(25))
    found = await imports.paste(text, preview=False)
    claimed = await claim(PLANNING)
    assert claimed is not None
    await write_chunk(claimed.job)
    assert (await cancel_account_import(home.owner, found.id)).state is ImportState.CANCELLED
    done = await imports.finish(found.id)
    assert (done.state, done.written, done.hashed) == (ImportState.CANCELLED, 10, 10)
    assert done.counts["CREATE"] == 10
    assert await home.count("members", "email_key LIKE 'p%@x.org'") == 10
    assert isinstance(await sign_in("p9@x.org", f"{CANARY}9", None, Visit()), SignedIn)
    assert await home.count("account_import_rows", "sealed IS NOT NULL") == 0
    with pytest.raises(InvalidInput) as refusal:
        await cancel_account_import(home.owner, found.id)
    assert refusal.value.errors[0].code == "IMPORT_ENDED"


async def test_what_a_stop_leaves_is_told_and_can_be_taken_along(
    home: Home, imports: Imports, small_chunks: int
) -> None:
    text = people(25).replace("p3@x.org", "broken@").replace("p20@x.org", "broken@")
    found = await imports.paste(f"Surname,First name,E-mail\n{text}", preview=False)
    await imports.step()
    stopped = await cancel_account_import(home.owner, found.id)
    assert (stopped.counts["CREATE"], stopped.counts["REFUSED"], stopped.not_carried_out) == (9, 16, 15)
    assert [(mail.kind, mail.count) for mail in stopped.mails] == [("account_link", 9)]
    assert (await imports.finish(found.id)).counts == stopped.counts
    codes = await imports.errors(stopped)
    assert (codes[9], codes[10], codes[20]) == ([], ["NOT_CARRIED_OUT"], ["INVALID_EMAIL"])
    assert await home.count("batches", "(counts->>'REFUSED')::int = 1") == 1
    lines = b"".join([piece async for piece in await failed_file(home.owner, found.id)]).decode().splitlines()
    assert lines[0].startswith("\ufeffSurname,First name,E-mail,")
    assert [line.split(",")[0] for line in lines[1:]] == ["Last3", *(f"Last{n}" for n in range(10, 25))]
    assert "not carried out" in lines[2]


async def test_what_a_failure_leaves_is_told_too(home: Home, imports: Imports, small_chunks: int) -> None:
    found = await imports.paste(people(25), preview=False)
    await imports.step()
    await home.sql.execute("UPDATE members SET deactivated_at = usher_now() WHERE role = 'OWNER'")
    failed = await imports.finish(found.id)
    assert (failed.state, failed.counts["CREATE"], failed.not_carried_out) == (ImportState.FAILED, 10, 15)
    assert [mail.count for mail in failed.mails] == [10]
