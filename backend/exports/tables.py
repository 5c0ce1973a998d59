"""The exports: which columns each has, and the statement that reads what the caller may see."""

from __future__ import annotations

from backend.core.access import Actor, Permission, require
from backend.core.ids import Kind
from backend.core.sqltext import Where
from backend.exports.shapes import (
    Column,
    Export,
    Known,
    Wanted,
    a_list,
    an_id,
    moment,
    number,
    text,
    yes_no,
)
from backend.groups.queries import GroupFilter, groups_where, visible_members
from backend.invitations.filters import STATE, InvitationFilter, invitations_where
from backend.mail.queries import STATE as MAIL_STATE
from backend.members.filters import MemberFilter, members_where
from backend.members.status import STATUS

# As `moment` writes it: PostgreSQL does so beside Python, sooner than Python makes an instant and its text.
INSTANT = """to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')"""
MEMBER_COLUMNS = (
    Column("Last name", "lastName", text),
    Column("First name", "firstName", text),
    Column("E-mail", "email", text),
    Column("Labels", "labels", a_list),
    Column("Language", "language", text),
    Column("Additional information", "additionalInformation", a_list),
    Column("Groups", "groups", a_list),
    Column("Username", "username", text),
    Column("Role", "role", text),
    Column("Deactivation date", "deactivatesOn", moment),
    Column("External id", "externalId", text),
    Column("Id", "id", an_id(Kind.MEMBER)),
    Column("Status", "status", text),
    Column("Created", "createdAt", text),
    Column("Joined", "joinedAt", text),
)
# What belongs to a row is looked up row by row: to gather it for all first would hold back the first bytes.
# Which groups may be seen, and their order, is read once before: joined here, it is read for each row.
MEMBERS = f"""
    SELECT m.last_name, m.first_name, m.email, m.labels, m.language, m.additional_information,
        ARRAY(SELECT place.group_id::text FROM memberships place
            WHERE place.workspace_id = m.workspace_id AND place.member_id = m.id),
        m.username, m.role, m.deactivates_on, m.external_id, m.id, {STATUS},
        {INSTANT.format("m.created_at")}, {INSTANT.format("m.joined_at")}
    FROM members m WHERE {{where}} ORDER BY m.sort_name, m.id
"""
SEEN_GROUPS = "SELECT id FROM groups WHERE {where} ORDER BY sort_name, id"
GROUP_COLUMNS = (
    Column("Name", "name", text),
    Column("Id", "id", an_id(Kind.GROUP)),
    Column("External id", "externalId", text),
    Column("Private", "isPrivate", yes_no),
    Column("Members", "members", number),
    Column("Learners", "learners", number),
    Column("Invited", "invited", number),
    Column("Active", "active", number),
    Column("Deactivated", "deactivated", number),
    Column("Joined rate", "joinedRate", number),
    Column("Programs", "programs", a_list),
    Column("Created", "createdAt", moment),
)
GROUPS = f"""
    SELECT groups.name, groups.id, groups.external_id, groups.is_private, coalesce(people.members, 0),
        coalesce(people.learners, 0), coalesce(people.invited, 0), coalesce(people.active, 0),
        coalesce(people.deactivated, 0), people.joined_rate, taught.titles, groups.created_at
    FROM groups LEFT JOIN (
        SELECT place.group_id, count(*) AS members,
            count(*) FILTER (WHERE place.role = 'LEARNER') AS learners,
            count(*) FILTER (WHERE status = 'INVITED') AS invited,
            count(*) FILTER (WHERE status = 'ACTIVE') AS active,
            count(*) FILTER (WHERE status = 'DEACTIVATED') AS deactivated,
            round(count(joined_at)::numeric / count(*), 4)::float8 AS joined_rate
        FROM memberships place
        JOIN (SELECT m.id, m.joined_at, {STATUS} AS status FROM members m WHERE m.workspace_id = {{mine}}) m
            ON m.id = place.member_id
        WHERE place.workspace_id = {{mine}} GROUP BY place.group_id
    ) AS people ON people.group_id = groups.id
    LEFT JOIN (
        SELECT a.group_id, array_agg(DISTINCT p.title ORDER BY p.title) AS titles FROM assignments a
        LEFT JOIN sessions s ON s.id = a.session_id
        JOIN programs p ON p.id = coalesce(a.program_id, s.program_id)
        WHERE a.workspace_id = {{mine}} AND a.ended_at IS NULL GROUP BY a.group_id
    ) AS taught ON taught.group_id = groups.id
    WHERE {{where}} ORDER BY groups.sort_name, groups.id
"""
INVITATION_COLUMNS = (
    Column("Id", "id", an_id(Kind.INVITATION)),
    Column("E-mail", "email", text),
    Column("State", "state", text),
    Column("Role", "role", text),
    Column("Door", "operation", text),
    Column("Invited by", "invitedBy", text),
    Column("Created", "createdAt", moment),
    Column("Expires", "expiresAt", moment),
    Column("Accepted", "acceptedAt", moment),
    Column("Mail", "mailState", text),
    Column("Mail server said", "mailReply", text),
    Column("Member id", "memberId", an_id(Kind.MEMBER)),
)
NEWEST_MAIL = f"""
    SELECT {MAIL_STATE} AS state, due_at, smtp_reply FROM mails
    WHERE workspace_id = {{mine}} AND kind = {{kind}} AND subject_id = {{subject}}
    ORDER BY created_at DESC, id DESC LIMIT 1
"""
INVITATIONS = f"""
    SELECT i.id, m.email, {STATE}, i.role, i.operation, coalesce(inviter.email, inviter.username),
        i.created_at, i.expires_at, i.accepted_at, mail.state, mail.smtp_reply, i.member_id
    FROM invitations i JOIN members m ON m.id = i.member_id
    LEFT JOIN members inviter ON inviter.id = i.invited_by
    LEFT JOIN LATERAL ({{mail}}) AS mail ON true
    WHERE {{where}} ORDER BY i.created_at DESC, i.id DESC
"""
REGISTRATION_COLUMNS = (
    Column("Id", "id", an_id(Kind.REGISTRATION)),
    Column("Program", "program", text),
    Column("Session", "session", text),
    Column("Session id", "sessionId", an_id(Kind.SESSION)),
    Column("Last name", "lastName", text),
    Column("First name", "firstName", text),
    Column("E-mail", "email", text),
    Column("Username", "username", text),
    Column("Member id", "memberId", an_id(Kind.MEMBER)),
    Column("Registered", "createdAt", moment),
    Column("Mail", "mailState", text),
    Column("Mail due", "mailDueAt", moment),
)
REGISTRATIONS = """
    SELECT r.id, p.title, s.name, s.id, m.last_name, m.first_name, m.email, m.username, m.id, r.created_at,
        mail.state, mail.due_at
    FROM registrations r JOIN sessions s ON s.id = r.session_id JOIN programs p ON p.id = s.program_id
    JOIN members m ON m.id = r.member_id
    LEFT JOIN LATERAL ({mail}) AS mail ON true
    WHERE {where} ORDER BY s.starts_at, s.id, m.sort_name, r.id
"""


