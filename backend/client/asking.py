"""Asking a running Usher: GraphQL and files over HTTP, tried again where that is safe."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import quote
from uuid import uuid4

import httpx

Parameters: TypeAlias = list[tuple[str, str | int | float | bool | None]]
TRIES = 5
LONGEST_WAIT = 30.0  # seconds
SLOWEST = 120.0  # seconds until an answer begins
PASSING = frozenset({429, 502, 503, 504})
STILL_RUNNING = 409
PIECE = 256 * 1024  # bytes


class Refused(Exception):
    """Usher said no: a stable code and a sentence."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Unreachable(Exception):
    """Nobody answered, or the answer broke off; nothing is known of what became of it."""


@dataclass(slots=True)
class Usher:
    """One running Usher, asked with an API key."""

    url: str
    key: str
    http: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        headers = {"Authorization": f"Bearer {self.key}", "User-Agent": "usher-cli"}
        self.http = httpx.Client(base_url=self.url, headers=headers, timeout=SLOWEST)

    def query(self, document: str, **variables: Any) -> dict[str, Any]:
        """The data of a query; raises Refused, Unreachable."""
        return self._ask(document, variables, {})

    def mutate(self, document: str, **variables: Any) -> dict[str, Any]:
        """The data of a mutation, done once however often it is sent; raises Refused, Unreachable."""
        return self._ask(document, variables, {"Idempotency-Key": str(uuid4())})

    def upload(self, path: Path) -> str:
        """Send a file up; its id. Raises Refused, Unreachable."""
        with _answered(), path.open("rb") as file:
            headers = {
                "X-File-Name": quote(path.name),
                "Content-Length": str(path.stat().st_size),
                "Content-Type": "application/octet-stream",
            }
            response = self.http.put("/uploads", content=_pieces(file), headers=headers)
        answer = _read(response)
        return str(answer["id"])

    def download(self, address: str, parameters: Parameters) -> Iterator[bytes]:
        """A file piece by piece; raises Refused before the first, Unreachable where it breaks off."""
        with (
            _answered(),
            self.http.stream("GET", address, params=httpx.QueryParams(parameters)) as response,
        ):
            if response.status_code != httpx.codes.OK:
                response.read()
                _read(response)
            yield from response.iter_bytes(PIECE)

    def _ask(self, document: str, variables: dict[str, Any], headers: Mapping[str, str]) -> dict[str, Any]:
        body = {"query": document, "variables": variables}
        for tried in range(1, TRIES + 1):
            try:
                with _answered():
                    response = self.http.post("/graphql", json=body, headers=dict(headers))
            except Unreachable:
                if tried == TRIES:
                    raise
                time.sleep(_pause(tried))
                continue
            pause = _pause(tried, response.headers.get("retry-after"))
            passing = response.status_code in {*PASSING, STILL_RUNNING}
            if tried == TRIES or not passing or pause > LONGEST_WAIT:
                break
            time.sleep(pause)
        data: dict[str, Any] = _read(response)["data"]
        return data


def usher_of(environ: Mapping[str, str] = os.environ) -> Usher:
    """The Usher that the environment names; raises Refused where it names none."""
    url, key = environ.get("USHER_URL", "").rstrip("/"), environ.get("USHER_API_KEY", "")
    if not url.startswith(("http://", "https://")):
        raise Refused(
            "NO_ADDRESS", "Set USHER_URL to the address of your Usher, such as https://usher.example.org."
        )
    if not key:
        raise Refused(
            "NO_KEY", "Set USHER_API_KEY to an API key; an administrator makes one in the settings."
        )
    return Usher(url, key)


@contextmanager
def _answered() -> Iterator[None]:
    try:
        yield
    except httpx.RemoteProtocolError as error:
        raise Unreachable(f"The answer broke off: {error}") from error
    except httpx.HTTPError as error:
        raise Unreachable(f"Nobody answered: {error}") from error


def _read(response: httpx.Response) -> dict[str, Any]:
    """The JSON of an answer; raises Refused, and Unreachable where Usher did not answer."""
    try:
        answer: dict[str, Any] = response.json()
    except ValueError as error:
        raise Unreachable(f"This is no answer of Usher: status {response.status_code}.") from error
    if errors := answer.get("errors"):
        raise Refused(errors[0].get("extensions", {}).get("code", "REFUSED"), errors[0]["message"])
    if response.is_error:
        raise Refused(str(response.status_code), "Refused.")
    return answer


def _pieces(file: Any) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece


def _pause(tried: int, told: str | None = None) -> float:
    """Seconds to wait: what the server says, or longer each time."""
    return float(told) if told and told.isdecimal() else 0.5 * 2.0**tried
