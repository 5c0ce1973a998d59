"""From an HR file to invitations: may end and be run again at any moment, nobody is invited twice.

    USHER_URL=https://usher.example.org USHER_API_KEY=usher_… python partner.py people.csv results.csv

`people.csv` has a column `email`; `results.csv` tells what became of each. The key needs the scope INVITE.
"""

from __future__ import annotations

import csv
import os
import sys
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx

from usher_client import UsherClient
from usher_client.exceptions import GraphQLClientHttpError
from usher_client.input_types import InviteByEmailInput
from usher_client.invite_by_email import InviteByEmailInviteByEmail

AT_ONCE = 100  # people; each request answers all of its rows
TRIES = 6
PATIENCE = 600.0  # seconds
PASSING = {409, 429, 500, 502, 503, 504}  # 409: the first request with this key still runs


def main(source: Path, target: Path) -> int:
    """Invite everyone in the file; the number of those who were refused."""
    key = os.environ["USHER_API_KEY"]
    http: Any = httpx.Client(headers={"Authorization": f"Bearer {key}"}, timeout=60)
    address = f"{os.environ['USHER_URL']}/graphql"
    refused = 0
    with (
        UsherClient(address, http_client=http) as usher,
        target.open("w") as file,
    ):
        results = csv.writer(file)
        results.writerow(["email", "outcome", "reason"])
        for emails in _pieces(source):
            answer = _invite(usher, emails)
            for row in answer.plan.rows.nodes if answer.plan else []:
                reasons = "; ".join(error.message for error in row.errors)
                results.writerow([row.email or row.input, row.outcome.value, reasons])
                refused += row.outcome.value == "REFUSED"
            for error in answer.errors:
                results.writerow(["", "REFUSED", error.message])
                refused += 1
    return refused


def _pieces(source: Path) -> Iterator[list[str]]:
    with source.open(newline="", encoding="utf-8-sig") as file:
        emails = [row["email"] for row in csv.DictReader(file)]
    for start in range(0, len(emails), AT_ONCE):
        yield emails[start : start + AT_ONCE]


def _invite(usher: UsherClient, emails: list[str]) -> InviteByEmailInviteByEmail:
    """The same people give the same key: whatever of this was sent before answers its first outcome."""
    key = sha256("\n".join(emails).encode()).hexdigest()
    wanted = InviteByEmailInput(emails=emails)
    return _until_answered(lambda: usher.invite_by_email(wanted, headers={"Idempotency-Key": key}))


def _until_answered(
    send: Callable[[], InviteByEmailInviteByEmail],
) -> InviteByEmailInviteByEmail:
    """Send, and send again where nobody answered or the answer was to come back later."""
    for tried in range(1, TRIES + 1):
        try:
            return send()
        except httpx.TransportError:
            if tried == TRIES:
                raise
            wait = 2.0**tried
        except GraphQLClientHttpError as error:
            if tried == TRIES or error.status_code not in PASSING:
                raise
            response: Any = error.response
            wait = float(response.headers.get("Retry-After", 2.0**tried))
            if wait > PATIENCE:  # the day's limit: `viewer { invitesLeft }` tells how many are left
                raise
        time.sleep(wait)
    raise AssertionError("the last try answers or raises")


if __name__ == "__main__":
    sys.exit(1 if main(Path(sys.argv[1]), Path(sys.argv[2])) else 0)
