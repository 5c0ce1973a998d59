"""`usher doctor`: each part that will do, and each that won't, in a line."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import asyncpg
import dns.message
import dns.rrset
import pytest
from dns.asyncresolver import Resolver
from dns.rcode import NXDOMAIN

from backend.core.settings import Settings, load_settings
from backend.doctor import examine
from backend.local.valkey import Valkey
from tests.mail.mail_server import MailServer
from tests.parts import Database

GOOD = {
    "mail.example.org": ["v=spf1 include:_spf.example.org -all"],
    "_dmarc.example.org": ["v=DMARC1; p=quarantine"],
    "s1._domainkey.mail.example.org": ["v=DKIM1; k=rsa; p=MIIB"],
}
BAD = {
    "mail.example.org": ["v=spf1 +all"],
    "_dmarc.mail.example.org": ["v=DMARC1; p=none"],
    "s1._domainkey.mail.example.org": ["v=DKIM1; p="],
}


class Names(asyncio.DatagramProtocol):
    """A name server on loopback that knows a few texts."""

    def __init__(self) -> None:
        self.texts: dict[str, list[str]] = {}
        self.transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        query = dns.message.from_wire(data)
        answer, name = dns.message.make_response(query), query.question[0].name
        texts = self.texts.get(name.to_text(omit_final_dot=True))
        if texts:
            quoted = [f'"{text}"' for text in texts]
            answer.answer.append(dns.rrset.from_text(name, 1, "IN", "TXT", *quoted))
        else:
            answer.set_rcode(NXDOMAIN)
        self.transport.sendto(answer.to_wire(), addr)


@pytest.fixture
async def names() -> AsyncIterator[tuple[Names, Resolver]]:
    """A name server, and a resolver that asks it."""
    transport, server = await asyncio.get_running_loop().create_datagram_endpoint(
        Names, local_addr=("127.0.0.1", 0)
    )
    resolver = Resolver(configure=False)
    resolver.nameservers = ["127.0.0.1"]
    resolver.port = transport.get_extra_info("sockname")[1]
    yield server, resolver
    transport.close()


@pytest.fixture
async def parts(
    new_database: Callable[[], Awaitable[Database]], tmp_path: Path
) -> AsyncIterator[tuple[Settings, Valkey, MailServer, Database]]:
    """Everything that an installation stands on."""
    database, valkey, server = await new_database(), Valkey(tmp_path / "valkey"), MailServer()
    await asyncio.to_thread(valkey.start)
    await server.start()
    settings = load_settings(
        {
            "USHER_URL": "https://mail.example.org",
            "USHER_SECRET": "a secret that only tests know, 32+",
            "DATABASE_URL": database.url,
            "REDIS_URL": valkey.url(),
            "SMTP_URL": server.url,
        }
    )
    yield settings, valkey, server, database
    await server.stop()
    await asyncio.to_thread(valkey.stop)


async def test_all_is_well_and_then_less_and_less(
    parts: tuple[Settings, Valkey, MailServer, Database], names: tuple[Names, Resolver]
) -> None:
    (settings, valkey, server, database), (known, resolver) = parts, names
    known.texts = GOOD
    said = [str(one) for one in await examine(settings, ["s1"], resolver)]
    graded = {line.split()[1] + " " + line.split()[0] for line in said}
    assert graded == {
        f"{part} ok" for part in "settings database schema clock outbox broker sender".split()
    } | {
        "mail warning"  # it speaks no TLS
    }
    assert sum("mail.example.org" in line and line.startswith("ok") for line in said) == 4

    known.texts = BAD
    sql = await asyncpg.connect(database.owner_url)
    await sql.execute("UPDATE usher_clock SET shift = '1 day'")
    await sql.execute("UPDATE outbox_gate SET held_at = now()")
    await server.stop()
    await asyncio.to_thread(valkey.stop)
    found = {(one.part, one.grade) for one in await examine(settings, ["s1"], resolver)}
    assert {("clock", "broken"), ("outbox", "warning"), ("broker", "broken"), ("mail", "broken")} <= found
    assert ("sender", "ok") not in found

    await sql.execute(
        "DELETE FROM tortoise_migrations WHERE name = (SELECT max(name) FROM tortoise_migrations)"
    )
    (schema,) = [one for one in await examine(settings, [], resolver) if one.part == "schema"]
    assert schema.is_broken
    await sql.close()


async def test_a_database_that_is_not_there_is_a_finding(names: tuple[Names, Resolver]) -> None:
    environment = {"DATABASE_URL": "postgresql://usher@127.0.0.1:1/usher", "USHER_SECRET": "s" * 32}
    found = await examine(load_settings(environment), [], names[1])
    assert ("database", "broken") in {(one.part, one.grade) for one in found}
    assert ("settings", "broken") in {(one.part, one.grade) for one in found}
