"""Going back to the house's own words for a letter."""

from __future__ import annotations

from backend.audit.actions import record
from backend.core.access import Actor, Permission, needs
from backend.core.ids import Kind
from backend.core.work import ChangeKind, unit_of_work
from backend.mail.models import MailKind
from backend.mail.wording import Wording
from backend.mail.wordings import OwnWording, wording_of, write_wording
from backend.workspaces.letters import LetterRow, letter_row, refuse_unknown


@needs(Permission.MANAGE_WORKSPACE)
async def reset_letter(actor: Actor, letter: MailKind, language: str) -> LetterRow:
    """Forget what was chosen; where nothing was, nothing happens."""
    refuse_unknown(letter, language)
    async with unit_of_work(actor) as work:
        if await wording_of(work.sql, actor.workspace_id, letter, language, lock=True):
            nothing = OwnWording(letter, language, Wording(), work.now, actor.member_id)
            await write_wording(work, actor.workspace_id, nothing)
            subject = Kind.WORKSPACE, actor.workspace_id
            await record(work, actor, "letter.reset", subject, letter=letter.value, language=language)
            work.changed(ChangeKind.WORKSPACE, actor.workspace_id)
    return letter_row(letter, language, None)
