"""What members change of themselves."""

from __future__ import annotations

from dataclasses import dataclass

from backend.audit.actions import record
from backend.core.access import Actor, Permission, needs
from backend.core.errors import Forbidden, InputError, InvalidInput
from backend.core.ids import Kind
from backend.core.keep import KEEP, Kept
from backend.core.languages import account_language
from backend.core.text import check_text, sort_key
from backend.core.work import ChangeKind, unit_of_work

LONGEST_NAME = 120
WRITE = """
    UPDATE members SET first_name = coalesce($3, first_name), last_name = coalesce($4, last_name),
        language = CASE WHEN $5 THEN $6 ELSE language END, updated_at = $7
    WHERE workspace_id = $1 AND id = $2 RETURNING first_name, last_name, email, username
"""
SORT = "UPDATE members SET sort_name = $3 WHERE workspace_id = $1 AND id = $2"


@dataclass(frozen=True, slots=True)
class Profile:
    """What one says of oneself; what is KEEP stays, no language means the workspace's."""

    first_name: Kept[str] = KEEP
    last_name: Kept[str] = KEEP
    language: Kept[str | None] = KEEP


@needs(Permission.OWN_PROFILE)
async def update_profile(actor: Actor, profile: Profile) -> None:
    """Change one's own name and language; raises InvalidInput."""
    if actor.member_id is None:
        raise Forbidden("A key has no profile.")
    first, errors = _name(profile.first_name, "firstName")
    last, more = _name(profile.last_name, "lastName")
    wish = None if profile.language is KEEP else profile.language
    language = account_language(wish) if wish else None
    if wish and language is None:
        message = "This language is not offered here."
        more.append(InputError("UNKNOWN_LANGUAGE", message, ("language",), value=wish[:40]))
    if errors + more:
        raise InvalidInput(*errors, *more)
    async with unit_of_work(actor) as work:
        given = profile.language is not KEEP
        values = (first, last, given, language, work.now)
        row = await work.sql.fetchrow(WRITE, actor.workspace_id, actor.member_id, *values)
        if row is None:
            raise Forbidden
        names = f"{row['last_name'] or ''} {row['first_name'] or ''}".strip()
        shown = names or row["email"] or row["username"] or ""
        await work.sql.execute(SORT, actor.workspace_id, actor.member_id, sort_key(shown))
        await record(work, actor, "member.profile_updated", (Kind.MEMBER, actor.member_id))
        work.changed(ChangeKind.MEMBER, actor.member_id)


def _name(given: Kept[str], field: str) -> tuple[str | None, list[InputError]]:
    if given is KEEP:
        return None, []
    return check_text(given, field, most=LONGEST_NAME, least=1)
