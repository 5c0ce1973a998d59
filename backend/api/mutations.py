"""The one shape of every mutation: one input, one payload, mendable errors as data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import strawberry
from strawberry.extensions import FieldExtension
from strawberry.types.field import StrawberryField

from backend.api.types.errors import input_errors
from backend.core.errors import InvalidInput


class ErrorsAsData(FieldExtension):
    """Turns InvalidInput into the payload's `errors`; everything else in it is then null."""

    def apply(self, field: StrawberryField) -> None:
        """Remember the field, whose type is the payload."""
        self.field = field

    async def resolve_async(self, next_: Callable[..., Any], source: Any, info: Any, **kwargs: Any) -> Any:
        """Answer the action's payload, or one that holds its errors."""
        try:
            return await next_(source, info, **kwargs)
        except InvalidInput as refusal:
            payload: Any = self.field.type
            return payload(errors=input_errors(refusal.errors))


def mutation(description: str) -> Any:
    """Declare a mutation; its docstring is this description."""
    return strawberry.mutation(description=description, extensions=[ErrorsAsData()])
