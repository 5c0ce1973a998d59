"""A client of the API that notes what it asked for and what was acknowledged."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Collection, Iterable, Sequence
from ssl import create_default_context
from typing import Any
from uuid import UUID

import httpx

from backend.core.ids import Kind, encode
from tests.faults.history import Call, History, Letter

LOGIN, PASSWORD = "owner@home.example.org", "a lantern over the harbour"
INTAKE = "errors { code } plan { counts { total invite refused } } batch { id }"
ANSWERS = {
    "inviteByEmail": INTAKE,
    "addGroupEmails": INTAKE,
    "registerSessionLearners": INTAKE,
    "removeGroupMembers": "errors { code } people mailsWithdrawn mailsAlreadyOut",
    "cancelSession": "errors { code } plan { mailsWithdrawn peopleInvited }",
    "updateSession": "errors { code } plan { mailsMoved peopleInvited }",
    "addGroupMembers": INTAKE,
    "changeMemberEmail": "errors { code }",
    "deactivateMembers": "errors { code } mailsWithdrawn mailsAlreadyOut",
    "reactivateMembers": "errors { code }",
    "updateMember": "errors { code }",
    "acceptInvitation": "errors { code } token",
}
STUBBORN_FOR = 180.0  # seconds
TRUST = create_default_context()  # takes longer to make than a call does
SIGN_IN = "mutation ($input: SignInInput!) { signIn(input: $input) { token errors { code } } }"


class Caller:
    """Someone signed in; each call goes over a connection of its own, as those of many clients do."""

    def __init__(self, url: str, token: str, history: History) -> None:
        self._url, self._history = url, history
        self.authorization = {"Authorization": f"Bearer {token}"} if token else {}
        self._headers = {"Connection": "close"} | self.authorization

    def at(self, url: str) -> Caller:
        """The same person at another door."""
        other = Caller(url, "", self._history)
        other.authorization, other._headers = self.authorization, self._headers
        return other

    async def ready(self) -> None:
        """Wait until a web process answers."""
        async with httpx.AsyncClient(verify=TRUST, base_url=self._url, timeout=90) as http:
            assert (await http.get("/readyz")).status_code == 200

    async def is_ready(self) -> bool:
        """Whether a web process answers that its database does."""
        try:
            async with httpx.AsyncClient(verify=TRUST, base_url=self._url, timeout=10) as http:
                return (await http.get("/readyz")).status_code == 200
        except httpx.TransportError:
            return False

    async def invite(
        self,
        addresses: Sequence[str],
        *,
        groups: Sequence[UUID] = (),
        sessions: Sequence[UUID] = (),
        undeliverable: Collection[str] = (),
        **how: Any,
    ) -> Call:
        """inviteByEmail, asked as `ask` does; `sessions` are those that the groups stand in."""
        reached = [one for one in addresses if one not in undeliverable]
        owes = [Letter(one, "workspace_invitation") for one in reached]
        owes += [Letter(one, "program_invitation", str(run)) for one in reached for run in sessions]
        given = {"emails": [" ".join(addresses)], "groupIds": [encode(Kind.GROUP, one) for one in groups]}
        noted = {"addresses": list(addresses), "groups": list(groups)}
        return await self.ask("inviteByEmail", given, noted, owes=owes, **how)

    async def ask(
        self,
        name: str,
        given: dict[str, Any],
        noted: dict[str, Any] | None = None,
        *,
        owes: Iterable[Letter] = (),
        withdraws: Iterable[Letter] = (),
        key: str = "",
        stubborn: bool = False,
        doomed: bool = False,
    ) -> Call:
        """One mutation; raises where no answer comes back.

        A stubborn caller repeats it with its key until there is one; a doomed call expects none.
        """
        call = self._history.begin(name, noted or {}, owes, withdraws)
        deadline = time.monotonic() + STUBBORN_FOR
        while True:
            try:
                call.answer = await self.send(name, given, key)
            except (httpx.TransportError, Unanswered):
                if doomed:
                    return call
                if not stubborn or time.monotonic() > deadline:
                    raise
                await asyncio.sleep(0.1)
            else:
                self._history.answered(call)
                return call

    async def query(self, document: str, **variables: Any) -> dict[str, Any]:
        """The data of a query."""
        async with httpx.AsyncClient(
            verify=TRUST, base_url=self._url, timeout=60, headers=self._headers
        ) as http:
            answer = await http.post("/graphql", json={"query": document, "variables": variables})
        data: dict[str, Any] = answer.json()["data"]
        return data

    async def send(self, name: str, given: dict[str, Any], key: str = "") -> dict[str, Any]:
        """The payload of a mutation; raises Unanswered or httpx.TransportError."""
        response = await self.post(name, given, key)
        body = response.json()
        if response.status_code != 200 or "errors" in body:
            raise Unanswered(response.text)
        payload: dict[str, Any] = body["data"][name]
        assert not payload["errors"], payload
        return payload

    async def post(self, name: str, given: dict[str, Any], key: str = "") -> httpx.Response:
        """The bare answer of a mutation."""
        kind = name[0].upper() + name[1:] + "Input"
        query = f"mutation ($input: {kind}!) {{ {name}(input: $input) {{ {ANSWERS[name]} }} }}"
        headers = self._headers | ({"Idempotency-Key": key} if key else {})
        async with httpx.AsyncClient(verify=TRUST, base_url=self._url, timeout=60) as http:
            body = {"query": query, "variables": {"input": given}}
            return await http.post("/graphql", json=body, headers=headers)


class Unanswered(Exception):
    """The server answered, but neither yes nor no: the change may or may not have been made."""


async def sign_in(url: str, login: str = LOGIN, password: str = PASSWORD) -> str | None:
    """A token, unless it is refused."""
    async with httpx.AsyncClient(verify=TRUST, base_url=url, timeout=60) as http:
        given = {"input": {"login": login, "password": password}}
        answer = await http.post("/graphql", json={"query": SIGN_IN, "variables": given})
    token: str | None = answer.json()["data"]["signIn"]["token"]
    return token


def people(count: int, name: str = "p", domain: str = "x.org") -> list[str]:
    """So many addresses."""
    return [f"{name}{number}@{domain}" for number in range(count)]
