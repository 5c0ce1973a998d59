"""Judges a history against the database as it stands in the end: what is lost, doubled, early or unasked."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

import asyncpg

from backend.worker import INVARIANTS
from tests.faults.history import Arrival, Call, History, Letter

EARLY_BY = 0.1  # seconds; the mail server's clock is this machine's, as the database's is
OUT = ("SENT", "DELIVERED", "BOUNCED", "FAILED")

ROWS = """
    SELECT mail.message_id, mail.kind, mail.state, mail.reason, mail.attempts,
        coalesce(mail.sent_to, mail.address, member.email) AS address,
        coalesce(registration.session_id::text, '') AS session, leader.message_id AS leader,
        extract(epoch FROM mail.due_at)::float AS due, extract(epoch FROM mail.data_at)::float AS data
    FROM mails mail
    LEFT JOIN members member ON member.id = mail.member_id
    LEFT JOIN registrations registration ON registration.id = mail.subject_id
    LEFT JOIN mails leader ON leader.id = mail.bundled_into
"""
PEOPLE = """
    SELECT email_key, count(*) AS rows, (SELECT count(*) FROM invitations i
        WHERE i.member_id = any(array_agg(member.id)) AND i.state IN ('PENDING', 'ACCEPTED')) AS invitations
    FROM members member WHERE role <> 'OWNER' AND email_key IS NOT NULL GROUP BY email_key
"""
PLACES = """
    SELECT member.email_key, place.group_id
    FROM memberships place JOIN members member ON member.id = member_id
"""
# Notes whatever goes backwards from a final state, by whichever process.
WATCH = """
    CREATE TABLE steps_back (step text);
    CREATE FUNCTION note_step_back() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
        INSERT INTO steps_back VALUES (OLD.id || ': ' || OLD.state || ' -> ' || NEW.state);
        RETURN NULL;
    END $$;
    CREATE TRIGGER watch AFTER UPDATE OF state ON mails FOR EACH ROW
    WHEN (OLD.state IN ('SENT', 'DELIVERED', 'BOUNCED', 'FAILED')
        AND NEW.state NOT IN ('DELIVERED', 'BOUNCED') AND NEW.state <> OLD.state)
    EXECUTE FUNCTION note_step_back();
