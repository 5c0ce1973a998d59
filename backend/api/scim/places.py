"""Where resources are, and which of them a page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from scim2_models import Resource, SearchRequest

from backend.api.scim.models import MOST_RESULTS
from backend.core import settings
from backend.core.errors import NotFound

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the resources that were found, how many there are, and how many stand before these."""

    resources: list[Resource[Any]]
    total: int
    offset: int


def location(kind: str, public_id: str = "") -> str:
    """The address of a resource."""
    return f"{settings.current().public_url}/scim/v2/{kind}/{public_id}".rstrip("/")


def page_of(request: SearchRequest[Any]) -> tuple[int, int]:
    """Offset and number of what a request asks for; 100 at the most."""
    count = MOST_RESULTS if request.count is None else request.count
    return (request.start_index or 1) - 1, min(count, MOST_RESULTS)


def the_only(found: Sequence[T]) -> T:
    """The one that was looked up; raises NotFound."""
    if not found:
        raise NotFound
    return found[0]
