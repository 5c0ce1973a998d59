"""Addresses as people paste them."""

from __future__ import annotations

import re

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import example, given
from hypothesis import strategies as st

from backend.core.addresses import EDGES, Address, normalise, read_address, split, suggest


def read_paste(paste: str) -> list[Address]:
    """Every address in a paste, in the order typed."""
    return [read_address(piece, name) for piece, name in split(paste)]


@pytest.mark.parametrize(
    ("paste", "keys"),
    [
        ("a@x.org,b@x.org;c@x.org d@x.org\te@x.org\nf@x.org", [f"{one}@x.org" for one in "abcdef"]),
        ("Jane Doe <jane@x.org>", ["jane@x.org"]),
        ('"Doe, Jane" <jane@x.org>, "O\'Hara; Bob" <bob@x.org>', ["jane@x.org", "bob@x.org"]),
        ("a@x.org Jane Doe <jane@x.org>", ["a@x.org", "jane@x.org"]),
        ("a\u200b@x.org\u00a0b@x.org\ufeff", ["a@x.org", "b@x.org"]),
        ("a@x.org. (b@x.org) <c@x.org>, 'd@x.org'", [f"{one}@x.org" for one in "abcd"]),
        ("mailto:a@x.org", ["a@x.org"]),
        ("A@X.ORG a@x.org", ["a@x.org", "a@x.org"]),
        ("rené@müller.de", [""]),
        ("info@müller.de info@xn--mller-kva.de", ["info@xn--mller-kva.de"] * 2),
        ("=cmd|x@b.com", ["=cmd|x@b.com"]),
    ],
)
def test_a_paste_becomes_addresses(paste: str, keys: list[str]) -> None:
    assert [address.key for address in read_paste(paste)] == keys


@pytest.mark.parametrize(
    "junk", ["hello", "a@", "@x.org", "a@@x.org", "a@x..org", "a b@", "x" * 400 + "@x.org"]
)
def test_junk_is_kept_with_its_reason(junk: str) -> None:
    for address in read_paste(junk):
        if not address.key:
            assert address.error
            assert address.error.code in {"INVALID_EMAIL", "INVALID_CHARACTERS"}
            assert len(address.typed) <= 320
    assert any(address.error for address in read_paste(junk))


def test_what_was_typed_is_kept_for_display() -> None:
    address = read_address("Jane.Doe@X.Org", "Jane")
    assert (address.display, address.key, address.typed) == (
        "Jane.Doe@X.Org",
        "jane.doe@x.org",
        "Jane <Jane.Doe@X.Org>",
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("a@gmial.com", "a@gmail.com"),
        ("a@gmail.con", "a@gmail.com"),
        ("a@hotmial.com", "a@hotmail.com"),
        ("a@outlok.com", "a@outlook.com"),
        ("a@company.con", "a@company.com"),
        ("a@gmail.com", None),
        ("a@mail.com", None),
        ("a@gmx.de", None),
        ("a@example.org", None),
    ],
)
def test_likely_typos_are_pointed_out(typed: str, meant: str | None) -> None:
    assert suggest(typed) == meant


def test_nul_and_lone_surrogates_are_told_apart_from_addresses() -> None:
    for text in ("a\x00b@x.org", "\ud800@x.org"):
        address = read_address(text)
        assert address.error
        assert address.error.code == "INVALID_CHARACTERS"
        assert "\x00" not in address.typed
        address.typed.encode()


def test_normalise_is_the_identity_or_none() -> None:
    assert normalise(" Ann@X.org ") == "ann@x.org"
    assert normalise("ann") is None


@given(st.from_regex(re.compile(r"[a-z.+-]{1,6}@([a-z0-9-]{1,4}\.){0,2}[a-z-]{1,5}", re.I), fullmatch=True))
@example("a@x.test")
@example("a@x.LOCAL")
@example("a@xn--x.org")
@example("a@ab--cd.org")
@example(f"{'l' * 65}@x.org")
@example(f"a@{'d' * 64}.org")
def test_the_short_way_says_what_the_library_says(text: str) -> None:
    try:
        found = validate_email(text, check_deliverability=False, allow_smtputf8=False)
        expected = f"{found.local_part}@{found.ascii_domain}".casefold()
    except EmailNotValidError:
        expected = ""
    if text == text.strip(EDGES):
        assert read_address(text).key == expected
