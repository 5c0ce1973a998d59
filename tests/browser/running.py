"""`usher up` as the journeys see it: an address, a mailbox, a clock."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from backend.local.mailbox import MAILDIR, Letter, newest, read

OWNER = "owner@example.org"
PASSWORD = "a lantern over the harbour"
PATIENCE = 90  # seconds; a first start on a busy machine
SIGN_IN = "mutation ($input: SignInInput!) { signIn(input: $input) { token } }"
INVITE = "mutation ($input: InviteByEmailInput!) { inviteByEmail(input: $input) { batch { id } } }"
ASKED_EVERY = 0.1  # seconds


@dataclass(slots=True)
class Running:
    """One running system of its own, with the demo cast in it."""

    data: Path
    port: int
    process: asyncio.subprocess.Process | None = None
    token: str = ""
    # Of those who signed in by the page: ten times in a minute is all that one account may.
    cookies: dict[str, list[Any]] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where the app is."""
        return f"http://localhost:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What the processes of this system are told."""
        kept = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
        own = {"USHER_DATA": str(self.data), "USHER_PORT": str(self.port)}
        return kept | own | {"USHER_OWNER_EMAIL": OWNER, "USHER_OWNER_PASSWORD": PASSWORD}

    async def start(self) -> None:
        """Start everything and wait until it says that it is ready."""
        self.process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "backend.cli", "up"),
            env=self.environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        async with asyncio.timeout(PATIENCE):
            await self._until_ready()

    async def _until_ready(self) -> None:
        assert self.process is not None
        assert self.process.stdout is not None
        while line := await self.process.stdout.readline():
            self.seen.append(line.decode())
            if "is ready" in self.seen[-1]:
                return
        raise AssertionError("it ended before it was ready:\n" + "".join(self.seen))

    async def stop(self) -> None:
        """End everything in order."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        await self.process.communicate()

    async def move_clock(self, shift: str) -> None:
        """Move the clock that decides dates: `+31d`, or `reset`."""
        await self._run("backend.cli", "clock", shift)

    async def _run(self, module: str, *words: str) -> None:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", module, *words), env=self.environment, stdout=asyncio.subprocess.DEVNULL
        )
        assert await process.wait() == 0

    def letters(self, recipient: str) -> list[Letter]:
        """The letters that arrived for an address, newest first."""
        found = newest(self.data / MAILDIR, 50, recipient)
        return [letter for one in found if (letter := read(self.data / MAILDIR, one.name))]

    async def letter(self, recipient: str, wanted: Callable[[Letter], bool] = lambda _: True) -> Letter:
        """The newest letter for an address that is wanted, as soon as it has arrived over SMTP."""
        # A file that appears in a folder raises no event.
        async with asyncio.timeout(PATIENCE):
            while not (found := [one for one in self.letters(recipient) if wanted(one)]):  # noqa: ASYNC110
                await asyncio.sleep(ASKED_EVERY)
        return found[0]

    async def link(self, recipient: str, kind: str) -> str:
        """The address in a letter that leads to `/join/…` or `/reset/…`."""
        pattern = re.compile(rf"{re.escape(self.url)}/{kind}/\S+")
        letter = await self.letter(recipient, lambda one: pattern.search(one.text) is not None)
        found = pattern.search(letter.text)
        assert found is not None
        return found[0]

    async def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """What the owner's GraphQL request answers; it must succeed."""
        if not self.token:
            signed_in = await self.ask_as_nobody(SIGN_IN, input={"login": OWNER, "password": PASSWORD})
            self.token = signed_in["signIn"]["token"]
        return await self._post(query, variables, {"Authorization": f"Bearer {self.token}"})

    async def make(self, what: str, **wanted: Any) -> str:
        """The id of a new group, program or session."""
        kind = what.capitalize()
        made = f"made: create{kind}(input: $input) {{ {what} {{ id }} }}"
        answer = await self.ask(f"mutation ($input: Create{kind}Input!) {{ {made} }}", input=wanted)
        return str(answer["made"][what]["id"])

    async def invite(self, email: str) -> str:
        """The id of the batch in which somebody was invited."""
        answer = await self.ask(INVITE, input={"emails": [email]})
        return str(answer["inviteByEmail"]["batch"]["id"])

    async def restarted(self, part: str) -> None:
        """Kill the `web` process or the `worker`, and wait until the supervisor has started another."""
        file = self.data / "processes" / f"{part}.pid"
        before = file.read_text()
        os.kill(int(before.split()[0]), signal.SIGKILL)
        # A file that is written anew raises no event.
        async with asyncio.timeout(PATIENCE):
            while not file.exists() or file.read_text() in ("", before):  # noqa: ASYNC110
                await asyncio.sleep(ASKED_EVERY)

    @contextmanager
    def held(self, part: str) -> Iterator[None]:
        """Within, the `web` process or the `worker` stands still."""
        process = int((self.data / "processes" / f"{part}.pid").read_text().split()[0])
        os.kill(process, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(process, signal.SIGCONT)

    async def ask_as_nobody(self, query: str, **variables: Any) -> dict[str, Any]:
        """What is answered to somebody who is not signed in."""
        return await self._post(query, variables, {})

    async def ask_as(self, token: str, query: str, **variables: Any) -> dict[str, Any]:
        """What is answered to whoever bears this token; it must succeed."""
        return await self._post(query, variables, {"Authorization": f"Bearer {token}"})

    async def _post(self, query: str, variables: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
        async with httpx.AsyncClient(base_url=self.url, timeout=PATIENCE) as client:
            body = {"query": query, "variables": variables}
            answer = (await client.post("/graphql", json=body, headers=headers)).json()
        assert "errors" not in answer, json.dumps(answer)
        data: dict[str, Any] = answer["data"]
        return data
