"""A value that says: this was not given, leave it as it is (None clears it)."""

from __future__ import annotations

from enum import Enum
from typing import Final


class Unset(Enum):
    """The type of UNSET, for annotations: `date | None | Unset`."""

    UNSET = "UNSET"


UNSET: Final = Unset.UNSET
