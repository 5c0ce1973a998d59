"""What the commands tell: a report for people, or the same as JSON for scripts."""

from __future__ import annotations

import json
import sys
from enum import IntEnum
from typing import Any

from rich.console import Console

FATES = {
    "invite": "invited",
    "create": "accounts opened",
    "update": "updated",
    "addGrants": "given groups or sessions",
    "mergeIntoInvitation": "merged into an open invitation",
    "reactivate": "brought back",
    "unchanged": "unchanged",
    "duplicate": "repeated",
    "ignored": "ignored",
    "refused": "refused",
}
MOST_SHOWN = 20  # refused rows


class Code(IntEnum):
    """How a command ends."""

    DONE = 0
    SOME_REFUSED = 1  # the others are done
    REFUSED = 2  # nothing was changed
    UNREACHABLE = 3  # what became of it is not known
    INTERRUPTED = 130


out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def tell(report: dict[str, Any], title: str, *, as_json: bool) -> None:
    """Print a report: how many rows became what, the mails, warnings, what was refused and why."""
    if as_json:
        sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=2) + "\n")
        return
    out.print(title, style="bold", markup=False)
    _counts(report["counts"])
    _mails(report["mails"])
    _warnings(report["warnings"])
    _refusals(report["refused"])


def tell_refused(errors: list[dict[str, Any]]) -> Code:
    """Print why nothing was changed."""
    for error in errors:
        where = ".".join(error.get("field") or [])
        err.print(f"{where + ': ' if where else ''}{error['message']} ({error['code']})", markup=False)
    return Code.REFUSED


def _counts(counts: dict[str, int]) -> None:
    for name, told in FATES.items():
        if counts[name]:
            out.print(f"{counts[name]:>9,} {told}")
    out.print(f"{counts['total']:>9,} rows in all", style="dim")


def _mails(mails: list[dict[str, Any]]) -> None:
    for mail in mails:
        session = f" for {mail['session']['name']}" if mail["session"] else ""
        kind = mail["kind"].lower().replace("_", " ")
        out.print(
            f"{mail['count']:,} × {kind}{session} ({mail['language']}), due {mail['dueAt']}", markup=False
        )


def _warnings(warnings: list[dict[str, Any]]) -> None:
    for warning in warnings:
        err.print(f"{warning['message']} ({warning['code']})", markup=False)


def _refusals(rows: list[dict[str, Any]]) -> None:
    for row in rows[:MOST_SHOWN]:
        for error in row["errors"]:
            hint = f" {error['suggestion']}?" if error["suggestion"] else ""
            told = f"Row {row['position']}: {row['email'] or row['input']}: {error['message']}{hint}"
            err.print(f"{told} ({error['code']})", markup=False)
    if len(rows) > MOST_SHOWN:
        err.print(f"… and {len(rows) - MOST_SHOWN:,} more.", markup=False)