def members_export(actor: Actor, wanted: Wanted) -> Export:
    """The members in scope, with columns that the importer reads again."""
    require(actor, Permission.EXPORT)
    narrowed = MemberFilter(
        search=wanted.search,
        statuses=wanted.statuses,
        roles=wanted.roles,
        group_ids=wanted.group_ids,
        labels=wanted.labels,
        ids=wanted.ids,
        deactivates_before=wanted.deactivates_before,
        bounced=wanted.bounced,
    )
    seen = groups_where(actor, GroupFilter())
    where = members_where(actor, visible_members(actor), narrowed)
    known = Known("groups", Kind.GROUP, SEEN_GROUPS.format(where=seen), seen.parameters)
    return Export(MEMBER_COLUMNS, MEMBERS.format(where=where), where.parameters, known)


def groups_export(actor: Actor, wanted: Wanted) -> Export:
    """The groups that the caller may see, with their numbers."""
    require(actor, Permission.EXPORT)
    narrowed = GroupFilter(
        wanted.search, wanted.archived, wanted.group_ids or None, wanted.member_id, wanted.managed
    )
    where = groups_where(actor, narrowed)
    return Export(GROUP_COLUMNS, GROUPS.format(where=where, mine="$1"), where.parameters)


def invitations_export(actor: Actor, wanted: Wanted) -> Export:
    """The invitations of the people whom the caller may see, newest first."""
    require(actor, Permission.EXPORT)
    narrowed = InvitationFilter(wanted.states, wanted.search, wanted.batch_id, wanted.mail_states)
    where = invitations_where(actor, narrowed)
    mail = NEWEST_MAIL.format(mine="$1", kind="'workspace_invitation'", subject="i.id")
    return Export(INVITATION_COLUMNS, INVITATIONS.format(where=where, mail=mail), where.parameters)


def registrations_export(actor: Actor, wanted: Wanted) -> Export:
    """Who is registered in which session, with what became of their mail."""
    require(actor, Permission.EXPORT)
    where = Where()
    where.add("r.workspace_id = {}", actor.workspace_id)
    where.add("r.ended_at IS NULL")
    scope = visible_members(actor)
    where.add(scope.condition, *scope.values)
    if wanted.session_id is not None:
        where.add("s.id = {}", wanted.session_id)
    if wanted.program_id is not None:
        where.add("p.id = {}", wanted.program_id)
    if wanted.member_id is not None:
        where.add("m.id = {}", wanted.member_id)
    mail = NEWEST_MAIL.format(mine="$1", kind="'program_invitation'", subject="r.id")
    return Export(REGISTRATION_COLUMNS, REGISTRATIONS.format(where=where, mail=mail), where.parameters)


EXPORTS = {
    "groups": groups_export,
    "members": members_export,
    "invitations": invitations_export,
    "registrations": registrations_export,
}
