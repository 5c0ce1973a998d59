"""The connection to the mail server under TLS, at once or after STARTTLS, on either event loop."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

import pytest
import uvloop
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from backend.mail.link import Address, Link, RelayAway
from backend.mail.rules import Stage

NAME = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
OFFERED = b"250-there\r\n250 PIPELINING\r\n"


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for 127.0.0.1, by nobody that a machine trusts."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(NAME, NAME, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "papers.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(secret + certificate.public_bytes(Encoding.PEM))
    return file


@contextmanager
def server(papers: Path, scheme: str, said: list[bytes], gone: threading.Event) -> Iterator[str]:
    """A mail server in a thread of its own, so that the loop under test is the client's alone."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(papers)
    loop, secure = asyncio.new_event_loop(), scheme == "smtps"

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        encrypted = secure
        writer.write(b"220 there\r\n")
        while line := await reader.readline():
            said.append(line if encrypted else b"open: " + line)
            if line.startswith(b"EHLO"):
                writer.write(OFFERED if encrypted else b"250-there\r\n250 STARTTLS\r\n")
            elif line.startswith(b"STARTTLS"):
                writer.write(b"220 go on\r\n")
                await writer.start_tls(context)
                encrypted = True
            elif line.startswith(b"DATA"):
                writer.write(b"354 go on\r\n")
                said.append(await reader.readuntil(b"\r\n.\r\n"))
                writer.write(b"250 taken\r\n")
            else:
                writer.write(b"250 yes\r\n")
        writer.close()
        await writer.wait_closed()
        gone.set()

    listening: Any = loop.run_until_complete(
        asyncio.start_server(converse, "127.0.0.1", ssl=context if secure else None)
    )
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield f"{scheme}://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    finally:
        asyncio.run_coroutine_threadsafe(_ended(listening), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _ended(listening: asyncio.Server) -> None:
    """Nobody is listened to any more, and whoever was has gone."""
    listening.close()
    await asyncio.gather(*asyncio.all_tasks() - {asyncio.current_task()}, return_exceptions=True)


async def send(url: str, gone: threading.Event) -> None:
    """Two mails over one connection, and wait until the server has seen its end."""
    link = Link(Address.parse(url), "here.example", 1.0)
    await link.open()
    assert link.is_encrypted
    for _ in range(2):
        await link.envelope("a@here.example", "b@there.example")
        assert (await link.data(b"Subject: x\r\n\r\nsecret\r\n")).stage is Stage.MESSAGE
    assert link.alive
    await link.quit()
    assert await asyncio.to_thread(gone.wait, 10)


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
@pytest.mark.parametrize("run", [asyncio.run, uvloop.run])
def test_mail_is_handed_over_encrypted(
    papers: Path, monkeypatch: pytest.MonkeyPatch, scheme: str, run: Any
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(papers))
    said: list[bytes] = []
    gone = threading.Event()
    with server(papers, scheme, said, gone) as url:
        run(send(url, gone))
    opened = [] if scheme == "smtps" else [b"open: EHLO here.example\r\n", b"open: STARTTLS\r\n"]
    assert said[: len(opened)] == opened
    assert not any(line.startswith(b"open") for line in said[len(opened) :])
    assert said.count(b"Subject: x\r\n\r\nsecret\r\n.\r\n") == 2


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_certificate_that_nobody_trusts_ends_it(papers: Path, scheme: str) -> None:
    said: list[bytes] = []
    gone = threading.Event()
    with server(papers, scheme, said, gone) as url, pytest.raises(RelayAway):
        asyncio.run(send(url, gone))
    assert not any(b"MAIL" in line for line in said)
