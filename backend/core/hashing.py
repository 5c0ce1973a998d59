"""A process of its own that hashes passwords: a JSON list a line in, a list of hashes a line out."""

from __future__ import annotations

import os
import sys

import orjson

from backend.core.passwords import HASHER, normal_form

LOWEST = 19  # everything else goes first


def main() -> None:
    """Hash until the input ends."""
    os.nice(LOWEST)
    for line in sys.stdin.buffer:
        hashes = [HASHER.hash(normal_form(password)) for password in orjson.loads(line)]
        sys.stdout.buffer.write(orjson.dumps(hashes) + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
