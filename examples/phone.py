"""An administrator's phone: signed in by a token, asking by hash, its token changed for a fresh one each day.

USHER_URL=http://localhost:8000 python phone.py owner@example.org PASSWORD ada@example.org
"""

from __future__ import annotations

import os
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

# An app carries the hashes only; here they are made from the texts that the server has.
TEXTS = Path(__file__).parents[1] / "backend" / "api" / "phone"
DEVICE = "Usher for phones, example"


class Phone:
    """What a phone keeps: a token, which the system's keychain would hold."""

    def __init__(self, url: str) -> None:
        headers = {"User-Agent": DEVICE, "Accept": "application/graphql-response+json"}
        self.http = httpx.Client(base_url=url, headers=headers, timeout=30)

    def ask(self, name: str, key: str = "", **variables: Any) -> Any:
        """One trusted document by its hash; its only field. A mutation with a key may be sent again."""
        digest = sha256((TEXTS / f"{name}.graphql").read_bytes()).hexdigest()
        body = {"documentId": f"sha256:{digest}", "variables": variables}
        answer = self.http.post("/graphql", json=body, headers={"Idempotency-Key": key} if key else {}).json()
        if answer.get("errors"):
            raise SystemExit(
                f"{answer['errors'][0]['message']} ({answer['errors'][0]['extensions']['code']})"
            )
        (value,) = answer["data"].values()
        return value

    def hold(self, token: str | None) -> None:
        """Go on with this token, or with none."""
        self.http.headers.pop("Authorization", None)
        if token:
            self.http.headers["Authorization"] = f"Bearer {token}"


def main(login: str, password: str, invited: str) -> None:
    """A morning: sign in, look around, invite somebody, change the token, sign out."""
    phone = Phone(os.environ["USHER_URL"])
    phone.hold(phone.ask("sign-in", input={"login": login, "password": password})["token"])
    viewer = phone.ask("viewer")
    print(f"{viewer['workspace']['name']}: {len(phone.ask('members')['nodes'])} members on the first page")

    wanted = {"emails": [invited]}
    plan = phone.ask("invite", input={**wanted, "preview": True})["plan"]
    done = phone.ask("invite", key=str(uuid4()), input={**wanted, "planHash": plan["hash"]})
    print(f"{plan['counts']['invite']} invited in {done['batch']['id']}")

    phone.hold(phone.ask("refresh-token")["token"])
    print(f"{len(phone.ask('devices'))} devices")
    phone.ask("sign-out")
    phone.hold(None)


if __name__ == "__main__":
    main(*sys.argv[1:4])
