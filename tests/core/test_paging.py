"""What a page is asked for, and how it is refused."""

from __future__ import annotations

import pytest

from backend.core.errors import InvalidInput
from backend.core.ids import new_id
from backend.core.paging import Keyset, PageRequest, cursor

BY_AGE = Keyset("created_at", "timestamptz")


@pytest.mark.parametrize("place", ["none of ours", cursor("no instant", new_id())], ids=["alien", "typed"])
@pytest.mark.parametrize("field", ["after", "before"])
def test_a_broken_cursor_is_told_of_where_it_stands(field: str, place: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        BY_AGE.clause(_page(field, place), [])
    (error,) = refusal.value.errors
    assert (error.code, error.field) == ("INVALID_CURSOR", (field,))


def _page(field: str, place: str) -> PageRequest:
    return PageRequest(after=place) if field == "after" else PageRequest(before=place)
