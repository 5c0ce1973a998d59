"""Typed public ids."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.errors import WrongId
from backend.core.ids import Kind, decode, encode, new_id, parse


def test_the_example_of_the_specification() -> None:
    value = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
    assert encode(Kind.GROUP, value) == "grp_01h455vb4pex5vsknk084sn02q"


@given(st.uuids(), st.sampled_from(Kind))
def test_there_and_back(value: UUID, kind: Kind) -> None:
    assert parse(encode(kind, value)) == (kind, value)


def test_an_id_of_another_kind_says_so() -> None:
    with pytest.raises(WrongId, match="is the id of a group; a member id starts with mem_"):
        decode(Kind.MEMBER, encode(Kind.GROUP, new_id()))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mem_",
        "mem",
        "xyz_01h455vb4pex5vsknk084sn02q",
        "mem_81h455vb4pex5vsknk084sn02q",
        "mem_01H455VB4PEX5VSKNK084SN02Q",
        "mem_01h455vb4pex5vsknk084sn02\u0660",
    ],
)
def test_what_is_no_id_is_refused(text: str) -> None:
    with pytest.raises(WrongId):
        parse(text)


def test_later_ids_sort_later() -> None:
    made = [new_id() for _ in range(1000)]
    assert made == sorted(made)
