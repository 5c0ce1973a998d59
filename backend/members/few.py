"""Whom a condition of a filter finds, where they are few.

A list is read in its order until a page is full: soon where many fit, and through everyone where few do.
So each condition is asked of an index of its own before; where one finds few, the list is made of those.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from backend.core.access import Role
from backend.core.db import Connection
from backend.core.sqltext import Where, contains
from backend.members.filters import EMAIL, LAST_DAY, RANK, STANDING, MemberFilter, words_of
from backend.members.rare import Common, common_of, rare_parts
from backend.members.status import MemberStatus

FEW = 1_000
SHORTEST_SEARCH = 3  # characters: the index knows groups of three
HIGHEST = "\U0010ffff"  # the last character there is
RANKS = {Role.OWNER: 0, Role.ADMIN: 1, Role.TRAINER: 2}  # nearly everyone else is a trainee
STANDINGS = {MemberStatus.INVITED: 0, MemberStatus.ACTIVE: 1, MemberStatus.DEACTIVATED: 2}
MEMBERS = "SELECT m.id FROM members m WHERE m.workspace_id = $1"
BEGINS = "m.sort_name >= {} AND m.sort_name < {}"
ADDRESS_BEGINS = f"{EMAIL} >= {{}} AND {EMAIL} < {{}} AND NOT ({BEGINS})"
LABELLED = "SELECT public.usher_labelled_members({}::text[], {})"
SEARCHED = "SELECT public.usher_search_members({}, {}, {}, {}, {}, {})"
# Whose last day has come stands among the others until the next clean-up, some seconds later.
LATELY = f"""({MEMBERS} AND m.deactivated_at IS NULL AND m.deactivates_at <= (SELECT public.usher_now())
    ORDER BY m.deactivates_at LIMIT {FEW + 1})"""
# The end of a day somewhere on earth is at most noon of the next, by UTC.
LEAVING = f"""{MEMBERS} AND {LAST_DAY} <= ({{}}::date + 2)::timestamp AT TIME ZONE 'UTC'
    ORDER BY {LAST_DAY}, m.id"""
IN_GROUPS = f"""SELECT member_id FROM unnest({{}}::uuid[]) AS one CROSS JOIN LATERAL (
        SELECT place.member_id FROM memberships place WHERE place.workspace_id = $1 AND place.group_id = one
        ORDER BY place.member_name, place.member_id LIMIT {FEW + 1}
    ) AS people"""


@dataclass(frozen=True, slots=True)
class Found:
    """The few that a filter is about, or None; with `start`, beside them all whose name begins so.

    They have the word `word` of the search, where that is what they were found by.
    """

    ids: Sequence[UUID] | None = None
    start: str | None = None
    word: str | None = None

    def rest(self, wanted: MemberFilter) -> MemberFilter:
        """What is still to be asked of those found: no second time for what an index has answered."""
        words = [word for word in words_of(wanted.search) if word != self.word]
        return replace(wanted, search=" ".join(words)) if self.word else wanted

    def conditions(self, where: Where) -> list[str]:
        """Conditions over `m`: whoever is meant fits one, and nobody two."""
        if self.ids is None:
            return ["true"]
        few = where.written("m.id = ANY({}::uuid[])", list(self.ids))
        return [few, where.written(BEGINS, self.start, self.start + HIGHEST)] if self.start else [few]


async def find_few(
    sql: Connection, workspace_id: UUID, wanted: MemberFilter, *, by_name: bool = True
) -> Found:
    """Whom to read a list of these from; whoever is found may still not fit the rest of the filter.

    A start of names is of use to what is read by name.
    """
    word = max(words_of(wanted.search), key=len, default="")
    searched = len(word) >= SHORTEST_SEARCH
    if wanted.ids is not None or wanted.external_ids is not None or not (searched or _narrows(wanted)):
        return Found()
    common = await common_of(sql, workspace_id)
    if common.is_small:
        return Found()
    asked = Where([workspace_id])
    questions = _questions(asked, wanted, common)
    if searched:
        ends = word, word + HIGHEST
        columns = common.in_names, common.in_emails, common.in_usernames
        patterns = [contains(*rare_parts(word, column)) for column in columns]
        questions += [
            asked.written(SEARCHED, word, contains(word), *patterns, FEW + 1),
            asked.written(f"{MEMBERS} AND {ADDRESS_BEGINS}", *ends, *ends),
            asked.written(f"{MEMBERS} AND {BEGINS}", *ends),
        ]
    if not questions:
        return Found()
    arrays = ", ".join(f"array({one} LIMIT {FEW + 1})" for one in questions)
    row = await sql.fetchrow(f"SELECT $1::uuid, {arrays}", *asked.parameters)
    found = _fewest(list(row or ())[1:], word if searched else None)
    return found if by_name or not found.start else Found()


def _fewest(found: list[list[UUID]], word: str | None) -> Found:
    """The shortest of these lists that is whole.

    The last three are of a word: who has it within, at the start of the address, and of the name.
    """
    plain, of_word = (found[:-3], found[-3:]) if word is not None else (found, [])
    lists = [Found(one) for one in plain if len(one) <= FEW]
    if of_word:
        within, address, name = of_word
        elsewhere = within + address
        if len(elsewhere) <= FEW >= len(name):
            lists.append(Found(elsewhere + name, word=word))
        elif len(elsewhere) <= FEW and not lists:
            return Found(elsewhere, start=word, word=word)
    return min(lists, key=lambda one: len(one.ids or ()), default=Found())


def _narrows(wanted: MemberFilter) -> bool:
    by_day = wanted.deactivates_before is not None
    return by_day or bool(wanted.statuses or wanted.roles or wanted.group_ids or wanted.labels)


# Standings and ranks are constants: a plan for any of them at all would not know how rare one is. What has
# no statistics that help is read in the order of its index.
def _questions(asked: Where, wanted: MemberFilter, common: Common) -> list[str]:
    """Who fits each condition that few may fit, by whatever index knows it best; some more may."""
    found = []
    if wanted.statuses:
        standings = ", ".join(str(STANDINGS[status]) for status in wanted.statuses)
        found.append(f"{MEMBERS} AND {STANDING} IN ({standings})")
        if MemberStatus.DEACTIVATED in wanted.statuses:
            found[-1] += f" UNION ALL {LATELY}"
    if wanted.roles and Role.TRAINEE not in wanted.roles:
        ranks = ", ".join(str(RANKS[role]) for role in wanted.roles)
        found.append(f"{MEMBERS} AND {RANK} IN ({ranks})")
    if wanted.group_ids:
        found.append(asked.written(IN_GROUPS, list(wanted.group_ids)))
    if wanted.labels and common.labels.isdisjoint(wanted.labels):
        found.append(asked.written(LABELLED, list(wanted.labels), FEW + 1))
    if wanted.deactivates_before is not None:
        found.append(asked.written(LEAVING, wanted.deactivates_before))
    return found
