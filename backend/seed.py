"""The first owner of an empty database, further workspaces and, on the local set-up, a small cast to look at.

Everything is made by the same actions that people use, so that the demo is true.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID

from backend.auth.actions.accept_invitation import NewMember, accept_invitation
from backend.auth.credentials import store_password
from backend.auth.tokens import Visit
from backend.core.access import Actor, Role, system
from backend.core.addresses import Address, read_address
from backend.core.db import close_database, crossing, open_database, reading
from backend.core.errors import InputError, InvalidInput
from backend.core.ids import new_id
from backend.core.password_policy import password_errors
from backend.core.passwords import hash_password
from backend.core.settings import Settings, SettingsError
from backend.core.text import sort_key
from backend.core.tokens import link_token
from backend.core.work import unit_of_work
from backend.groups.actions import GroupDraft, create_group
from backend.invitations.assign_group import assign_group_to_session
from backend.invitations.create_session import SessionDraft, create_session
from backend.invitations.intake.pipeline import Terms
from backend.invitations.invitation_link import invitation_link
from backend.invitations.invite_by_email import EmailInvitation, invite_by_email
from backend.models import tortoise_config
from backend.programs.actions import ProgramDraft, create_program
from backend.workspaces.actions import create_workspace

OWNER = """
    INSERT INTO members (id, workspace_id, email, email_key, first_name, last_name, sort_name, role,
        labels, additional_information, activated_at, created_at, updated_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, 'OWNER', '{}', '{}', $8, $8, $8)
