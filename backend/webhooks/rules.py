"""What a receiver's answer means, when to try again, where a webhook may point: decisions only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from backend.core.errors import InputError
from backend.core.text import is_storable


class WebhookState(StrEnum):
    """Whether a webhook is told anything; events are kept for it in every state."""

    ENABLED = "ENABLED"
    PAUSED = "PAUSED"
    DISABLED = "DISABLED"


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    SCHEDULED = "SCHEDULED"
    SENDING = "SENDING"
    DELIVERED = "DELIVERED"
    FAILED = "FAILED"


class Reason(StrEnum):
    """Why an attempt told nobody."""

    ANSWERED = "ANSWERED"  # with a status other than 2xx
    REDIRECTED = "REDIRECTED"
    GONE = "GONE"
    TIMED_OUT = "TIMED_OUT"
    UNREACHABLE = "UNREACHABLE"
    PRIVATE_ADDRESS = "PRIVATE_ADDRESS"
    UNREADABLE_SECRET = "UNREADABLE_SECRET"  # noqa: S105 - a reason, no secret
    WORKER_GONE = "WORKER_GONE"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one attempt; `delay` is when to try again at the earliest."""

    state: DeliveryState
    status: int | None = None
    reason: Reason | None = None
    delay: timedelta = timedelta(0)


SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
RETRY_AFTER = (5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR)
GIVE_UP_AFTER = timedelta(days=3)
TRIPPED = 5  # failures in a row, after which one delivery at a time asks whether it answers again
LONGEST_WISH = HOUR  # of a receiver that says when to come again
MOST_WEBHOOKS = 20
LONGEST_URL = 2_000
LOCAL_NAMES = ("localhost", ".localhost", ".local", ".internal")


def judge(status: int, attempts: int, retry_after: str = "") -> Outcome:
    """What an answer means after `attempts` failures before it; only 2xx is heard (the specification)."""
    if 200 <= status < 300:
        return Outcome(DeliveryState.DELIVERED, status)
    if status == 410:
        return Outcome(DeliveryState.FAILED, status, Reason.GONE)
    reason = Reason.REDIRECTED if 300 <= status < 400 else Reason.ANSWERED
    wish = timedelta(seconds=int(retry_after)) if retry_after.isdecimal() and len(retry_after) < 9 else None
    return again(attempts, reason, status, wish if status in {429, 503} else None)


def again(attempts: int, reason: Reason, status: int | None = None, wish: timedelta | None = None) -> Outcome:
    """A delivery that is tried again later."""
    wait = RETRY_AFTER[min(attempts, len(RETRY_AFTER) - 1)]
    return Outcome(DeliveryState.SCHEDULED, status, reason, max(wait, min(wish or wait, LONGEST_WISH)))


def is_public(address: str, *, loopback: bool = False) -> bool:
    """Whether a webhook may go to this address: the open internet, and nothing that leads elsewhere."""
    found = _within(ip_address(address.partition("%")[0]))
    if loopback and found.is_loopback:
        return True
    return found.is_global and not (found.is_multicast or found.is_reserved or _is_tunnel(found))


def check_url(url: str, *, loopback: bool = False) -> list[InputError]:
    """What is wrong with where a webhook is to go, as far as its text says; names are resolved later."""
    if (
        len(url) > LONGEST_URL
        or not is_storable(url)
        or not url.isascii()
        or not url.isprintable()
        or " " in url
    ):
        return [_wrong("INVALID_URL", "This is no web address.")]
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return [_wrong("INVALID_URL", "This is no web address.")]
    if not host or parts.username is not None or parts.fragment:
        return [_wrong("INVALID_URL", "A web address with a host, without a password or a #part.")]
    if _is_local(host, loopback=loopback):
        return [_wrong("PRIVATE_ADDRESS", "Webhooks go to addresses on the open internet only.")]
    if parts.scheme != "https" and not (loopback and parts.scheme == "http"):
        return [_wrong("INVALID_URL", "Webhooks go to https:// addresses.")]
    return []


def _is_local(host: str, *, loopback: bool) -> bool:
    try:
        return not is_public(host, loopback=loopback)
    except ValueError:
        return not loopback and f".{host.lower().rstrip('.')}".endswith(
            tuple(f".{n.lstrip('.')}" for n in LOCAL_NAMES)
        )


def _within(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 one leads to: mapped, by NAT64 (RFC 6052) or 6to4 (RFC 3056)."""
    if isinstance(address, IPv4Address):
        return address
    nat64 = (
        IPv4Address(address.packed[12:])
        if address.packed[:12] == bytes.fromhex("0064ff9b" + "0" * 16)
        else None
    )
    return address.ipv4_mapped or address.sixtofour or nat64 or address


def _is_tunnel(address: IPv4Address | IPv6Address) -> bool:
    return isinstance(address, IPv6Address) and (address.teredo is not None or address.is_site_local)


def _wrong(code: str, message: str) -> InputError:
    return InputError(
        code, message, ("url",), None, "https://example.org/usher" if code == "INVALID_URL" else None
    )
