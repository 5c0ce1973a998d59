"""What of a batch may be taken back from a person, and why the rest stays: decisions only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.core.access import Actor, Role
from backend.invitations.intake.shapes import FieldChange, Outcome
from backend.invitations.undo.given import Given

ABOVE, OWNER, NOT_YOURS = "ABOVE_YOUR_ROLE", "LAST_OWNER", "NO_LONGER_YOURS"
SINCE, PLACES, JOINED = "GIVEN_SINCE", "PLACES_STAY", "JOINED"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is taken back from one person: invitation, access, an account opened for them, fields.

    `why` are the codes of what stays; `keeps_access` is whether they stay invited or let in by the batch,
    so that the letter which tells them so is still owed. `left` counts fields that stay.
    """

    given: Given
    why: frozenset[str]
    revoke: bool = False
    shut_out: bool = False
    reopen: bool = False
    fields: tuple[FieldChange, ...] = ()
    left: int = 0

    @property
    def member_id(self) -> UUID:
        """Whom it is about."""
        return self.given.member_id

    @property
    def keeps_access(self) -> bool:
        """Whether the batch's invitation or account stays theirs."""
        one = self.given
        kept = (one.let_in and not self.shut_out) or (one.opened and not self.reopen)
        return kept or (one.invited and not self.revoke)

    @property
    def forgets(self) -> bool:
        """Whether a first password came with the access that is taken back."""
        made = self.given.outcome is Outcome.CREATE
        brought = made or any(change.field == "password" for change in self.given.changes)
        return brought and (self.shut_out or self.reopen)

    @property
    def unowns(self) -> bool:
        """Whether an owner would be one no longer, or only until a day."""
        ends = any(change.field == "role" or change.before for change in self.fields)
        return self.given.role is Role.OWNER and (self.shut_out or self.reopen or ends)


def judge(one: Given, actor: Actor, needed: UUID | None = None) -> Verdict:
    """What is taken back from this person; `needed` is the owner without whom there would be none."""
    why = {code for code, holds in ((JOINED, one.joined_since), (PLACES, one.raised)) if holds}
    by_admin = bool(one.let_in or one.opened or one.standing)  # no other caller can give these
    if held := _held(one, actor, needed):
        concerned = by_admin or one.invited or held == NOT_YOURS
        return Verdict(one, frozenset(why | ({held} if concerned else set())))
    if by_admin and not actor.is_admin:
        why.add(NOT_YOURS)
    if one.reinvited or (one.changed and (one.invited or one.let_in or one.opened)):
        why.add(SINCE)
    may = actor.is_admin and not one.changed
    shut_out, reopen = may and one.let_in, may and one.opened
    # Who was let in and stays keeps what came with it: the day of before may be one that has passed.
    whole = actor.is_admin and (shut_out or one.outcome is not Outcome.REACTIVATE)
    fields = one.standing if whole else ()
    left = _left(one, fields) if actor.is_admin else 0
    return Verdict(one, frozenset(why), one.invited and not one.changed, shut_out, reopen, fields, left)


def stays(verdicts: Sequence[Verdict]) -> dict[str, set[UUID]]:
    """Who keeps something, by the code of why."""
    found: dict[str, set[UUID]] = defaultdict(set)
    for verdict in verdicts:
        for code in verdict.why:
            found[code].add(verdict.member_id)
    return found


def _held(one: Given, actor: Actor, needed: UUID | None) -> str | None:
    """Why nothing at all is taken back from the person themselves."""
    if not one.theirs:
        return NOT_YOURS
    if one.role.rank > actor.role.rank:
        return ABOVE
    return OWNER if one.member_id == needed else None


def _left(one: Given, back: Sequence[FieldChange]) -> int:
    """How many changes of fields stay: filled in for good, or changed again since."""
    by_access = {"password"} if one.let_in or one.opened else set()
    told = [change for change in one.changes if change.field not in {"status", "groupRole"} | by_access]
    return len(told) - len(back)
