"""A real mail server on loopback that answers as a test tells it to, and keeps every byte it was given."""

from __future__ import annotations

import asyncio
import email
import email.policy
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

CUT = "cut"  # hang up instead of answering
Answer = Callable[[str], Awaitable[str | None] | str | None]


@dataclass(slots=True)
class Delivery:
    """One message the server was given, whether it said yes or not."""

    sender: str
    recipients: list[str]
    data: bytes
    options: list[str]

    @property
    def message(self) -> EmailMessage:
        """The message, parsed."""
        parsed = email.message_from_bytes(self.data, policy=email.policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed


@dataclass(slots=True)
class MailServer:
    """The server; `on_*` map a recipient (or, for MAIL, a sender) to an answer, None meaning yes."""

    accepted: list[Delivery] = field(default_factory=list)
    given: list[Delivery] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)
    connections: int = 0
    on_mail: Answer = lambda sender: None
    on_rcpt: Answer = lambda recipient: None
    on_data: Answer = lambda recipient: None
    port: int = 0
    _arrived: asyncio.Condition = field(default_factory=asyncio.Condition)
    _server: asyncio.Server | None = None
    _protocols: list[Any] = field(default_factory=list)

    @property
    def url(self) -> str:
        """How to reach it."""
        return f"smtp://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Listen, on the same port again after `stop`."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._protocol, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Hang up on everyone and listen no more."""
        if self._server is None:
            return
        self._server.close()
        for protocol in self._protocols:
            if protocol.transport is not None:
                protocol.transport.abort()
        self._protocols.clear()
        self._server = None

    async def arrived(self, count: int, *, within: float = 30.0) -> list[Delivery]:
        """Wait until so many messages were accepted."""
        async with asyncio.timeout(within), self._arrived:
            await self._arrived.wait_for(lambda: len(self.accepted) >= count)
        return self.accepted

    async def was_given(self, count: int, *, within: float = 30.0) -> list[Delivery]:
        """Wait until so many messages were handed over, accepted or not."""
        async with asyncio.timeout(within), self._arrived:
            await self._arrived.wait_for(lambda: len(self.given) >= count)
        return self.given

    async def was_tried(self, count: int, *, within: float = 30.0) -> list[str]:
        """Wait until so many recipients were named."""
        async with asyncio.timeout(within), self._arrived:
            await self._arrived.wait_for(lambda: len(self.tried) >= count)
        return self.tried

    def _protocol(self) -> SMTP:
        self.connections += 1
        protocol = SMTP(self, enable_SMTPUTF8=True, hostname="test.example")
        self._protocols.append(protocol)
        return protocol

    async def _note(self) -> None:
        async with self._arrived:
            self._arrived.notify_all()

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = await _answer(self.on_mail, address)
        if answer is None:
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return answer or "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.tried.append(address)
        await self._note()
        answer = await _answer(self.on_rcpt, address)
        if answer == CUT:
            _hang_up(server)
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.original_content or b""
        delivery = Delivery(envelope.mail_from or "", envelope.rcpt_tos, content, envelope.mail_options)
        self.given.append(delivery)
        await self._note()
        answer = await _answer(self.on_data, envelope.rcpt_tos[0])
        if answer == CUT:
            _hang_up(server)
        if answer is None:
            self.accepted.append(delivery)
            await self._note()
        return answer or "250 2.6.0 Accepted"


def _hang_up(server: SMTP) -> None:
    transport = server.transport
    assert isinstance(transport, asyncio.Transport)
    transport.abort()


async def _answer(script: Answer, address: str) -> str | None:
    result = script(address)
    return await result if isinstance(result, Awaitable) else result


def script(*answers: str | None) -> tuple[Answer, dict[str, int]]:
    """Answers in turn for each address, then yes; and how often each address asked."""
    asked: dict[str, int] = defaultdict(int)

    def answer(address: str) -> str | None:
        asked[address] += 1
        return answers[asked[address] - 1] if asked[address] <= len(answers) else None

    return answer, asked
