"""The words of a workspace's letters over GraphQL: looked at, chosen, tried out."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import strawberry
from strawberry import UNSET, Private, argument, field

from backend.api.arguments import kept_text
from backend.api.context import Info
from backend.api.mutations import ErrorsAsData, mutation
from backend.api.types.errors import InputError
from backend.api.types.graph import Member, member_type
from backend.api.types.mail import Mail, mail_type
from backend.api.types.node import one
from backend.mail.models import MailKind
from backend.mail.wording import PLACEHOLDERS, Wording
from backend.members.send_test_letter import send_test_letter
from backend.workspaces.letters import LetterRow, list_letters, preview_letter
from backend.workspaces.reset_letter import reset_letter
from backend.workspaces.update_letter import LetterChange, update_letter

EMPTY_RESETS = "Left out, it stays as it is; null or empty, it goes back to the house's."


@strawberry.type(description="The texts of a letter that a workspace may choose; placeholders as `{name}`.")
class LetterWording:
    subject: str = field(description="Its subject.")
    title: str = field(description="Its heading.")
    body: str = field(description="What it says under the greeting; paragraphs parted by empty lines.")
    button: str = field(description="What stands on its button.")


@strawberry.type(description="One kind of mail in one language: what it says, and what it may say.")
class Letter:
    letter: MailKind = field(description="Which letter.")
    language: str = field(description="In which language: en, fr, de or es.")
    wording: LetterWording = field(description="Its words as they are sent.")
    house_wording: LetterWording = field(description="The words it has where nothing is chosen.")
    is_own: bool = field(description="Whether the workspace chose any of its words.")
    placeholders: list[str] = field(description="What its words may stand for, such as `{name}`.")
    updated_at: datetime | None = field(description="When its words were chosen; null for the house's.")
    row: Private[LetterRow]

    @field(description="Who chose its words; null for the house's, or for a key's.")
    async def updated_by(self, info: Info) -> Member | None:
        return await one(info.context.loaders.member, self.row.updated_by, member_type)


@strawberry.input(description="Words to try; what is left out or empty is the house's.")
class LetterWordingInput:
    subject: str | None = field(default=None, description="Its subject.")
    title: str | None = field(default=None, description="Its heading.")
    body: str | None = field(default=None, description="What it says under the greeting.")
    button: str | None = field(default=None, description="What stands on its button.")


@strawberry.input(description="What a letter is to say in one language.")
class UpdateLetterInput:
    letter: MailKind = field(description="Which letter.")
    language: str = field(description="In which language: en, fr, de or es.")
    subject: str | None = field(default=UNSET, description=f"At most 200 characters. {EMPTY_RESETS}")
    title: str | None = field(default=UNSET, description=f"At most 200 characters. {EMPTY_RESETS}")
    body: str | None = field(default=UNSET, description=f"At most 4,000 characters. {EMPTY_RESETS}")
    button: str | None = field(default=UNSET, description=f"At most 60 characters. {EMPTY_RESETS}")


@strawberry.input(description="Which letter goes back to the house's words.")
class ResetLetterInput:
    letter: MailKind = field(description="Which letter.")
    language: str = field(description="In which language.")


@strawberry.input(description="Which letter to mail to oneself.")
class SendTestLetterInput:
    letter: MailKind = field(description="Which letter, as its words stand.")
    language: str = field(description="In which language.")


@strawberry.type(description="The letter as it is now, or what to mend.")
class LetterPayload:
    letter: Letter | None = field(default=None, description="Null where it was refused.")
    errors: list[InputError] = field(default_factory=list, description="What to mend.")


@strawberry.type(description="The mail on its way, or what to mend.")
class SendTestLetterPayload:
    mail: Mail | None = field(default=None, description="Null where it was refused.")
    errors: list[InputError] = field(default_factory=list, description="What to mend.")


@strawberry.type(description="A letter to somebody who is made up, or what to mend in its words.")
class LetterPreview:
    subject: str | None = field(default=None, description="Its subject; null where it was refused.")
    text: str | None = field(default=None, description="The whole of it as plain text.")
    html: str | None = field(default=None, description="The whole of it as a page of HTML.")
    errors: list[InputError] = field(default_factory=list, description="What to mend.")


def letter_type(row: LetterRow) -> Letter:
    """A letter out of its row."""
    return Letter(
        letter=row.letter,
        language=row.language,
        wording=LetterWording(**row.wording.items()),
        house_wording=LetterWording(**row.house.items()),
        is_own=row.updated_at is not None,
        placeholders=[f"{{{name}}}" for name in PLACEHOLDERS[row.letter]],
        updated_at=row.updated_at,
        row=row,
    )


@strawberry.type
class LetterQueries:
    @field(description="What the letters of the workspace say.")
    async def letters(
        self,
        info: Info,
        language: Annotated[str | None, argument(description="In this language; null for all four.")] = None,
    ) -> list[Letter]:
        return [letter_type(row) for row in await list_letters(info.context.actor, language)]

    @field(description="How a letter looks; writes and sends nothing.", extensions=[ErrorsAsData()])
    async def letter_preview(
        self,
        info: Info,
        letter: Annotated[MailKind, argument(description="Which letter.")],
        language: Annotated[str, argument(description="In which language.")],
        wording: Annotated[
            LetterWordingInput | None, argument(description="Words to try; null for those it has.")
        ] = None,
    ) -> LetterPreview:
        shown = await preview_letter(info.context.actor, letter, language, _draft(wording))
        return LetterPreview(subject=shown.subject, text=shown.text, html=shown.html)


@strawberry.type
class LetterMutations:
    @mutation("Choose the words of a letter; mails that have not left yet say them too.")
    async def update_letter(self, info: Info, input: UpdateLetterInput) -> LetterPayload:
        texts = (kept_text(text) for text in (input.subject, input.title, input.body, input.button))
        change = LetterChange(input.letter, input.language, *texts)
        return LetterPayload(letter=letter_type(await update_letter(info.context.actor, change)))

    @mutation("Go back to the house's words for a letter.")
    async def reset_letter(self, info: Info, input: ResetLetterInput) -> LetterPayload:
        row = await reset_letter(info.context.actor, input.letter, input.language)
        return LetterPayload(letter=letter_type(row))

    @mutation("Mail oneself a letter as it stands, with made-up facts; 20 in an hour at most.")
    async def send_test_letter(self, info: Info, input: SendTestLetterInput) -> SendTestLetterPayload:
        mail_id = await send_test_letter(info.context.actor, input.letter, input.language)
        return SendTestLetterPayload(mail=await one(info.context.loaders.mail, mail_id, mail_type))


def _draft(given: LetterWordingInput | None) -> Wording | None:
    if given is None:
        return None
    return Wording(given.subject or "", given.title or "", given.body or "", given.button or "")
