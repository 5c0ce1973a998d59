"""The four steps as one run: a preview that writes nothing, or a commit of just what was previewed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from backend.core.access import Actor, Permission, require
from backend.core.errors import InputError, InvalidInput, PlanChanged
from backend.core.work import Work
from backend.invitations.intake.commit import Committed, commit_plan
from backend.invitations.intake.facts import load_facts
from backend.invitations.intake.fingerprint import counts_of_print
from backend.invitations.intake.known import Facts
from backend.invitations.intake.rules import make_plan
from backend.invitations.intake.shapes import Entry, Plan, Request
from backend.invitations.quota import over_the_day
from backend.workspaces.queries import WorkspaceRow, workspace_of

LONGEST_HOLD = 3600
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended($1::text, 7))"


@dataclass(frozen=True, slots=True)
class Terms:
    """How a door wants its intake run; these belong to every door."""

    preview: bool = False
    plan_hash: str | None = None
    hold_seconds: int = 0
    reactivate: bool = False


@dataclass(frozen=True, slots=True)
class Intake:
    """What an intake answers: its plan, and what was written unless it was a preview."""

    plan: Plan
    facts: Facts
    committed: Committed | None = None


def check_terms(terms: Terms) -> list[InputError]:
    """What is wrong with the terms, if anything."""
    if 0 <= terms.hold_seconds <= LONGEST_HOLD:
        return []
    return [InputError("INVALID_HOLD", f"Mails are held for 0 to {LONGEST_HOLD} seconds.", ("holdSeconds",))]


async def lock_workspace(work: Work, actor: Actor) -> WorkspaceRow:
    """One change of grants at a time in a workspace, so that a plan holds until it is written."""
    await work.sql.execute(LOCK, str(actor.workspace_id))
    return await workspace_of(work.sql, actor.workspace_id)


async def run_intake(
    work: Work,
    actor: Actor,
    workspace: WorkspaceRow,
    entries: Sequence[Entry],
    operation: str,
    terms: Terms,
    *,
    may_invite: bool = True,
) -> Intake:
    """Plan these entries and, unless it is a preview, write them.

    Raises PlanChanged, InvalidInput, and RateLimited where the day has too few left.
    """
    if terms.reactivate:
        require(actor, Permission.MANAGE_MEMBERS)
    if errors := check_terms(terms):
        raise InvalidInput(*errors)
    request = Request(operation, terms.reactivate, terms.hold_seconds, may_invite)
    intake = await plan_intake(work, actor, workspace, entries, request)
    if terms.preview:
        return await forewarned(work, intake)
    return await commit_intake(work, actor, intake, request, terms)


async def plan_intake(
    work: Work, actor: Actor, workspace: WorkspaceRow, entries: Sequence[Entry], request: Request
) -> Intake:
    """What would become of these entries; writes nothing."""
    facts = await load_facts(work, actor, workspace, entries)
    return Intake(make_plan(entries, request, facts), facts)


async def forewarned(work: Work, intake: Intake) -> Intake:
    """A preview that warns where the day has too few left for it."""
    plan = intake.plan
    reached = [row.entry.where for row in plan.rows if row.reaches]
    if not reached:
        return intake
    over = await over_the_day(work.sql, intake.facts.workspace, len(reached), reached[0])
    return replace(intake, plan=replace(plan, warnings=(*plan.warnings, *over)))


async def commit_intake(work: Work, actor: Actor, intake: Intake, request: Request, terms: Terms) -> Intake:
    """Write a plan within the transaction that made it; raises PlanChanged, RateLimited."""
    plan = intake.plan
    if terms.plan_hash is not None and terms.plan_hash != plan.hash:
        before = counts_of_print(terms.plan_hash)
        raise PlanChanged(planHash=plan.hash, before=before, after=dict(plan.counts))
    return replace(intake, committed=await commit_plan(work, actor, plan, request, intake.facts))
