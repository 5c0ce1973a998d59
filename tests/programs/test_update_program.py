"""Programs change, are put away and taken up again, by admins and by the trainer who made them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.core.access import Actor, Role
from backend.core.errors import Forbidden, InvalidInput, NotFound
from backend.core.paging import PageRequest
from backend.invitations.create_session import SessionDraft, create_session
from backend.programs.actions import (
    ProgramDraft,
    ProgramEdit,
    archive_program,
    create_program,
    update_program,
)
from backend.programs.queries import list_programs
from tests.house_of import Home

DAY = timedelta(days=1)


async def titles(actor: Actor, *, archived: bool = False) -> list[str]:
    page = await list_programs(actor, PageRequest(), archived=archived)
    return [program.title for program in page.nodes]


async def test_what_is_left_out_stays(home: Home) -> None:
    program = await create_program(home.owner, ProgramDraft("Safety", "Summary", "https://x.org"))
    changed = await update_program(home.owner, program.id, ProgramEdit(summary="Other"))
    assert (changed.title, changed.summary, changed.content_url) == ("Safety", "Other", "https://x.org")
    await update_program(home.owner, program.id, ProgramEdit(title="Safety"))
    assert await home.count("audit_events", "action = 'program.updated'") == 1


async def test_what_cannot_be_taken_is_told_and_nothing_is_done(home: Home) -> None:
    program = await create_program(home.owner, ProgramDraft("Safety"))
    edits = {"REQUIRED": ProgramEdit(title=" "), "INVALID_URL": ProgramEdit(content_url="javascript:x")}
    before = await home.everything()
    for code, edit in edits.items():
        with pytest.raises(InvalidInput) as refusal:
            await update_program(home.owner, program.id, edit)
        assert [error.code for error in refusal.value.errors] == [code]
    assert await home.everything() == before
    assert await home.count("programs", "title = 'Safety' AND content_url = ''") == 1


async def test_an_archived_program_gets_no_sessions_until_it_is_restored(home: Home) -> None:
    program = await create_program(home.owner, ProgramDraft("Safety"))
    draft = SessionDraft(program.id, "Run", await home.now() + 9 * DAY)
    assert (await archive_program(home.owner, program.id)).archived_at
    assert (await titles(home.owner), await titles(home.owner, archived=True)) == ([], ["Safety"])
    before = await home.everything()
    with pytest.raises(InvalidInput) as refusal:
        await create_session(home.owner, draft)
    assert refusal.value.errors[0].code == "PROGRAM_ARCHIVED"
    assert await home.everything() == before
    assert (await archive_program(home.owner, program.id, archived=False)).archived_at is None
    assert (await create_session(home.owner, draft)).program_id == program.id


async def test_the_sessions_of_an_archived_program_run_on(home: Home) -> None:
    group = await home.group()
    await home.session(group, starts=9 * DAY)
    await archive_program(home.owner, await home.sql.fetchval("SELECT id FROM programs"))
    await home.invite("a@x.org", group_ids=[group])
    assert await home.count("registrations", "ended_at IS NULL") == 1


async def test_only_admins_and_its_trainer_change_it(home: Home) -> None:
    program = await create_program(home.owner, ProgramDraft("Safety"))
    trainer = await home.member(Role.TRAINER, "trainer@x.org")
    own = await create_program(trainer, ProgramDraft("Own"))
    refusals: list[tuple[Actor, type[Exception]]] = [
        (trainer, NotFound),
        (await home.member(Role.TRAINEE, "trainee@x.org"), Forbidden),
    ]
    for actor, refusal in refusals:
        with pytest.raises(refusal):
            await update_program(actor, program.id, ProgramEdit(title="Mine"))
        with pytest.raises(refusal):
            await archive_program(actor, program.id)
    assert await home.count("programs", "title = 'Mine' OR archived_at IS NOT NULL") == 0
    assert (await update_program(trainer, own.id, ProgramEdit(title="Better"))).title == "Better"
