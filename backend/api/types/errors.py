"""Errors that a person can mend, as data."""

from __future__ import annotations

from collections.abc import Iterable

import strawberry

from backend.core import errors


@strawberry.type(description="One thing to mend in the input: what, where, why, and what would do instead.")
class InputError:
    code: str = strawberry.field(description="Stable, for programs: for example INVALID_EMAIL.")
    message: str = strawberry.field(description="One sentence for a person.")
    field: list[str] = strawberry.field(description="The path into the input.")
    row: int | None = strawberry.field(description="Which row, from 1, where the input is a list or a file.")
    suggestion: str | None = strawberry.field(description="What would do instead, where that can be told.")
    value: str | None = strawberry.field(
        description="What the message names: a column, group or language as it was written, or a limit."
    )


def input_errors(found: Iterable[errors.InputError]) -> list[InputError]:
    """The errors as the API tells them."""
    return [
        InputError(
            code=e.code,
            message=e.message,
            field=list(e.field),
            row=e.row,
            suggestion=e.suggestion,
            value=e.value,
        )
        for e in found
    ]
