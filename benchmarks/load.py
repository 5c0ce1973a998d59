"""Clients on loopback: each sends the same request again and again over one kept connection."""

from __future__ import annotations

import asyncio
import sys
import time
from dataclasses import asdict, dataclass, field

import orjson
import uvloop


@dataclass(slots=True)
class Load:
    """What the clients do, and for how long."""

    port: int
    path: str
    body: str
    headers: dict[str, str] = field(default_factory=dict)
    clients: int = 32
    seconds: float = 3.0


@dataclass(slots=True)
class Outcome:
    """What came of it; latencies in milliseconds."""

    requests: int
    seconds: float
    p50: float
    p99: float
    failed: int

    @property
    def rate(self) -> float:
        """Requests per second."""
        return self.requests / self.seconds


async def put_load(load: Load) -> Outcome:
    """Run the clients in a process of their own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "benchmarks.load",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    told, _ = await process.communicate(orjson.dumps(asdict(load)))
    return Outcome(**orjson.loads(told))


def _request(load: Load) -> bytes:
    body = load.body.encode()
    headers = {
        "Host": "127.0.0.1",
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        **load.headers,
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"POST {load.path} HTTP/1.1\r\n{head}\r\n".encode() + body


async def _client(load: Load, until: float, times: list[float]) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", load.port)
    request, failed = _request(load), 0
    while time.perf_counter() < until:
        start = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
        body = await reader.readexactly(int(length))
        failed += b" 200 " not in head[:16] or b'"errors"' in body
        times.append(time.perf_counter() - start)
    writer.close()
    return failed


async def _run(load: Load) -> Outcome:
    times: list[float] = []
    start = time.perf_counter()
    until = start + load.seconds
    failed = sum(await asyncio.gather(*(_client(load, until, times) for _ in range(load.clients))))
    seconds = time.perf_counter() - start
    times.sort()
    p50, p99 = (times[int(len(times) * part)] * 1000 for part in (0.5, 0.99))
    return Outcome(len(times), seconds, p50, p99, failed)


if __name__ == "__main__":
    outcome = uvloop.run(_run(Load(**orjson.loads(sys.stdin.buffer.read()))))
    sys.stdout.buffer.write(orjson.dumps(asdict(outcome)))
