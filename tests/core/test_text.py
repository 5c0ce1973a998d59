"""Lists within one text: whatever stands in them comes back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.text import join_list, split_list

TEXTS = st.lists(st.text(alphabet="ab |\\"), max_size=5)


@pytest.mark.parametrize(
    ("texts", "joined"),
    [
        ([], ""),
        (["North", "Paris"], "North|Paris"),
        (["a|b", "c"], r"a\|b|c"),
        (["|"], r"\|"),
        (["C:\\", "c"], "C:\\ |c"),
        ([r"a\|b"], r"a\\|b"),
    ],
)
def test_bars_within_a_text_are_told_from_those_between(texts: list[str], joined: str) -> None:
    assert join_list(texts) == joined
    assert split_list(joined) == texts


def test_people_set_spaces_and_bars_as_they_like() -> None:
    assert split_list(" North |  | Paris|North|") == ["North", "Paris"]


@given(TEXTS, st.sampled_from(["|", " | "]))
def test_a_list_comes_back(texts: list[str], bar: str) -> None:
    clean = list(dict.fromkeys(filter(None, (text.strip() for text in texts))))
    assert split_list(join_list(clean, bar)) == clean
