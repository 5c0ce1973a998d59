"""Fields of inputs that may be left out or null, and are as usual then."""

from __future__ import annotations

import dataclasses
from typing import Any, TypeVar

import strawberry

T = TypeVar("T")


def usual(kind: Any, value: T, description: str) -> T:
    """A field of this kind; left out or null it has this value."""
    given: Any = {"default_factory": value.copy} if isinstance(value, list) else {"default": value}
    field: Any = strawberry.field(graphql_type=kind | None, description=description, **given)
    made: T = field
    return made


class NullIsUsual:
    """An input whose usual fields take null for what they usually are, as many clients write it."""

    def __post_init__(self) -> None:
        """Fill in what is usual."""
        for one in dataclasses.fields(self):  # type: ignore[arg-type]  # strawberry makes it a dataclass
            if getattr(self, one.name) is None:
                made = one.default_factory
                value = one.default if made is dataclasses.MISSING else made()
                setattr(self, one.name, None if value is dataclasses.MISSING else value)
