"""The links of invitations: the address that a letter carries, a newer one, and the end of all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from backend.core import settings
from backend.core.sqltext import records
from backend.core.tokens import link_token, token_hash
from backend.core.work import Work

RAISE = """
    UPDATE invitations SET version = version + 1
    WHERE workspace_id = $1 AND id = ANY($2::uuid[]) RETURNING id, version
"""
ADD = """
    INSERT INTO invitation_links (id, workspace_id, invitation_id, version, purpose, token_hash, created_at)
    SELECT public.usher_uuid7(), $1, row.id, row.version, 'JOIN', row.token_hash, $2
    FROM jsonb_to_recordset($3::jsonb) AS row (id uuid, version int, token_hash text)
"""
RETIRE = """
    UPDATE invitation_links SET retired_at = $2
    WHERE workspace_id = $1 AND invitation_id = ANY($3::uuid[]) AND retired_at IS NULL
"""


def join_link(invitation_id: UUID, version: int) -> str:
    """The address that leads to joining; the same for the same version, so that a letter can be repeated."""
    return f"{settings.current().public_url}/join/{link_token('JOIN', invitation_id, version)}"


async def add_links(work: Work, workspace_id: UUID, versions: Mapping[UUID, int]) -> None:
    """Make the links of these versions of invitations good."""
    rows = [
        {"id": one, "version": version, "token_hash": token_hash(link_token("JOIN", one, version))}
        for one, version in versions.items()
    ]
    await work.sql.execute(ADD, workspace_id, work.now, records(rows))


async def renew_links(work: Work, workspace_id: UUID, invitation_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Give each invitation a newer link beside the older ones; answers the versions."""
    rows = await work.sql.fetch(RAISE, workspace_id, list(invitation_ids))
    versions = {row["id"]: row["version"] for row in rows}
    await add_links(work, workspace_id, versions)
    return versions


async def retire_links(work: Work, workspace_id: UUID, invitation_ids: Sequence[UUID]) -> None:
    """Make every link of these invitations worthless, at once."""
    await work.sql.execute(RETIRE, workspace_id, work.now, list(invitation_ids))
