"""Logs as JSON lines: ids only, never an address, a token or a password."""

from __future__ import annotations

import logging
import re
import sys
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import orjson

QUIET = ("arq", "asyncio", "tortoise", "mail.log", "aiosmtplib")  # theirs begin at WARNING
# What other programs answered may name people: whatever is written as an address is left out.
ADDRESS = re.compile(r"[^\s<>\"'(){}\[\],;]+@[^\s<>\"'(){}\[\],;]+")
TOLD_BY_DATABASE = ("sqlstate", "table_name", "column_name", "constraint_name")
MOST_FRAMES = 30

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)


class JsonLines(logging.Formatter):
    """One object a line: when, how grave, where from, what, and in which request."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line of JSON."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": ADDRESS.sub("…", record.getMessage()),
        }
        if asked := request_id.get():
            line["request"] = asked
        if record.exc_info and record.exc_info[1]:
            line["error"] = told(record.exc_info[1])
        return orjson.dumps(line, default=str).decode()


def told(error: BaseException) -> list[dict[str, object]]:
    """An exception and its causes: their kinds and places, not their words, which quote what people typed."""
    found: list[dict[str, object]] = []
    one: BaseException | None = error
    while one is not None and len(found) < MOST_FRAMES:
        found.append({"kind": type(one).__qualname__, **_facts(one), "at": _places(one)})
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return found


def log_to_stderr(level: str) -> None:
    """Send this process's logs to its standard error, from this level on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))


def _facts(error: BaseException) -> dict[str, object]:
    if isinstance(error, asyncpg.PostgresError):
        return {name: getattr(error, name) for name in TOLD_BY_DATABASE if getattr(error, name, None)}
    return {"errno": error.errno} if isinstance(error, OSError) and error.errno else {}


def _places(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__, limit=-MOST_FRAMES)
    return [f"{_module(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]


def _module(path: str) -> str:
    """The file within its package: where a machine keeps it says nothing."""
    parts = Path(path).parts
    start = next(
        (at for at, part in enumerate(parts) if part in {"backend", "site-packages"}), len(parts) - 2
    )
    return "/".join(parts[start:])
