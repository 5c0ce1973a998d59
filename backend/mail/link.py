"""One connection to the mail server, and what can become of a command on it."""

from __future__ import annotations

import asyncio
import contextlib
import re
import time
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from aiosmtplib import SMTP
from aiosmtplib.errors import SMTPException

from backend.mail.rules import Reply, Stage
from backend.mail.talk import Talk, taken_over

CONNECT, COMMAND = 20.0, 60.0  # seconds to wait for each
FINAL_REPLY = 600.0  # RFC 5321 4.5.3.2.6
IDLE = 45.0  # servers hang up on silent clients after a minute or more


CLOSING = 421  # the server hangs up after this
CONTROL = re.compile(r"[\x00-\x20<>\x7f]")  # would end the address, or the command


class RelayAway(Exception):
    """The server can't be reached, or serves nobody now; no mail is to blame."""


class Cut(Exception):
    """The connection ended, or no answer came in time, at this stage of one mail."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.stage = stage


class Refused(Exception):
    """The server answered a command with something other than yes."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply)
        self.reply = reply


@dataclass(frozen=True, slots=True)
class Address:
    """Where the server is and how to sign in, out of an smtp:// or smtps:// address."""

    host: str
    port: int
    tls: bool
    user: str | None
    password: str | None

    @property
    def name(self) -> str:
        """What to call it in a log."""
        return f"{self.host}:{self.port}"

    @classmethod
    def parse(cls, url: str) -> Address:
        """STARTTLS is used wherever smtp:// offers it; smtps:// speaks TLS from the first byte."""
        parts = urlsplit(url)
        tls = parts.scheme == "smtps"
        user = unquote(parts.username) if parts.username else None
        password = unquote(parts.password) if parts.password else None
        return cls(parts.hostname or "localhost", parts.port or (465 if tls else 587), tls, user, password)


class Link:
    """One connection to the server; `used` counts the mails it has carried."""

    def __init__(self, address: Address, hello: str, scale: float) -> None:
        self._scale = scale
        self.used = 0
        self.idle_since = time.monotonic()
        self._talk: Talk | None = None
        self._client = SMTP(
            hostname=address.host,
            port=address.port,
            use_tls=address.tls,
            username=address.user,
            password=address.password,
            local_hostname=hello,
            timeout=COMMAND * scale,
        )

    async def open(self) -> None:
        """Connect, greet, secure and sign in; raises RelayAway."""
        try:
            await self._client.connect(timeout=CONNECT * self._scale)
            if self._client.is_ehlo_or_helo_needed:
                await self._client.ehlo()
            self._talk = taken_over(self._client.transport)
        except (SMTPException, OSError, ValueError) as error:
            self.close()
            raise RelayAway(clean(str(error))) from error

    @property
    def alive(self) -> bool:
        """Whether it may carry another mail."""
        fresh = time.monotonic() - self.idle_since < IDLE * self._scale
        return fresh and self._talk is not None and self._talk.is_open

    @property
    def is_encrypted(self) -> bool:
        """Whether TLS is spoken on it."""
        return self._talk is not None and self._talk.is_encrypted

    async def envelope(self, sender: str, recipient: str) -> None:
        """MAIL and RCPT for one recipient, at once where the server takes them so (RFC 2920).

        Raises Refused, Cut or RelayAway. Nothing has left yet.
        """
        if CONTROL.search(sender + recipient):
            raise ValueError("an address with control characters")
        international = not (sender + recipient).isascii()
        if international and not self._client.supports_extension("smtputf8"):
            raise Refused(Reply(Stage.RECIPIENT, 553, "5.6.7 The mail server takes no such address"))
        options = b" SMTPUTF8" if international else b""
        mail = b"MAIL FROM:<" + sender.encode() + b">" + options + b"\r\n"
        rcpt = b"RCPT TO:<" + recipient.encode() + b">\r\n"
        if self._client.supports_extension("pipelining"):
            await self._say(mail + rcpt, COMMAND, Stage.SENDER, Stage.RECIPIENT)
        else:
            await self._say(mail, COMMAND, Stage.SENDER)
            await self._say(rcpt, COMMAND, Stage.RECIPIENT)

    async def data(self, message: bytes) -> Reply:
        """Hand the message (with CRLF line ends) over and wait for the final answer; raises Refused or Cut.

        Only a Cut of the stage MESSAGE leaves it open whether the server took it.
        """
        self.used += 1
        await self._say(b"DATA\r\n", COMMAND, Stage.OPENING)
        stuffed = message.replace(b"\r\n.", b"\r\n..")
        return await self._say(stuffed + b".\r\n", FINAL_REPLY, Stage.MESSAGE)

    async def reset(self) -> None:
        """Take back the envelope, so that the connection can carry another mail."""
        try:
            await self._say(b"RSET\r\n", COMMAND, Stage.SENDER)
        except (Cut, Refused):
            self.close()

    def close(self) -> None:
        """Hang up."""
        if self._talk is not None:
            self._talk.close()
        self._client.close()

    async def quit(self) -> None:
        """Say goodbye, without insisting."""
        with contextlib.suppress(Cut, Refused):
            await self._say(b"QUIT\r\n", 1.0, Stage.SENDER)
        self.close()

    async def _say(self, words: bytes, patience: float, *stages: Stage) -> Reply:
        """Send the command of each stage and hear all replies, answering the last; raises Refused or Cut."""
        replies: list[Reply] = []
        try:
            if self._talk is None:
                raise ConnectionResetError("not open")
            for stage, coming in zip(stages, self._talk.say(words, len(stages)), strict=True):
                code, text = await self._within(patience, coming)
                replies.append(Reply(stage, code, clean(text)))
        except OSError as error:  # no answer, or something that is none
            self.close()
            if all(map(_is_yes, replies)):
                raise Cut(stages[len(replies)]) from error
        if any(reply.code == CLOSING for reply in replies):
            self.close()
        if refused := next((reply for reply in replies if not _is_yes(reply)), None):
            raise Refused(refused)
        return replies[-1]

    async def _within(self, patience: float, coming: asyncio.Future[tuple[int, str]]) -> tuple[int, str]:
        """What comes, or TimeoutError; a timer costs a tenth of what waiting in another task does."""
        timer = asyncio.get_running_loop().call_later(patience * self._scale, _too_late, coming)
        try:
            return await coming
        finally:
            timer.cancel()


def _is_yes(reply: Reply) -> bool:
    return reply.code // 100 == (3 if reply.stage is Stage.OPENING else 2)


def _too_late(coming: asyncio.Future[tuple[int, str]]) -> None:
    if not coming.done():
        coming.set_exception(TimeoutError("no answer in time"))


def clean(text: str) -> str:
    """A server's words as they can be stored and shown: no NUL, no lone surrogates, one line."""
    readable = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return " ".join(readable.replace("\x00", "").split())
