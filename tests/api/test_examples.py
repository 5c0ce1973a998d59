"""The examples of docs/api.md answer what the page says, in the order it says them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from backend.api.reference import EXAMPLES, Run, examples, filled, found_at
from tests.api.conftest import Client
from tests.api.test_set_accounts import run_all
from tests.house_of import Home


async def test_every_example_answers_as_it_is_told(home: Home, owner: Client) -> None:
    known: dict[str, Any] = {"startsAt": (await home.now() + timedelta(days=60)).isoformat()}
    for example in examples():
        for run in example.runs:
            answer = await sent(owner, example.document, run, known)
            assert shape(answer) == shape(run.answer), example.name
            known |= {name: found_at(answer, place) for name, place in run.keep.items()}
    assert await home.count("batches", "undone_at IS NOT NULL") == 1


async def sent(owner: Client, document: str, run: Run, known: dict[str, Any]) -> dict[str, Any]:
    if run.after == "imports":
        await run_all()
    return await owner(document, **filled(run.variables, known))


def shape(value: Any) -> Any:
    """Names and kinds of values, whatever they are; of a list every different one once."""
    if isinstance(value, dict):
        return {name: shape(one) for name, one in value.items()}
    if isinstance(value, list):
        shapes = {repr(shape(one)): shape(one) for one in value}
        return [shapes[text] for text in sorted(shapes)]
    return type(value).__name__


def test_each_example_has_its_answers() -> None:
    assert len(examples()) == len(list(EXAMPLES.glob("*.json"))) > 10