"""
NAMES = ("Robin", "Hafner")  # of the demo's owner
FIRST_SLUG, LEAST = "first", 12  # a workspace asks no less of a password unless told otherwise
JOINED = (
    ("camille.moreau@harbour.example.org", "Camille", "Moreau", "fr"),
    ("jonas.weber@harbour.example.org", "Jonas", "Weber", "de"),
    ("lucia.ortega@harbour.example.org", "Lucía", "Ortega", "es"),
    ("grace.okafor@harbour.example.org", "Grace", "Okafor", "en"),
    ("henrik.lund@harbour.example.org", "Henrik", "Lund", "en"),
)
PENDING = (
    "amelie.durand@harbour.example.org",
    "tariq.rahman@harbour.example.org",
    "sofia.rossi@harbour.example.org",
    "noor.devries@harbour.example.org",
)


async def prepare(settings: Settings) -> None:
    """Make the first owner where there is no workspace yet; on the local set-up the demo with it.

    Raises SettingsError where the owner's settings can't be taken.
    """
    email, password = settings.owner_email, settings.owner_password
    async with _database(settings):
        if not email or not password or await _has_workspace():
            return
        try:
            if settings.local:
                await make_demo(await make_owner(email, password, "harbour", "Harbour Academy"))
            else:  # they name it, and themselves, in the app
                await make_owner(email, password, FIRST_SLUG, email.rpartition("@")[2], None)
        except InvalidInput as refusal:
            error = refusal.errors[0]
            setting = f"USHER_OWNER_{''.join(error.field[:1]).upper()}"
            raise SettingsError(f"{setting} can't be taken: {error.message}") from refusal


async def found_workspace(
    settings: Settings, slug: str, name: str, email: str, language: str, zone: str
) -> str:
    """One more workspace, whose owner is invited by mail; answers the link that the mail carries.

    Raises InvalidInput.
    """
    _checked_address(email)
    async with _database(settings):
        founder = system(await create_workspace(slug, name, language=language, time_zone=zone))
        await invite_by_email(founder, EmailInvitation([email], Role.OWNER), Terms())
        async with reading(founder.workspace_id) as sql:
            invitation_id = await sql.fetchval(
                "SELECT id FROM invitations WHERE workspace_id = $1", founder.workspace_id
            )
        return await invitation_link(founder, invitation_id)


async def make_owner(
    email: str, password: str, slug: str, name: str, names: tuple[str, str] | None = NAMES
) -> Actor:
    """A workspace and its first owner, active at once; raises InvalidInput."""
    address = _checked_address(email)
    if errors := password_errors(password, least=LEAST, personal=[email]):
        raise InvalidInput(*errors)
    hashed = await hash_password(password)
    workspace_id = await create_workspace(slug, name)
    member_id = new_id()
    first, last = names or (None, None)
    sort_name = sort_key(f"{last} {first}" if names else address.display)
    who = member_id, workspace_id, address.display, address.key, first, last, sort_name
    async with unit_of_work(system(workspace_id)) as work:
        await work.sql.execute(OWNER, *who, work.now)
        await store_password(work, workspace_id, member_id, hashed)
    return Actor(workspace_id, member_id, Role.OWNER)


async def make_demo(owner: Actor) -> None:
    """Groups, programs with sessions that run and that come, people who joined and people who have not."""
    crew = await create_group(owner, GroupDraft("Harbour crew", "Everyone who works on the quays."))
    desk = await create_group(owner, GroupDraft("Front desk", "Reception and telephone.", False, "HR-0042"))
    await create_group(owner, GroupDraft("Night watch", "Nobody yet: an empty group is as welcome."))
    await _make_programs(owner, crew.id, desk.id)
    await _invite(owner, [email for email, *_ in JOINED[:3]], crew.id)
    await _invite(owner, [email for email, *_ in JOINED[3:]], desk.id)
    await _invite(owner, list(PENDING), crew.id)
    for email, first, last, language in JOINED:
        await _join(owner, email, first, last, language)


async def _make_programs(owner: Actor, crew_id: UUID, desk_id: UUID) -> None:
    safety = await create_program(
        owner, ProgramDraft("Safety on the quay", "Two hours on what to do before help arrives.")
    )
    welcome = await create_program(
        owner, ProgramDraft("Welcoming guests", "How the first minute decides the rest.")
    )
    async with unit_of_work(owner) as work:
        today = work.now.replace(minute=0, second=0, microsecond=0)
    running = SessionDraft(safety.id, "Autumn run", today - timedelta(days=3), today + timedelta(days=18))
    coming = SessionDraft(safety.id, "Winter run", today + timedelta(days=9), today + timedelta(days=30))
    desk = SessionDraft(welcome.id, "First group", today + timedelta(days=2), None, "Europe/Berlin")
    for draft, group_id in ((running, crew_id), (coming, crew_id), (desk, desk_id)):
        session = await create_session(owner, draft)
        await assign_group_to_session(owner, session.id, group_id, Terms())


async def _invite(owner: Actor, emails: list[str], group_id: UUID) -> None:
    await invite_by_email(owner, EmailInvitation(emails, group_ids=[group_id]), Terms())


async def _join(owner: Actor, email: str, first: str, last: str, language: str) -> None:
    async with crossing() as sql:
        invitation_id = await sql.fetchval(
            "SELECT id FROM invitations WHERE workspace_id = $1 AND email_key = $2 AND state = 'PENDING'",
            owner.workspace_id,
            email,
        )
    given = NewMember(first, last, f"{first} works by the sea", language)
    await accept_invitation(link_token("JOIN", invitation_id, 1), given, Visit(device="demo"))


def _checked_address(email: str) -> Address:
    address = read_address(email)
    if not address.key:
        raise InvalidInput(address.error or InputError("INVALID_EMAIL", "This is no address.", ("email",)))
    return address


@asynccontextmanager
async def _database(settings: Settings) -> AsyncIterator[None]:
    await open_database(tortoise_config(settings.database_url or "", connections=2))
    try:
        yield
    finally:
        await close_database()


async def _has_workspace() -> bool:
    async with crossing() as sql:
        found: bool = await sql.fetchval("SELECT EXISTS (SELECT 1 FROM workspaces)")
    return found
