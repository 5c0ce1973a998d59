"""What people who are no admins give: managers in their groups, trainers in their own programs."""

from __future__ import annotations

from uuid import UUID

from backend.core.access import Actor, Role
from backend.groups.models import GroupRole
from backend.invitations.add_group_emails import GroupEmails, add_group_emails
from backend.invitations.add_group_members import GroupMembers, add_group_members
from backend.invitations.create_session import SessionDraft, create_session
from backend.invitations.intake.pipeline import Intake, Terms
from backend.invitations.register_session_learners import SessionLearners, register_session_learners
from backend.invitations.undo_batch import Undone, undo_batch
from backend.programs.actions import ProgramDraft, create_program
from tests.house_of import Home, Someone


async def manager_of(home: Home, group: UUID, email: str = "manager@x.org") -> Someone:
    """A trainee who manages this group."""
    manager = await home.member(Role.TRAINEE, email)
    wanted = GroupMembers(group, [manager.member_id], GroupRole.MANAGER)
    await add_group_members(home.owner, wanted, Terms())
    return manager


async def added(actor: Actor, group: UUID, *emails: str, role: GroupRole = GroupRole.LEARNER) -> UUID:
    """The batch that put these into a group."""
    return batch_of(await add_group_emails(actor, GroupEmails(group, emails, role), Terms()))


async def trained(home: Home, trainer: Actor, *emails: str) -> UUID:
    """The batch that registered these in a session of a program of the trainer's."""
    program = await create_program(trainer, ProgramDraft("Lifting"))
    draft = SessionDraft(program.id, "First run", await home.now(), None, "UTC")
    session = await create_session(trainer, draft)
    return batch_of(await register_session_learners(trainer, SessionLearners(session.id, emails), Terms()))


def batch_of(intake: Intake) -> UUID:
    """The batch of what was committed."""
    assert intake.committed
    return intake.committed.batch_id


async def undo(actor: Actor, batch: UUID) -> tuple[Undone, list[str]]:
    """What undoing did, and the codes of what stays."""
    undone = await undo_batch(actor, batch)
    return undone, [one.code for one in undone.remaining]


async def member_id(home: Home, email: str) -> UUID:
    """Who has this address."""
    found: UUID = await home.sql.fetchval("SELECT id FROM members WHERE email_key = $1", email)
    return found


async def lowered(home: Home, who: Someone, role: Role = Role.TRAINEE) -> Someone:
    """The same person with another role."""
    await home.sql.execute("UPDATE members SET role = $2 WHERE id = $1", who.member_id, role.value)
    return Someone(who.workspace_id, who.member_id, role)
