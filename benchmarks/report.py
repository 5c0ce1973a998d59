"""What was measured, as a person reads it: on the screen and in docs/performance.md."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.dataset import SEED
from benchmarks.measure import Result, Series, Verdict

PAPER = Path(__file__).parents[1] / "docs" / "performance.md"
START, END = "<!-- measured: written by `make bench` -->\n", "<!-- end of what was measured -->\n"
LEGEND = "*first*: the target before the semicolon is reached; *moonshot*: the one behind it; *no*: neither."
PACKAGES = (
    "strawberry-graphql graphql-core tortoise-orm asyncpg uvicorn uvloop aiosmtplib argon2-cffi".split()
)


def shown(result: Result) -> str:
    """One line of the table with everything behind it."""
    lines = [f"{result.number} {result.title}"]
    lines += [f"    {one.name:<28} {_brief(one, result.columns)}" for one in result.series]
    lines += [f"    {one.what:<40} {one.value:>10}  {_reached(one)}" for one in result.verdicts]
    return "\n".join([*lines, *(f"    {note}" for note in result.notes)])


def write_report(results: Sequence[Result], rounds: int, command: str) -> None:
    """Put what was measured between its marks in docs/performance.md; the rest of the page stays."""
    before, _, rest = PAPER.read_text().partition(START)
    _, _, after = rest.partition(END)
    PAPER.write_text(before + START + "\n".join(_measured(results, rounds, command)) + "\n" + END + after)


def _measured(results: Sequence[Result], rounds: int, command: str) -> Iterator[str]:
    yield from _machine(rounds, command)
    yield "| # | work | targets | measured | reached |"
    yield "|---|---|---|---|---|"
    for result in results:
        figures = "<br>".join(f"{one.what}: **{one.value}**" for one in result.verdicts)
        reached = "<br>".join(_reached(one) for one in result.verdicts)
        targets = f"{result.first}; {result.moonshot}"
        yield f"| {result.number} | {result.title} | {targets} | {figures} | {reached} |"
    yield ""
    yield LEGEND
    yield ""
    for result in results:
        yield f"### {result.number}: {result.title}"
        yield from (f"- {note}" for note in result.notes)
        yield ""
        yield from _table(result)
        yield ""


def _machine(rounds: int, command: str) -> Iterator[str]:
    load = os.getloadavg()[2]
    node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout.strip()
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    now = datetime.now(UTC)
    yield f"Measured on {now:%Y-%m-%d %H:%M} UTC by `{command}`: {rounds} rounds, each contender once"
    python = platform.python_version()
    yield f"a round, in turn. {os.cpu_count()} cores, {_processor()}, Python {python}, Node {node}."
    yield f"Load average over the last 15 minutes: {load:.1f}. Seed of the data {SEED}. {packages}."
    yield ""


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((one.partition(":")[2].strip() for one in lines if one.startswith("model name")), "unknown")


def _brief(one: Series, columns: Sequence[str]) -> str:
    if columns:
        told = (f"{column} {value:,.2f}" for column, value in zip(columns, one.values, strict=True))
        return f"{' · '.join(told)} {one.unit}"
    return f"{one.median:>12,.2f} {one.unit:<12} ± {one.spread / 2:.0%}"


def _table(result: Result) -> Iterator[str]:
    heads = ("unit", *result.columns) if result.columns else ("median", "unit", "lowest", "highest")
    yield _cells(("", *heads))
    yield "|---" * (len(heads) + 1) + "|"
    yield from (_cells(_row(one, by_column=bool(result.columns))) for one in result.series)


def _row(one: Series, *, by_column: bool) -> Sequence[str]:
    if by_column:
        return [one.name, one.unit, *(f"{value:,.2f}" for value in one.values)]
    return [one.name, f"{one.median:,.2f}", one.unit, f"{min(one.values):,.2f}", f"{max(one.values):,.2f}"]


def _cells(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |".replace("|  |", "| |")


def _reached(one: Verdict) -> str:
    if one.moonshot:
        return "moonshot"
    return "first" if one.first else "no"
