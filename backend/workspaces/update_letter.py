"""Choosing the words of a letter in one language."""

from __future__ import annotations

from dataclasses import dataclass

from backend.audit.actions import record
from backend.core.access import Actor, Permission, needs
from backend.core.errors import InvalidInput
from backend.core.ids import Kind
from backend.core.keep import KEEP, Kept, replaced
from backend.core.work import ChangeKind, unit_of_work
from backend.mail.models import MailKind
from backend.mail.rendering import house_wording
from backend.mail.wording import Wording, check_wording
from backend.mail.wordings import OwnWording, wording_of, write_wording
from backend.workspaces.letters import LetterRow, letter_of, refuse_unknown


@dataclass(frozen=True, slots=True)
class LetterChange:
    """What a letter is to say; what is KEEP stays, an empty text goes back to the house's."""

    letter: MailKind
    language: str
    subject: Kept[str] = KEEP
    title: Kept[str] = KEEP
    body: Kept[str] = KEEP
    button: Kept[str] = KEEP


@needs(Permission.MANAGE_WORKSPACE)
async def update_letter(actor: Actor, change: LetterChange) -> LetterRow:
    """Change what is given, for mails that have not left yet too; raises InvalidInput."""
    refuse_unknown(change.letter, change.language)
    place = actor.workspace_id, change.letter, change.language
    house = house_wording(change.letter.value, change.language)
    async with unit_of_work(actor) as work:
        own = await wording_of(work.sql, *place, lock=True)
        before = own.wording if own else Wording()
        clean, errors = check_wording(change.letter, _changed(before, change))
        if errors:
            raise InvalidInput(*errors)
        after = clean.without(house)
        if after != before:
            standing = OwnWording(change.letter, change.language, after, work.now, actor.member_id)
            await write_wording(work, actor.workspace_id, standing)
            await record(
                work,
                actor,
                "letter.updated",
                (Kind.WORKSPACE, actor.workspace_id),
                letter=change.letter.value,
                language=change.language,
                fields=[name for name, text in after.items().items() if text != before.items()[name]],
            )
            work.changed(ChangeKind.WORKSPACE, actor.workspace_id)
        return await letter_of(work.sql, *place)


def _changed(before: Wording, change: LetterChange) -> Wording:
    return Wording(
        replaced(change.subject, before.subject),
        replaced(change.title, before.title),
        replaced(change.body, before.body),
        replaced(change.button, before.button),
    )
