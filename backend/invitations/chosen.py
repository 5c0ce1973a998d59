"""The members or invitations that a bulk verb was handed: found, locked, and refused one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from backend.core.access import Actor, Role
from backend.core.db import Row
from backend.core.errors import InputError, InvalidInput
from backend.core.work import Work
from backend.invitations.filters import STATE
from backend.invitations.theirs import as_trainer, theirs
from backend.mail.actions import CancelResult
from backend.members.status import STATUS

MOST = 10_000
MEMBERS = f"""
    SELECT m.id, m.role, m.email_key, m.activated_at, m.asleep_at, m.deactivates_on, {STATUS} AS status,
        EXISTS (SELECT FROM suppressions x WHERE x.workspace_id = m.workspace_id
            AND x.email_key = m.email_key) AS bounced
    FROM members m WHERE m.workspace_id = $1 AND m.id = ANY($2::uuid[]) ORDER BY m.id FOR UPDATE OF m
"""
# Whoever accepts an invitation locks its member first; so do we, and look only then.
LOCK = """
    SELECT FROM members m WHERE m.workspace_id = $1 AND m.id IN (
        SELECT member_id FROM invitations WHERE workspace_id = $1 AND id = ANY($2::uuid[])
    ) ORDER BY m.id FOR UPDATE
"""
# A trainer invites only where the workspace lets them.
INVITING_TRAINER = "(SELECT $5::uuid FROM workspaces WHERE workspaces.id = $1 AND trainers_invite)"
# An invitation's mail is the newest that carries it; `newest` is whether no later one invites the member.
INVITATIONS = f"""
    SELECT i.id, i.member_id, i.version, i.role, i.email_key, i.batch_id, i.created_at, i.expires_at,
        {STATE} AS state, m.role AS member_role, m.email_key AS address, {STATUS} AS status,
        mail.state AS mail,
        EXISTS (SELECT FROM suppressions x WHERE x.workspace_id = m.workspace_id
            AND x.email_key = m.email_key) AS bounced,
        NOT EXISTS (SELECT FROM invitations later WHERE later.member_id = m.id AND later.id > i.id) AS newest
    FROM invitations i JOIN members m ON m.id = i.member_id
    LEFT JOIN LATERAL (
        SELECT state FROM mails WHERE subject_id = i.id AND kind = 'workspace_invitation'
        ORDER BY id DESC LIMIT 1
    ) mail ON true
    WHERE i.workspace_id = $1 AND i.id = ANY($2::uuid[])
        AND ($3::boolean OR i.invited_by = $4 AND {theirs("i.member_id", "$4::uuid", INVITING_TRAINER)})
"""


@dataclass(frozen=True, slots=True)
class Done:
    """What a bulk verb did: for whom, whom it refused (`row` is the place), and the mails taken back."""

    ids: list[UUID]
    errors: list[InputError] = field(default_factory=list)
    mails: CancelResult = field(default=CancelResult(0, 0))


@dataclass(frozen=True, slots=True)
class Chosen:
    """Those that may be acted on, in the order given, and why the others may not."""

    rows: list[Row]
    errors: list[InputError]

    @property
    def ids(self) -> list[UUID]:
        """The ids of those that may be acted on."""
        return [row["id"] for row in self.rows]

    def of(self, column: str) -> list[UUID]:
        """One column of them, such as `member_id`."""
        return [row[column] for row in self.rows]


Refusal = Callable[[Row], InputError | None]


async def choose_members(work: Work, actor: Actor, ids: Sequence[UUID], refuse: Refusal) -> Chosen:
    """The members of these ids, locked; raises InvalidInput where there are too many."""
    _check_number(ids)
    rows = await work.sql.fetch(MEMBERS, actor.workspace_id, list(ids))
    unknown = InputError("UNKNOWN_MEMBER", "There is no member with this id.")
    return _judge(ids, {row["id"]: row for row in rows}, unknown, _first(_ceiling(actor, "role"), refuse))


async def choose_invitations(work: Work, actor: Actor, ids: Sequence[UUID], refuse: Refusal) -> Chosen:
    """The invitations of these ids, locked: admins take any, others those they made and still could make."""
    _check_number(ids)
    await work.sql.execute(LOCK, actor.workspace_id, list(ids))
    caller = (actor.is_admin, actor.member_id, as_trainer(actor))
    rows = await work.sql.fetch(INVITATIONS, actor.workspace_id, list(ids), *caller)
    found = {row["id"]: row for row in rows}
    unknown = InputError("UNKNOWN_INVITATION", "There is no invitation with this id.")
    return _judge(ids, found, unknown, _first(_ceiling(actor, "member_role"), refuse))


def _check_number(ids: Sequence[UUID]) -> None:
    if not 0 < len(ids) <= MOST:
        raise InvalidInput(InputError("TOO_MANY", f"Choose 1 to {MOST:,} at once.", ("ids",)))


def _judge(ids: Sequence[UUID], found: Mapping[UUID, Row], unknown: InputError, refuse: Refusal) -> Chosen:
    chosen = Chosen([], [])
    places = {one: place for place, one in reversed(list(enumerate(ids, start=1)))}  # the first of each
    for one, place in sorted(places.items(), key=lambda pair: pair[1]):
        row = found.get(one)
        error = unknown if row is None else refuse(row)
        if error is not None:
            chosen.errors.append(InputError(error.code, error.message, ("ids",), place, error.suggestion))
        elif row is not None:
            chosen.rows.append(row)
    return chosen


def _ceiling(actor: Actor, column: str) -> Refusal:
    def refuse(row: Row) -> InputError | None:
        if Role(row[column]).rank <= actor.role.rank:
            return None
        return InputError("ABOVE_YOUR_ROLE", "You may not change a member above your own role.")

    return refuse


def _first(*refusals: Refusal) -> Refusal:
    return lambda row: next((error for refuse in refusals if (error := refuse(row))), None)
