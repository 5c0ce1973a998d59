"""What is still theirs: who is no admin takes back and changes only what they could still give today.

A manager has the people of the groups they manage, a trainer those registered in their own programs.
"""

from __future__ import annotations

from uuid import UUID

from backend.core.access import Actor, Role

LED = """EXISTS (
        SELECT FROM memberships mine WHERE mine.workspace_id = $1 AND mine.group_id = {group}
            AND mine.member_id = {me} AND mine.role = 'MANAGER' OFFSET 0)"""
TRAINED = """EXISTS (
        SELECT FROM sessions s JOIN programs p ON p.id = s.program_id
        WHERE s.workspace_id = $1 AND s.id = {session} AND p.created_by = {trainer} OFFSET 0)"""


def led(group: str, me: str) -> str:
    """Whether they manage this group, as SQL; `$1` is the workspace."""
    return LED.format(group=group, me=me)


def trained(session: str, trainer: str) -> str:
    """Whether this session is of a program of theirs, as SQL; `trainer` is NULL for who is none."""
    return TRAINED.format(session=session, trainer=trainer)


def theirs(member: str, me: str, trainer: str) -> str:
    """Whether this member is theirs to invite or register today, as SQL."""
    return f"""(EXISTS (
        SELECT FROM memberships held WHERE held.member_id = {member} AND {led("held.group_id", me)} OFFSET 0
    ) OR EXISTS (
        SELECT FROM registrations held WHERE held.member_id = {member} AND held.ended_at IS NULL
            AND {trained("held.session_id", trainer)} OFFSET 0
    ))"""


def as_trainer(actor: Actor) -> UUID | None:
    """Whose programs they register in, where they do so as a trainer."""
    return actor.member_id if actor.role is Role.TRAINER else None