"""


@dataclass(slots=True)
class Verdict:
    """What is wrong; all lists are empty where nothing is, and `doubled` counts surplus copies."""

    lost: list[Letter] = field(default_factory=list)
    unsettled: list[str] = field(default_factory=list)
    unasked: list[Letter] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    early: list[Letter] = field(default_factory=list)
    after_withdrawal: list[Letter] = field(default_factory=list)
    altered: list[str] = field(default_factory=list)
    effects: list[str] = field(default_factory=list)
    backwards: list[str] = field(default_factory=list)
    invariants: dict[str, int] = field(default_factory=dict)
    doubled: int = 0
    owed: int = 0

    def assert_clean(self, *, doubled: int = 0) -> None:
        """Fail with whatever is wrong, or with more copies than the fault allows."""
        wrong = {
            name: found[:5] if isinstance(found, list) else found
            for name in self.__slots__
            if name not in {"doubled", "owed"} and (found := getattr(self, name))
        }
        assert not wrong, wrong
        assert self.doubled <= doubled, f"{self.doubled} doubled, {doubled} allowed"


async def judge(history: History, sql: asyncpg.Connection[asyncpg.Record]) -> Verdict:
    """Compare what was acknowledged and what arrived with the rows."""
    verdict = Verdict()
    rows = await sql.fetch(ROWS)
    messages: dict[str, list[asyncpg.Record]] = defaultdict(list)
    for row in rows:
        messages[row["leader"] or row["message_id"]].append(row)
    arrived = _arrivals(history, messages, verdict)
    owed = _owed(history)
    verdict.owed = len(owed)
    verdict.lost = sorted(owed - set(arrived), key=str)
    verdict.unasked = sorted(set(arrived) - {one for call in history.calls for one in call.owes}, key=str)
    standing = owed & set(arrived)
    verdict.unsettled = [
        f"{letter}: {row['state']} {row['reason']} {row['attempts']} {row['data']}"
        for row in rows
        if (letter := _letter(row)) in standing and row["state"] not in OUT
    ]
    _check_withdrawals(history, arrived, rows, verdict)
    await _check_effects(history, sql, verdict)
    verdict.backwards = [row["step"] for row in await sql.fetch("SELECT step FROM steps_back")]
    for invariant in INVARIANTS:
        if found := len(await sql.fetch(invariant.sql)):
            verdict.invariants[invariant.name] = found
    return verdict


def _letter(row: asyncpg.Record, address: str = "") -> Letter:
    return Letter(address or row["address"], row["kind"], row["session"])


def _owed(history: History) -> set[Letter]:
    """What acknowledged calls owe, without what any call since has asked to keep in."""
    owed: set[Letter] = set()
    for call in history.calls:
        if call.ended is not None:
            owed = owed - call.withdraws | call.owes
        else:
            owed -= call.withdraws
    return owed


def _arrivals(
    history: History, messages: dict[str, list[asyncpg.Record]], verdict: Verdict
) -> dict[Letter, list[Arrival]]:
    """What arrived, by letter; counts copies, and finds what differs between them, is early or unknown."""
    arrived: dict[Letter, list[Arrival]] = defaultdict(list)
    digests: dict[str, set[str]] = defaultdict(set)
    for arrival in history.arrivals:
        if arrival.message_id not in messages:
            verdict.unknown.append(arrival.message_id)
            continue
        digests[arrival.message_id].add(arrival.digest)
        for row in messages[arrival.message_id] if arrival.kept else ():
            letter = _letter(row, arrival.recipient)
            arrived[letter].append(arrival)
            if row["due"] > history.latest_clock(arrival.at) + EARLY_BY:
                verdict.early.append(letter)
    verdict.altered = [message for message, seen in digests.items() if len(seen) > 1]
    copies = Counter(arrival.message_id for arrival in history.kept)
    again = sum(len({one.message_id for one in arrivals}) - 1 for arrivals in arrived.values())
    verdict.doubled = copies.total() - len(copies) + again
    return arrived


def _check_withdrawals(
    history: History,
    arrived: dict[Letter, list[Arrival]],
    rows: list[asyncpg.Record],
    verdict: Verdict,
) -> None:
    """A withdrawn letter may have left before the change was acknowledged, never begin to leave after."""
    by_letter = {_letter(row): row for row in rows}
    for number, call in enumerate(history.calls):
        if call.ended is None or not call.withdraws:
            continue
        owed_again = {letter for later in history.calls[number:] for letter in later.owes}
        for letter in (call.withdraws - owed_again) & set(arrived):
            row = by_letter[letter]
            began = row["data"] or float("inf")
            if began > call.ended:
                verdict.after_withdrawal.append(letter)


async def _check_effects(history: History, sql: asyncpg.Connection[asyncpg.Record], verdict: Verdict) -> None:
    """Each acknowledged address is one member with one invitation in the groups named; nobody else is."""
    people = {row["email_key"]: row for row in await sql.fetch(PEOPLE)}
    places = {(row["email_key"], row["group_id"]) for row in await sql.fetch(PLACES)}
    moved = {old: new for call in history.calls for old, new in call.variables.get("moved", {}).items()}
    left = {place for call in history.calls for place in call.variables.get("left", ())}
    named = {moved.get(address, address) for call in history.calls for address in _addresses(call)}
    out = {address for call in history.calls for address in call.variables.get("out", ())}
    verdict.effects += [f"{address} was never named" for address in sorted(set(people) - named)]
    for call in (one for one in history.calls if one.ended is not None):
        for address in (moved.get(one, one) for one in _addresses(call)):
            row = people.get(address)
            if row is None or (row["rows"], row["invitations"]) != (1, 0 if address in out else 1):
                verdict.effects.append(f"{address}: {dict(row) if row else 'no member'}")
            verdict.effects += [
                f"{address} is not in {group}"
                for group in call.variables.get("groups", ())
                if (address, group) not in places | left
            ]


def _addresses(call: Call) -> list[str]:
    found: list[str] = call.variables.get("addresses", [])
    return found
