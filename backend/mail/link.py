"""One connection to the mail server, and what can become of a command on it."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from aiosmtplib import SMTP
from aiosmtplib.errors import SMTPException, SMTPResponseException

from backend.mail.rules import Reply, Stage

CONNECT, COMMAND = 20.0, 60.0  # seconds to wait for each
FINAL_REPLY = 600.0  # RFC 5321 4.5.3.2.6
IDLE = 45.0  # servers hang up on silent clients after a minute or more


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

    async def envelope(self, sender: str, recipient: str) -> None:
        """MAIL and RCPT for one recipient; raises Refused, Cut or RelayAway. Nothing has left yet."""
        international = not (sender + recipient).isascii()
        if international and not self._client.supports_extension("smtputf8"):
            raise Refused(Reply(Stage.RECIPIENT, 553, "5.6.7 The mail server takes no such address"))
        options = b" SMTPUTF8" if international else b""
        await self._command(Stage.SENDER, b"MAIL", b"FROM:<" + sender.encode() + b">" + options)
        await self._command(Stage.RECIPIENT, b"RCPT", b"TO:<" + recipient.encode() + b">")

    async def data(self, message: bytes) -> Reply:
        """Hand the message over and wait for the final answer; raises Refused or Cut."""
        self.used += 1
        try:
            answer = await self._client.data(message, timeout=FINAL_REPLY * self._scale)
        except SMTPResponseException as error:
            raise Refused(Reply(Stage.MESSAGE, error.code, clean(error.message))) from error
        except (SMTPException, OSError) as error:
            raise Cut(Stage.MESSAGE) from error
        return Reply(Stage.MESSAGE, answer.code, clean(answer.message))

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

    async def _command(self, stage: Stage, *words: bytes) -> None:
        try:
            answer = await self._client.execute_command(*words)
        except SMTPResponseException as error:
            self.close()  # not an SMTP answer at all
            raise Cut(stage) from error
        except (SMTPException, OSError) as error:
            raise Cut(stage) from error
        if not 200 <= answer.code < 300:
            raise Refused(Reply(stage, answer.code, clean(answer.message)))


def clean(text: str) -> str:
    """A server's words as they can be stored and shown: no NUL, no lone surrogates, one line."""
    readable = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return " ".join(readable.replace("\x00", "").split())
