"""Logs as JSON lines: ids only, never an address, a token or a password."""

from __future__ import annotations

import logging
import sys
from datetime import UTC, datetime

import orjson

QUIET = ("arq", "asyncio", "tortoise", "mail.log", "aiosmtplib")  # theirs begin at WARNING


class JsonLines(logging.Formatter):
    """One object a line: when, how grave, where from, what."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line of JSON."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return orjson.dumps(line, default=str).decode()


def log_to_stderr(level: str) -> None:
    """Send this process's logs to its standard error, from this level on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))
