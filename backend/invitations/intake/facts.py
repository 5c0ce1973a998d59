"""Loading what a plan is decided on: a constant number of statements, whatever the number of rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from backend.core.access import Actor, Role
from backend.core.db import Connection, Row
from backend.core.usernames import stem
from backend.core.work import Work
from backend.groups.models import GroupRole
from backend.invitations.account_letters import PASSWORD, THEIR_LETTER
from backend.invitations.intake.known import Facts, KnownSession
from backend.invitations.intake.people import KnownMember, Person
from backend.invitations.intake.shapes import Entry
from backend.invitations.owed import PROGRAM_MAIL
from backend.members.status import STATUS, MemberStatus
from backend.programs.rules import invitation_due, session_state
from backend.workspaces.queries import WorkspaceRow

# Each key is looked up by itself: a plan over all of them would be judged by statistics that know nothing
# yet of the thousands an import has just written, and compare every one with every other.
EACH = "CROSS JOIN LATERAL (SELECT id FROM members WHERE workspace_id = $1 AND {} = key LIMIT {}) AS found"
MEMBERS = f"""
    WITH wanted AS MATERIALIZED (
        SELECT found.id FROM unnest($2::text[]) AS key {EACH.format("email_key", 1)}
        UNION SELECT found.id FROM unnest($3::text[]) AS key {EACH.format("username_key", 1)}
        UNION SELECT found.id FROM unnest($4::uuid[]) AS key {EACH.format("id", 1)}
        UNION SELECT found.id FROM unnest($5::text[]) AS key {EACH.format("sort_name", 10)}
    )
    SELECT m.id, m.email, m.email_key, m.username, m.username_key, m.external_id, m.first_name, m.last_name,
        m.sort_name, m.language, m.labels, m.additional_information, m.role, {STATUS} AS status,
        m.activated_at, m.asleep_at, m.deactivates_on, open.id AS invitation_id,
        open.expires_at <= (SELECT public.usher_now()) AS expired,
        c.hash IS NOT NULL OR c.sealed IS NOT NULL OR letter.kind = '{PASSWORD}' AS has_password,
        letter.kind AS letter
    FROM wanted
    CROSS JOIN LATERAL (SELECT * FROM members WHERE id = wanted.id LIMIT 1) AS m
    LEFT JOIN LATERAL (
        SELECT id, expires_at FROM invitations WHERE member_id = m.id AND state = 'PENDING' LIMIT 1
    ) AS open ON true
    {THEIR_LETTER}
    WHERE m.workspace_id = $1
"""
USERNAMES = """
    SELECT m.username_key FROM unnest($2::text[]) AS stem
    CROSS JOIN LATERAL (
        SELECT username_key FROM members WHERE workspace_id = $1
            AND username_key COLLATE "C" >= stem AND username_key COLLATE "C" < stem || ':' OFFSET 0
    ) AS m
"""
EXTERNAL_IDS = f"""
    SELECT key AS external_id, found.id FROM unnest($2::text[]) AS key {EACH.format("external_id", 1)}
"""
SUPPRESSED = (
    "SELECT email_key, reason FROM suppressions WHERE workspace_id = $1 AND email_key = ANY($2::text[])"
)
PLACES = """
    SELECT place.group_id, place.member_id, place.role FROM unnest($2::uuid[]) AS who
    CROSS JOIN LATERAL (
        SELECT workspace_id, group_id, member_id, role FROM memberships WHERE member_id = who OFFSET 0
    ) AS place
    WHERE place.workspace_id = $1 AND place.group_id = ANY($3::uuid[])
"""
GROUPS = "SELECT id, name FROM groups WHERE workspace_id = $1 AND id = ANY($2::uuid[])"
REACHED = """
    SELECT a.group_id, s.id AS session_id FROM assignments a
    JOIN sessions s ON s.id = a.session_id OR s.program_id = a.program_id
    WHERE a.workspace_id = $1 AND a.group_id = ANY($2::uuid[]) AND a.ended_at IS NULL
"""
REGISTERED = f"""
    SELECT r.session_id, r.member_id, r.ended_at IS NULL AS stands, mail.state, ARRAY(
        SELECT reason.group_id FROM registration_reasons reason
        WHERE reason.registration_id = r.id AND reason.ended_at IS NULL OFFSET 0
    ) AS reasons FROM unnest($2::uuid[]) AS who
    CROSS JOIN LATERAL (
        SELECT id, workspace_id, session_id, member_id, ended_at FROM registrations
        WHERE member_id = who OFFSET 0
    ) AS r
    LEFT JOIN LATERAL (SELECT state FROM mails mail WHERE {PROGRAM_MAIL} OFFSET 0) AS mail ON true
    WHERE r.workspace_id = $1
        AND (r.ended_at IS NULL OR mail.state <> 'CANCELLED')
"""
SESSIONS = """
    SELECT s.id, p.title, s.name, s.starts_at, s.ends_at, s.cancelled_at, s.time_zone
    FROM sessions s JOIN programs p ON p.id = s.program_id
    WHERE s.workspace_id = $1 AND s.id = ANY($2::uuid[])
