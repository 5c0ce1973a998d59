"""One connection to the mail server, and what can become of a command on it."""

from __future__ import annotations

import contextlib
import re
import time
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from aiosmtplib import SMTP
from aiosmtplib.errors import SMTPException

from backend.mail.rules import Reply, Stage

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
        except (SMTPException, OSError, ValueError) as error:
            self.close()
            raise RelayAway(clean(str(error))) from error

    @property
    def alive(self) -> bool:
        """Whether it may carry another mail."""
        fresh = time.monotonic() - self.idle_since < IDLE * self._scale
        return fresh and self._client.is_connected

    @property
    def is_encrypted(self) -> bool:
        """Whether TLS is spoken on it."""
        return self._client.get_transport_info("ssl_object") is not None

    async def envelope(self, sender: str, recipient: str) -> None:
        """MAIL and RCPT for one recipient; raises Refused, Cut or RelayAway. Nothing has left yet."""
        if CONTROL.search(sender + recipient):
            raise ValueError("an address with control characters")
        international = not (sender + recipient).isascii()
        if international and not self._client.supports_extension("smtputf8"):
            raise Refused(Reply(Stage.RECIPIENT, 553, "5.6.7 The mail server takes no such address"))
        options = b" SMTPUTF8" if international else b""
        mail = b"MAIL FROM:<" + sender.encode() + b">" + options + b"\r\n"
        await self._say(Stage.SENDER, mail, COMMAND)
        await self._say(Stage.RECIPIENT, b"RCPT TO:<" + recipient.encode() + b">\r\n", COMMAND)

    async def data(self, message: bytes) -> Reply:
        """Hand the message (with CRLF line ends) over and wait for the final answer; raises Refused or Cut.

        Only a Cut of the stage MESSAGE leaves it open whether the server took it.
        """
        self.used += 1
        await self._say(Stage.OPENING, b"DATA\r\n", COMMAND)
        stuffed = message.replace(b"\r\n.", b"\r\n..")
        return await self._say(Stage.MESSAGE, stuffed + b".\r\n", FINAL_REPLY)

    async def reset(self) -> None:
        """Take back the envelope, so that the connection can carry another mail."""
        try:
            await self._client.rset()
        except (SMTPException, OSError):
            self.close()

    def close(self) -> None:
        """Hang up."""
        self._client.close()

    async def quit(self) -> None:
        """Say goodbye, without insisting."""
        with contextlib.suppress(SMTPException, OSError):
            await self._client.quit(timeout=self._scale)
        self.close()

    async def _say(self, stage: Stage, words: bytes, patience: float) -> Reply:
        """Send bytes as they are and read one answer; raises Refused unless it is yes."""
        protocol = self._client.protocol
        try:
            if protocol is None:
                raise Cut(stage)
            protocol.write(words)
            answer = await protocol.read_response(timeout=patience * self._scale)
        except (SMTPException, OSError) as error:  # no answer, or something that is none
            self.close()
            raise Cut(stage) from error
        reply = Reply(stage, answer.code, clean(answer.message))
        if answer.code == CLOSING:
            self.close()
        if reply.code // 100 != (3 if stage is Stage.OPENING else 2):
            raise Refused(reply)
        return reply


def clean(text: str) -> str:
    """A server's words as they can be stored and shown: no NUL, no lone surrogates, one line."""
    readable = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return " ".join(readable.replace("\x00", "").split())
