"""Two workspaces in one database: one whose every word is a canary, one whose people look for it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from secrets import token_hex
from uuid import UUID

import httpx

from backend.accounts.files import keep_upload
from backend.accounts.imports.form import ImportForm
from backend.accounts.imports.set_accounts import Source, set_accounts
from backend.auth.actions.create_api_key import create_api_key
from backend.core.access import LEAST_ROLE, Actor, Role
from backend.core.ids import Kind, encode, new_id
from backend.core.tokens import token_hash
from backend.webhooks.actions.create_webhook import create_webhook
from backend.webhooks.actions.send_webhook_test import send_webhook_test
from backend.webhooks.events import WebhookEvent
from tests.api.conftest import Client
from tests.house_of import Home, make_home

CANARY = "canary"
CALLERS = ("OWNER", "ADMIN", "TRAINER", "TRAINEE", "KEY")
TOKEN = """
    INSERT INTO access_tokens
        (id, workspace_id, member_id, token_hash, device, created_at, last_used_at, expires_at)
    VALUES ($1, $2, $3, $4, $5, now(), now(), now() + interval '1 day')
"""
ONE_OF = "SELECT id FROM {} WHERE workspace_id = $1 ORDER BY id DESC LIMIT 1"
TABLES = {
    Kind.REGISTRATION: "registrations",
    Kind.INVITATION: "invitations",
    Kind.MAIL: "mails",
    Kind.BATCH: "batches",
    Kind.AUDIT_EVENT: "audit_events",
    Kind.DEVICE: "access_tokens",
}
WITHIN = """
    SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attname = 'workspace_id'
    ORDER BY c.relname
"""
PICTURE = "SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM {} t WHERE {} = $1"


@dataclass(slots=True)
class World:
    """A home, and a public id of each kind of thing in it."""

    home: Home
    ids: dict[Kind, str]

    async def picture(self) -> dict[str, str | None]:
        """Every row of this workspace, table by table, in short."""
        tables = {row["name"]: "workspace_id" for row in await self.home.sql.fetch(WITHIN)}
        tables["workspaces"] = "id"
        mine = self.home.owner.workspace_id
        return {
            name: await self.home.sql.fetchval(PICTURE.format(name, column), mine)
            for name, column in tables.items()
        }


async def furnish(home: Home, word: str) -> World:
    """Put one of everything into a workspace, each named by this word."""
    owner, email = home.owner, f"{word}@{word}.example"
    group = await home.group(f"{word} crew", description=word, external_id=word)
    session = await home.session(group, title=f"{word} program")
    await home.invite(email, group_ids=[group])
    await home.bounce(email, why=f"550 {word}")
    key = await create_api_key(owner, f"{word} key", tuple(LEAST_ROLE))
    draft = await set_accounts(
        owner, Source(f"{word}, Ann, ann@{word}.example\n"), ImportForm(), preview=True
    )
    hook = await create_webhook(
        owner, f"https://{word}.example/hook", [WebhookEvent.MEMBER_CREATED], description=word
    )
    delivery = await send_webhook_test(owner, hook.webhook.id)
    await sign_in(home, owner, f"{word} phone")
    upload = await keep_upload(owner, _file(word), f"{word}.csv", "text/csv")
    row = home.sql.fetchval
    found: dict[Kind, UUID] = {
        Kind.WORKSPACE: owner.workspace_id,
        Kind.GROUP: group,
        Kind.SESSION: session,
        Kind.PROGRAM: await row("SELECT program_id FROM sessions WHERE id = $1", session),
        Kind.MEMBER: await row("SELECT id FROM members WHERE email_key = $1", email),
        Kind.API_KEY: key.key.id,
        Kind.IMPORT: draft.id,
        Kind.UPLOAD: upload.id,
        Kind.WEBHOOK: hook.webhook.id,
        Kind.WEBHOOK_DELIVERY: delivery.id,
    }
    for kind, table in TABLES.items():
        found[kind] = await row(ONE_OF.format(table), owner.workspace_id)
    return World(home, {kind: encode(kind, value) for kind, value in found.items()})


async def elsewhere(home: Home) -> World:
    """Another workspace in the same database, full of canaries."""
    return await furnish(await make_home(home.sql, CANARY), CANARY)


async def caller(http: httpx.AsyncClient, home: Home, who: str) -> Client:
    """Someone of this workspace, signed in, or its key for everything."""
    if who == "KEY":
        return Client(http, (await create_api_key(home.owner, "everything", tuple(LEAST_ROLE))).secret)
    role = Role(who)
    actor = home.owner if role is Role.OWNER else await home.member(role, f"{who.lower()}@callers.example")
    return Client(http, await sign_in(home, actor))


async def sign_in(home: Home, actor: Actor, device: str = "") -> str:
    """A token of this member."""
    token = token_hex(16)
    await home.sql.execute(TOKEN, new_id(), actor.workspace_id, actor.member_id, token_hash(token), device)
    return token


async def _file(word: str) -> AsyncIterator[bytes]:
    yield f"{word}, Bea, bea@{word}.example\n".encode()
