"""One file for each line of the table, or for a few that share their parts."""

from benchmarks.lines.pages import p1, p2

LINES = {"P1": p1, "P2": p2}
