"""`python -m benchmarks`: every line, or one of them; the whole writes docs/performance.md."""

from __future__ import annotations

import argparse
import sys
import time
import traceback

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
    parser.add_argument("--report", action="store_true", help="write the page for some lines too")
    arguments = parser.parse_args()
    wanted = [name for name in arguments.one.upper().split(",") if name] or list(LINES)
    command = " ".join(["python -m benchmarks", *sys.argv[1:]]) if sys.argv[1:] else "make bench"
    results: list[Result] = []
    failed: list[str] = []
    with servers(quick=arguments.quick) as bench:
        for name in wanted:
            start = time.perf_counter()
            print(f"{name} …", flush=True)
            try:
                results.append(uvloop.run(LINES[name](bench)))
            except Exception:  # the others are worth measuring still
                traceback.print_exc()
                failed.append(name)
                continue
            if arguments.report or not arguments.one:
                write_report(results, bench.rounds, command)  # after each line: a run may be cut short
            print(shown(results[-1]), f"  ({time.perf_counter() - start:.0f} s)\n", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
