"""What the world is told about a sending domain: SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 7489)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dns.asyncresolver import Resolver
from dns.exception import DNSException
from dns.rdatatype import TXT
from dns.resolver import NXDOMAIN, NoAnswer

TOLD_NOTHING = "p=none"


@dataclass(frozen=True, slots=True)
class Record:
    """One of a domain's records: what it says, or why there is nothing to say; `sound` where it will do."""

    kind: str
    sound: bool
    text: str


async def sender_records(domain: str, selectors: Sequence[str], resolver: Resolver) -> list[Record]:
    """How a domain's mail will be judged by those who receive it; `selectors` name its DKIM keys."""
    found = [await _spf(domain, resolver), await _dmarc(domain, resolver)]
    found += [await _dkim(domain, one, resolver) for one in selectors]
    if not selectors:
        found.append(Record("DKIM", False, "not asked for: name the selector with --dkim-selector"))
    return found


async def _spf(domain: str, resolver: Resolver) -> Record:
    texts = await _texts(domain, resolver)
    if isinstance(texts, str):
        return Record("SPF", False, texts)
    policies = [text for text in texts if text.lower().split(" ")[0] == "v=spf1"]
    if len(policies) != 1:
        return Record("SPF", False, f"{len(policies)} records at {domain}; there must be exactly one")
    open_to_all = policies[0].lower().split()[-1] in {"+all", "all", "?all"}
    return Record("SPF", not open_to_all, policies[0])


async def _dmarc(domain: str, resolver: Resolver) -> Record:
    for name in (domain, _parent(domain)):
        texts = await _texts(f"_dmarc.{name}", resolver)
        if isinstance(texts, str):
            return Record("DMARC", False, texts)
        policies = [text for text in texts if text.startswith("v=DMARC1")]
        if len(policies) == 1:
            words = policies[0].replace(" ", "").lower().split(";")
            return Record("DMARC", TOLD_NOTHING not in words, policies[0])
    return Record("DMARC", False, f"no record at _dmarc.{domain}")


async def _dkim(domain: str, selector: str, resolver: Resolver) -> Record:
    name = f"{selector}._domainkey.{domain}"
    texts = await _texts(name, resolver)
    if isinstance(texts, str):
        return Record("DKIM", False, texts)
    keys = [text for text in texts if "p=" in text]
    if not keys:
        return Record("DKIM", False, f"no key at {name}")
    revoked = any(part.strip() == "p=" for part in keys[0].split(";"))
    return Record("DKIM", not revoked, f"the key at {name} is revoked" if revoked else f"a key at {name}")


async def _texts(name: str, resolver: Resolver) -> list[str] | str:
    """The TXT records of a name; a text instead of a list where nobody could be asked."""
    try:
        answer = await resolver.resolve(name, TXT)
    except (NXDOMAIN, NoAnswer):
        return []
    except DNSException as error:
        return f"{name} could not be looked up ({type(error).__name__})"
    return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]


def _parent(domain: str) -> str:
    """Where a subdomain's policy stands that has none of its own, near enough (RFC 7489 6.6.3)."""
    return ".".join(domain.split(".")[-2:])
