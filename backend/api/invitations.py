"""Invitations, the doors that make them, and batches over GraphQL."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry
from strawberry import ID, argument

from backend.api.arguments import After, Before, First, Last, ids, page_of
from backend.api.context import Info
from backend.api.mutations import mutation
from backend.api.types.connections import Connection, connection
from backend.api.types.errors import InputError, input_errors
from backend.api.types.graph import Invitation, invitation_type
from backend.api.types.intake import Batch, IntakePayload, batch_type, intake_payload
from backend.api.types.usual import NullIsUsual, usual
from backend.core.access import Role
from backend.core.ids import Kind, decode
from backend.invitations import filters, queries
from backend.invitations.intake.pipeline import Terms
from backend.invitations.invite_by_email import EmailInvitation, invite_by_email
from backend.invitations.models import InvitationState
from backend.invitations.undo_batch import undo_batch
from backend.mail.models import MailState


@strawberry.input(description="What a list of invitations is narrowed to.")
class InvitationFilter:
    state: list[InvitationState] | None = strawberry.field(default=None, description="Any of these.")
    mail_state: list[MailState] | None = strawberry.field(
        default=None, description="Whose newest mail stands at any of these."
    )
    search: str | None = strawberry.field(
        default=None, description="In the names, addresses and usernames of who is invited."
    )
    batch_id: ID | None = strawberry.field(default=None, description="Of this batch.")


@strawberry.input(description="Whom to invite, and what each of them gets.")
class InviteByEmailInput(NullIsUsual):
    emails: list[str] = strawberry.field(
        description="Each string may be a whole paste; 10,000 addresses in all."
    )
    role: Role = usual(Role, Role.TRAINEE, "Never above the caller's own.")
    group_ids: list[ID] = usual(list[ID], [], "Groups they join as learners.")
    deactivates_on: date | None = strawberry.field(default=None, description="The first day without access.")
    language: str | None = strawberry.field(
        default=None, description="Of their mails; none for the workspace's."
    )
    preview: bool = usual(bool, False, "Plan only, write nothing.")
    plan_hash: str | None = strawberry.field(
        default=None, description="Commit this very plan, or PLAN_CHANGED."
    )
    hold_seconds: int = usual(int, 0, "Mails wait that long, so that undo can withdraw them.")
    reactivate: bool = usual(bool, False, "Bring deactivated people back.")


@strawberry.input(description="Which batch to undo.")
class UndoBatchInput(NullIsUsual):
    id: ID = strawberry.field(description="The batch.")
    preview: bool = usual(bool, False, "Tell what would be taken back, write nothing.")


@strawberry.type(description="What was taken back, or would be, and what could not be.")
class UndoBatchPayload:
    batch: Batch | None = strawberry.field(
        default=None, description="The batch, undone; for a preview as it stands."
    )
    mails_withdrawn: int = strawberry.field(default=0, description="Mails that will not leave.")
    invitations_revoked: int = strawberry.field(default=0, description="Invitations that no longer open.")
    grants_removed: int = strawberry.field(default=0, description="Places in groups and sessions taken back.")
    remaining: list[InputError] = strawberry.field(
        default_factory=list, description="What could not be undone."
    )
    errors: list[InputError] = strawberry.field(default_factory=list, description="Why nothing was undone.")


@strawberry.type
class InvitationQueries:
    @strawberry.field(description="The invitations that the caller may see, newest first.")
    async def invitations(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Annotated[InvitationFilter | None, argument(description="None for all.")] = None,
    ) -> Connection[Invitation]:
        actor, wanted = info.context.actor, _filter(filter)
        page = await queries.list_invitations(actor, page_of(first, after, last, before), wanted)
        return connection(page, invitation_type, lambda: queries.count_invitations(actor, wanted))

    @strawberry.field(description="The batches that the caller may see, newest first.")
    async def batches(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Batch]:
        actor = info.context.actor
        page = await queries.list_batches(actor, page_of(first, after, last, before))
        return connection(page, batch_type, lambda: queries.count_batches(actor))


@strawberry.type
class InvitationMutations:
    @mutation("Invite people to the workspace by e-mail.")
    async def invite_by_email(self, info: Info, input: InviteByEmailInput) -> IntakePayload:
        groups = ids(Kind.GROUP, input.group_ids)
        wanted = EmailInvitation(input.emails, input.role, groups, input.deactivates_on, input.language)
        terms = Terms(input.preview, input.plan_hash, input.hold_seconds, input.reactivate)
        return intake_payload(await invite_by_email(info.context.actor, wanted, terms))

    @mutation("Undo a batch: withdraw its mails, revoke its invitations, take back what it granted.")
    async def undo_batch(self, info: Info, input: UndoBatchInput) -> UndoBatchPayload:
        undone = await undo_batch(info.context.actor, decode(Kind.BATCH, input.id), input.preview)
        batch = await info.context.loaders.batch.load(undone.batch_id)
        return UndoBatchPayload(
            batch=batch_type(batch) if batch else None,
            mails_withdrawn=undone.mails_withdrawn,
            invitations_revoked=undone.invitations_revoked,
            grants_removed=undone.grants_removed,
            remaining=input_errors(undone.remaining),
        )


def _filter(given: InvitationFilter | None) -> filters.InvitationFilter:
    if given is None:
        return filters.InvitationFilter()
    batch_id = decode(Kind.BATCH, given.batch_id) if given.batch_id else None
    mail_states = tuple(given.mail_state or ())
    return filters.InvitationFilter(tuple(given.state or ()), given.search, batch_id, mail_states)
