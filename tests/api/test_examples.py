"""The examples of docs/api.md answer what the page says, in the order it says them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from backend.api.reference import EXAMPLES, STARTS_AT, Run, examples, filled, found_at
from tests.api.conftest import Client
from tests.api.test_set_accounts import run_all
from tests.house_of import Home

NEW = {"token", "endCursor"}  # what means nothing to a reader
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT")
DAY = re.compile(r"^\d{4}-\d\d-\d\d$")
HASH = re.compile(r"^[0-9a-f]{32}(?=\.)")
ID = re.compile(r"^([a-z]{3})_[0-9a-z]{26}$")


async def test_every_example_answers_as_it_is_told(home: Home, owner: Client) -> None:
    early = (await home.now() + timedelta(days=60)).replace(hour=2)  # before the hour of the day's mail
    known: dict[str, Any] = {"startsAt": early.isoformat()}
    for example in examples():
        for run in example.runs:
            answer = await sent(owner, example.document, run, known)
            assert told(answer, known["startsAt"]) == told(run.answer, STARTS_AT), example.name
            known |= {name: found_at(answer, place) for name, place in run.keep.items()}
    assert await home.count("batches", "undone_at IS NOT NULL") == 1


async def sent(owner: Client, document: str, run: Run, known: dict[str, Any]) -> dict[str, Any]:
    if run.after == "imports":
        await run_all()
    return await owner(document, **filled(run.variables, known))


def told(value: Any, starts_at: str) -> Any:
    """The same without what is new each time; of a list every different one once, in any order."""
    if isinstance(value, dict):
        return {name: name if name in NEW else told(one, starts_at) for name, one in value.items()}
    if isinstance(value, list):
        each = {repr(one): one for one in (told(one, starts_at) for one in value)}
        return [each[text] for text in sorted(each)]
    return _text(value, starts_at) if isinstance(value, str) else value


def _text(value: str, starts_at: str) -> str:
    if INSTANT.match(value):
        same = datetime.fromisoformat(value) == datetime.fromisoformat(starts_at)
        return "when the session starts" if same else "an instant"
    return DAY.sub("a day", HASH.sub("a hash", ID.sub(r"an id of \1", value)))


def test_each_example_has_its_answers() -> None:
    assert len(examples()) == len(list(EXAMPLES.glob("*.json"))) > 10
