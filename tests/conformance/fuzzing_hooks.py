"""What schemathesis judges answers by: a refusal carries a code of ours, and nothing is a fault."""

from __future__ import annotations

from typing import Any

import schemathesis

FAULT = "INTERNAL"


@schemathesis.check  # type: ignore[untyped-decorator]  # it stands in another environment
def refusals_are_no_faults(_context: Any, response: Any, _case: Any) -> None:
    """Whatever was generated: an answer in JSON, and errors that say by a code what is wrong."""
    assert response.status_code < 500, f"status {response.status_code}"
    answer = response.json()
    codes = [error.get("extensions", {}).get("code") for error in answer.get("errors", [])]
    assert all(codes), "an error without a code"
    assert FAULT not in codes, "a fault"
    assert "data" in answer or codes, "neither data nor errors"
