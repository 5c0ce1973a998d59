"""Accounts over GraphQL: one by one, and many at once."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Annotated

import strawberry
from strawberry import ID, argument

from backend.accounts.imports.cancel_account_import import cancel_account_import
from backend.accounts.imports.commit_account_import import commit_account_import
from backend.accounts.imports.form import ImportForm
from backend.accounts.imports.queries import ImportsRequest, count_imports, import_by_id, list_imports
from backend.accounts.imports.set_accounts import GivenRow, Source, set_accounts
from backend.accounts.imports.update_import_rows import Mended, update_import_rows
from backend.accounts.set_account import AccountDraft, set_account
from backend.api.arguments import After, Before, First, Last, ids, page_of
from backend.api.context import Info
from backend.api.mutations import mutation
from backend.api.types.accounts import (
    AccountDefaultsInput,
    AccountImport,
    AccountImportFilter,
    AccountImportPayload,
    CancelAccountImportInput,
    CommitAccountImportInput,
    SetAccountInput,
    SetAccountsInput,
    UpdateImportRowsInput,
    import_payload,
    import_type,
)
from backend.api.types.connections import Connection, connection
from backend.api.types.errors import input_errors
from backend.api.types.intake import IntakePayload, intake_payload
from backend.api.types.terms import terms_of
from backend.core.errors import Unauthenticated
from backend.core.ids import Kind, decode
from backend.core.work import ChangeKind
from backend.invitations.intake.shapes import Outcome


@strawberry.type
class AccountQueries:
    @strawberry.field(
        description="The imports of the workspace, newest first; drafts among them wait for somebody."
    )
    async def account_imports(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Annotated[AccountImportFilter | None, argument(description="None for all.")] = None,
    ) -> Connection[AccountImport]:
        actor, wanted = info.context.actor, _wanted(filter or AccountImportFilter())
        page = await list_imports(actor, page_of(first, after, last, before), wanted)
        return connection(page, import_type, lambda: count_imports(actor, wanted))


@strawberry.type
class AccountMutations:
    @mutation("Open an account for one person; it is active at once.")
    async def set_account(self, info: Info, input: SetAccountInput) -> IntakePayload:
        intake = await set_account(info.context.actor, _draft(input), terms_of(input))
        payload = intake_payload(intake)
        (row,) = intake.plan.rows
        payload.errors = input_errors(row.errors) if row.outcome is Outcome.REFUSED else []
        return payload

    @mutation("Open or change many accounts: a draft with `preview`, else a running job.")
    async def set_accounts(self, info: Info, input: SetAccountsInput) -> AccountImportPayload:
        upload_id = decode(Kind.UPLOAD, str(input.upload_id)) if input.upload_id else None
        rows = None if input.rows is None else [GivenRow(**vars(row)) for row in input.rows]
        source = Source(input.text, upload_id, rows)
        found = await set_accounts(info.context.actor, source, _form(input), preview=input.preview)
        return import_payload(found)

    @mutation("Mend cells of a draft; it is planned anew.")
    async def update_import_rows(self, info: Info, input: UpdateImportRowsInput) -> AccountImportPayload:
        mended = [Mended(row.position, {one.column: one.text for one in row.cells}) for row in input.rows]
        import_id = decode(Kind.IMPORT, str(input.id))
        return import_payload(await update_import_rows(info.context.actor, import_id, mended))

    @mutation("Run a draft by the hash of its plan.")
    async def commit_account_import(
        self, info: Info, input: CommitAccountImportInput
    ) -> AccountImportPayload:
        import_id, confirm = decode(Kind.IMPORT, str(input.id)), input.confirm_changes
        found = await commit_account_import(
            info.context.actor, import_id, input.plan_hash, confirm_changes=confirm
        )
        return import_payload(found)

    @mutation("Stop an import between two chunks; what was written stands.")
    async def cancel_account_import(
        self, info: Info, input: CancelAccountImportInput
    ) -> AccountImportPayload:
        import_id = decode(Kind.IMPORT, str(input.id))
        return import_payload(await cancel_account_import(info.context.actor, import_id))


@strawberry.type
class AccountSubscriptions:
    @strawberry.subscription(description="An import as it stands, and again whenever it has moved on.")
    async def account_import(
        self, info: Info, id: Annotated[ID, argument(description="Which one.")]
    ) -> AsyncGenerator[AccountImport, None]:
        import_id, live = decode(Kind.IMPORT, str(id)), info.context.live
        if live is None:
            raise Unauthenticated
        with live.listener(info.context.actor.workspace_id) as queue:
            while True:
                yield import_type(await import_by_id(info.context.actor, import_id))
                while (changed := await queue.get()).kind != ChangeKind.ANYTHING:
                    if changed.kind == ChangeKind.IMPORT and changed.id in (import_id, None):
                        break


def _draft(given: SetAccountInput) -> AccountDraft:
    return AccountDraft(
        first_name=given.first_name,
        last_name=given.last_name,
        email=given.email,
        username=given.username,
        password=given.password,
        language=given.language,
        role=given.role,
        group_ids=ids(Kind.GROUP, given.group_ids),
        labels=given.labels,
        additional_information=given.additional_information,
        deactivates_on=given.deactivates_on,
        credentials=given.credentials,
        external_id=given.external_id,
    )


def _form(given: SetAccountsInput) -> ImportForm:
    others = given.defaults or AccountDefaultsInput()
    return ImportForm(
        mode=given.mode,
        role=others.role,
        group_ids=ids(Kind.GROUP, others.group_ids),
        labels=tuple(others.labels),
        language=others.language,
        deactivates_on=others.deactivates_on,
        credentials=others.credentials,
        reactivate=given.reactivate,
        hold_seconds=given.hold_seconds,
        confirm_changes=given.confirm_changes,
    )


def _wanted(given: AccountImportFilter) -> ImportsRequest:
    return ImportsRequest(tuple(given.state or ()), given.has_credentials_sheet)
