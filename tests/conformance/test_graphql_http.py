"""GraphQL over HTTP, as the npm package graphql-http audits it."""

from __future__ import annotations

from tests.conformance.node import run_node
from tests.served import Served

AUDITS = 61


async def test_every_audit_passes(served: Served) -> None:
    results = await run_node("http_audits.mjs", f"{served.url}/graphql", served.token)
    assert len(results) == AUDITS
    failed = [one for one in results if one["status"] != "ok"]
    assert failed == []
