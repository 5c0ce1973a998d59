"""Rate limits over a sliding window, kept in PostgreSQL so that every process and no broker counts."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from math import ceil

from backend.core.db import crossing
from backend.core.errors import RateLimited

# `hits` are the last `most` attempts let through, oldest first; one more passes where the oldest has left
# the window. It runs on clock_timestamp(), which nothing shifts.
SPEND = """
    WITH spent AS (
        INSERT INTO rate_windows AS w (key, hits, ends_at)
        VALUES ($1, ARRAY[clock_timestamp()], clock_timestamp() + $3)
        ON CONFLICT (key) DO UPDATE SET
            hits = (w.hits || clock_timestamp())[greatest(1, cardinality(w.hits) + 2 - $2):],
            ends_at = excluded.ends_at
        WHERE cardinality(w.hits) < $2 OR w.hits[1] <= clock_timestamp() - $3
        RETURNING key
    )
    SELECT EXISTS (SELECT FROM spent) AS passed,
        (SELECT ceil(extract(epoch FROM w.hits[1] + $3 - clock_timestamp()))::int
         FROM rate_windows w WHERE w.key = $1) AS wait
"""

# Many of a machine in one number: the instant up to which its pace is used up (the leaky bucket as a meter,
# ITU-T I.371, GCRA). `$2` is what one costs, `$3` how far ahead one may be.
STEP = """
    WITH stepped AS (
        INSERT INTO rate_windows AS w (key, hits, ends_at)
        VALUES ($1, ARRAY[clock_timestamp() + $2], clock_timestamp() + $2)
        ON CONFLICT (key) DO UPDATE SET
            hits = ARRAY[greatest(w.hits[1], clock_timestamp()) + $2],
            ends_at = greatest(w.hits[1], clock_timestamp()) + $2
        WHERE greatest(w.hits[1], clock_timestamp()) + $2 <= clock_timestamp() + $3
        RETURNING hits[1] AS until
    )
    SELECT EXISTS (SELECT FROM stepped) AS passed, greatest(interval '0', coalesce(
        (SELECT until FROM stepped), (SELECT hits[1] FROM rate_windows WHERE key = $1)
    ) - clock_timestamp()) AS ahead
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` attempts `per` so long, of whatever `key` names."""

    key: str
    most: int
    per: timedelta


@dataclass(frozen=True, slots=True)
class Pace:
    """How a machine keeps its limit: `left` of `most` for now, all of them again in `reset` seconds."""

    most: int
    window: int
    left: int
    reset: int
    wait: int = 0  # seconds until one more passes; 0 where this one did


def limit(subject: str, who: str, most: int, per: timedelta) -> Limit:
    """A limit of one person or address; `who` is kept as a hash only."""
    hashed = sha256(who.encode("utf-8", "surrogatepass")).hexdigest()
    return Limit(f"{subject}:{hashed}", most, per)


def network(address: str) -> str:
    """What counts as one caller: an IPv4 address, or the /64 that one IPv6 customer holds."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    mapped = getattr(parsed, "ipv4_mapped", None)
    if mapped or parsed.version == 4:
        return str(mapped or parsed)
    return str(ipaddress.ip_network((parsed, 64), strict=False))


async def spend(*limits: Limit) -> None:
    """Count one attempt against each limit in turn; raises RateLimited at the first that is used up."""
    wait = None
    async with crossing() as sql:
        for one in limits:
            row = await sql.fetchrow(SPEND, one.key, one.most, one.per)
            if row and not row["passed"]:
                wait = max(1, row["wait"] or 1)
                break
    if wait is not None:
        raise RateLimited(retryAfter=wait)


async def step(one: Limit) -> Pace:
    """Count one against a limit that many pass evenly; `wait` says whether it is used up."""
    cost = one.per / one.most
    async with crossing() as sql:
        row = await sql.fetchrow(STEP, one.key, cost, one.per)
    ahead: timedelta = row["ahead"] if row else timedelta(0)
    passed = bool(row and row["passed"])
    left = max(0, int((one.per - ahead) / cost)) if passed else 0
    wait = 0 if passed else max(1, ceil((ahead + cost - one.per).total_seconds()))
    return Pace(one.most, int(one.per.total_seconds()), left, ceil(ahead.total_seconds()), wait)


async def forget_ended() -> int:
    """Delete the windows that no longer hold anybody back; returns how many."""
    async with crossing() as sql:
        done = await sql.execute("DELETE FROM rate_windows WHERE ends_at <= clock_timestamp()")
    return int(done.rpartition(" ")[2])
