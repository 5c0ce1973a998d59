"""The brand's colour, made readable: contrast by WCAG 2.2, never under 4.5 to 1."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

HEX = re.compile(r"#[0-9a-fA-F]{6}")
FALLBACK = "#1f5fae"
READABLE = 4.5
PAPER, INK = "#ffffff", "#14181f"  # the letter's background in light and in dark
DARK_PAPER = "#1c2129"

Rgb = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Palette:
    """`color` as given, `ink` to write on it, and the accents nearest to it for links on light and dark."""

    color: str
    ink: str
    accent: str
    accent_on_dark: str


@lru_cache(maxsize=1024)
def palette(color: str) -> Palette:
    """The colours of a letter for a brand colour; the house's own where it is malformed."""
    base = color if HEX.fullmatch(color) else FALLBACK
    ink = PAPER if contrast(base, PAPER) >= contrast(base, INK) else INK
    return Palette(base, ink, _towards(base, "#000000", PAPER), _towards(base, "#ffffff", DARK_PAPER))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(_rgb(one)), _luminance(_rgb(other))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _towards(color: str, end: str, background: str) -> str:
    """The first shade on the way to `end` that is readable on the background."""
    start, goal = _rgb(color), _rgb(end)
    for step in range(21):
        share = step / 20
        mixed = tuple(round(a + (b - a) * share) for a, b in zip(start, goal, strict=True))
        shade = "#{:02x}{:02x}{:02x}".format(*mixed)
        if contrast(shade, background) >= READABLE:
            return shade
    return end


def _rgb(color: str) -> Rgb:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _luminance(rgb: Rgb) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in rgb)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
