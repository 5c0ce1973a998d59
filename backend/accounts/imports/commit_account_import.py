"""Running a draft: just what was looked at, or the answer that it has changed."""

from __future__ import annotations

from uuid import UUID

from backend.accounts.imports.drafts import lock_draft, taken_over
from backend.accounts.imports.jobs import SMALL, Job, LeaseLost
from backend.accounts.imports.planning import RUN_IMPORTS, WHERE, brake, plan
from backend.accounts.imports.queries import import_by_id
from backend.accounts.imports.records import ImportRecord
from backend.audit.actions import record
from backend.core.access import Actor, Permission, needs
from backend.core.errors import InvalidInput, PlanChanged
from backend.core.ids import Kind
from backend.core.work import ChangeKind, Work, unit_of_work
from backend.invitations.intake.fingerprint import counts_of_print
from backend.invitations.quota import spend_invites
from backend.workspaces.queries import workspace_of

RUN = """
    UPDATE account_imports SET state = 'RUNNING', form = $2, verify = $3, lease_token = NULL,
        lease_until = NULL, errors = '[]'
    WHERE id = $1
"""


@needs(Permission.MANAGE_MEMBERS)
async def commit_account_import(
    actor: Actor, import_id: UUID, plan_hash: str, *, confirm_changes: bool = False
) -> ImportRecord:
    """Let a draft run; raises NotFound, PlanChanged, RateLimited, InvalidInput (confirm first).

    A small one is planned anew here, a large one by the worker: it is a draft again where that differs.
    Of several who ask at once, one lets it run; the others are told that it is no draft any longer.
    """
    async with unit_of_work(actor) as work:
        job, draft = await lock_draft(work, actor, import_id, replan=False)
        _same(draft, plan_hash)
    small = draft.total <= SMALL
    try:
        if small:
            _same(await plan(job), plan_hash)
        await _run(job, confirm=confirm_changes, verify=not small)
    except LeaseLost:
        raise taken_over() from None
    finally:
        await job.let_go()
    return await import_by_id(actor, import_id)


async def _run(job: Job, *, confirm: bool, verify: bool) -> None:
    async with unit_of_work(job.actor) as work:
        draft = await job.hold(work)
        form = draft.form.confirmed() if confirm else draft.form
        await _check(work, draft, confirm=form.confirm_changes)
        workspace = await workspace_of(work.sql, draft.workspace_id)
        await spend_invites(work, workspace, draft.reaches, WHERE, job.id)
        await work.sql.execute(RUN, job.id, form.text(), verify)
        subject = (Kind.IMPORT, job.id)
        await record(work, job.actor, "import.committed", subject, counts=dict(draft.counts))
        work.changed(ChangeKind.IMPORT, job.id)
        work.poke(RUN_IMPORTS)


async def _check(work: Work, draft: ImportRecord, *, confirm: bool) -> None:
    if not confirm and (errors := await brake(work, draft, draft.changed)):
        raise InvalidInput(*errors)


def _same(draft: ImportRecord, plan_hash: str) -> None:
    if draft.plan_hash == plan_hash:
        return
    before, after = counts_of_print(plan_hash), dict(draft.counts)
    raise PlanChanged(planHash=draft.plan_hash, before=before, after=after)
