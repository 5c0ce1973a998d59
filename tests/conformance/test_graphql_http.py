"""GraphQL over HTTP, as the npm package graphql-http audits it."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

from tests.served import Served

FRONTEND = Path(__file__).parents[2] / "frontend"
AUDITS = 61


async def test_every_audit_passes(served: Served) -> None:
    results = await run_node("http_audits.mjs", f"{served.url}/graphql", served.token)
    assert len(results) == AUDITS
    failed = [one for one in results if one["status"] != "ok"]
    assert failed == []


async def run_node(script: str, *words: str) -> Any:
    """What a script beside this file prints as JSON, with the app's own packages at hand."""
    child = await asyncio.create_subprocess_exec(
        *("node", str(Path(__file__).with_name(script)), *words, str(FRONTEND)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, errors = await child.communicate()
    assert child.returncode == 0, errors.decode()
    return json.loads(output)
