"""Saying that a field stays as it is, where None would be a value of its own."""

from __future__ import annotations

from enum import Enum
from typing import Final, Literal, TypeAlias, TypeVar

T = TypeVar("T")


class Keep(Enum):
    """The one value that means: leave it alone."""

    KEEP = "KEEP"


KEEP: Final = Keep.KEEP
Kept: TypeAlias = T | Literal[Keep.KEEP]


def replaced(given: Kept[T], standing: T) -> T:
    """What was given, or what stands where nothing was."""
    return standing if given is KEEP else given
