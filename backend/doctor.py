"""`usher doctor`: asks every part whether it will do, and says in a line each what it found."""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

import asyncpg
from dns.asyncresolver import Resolver
from redis.exceptions import RedisError, ResponseError
from tortoise.exceptions import DBConnectionError

from backend.core.brokers import redis_at
from backend.core.db import Connection, close_database, crossing, open_database
from backend.core.settings import Settings
from backend.core.versions import missing_migrations
from backend.health import worker_is_alive
from backend.mail.gate import gate_status
from backend.mail.link import Address, Link, RelayAway
from backend.mail.sender_records import sender_records
from backend.models import tortoise_config

OLDEST_SERVER = 150_000  # PostgreSQL 15
LARGEST_SKEW = 2.0  # seconds between this machine's clock and the database's
OK, WARNING, BROKEN = "ok", "warning", "broken"

ROLE = """
    SELECT session_user AS name, rolsuper OR rolbypassrls AS mighty,
        pg_has_role(session_user, 'usher_app', 'MEMBER')
        AND pg_has_role(session_user, 'usher_worker', 'MEMBER') AS admitted,
        EXISTS (SELECT FROM pg_class WHERE relname = 'members' AND relowner = pg_roles.oid) AS owns
    FROM pg_roles WHERE rolname = session_user
"""
CLOCKS = """
    SELECT clock_timestamp() AS now, extract(epoch FROM shift)::float AS shift FROM usher_clock
"""
SENDERS = "SELECT DISTINCT split_part(sender_address, '@', 2) AS domain FROM workspaces"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one part: OK, something to know (WARNING), or something that won't work (BROKEN)."""

    part: str
    grade: str
    text: str

    @property
    def is_broken(self) -> bool:
        """Whether something won't work."""
        return self.grade == BROKEN

    def __str__(self) -> str:
        return f"{self.grade:<8} {self.part:<9} {self.text}"


async def examine(
    settings: Settings, selectors: Sequence[str] = (), resolver: Resolver | None = None
) -> list[Finding]:
    """Ask every part that is set; what can't be reached is a finding like any other."""
    domains = {urlsplit(settings.public_url).hostname or "localhost"}
    found = _settings(settings) + await _database(settings, domains)
    found += await _broker(settings.redis_url) + await _mail_server(settings)
    for domain in sorted(domains):
        found += await _sender(domain, selectors, resolver or Resolver())
    return found


def _settings(settings: Settings) -> list[Finding]:
    found = []
    if settings.local:
        found.append(Finding("settings", WARNING, "USHER_LOCAL is set: never so on a server"))
    elif not settings.secure:
        text = "USHER_URL is not https://, so that the cookie is not bound to TLS"
        found.append(Finding("settings", WARNING, text))
    if not settings.secret and not settings.local:
        found.append(Finding("settings", BROKEN, "USHER_SECRET is not set"))
    if settings.redis_url is None or settings.smtp_url is None:
        found.append(Finding("settings", BROKEN, "a worker needs REDIS_URL and SMTP_URL"))
    return found or [Finding("settings", OK, f"people come to {settings.public_url}")]


async def _database(settings: Settings, domains: set[str]) -> list[Finding]:
    """What the database says of itself; adds the domains that workspaces send from."""
    await open_database(tortoise_config(settings.database_url or "", connections=2))
    try:
        async with crossing() as sql:
            role = await _role(sql)
            if missing := await missing_migrations(sql):
                text = f"lacks {', '.join(missing)}: run `usher migrate`"
                return [*role, Finding("schema", BROKEN, text)]
            domains |= {row["domain"] for row in await sql.fetch(SENDERS)} - {""}
            clock = await _clock(sql, settings)
        return [*role, Finding("schema", OK, "is of this version"), *clock, *await _gate()]
    except (OSError, DBConnectionError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        return [Finding("database", BROKEN, f"can't be used: {type(error).__name__}")]
    finally:
        await close_database()


async def _role(sql: Connection) -> list[Finding]:
    version, number = await sql.fetchval("SHOW server_version"), sql.get_server_version().major * 10_000
    (role,) = await sql.fetch(ROLE)
    if number < OLDEST_SERVER:
        return [Finding("database", BROKEN, f"PostgreSQL {version} is too old: 15 or later")]
    if not role["admitted"]:
        return [Finding("database", BROKEN, f"{role['name']} may not act for Usher: run `usher migrate`")]
    if role["mighty"] or role["owns"]:
        text = f"{role['name']} owns the tables or passes their walls: give DATABASE_URL a role of its own"
        return [Finding("database", WARNING, text)]
    return [Finding("database", OK, f"PostgreSQL {version} as {role['name']}")]


async def _clock(sql: Connection, settings: Settings) -> list[Finding]:
    (row,) = await sql.fetch(CLOCKS)
    skew = abs((row["now"] - datetime.now(UTC)).total_seconds())
    if row["shift"] and not settings.local:
        return [Finding("clock", BROKEN, f"dates run {row['shift']:.0f} s off: somebody moved usher_clock")]
    if skew > LARGEST_SKEW:
        return [Finding("clock", WARNING, f"this machine and the database are {skew:.0f} s apart")]
    return [Finding("clock", OK, "this machine and the database agree")]


async def _gate() -> list[Finding]:
    status = await gate_status()
    if status.open:
        return [Finding("outbox", OK, f"open; {status.due} mails are due")]
    why = "held by hand" if status.held else "held, since this database is a copy of another"
    return [Finding("outbox", WARNING, f"{why}; {status.due} mails are due; see `usher release`")]


async def _broker(url: str | None) -> list[Finding]:
    if url is None:
        return []
    try:
        async with redis_at(url, socket_timeout=5, socket_connect_timeout=5) as redis:
            await redis.ping()
            try:
                policy = (await redis.config_get("maxmemory-policy")).get("maxmemory-policy", "")
                kept = (await redis.config_get("appendonly")).get("appendonly", "")
            except ResponseError:
                policy = kept = ""
        alive = await worker_is_alive(url)
    except (OSError, RedisError) as error:
        return [Finding("broker", BROKEN, f"can't be reached: {type(error).__name__}; mail leaves later")]
    found = [Finding("worker", OK, "one of this host is alive")] if alive else []
    if policy not in {"", "noeviction"}:
        found.append(Finding("broker", WARNING, f"evicts keys ({policy}): set maxmemory-policy noeviction"))
    elif kept == "no":
        found.append(Finding("broker", WARNING, "keeps nothing on disk: set appendonly yes"))
    else:
        found.append(Finding("broker", OK, "answers, and evicts nothing" if policy else "answers"))
    return found


async def _mail_server(settings: Settings) -> list[Finding]:
    if settings.smtp_url is None:
        return []
    address = Address.parse(settings.smtp_url)
    link = Link(address, urlsplit(settings.public_url).hostname or "localhost", 0.5)
    try:
        await link.open()
    except (RelayAway, ssl.SSLError) as error:
        return [Finding("mail", BROKEN, f"{address.name} takes no mail: {error}")]
    secured = link.is_encrypted
    await link.quit()
    if not secured and not settings.local:
        return [Finding("mail", WARNING, f"{address.name} answers, but without TLS")]
    return [Finding("mail", OK, f"{address.name} answers" + (" over TLS" if secured else ""))]


async def _sender(domain: str, selectors: Sequence[str], resolver: Resolver) -> list[Finding]:
    return [
        Finding("sender", OK if one.sound else WARNING, f"{domain} {one.kind}: {one.text}")
        for one in await sender_records(domain, selectors, resolver)
    ]
