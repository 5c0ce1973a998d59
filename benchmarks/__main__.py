"""`python -m benchmarks`: every line, or one of them; the whole writes docs/performance.md."""

from __future__ import annotations

import argparse
import sys
import time

import uvloop

from benchmarks.lines import LINES
from benchmarks.measure import Result
from benchmarks.parts import servers
from benchmarks.report import shown, write_report


def main() -> int:
    """Measure what is asked for; 1 where a line could not be measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--one", default="", help="only these lines, such as P4 or P1,P2")
    parser.add_argument("--quick", action="store_true", help="three rounds instead of five")
    arguments = parser.parse_args()
    wanted = [name for name in arguments.one.upper().split(",") if name] or list(LINES)
    results: list[Result] = []
    with servers(quick=arguments.quick) as bench:
        for name in wanted:
            start = time.perf_counter()
            print(f"{name} …", flush=True)
            result = uvloop.run(LINES[name](bench))
            print(shown(result), f"  ({time.perf_counter() - start:.0f} s)\n", flush=True)
            results.append(result)
    if not arguments.one:
        write_report(results)
    return 0


if __name__ == "__main__":
    sys.exit(main())
