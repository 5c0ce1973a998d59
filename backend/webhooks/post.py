"""One attempt: a signed POST over kept connections, bounded in time and in what is read of the answer."""

from __future__ import annotations

import asyncio
from datetime import datetime

import httpcore

from backend.core.ids import Kind, encode
from backend.core.sealing import BrokenSeal
from backend.webhooks.events import body
from backend.webhooks.network import CheckedNetwork, PrivateAddress
from backend.webhooks.outbox import Held
from backend.webhooks.rules import Outcome, Reason, again, judge
from backend.webhooks.secrets import signed_headers

TIMEOUT = 15.0  # seconds, for the whole attempt
MOST_READ = 64 * 1024  # bytes of an answer, so that its connection can be kept; it means nothing to us


class Post:
    """One process's connections to receivers; no redirects, no proxies, no unpacking."""

    def __init__(self, *, loopback: bool, scale: float = 1.0) -> None:
        self._timeout = TIMEOUT * scale
        self._pool = httpcore.AsyncConnectionPool(
            network_backend=CheckedNetwork(loopback=loopback),
            max_connections=200,
            max_keepalive_connections=100,
            keepalive_expiry=30.0,
        )

    async def __call__(self, held: Held, at: datetime) -> Outcome:
        """Tell one receiver of one event; whatever it does becomes an outcome."""
        text = body(held.event, held.occurred_at, held.data)
        message_id = encode(Kind.WEBHOOK_DELIVERY, held.id)
        try:
            headers = signed_headers(held.webhook_id, held.secrets, message_id, at, text)
            async with asyncio.timeout(self._timeout):
                return await self._post(held, headers, text.encode())
        except PrivateAddress:
            return again(held.attempts, Reason.PRIVATE_ADDRESS)
        except BrokenSeal:
            return again(held.attempts, Reason.UNREADABLE_SECRET)
        except (TimeoutError, httpcore.TimeoutException):
            return again(held.attempts, Reason.TIMED_OUT)
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, OSError):
            return again(held.attempts, Reason.UNREACHABLE)

    async def close(self) -> None:
        """Hang up."""
        await self._pool.aclose()

    async def _post(self, held: Held, headers: dict[str, str], content: bytes) -> Outcome:
        sent = headers | {
            "content-type": "application/json",
            "content-length": str(len(content)),
            "user-agent": "Usher-Webhooks/1",
        }
        async with self._pool.stream("POST", held.url, headers=list(sent.items()), content=content) as answer:
            wish = next((value for name, value in answer.headers if name.lower() == b"retry-after"), b"")
            outcome = judge(answer.status, held.attempts, wish.decode("latin-1").strip())
            read = 0
            async for piece in answer.aiter_stream():
                read += len(piece)
                if read > MOST_READ:
                    break
            return outcome
