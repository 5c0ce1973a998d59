"""What was measured, as a person reads it: on the screen and in docs/performance.md."""

from __future__ import annotations

from benchmarks.measure import Result


def shown(result: Result) -> str:
    """One line of the table with everything behind it."""
    lines = [f"{result.number} {result.title}"]
    lines += [
        f"    {one.name:<28} {one.median:>12,.2f} {one.unit:<12} ± {one.spread / 2:.0%}"
        for one in result.series
    ]
    lines += [
        f"    {one.what:<40} {one.value:>10}  {'first ✓' if one.first else 'first ✗'}"
        f"{'  moonshot ✓' if one.moonshot else ''}"
        for one in result.verdicts
    ]
    return "\n".join([*lines, *(f"    {note}" for note in result.notes)])


def write_report(results: list[Result]) -> None:
    """docs/performance.md."""
