"""Rows of one person in one paste: put together in the first of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from backend.core.access import Role
from backend.invitations.intake.people import Account
from backend.invitations.intake.shapes import Entry, GroupGrant

T = TypeVar("T")


def merge_repeats(entries: Sequence[Entry]) -> tuple[list[Entry], dict[int, int]]:
    """The entries with what later rows of the same person add; and for each of those, its first row.

    The first row's word holds, the later ones fill its gaps; groups, sessions, labels and further
    information are put together, and the higher role wins.
    """
    first: dict[str, int] = {}  # identity: index into `entries`
    repeats: dict[int, int] = {}
    merged = list(entries)
    for at, entry in enumerate(entries):
        keys = entry.identities[:1]
        if entry.errors or not keys:
            continue
        into = first.setdefault(keys[0], at)
        if into != at:
            merged[into] = _merge(merged[into], entry)
            repeats[entry.position] = merged[into].position
    return merged, repeats


def _merge(one: Entry, other: Entry) -> Entry:
    return replace(
        one,
        username=one.username or other.username,
        username_key=one.username_key or other.username_key,
        role=_higher(one.role, other.role),
        language=one.language or other.language,
        deactivates_on=one.deactivates_on or other.deactivates_on,
        groups=_grants(one.groups, other.groups),
        session_ids=_union(one.session_ids, other.session_ids),
        account=_account(one.account, other.account),
    )


def _account(one: Account | None, other: Account | None) -> Account | None:
    if one is None or other is None:
        return one or other
    takes = one.password_row is None and other.password_row is not None
    return replace(
        one,
        first_name=one.first_name or other.first_name,
        last_name=one.last_name or other.last_name,
        external_id=one.external_id or other.external_id,
        labels=_both(one.labels, other.labels),
        additional_information=_both(one.additional_information, other.additional_information),
        password_row=other.password_row if takes else one.password_row,
        delivery=other.delivery if takes else one.delivery,
    )


def _higher(one: Role | None, other: Role | None) -> Role | None:
    if one is None or other is None:
        return one or other
    return one if one.rank >= other.rank else other


def _grants(one: Sequence[GroupGrant], other: Iterable[GroupGrant]) -> tuple[GroupGrant, ...]:
    named = {grant.group_id for grant in one}
    return (*one, *(grant for grant in other if grant.group_id not in named))


def _both(one: tuple[str, ...] | None, other: tuple[str, ...] | None) -> tuple[str, ...] | None:
    return None if one is None and other is None else _union(one or (), other or ())


def _union(one: Iterable[T], other: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys((*one, *other)))