"""


async def load_facts(work: Work, actor: Actor, workspace: WorkspaceRow, entries: Sequence[Entry]) -> Facts:
    """Everything known about the people, groups and sessions that these entries name."""
    sql, mine = work.sql, workspace.id
    nameless = [entry for entry in entries if entry.account and not entry.identities]
    external_ids = await _external_ids(sql, mine, entries)
    members, namesakes = await _members(
        sql, mine, entries, [entry.folded_name for entry in nameless], list(external_ids.values())
    )
    member_ids = list({known.id for known in members.values()})
    group_ids = list({grant.group_id for entry in entries for grant in entry.groups})
    places = await sql.fetch(PLACES, mine, member_ids, group_ids)
    groups = await sql.fetch(GROUPS, mine, group_ids)
    reached = defaultdict(set)
    for row in await sql.fetch(REACHED, mine, group_ids):
        reached[row["group_id"]].add(row["session_id"])
    registered = await sql.fetch(REGISTERED, mine, member_ids)
    standing = [row for row in registered if row["stands"]]
    wanted = {one for entry in entries for one in entry.session_ids}.union(*reached.values())
    wanted |= {row["session_id"] for row in registered}
    sessions = await sql.fetch(SESSIONS, mine, list(wanted))
    return Facts(
        now=work.now,
        workspace=workspace,
        actor_role=actor.role,
        members=members,
        suppressed=await _suppressed(sql, mine, entries, members),
        memberships={(row["group_id"], row["member_id"]): GroupRole(row["role"]) for row in places},
        group_names={row["id"]: row["name"] for row in groups},
        group_sessions={group_id: tuple(sorted(found)) for group_id, found in reached.items()},
        sessions={row["id"]: _session(row, workspace, work) for row in sessions},
        registered=_registrations(standing),
        by_themselves=_registrations(row for row in standing if None in row["reasons"]),
        reasons={(row["session_id"], row["member_id"]): frozenset(row["reasons"]) for row in standing},
        invited_to=_invited_to(registered),
        namesakes=namesakes,
        usernames=await _usernames(sql, mine, nameless),
        external_ids=external_ids,
    )


async def _members(
    sql: Connection,
    workspace_id: UUID,
    entries: Sequence[Entry],
    names: Sequence[str],
    bearers: Sequence[UUID],
) -> tuple[dict[str, KnownMember], dict[str, tuple[KnownMember, ...]]]:
    rows = await sql.fetch(
        MEMBERS,
        workspace_id,
        [entry.email_key for entry in entries if entry.email_key],
        [entry.username_key for entry in entries if entry.username_key],
        [*(entry.member_id for entry in entries if entry.member_id), *bearers],
        names,
    )
    found: dict[str, KnownMember] = {}
    namesakes: dict[str, tuple[KnownMember, ...]] = {}
    asked = set(names)
    for row in rows:
        known = _known(row)
        found[f"i:{known.id}"] = known
        if known.person.email_key:
            found[f"e:{known.person.email_key}"] = known
        if known.person.username_key:
            found[f"u:{known.person.username_key}"] = known
        if row["sort_name"] in asked:
            namesakes[row["sort_name"]] = (*namesakes.get(row["sort_name"], ()), known)
    return found, namesakes


def _known(row: Row) -> KnownMember:
    return KnownMember(
        id=row["id"],
        person=Person(
            email=row["email"],
            email_key=row["email_key"],
            username=row["username"],
            username_key=row["username_key"],
            external_id=row["external_id"],
            first_name=row["first_name"],
            last_name=row["last_name"],
            language=row["language"],
            labels=tuple(row["labels"]),
            additional_information=tuple(row["additional_information"]),
        ),
        role=Role(row["role"]),
        status=MemberStatus(row["status"]),
        activated=row["activated_at"] is not None,
        asleep=row["asleep_at"] is not None,
        has_password=bool(row["has_password"]),
        deactivates_on=row["deactivates_on"],
        open_invitation_id=row["invitation_id"],
        open_invitation_expired=bool(row["expired"]),
        letter=row["letter"],
    )


async def _usernames(sql: Connection, workspace_id: UUID, nameless: Sequence[Entry]) -> frozenset[str]:
    """The usernames that those made for these rows could run into."""
    stems = {stem(entry.base_username) for entry in nameless}
    rows = await sql.fetch(USERNAMES, workspace_id, sorted(stems)) if stems else []
    return frozenset(row["username_key"] for row in rows)


async def _suppressed(
    sql: Connection, workspace_id: UUID, entries: Sequence[Entry], members: Mapping[str, KnownMember]
) -> dict[str, str]:
    keys = [entry.email_key for entry in entries if entry.email_key]
    keys += [known.person.email_key for known in members.values() if known.person.email_key]
    rows = await sql.fetch(SUPPRESSED, workspace_id, keys)
    return {row["email_key"]: row["reason"] for row in rows}


async def _external_ids(sql: Connection, workspace_id: UUID, entries: Sequence[Entry]) -> dict[str, UUID]:
    wanted = [entry.account.external_id for entry in entries if entry.account and entry.account.external_id]
    rows = await sql.fetch(EXTERNAL_IDS, workspace_id, wanted) if wanted else []
    return {row["external_id"]: row["id"] for row in rows}


def _session(row: Row, workspace: WorkspaceRow, work: Work) -> KnownSession:
    state = session_state(row["starts_at"], row["ends_at"], row["cancelled_at"], work.now)
    due = invitation_due(row["starts_at"], row["time_zone"], workspace.mail_hour, work.now)
    return KnownSession(row["id"], row["title"], row["name"], row["starts_at"], state, due.at)


def _registrations(rows: Iterable[Row]) -> dict[UUID, frozenset[UUID]]:
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for row in rows:
        found[row["member_id"]].add(row["session_id"])
    return {member_id: frozenset(sessions) for member_id, sessions in found.items()}


def _invited_to(rows: Iterable[Row]) -> frozenset[tuple[UUID, UUID]]:
    """Where a program mail is scheduled or out."""
    mailed = (row for row in rows if row["state"] not in (None, "CANCELLED"))
    return frozenset((row["session_id"], row["member_id"]) for row in mailed)
