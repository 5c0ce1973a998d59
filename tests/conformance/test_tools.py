"""Tools of attackers and testers, from an environment of their own that `make conformance` makes."""

from __future__ import annotations

import asyncio
import os
import re
from pathlib import Path

from backend.core.access import Permission
from tests.served import Served

ROOT = Path(__file__).parents[2]
PATIENCE = 1800  # seconds for the longest of them
EXAMPLES = 20  # for each operation
MAKE_KEY = (
    'mutation ($scopes: [Permission!]!) { createApiKey(input: {name: "All", scopes: $scopes}) { secret } }'
)


async def run(tool: str, *words: str) -> tuple[int, str]:
    """The exit code of a tool, and all that it said."""
    child = await asyncio.create_subprocess_exec(
        *(str(ROOT / os.environ["CONFORMANCE"] / tool), *words),
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "SCHEMATHESIS_HOOKS": HOOKS},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await asyncio.wait_for(child.communicate(), PATIENCE)
    return child.returncode or 0, said.decode()


HOOKS = "tests.conformance.fuzzing_hooks"


async def test_schemathesis_finds_no_fault(served: Served) -> None:
    """With a key for everything, since a generated signOut would end a person's token."""
    async with served.client() as owner:
        body = {"query": MAKE_KEY, "variables": {"scopes": [one.value for one in Permission]}}
        key = (await owner.post("/graphql", json=body)).json()["data"]["createApiKey"]["secret"]
    code, said = await run(
        "schemathesis",
        *("run", f"{served.url}/graphql", "--header", f"Authorization: Bearer {key}"),
        *("--checks", "refusals_are_no_faults", "--max-examples", str(EXAMPLES)),
        *("--continue-on-failure", "--request-timeout", "60"),
    )
    assert code == 0, said[-5000:]
    assert re.search(r"(\d+) generated, \1 passed", said), said[-5000:]


async def test_clairvoyance_recovers_nothing(served: Served, tmp_path: Path) -> None:
    """Given every word of the schema to guess with, which is more than a stranger has."""
    schema = (ROOT / "schema.graphql").read_text()
    words, found = tmp_path / "words", tmp_path / "found.json"
    words.write_text("\n".join(sorted(set(re.findall(r"^  (\w+)[(:]", schema, re.M)))))
    _, said = await run(
        "clairvoyance", "-w", str(words), "-o", str(found), "-c", "2", f"{served.url}/graphql"
    )
    told = said + (found.read_text() if found.exists() else "")
    assert [
        name for name in re.findall(r"^(?:type|input) (\w+)", schema, re.M) if len(name) > 12 and name in told
    ] == []
