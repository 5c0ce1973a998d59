"""One file for each line of the table, or for a few that share their parts."""

from benchmarks.lines.app import p12, p14
from benchmarks.lines.intake import p3, p4, p5
from benchmarks.lines.mail import p6, p7, p8
from benchmarks.lines.pages import p1, p2
from benchmarks.lines.reads import p9, p10, p11
from benchmarks.lines.several import p15
from benchmarks.lines.start import p13

LINES = {
    "P1": p1,
    "P2": p2,
    "P3": p3,
    "P4": p4,
    "P5": p5,
    "P6": p6,
    "P7": p7,
    "P8": p8,
    "P9": p9,
    "P10": p10,
    "P11": p11,
    "P12": p12,
    "P13": p13,
    "P14": p14,
    "P15": p15,
}
