"""`usher export`: a list as a file, whole or not at all."""

from __future__ import annotations

import sys
from pathlib import Path

from backend.client.asking import Parameters, Refused, Usher
from backend.client.telling import Code, err

STDOUT = "-"


def run_export(usher: Usher, address: str, parameters: Parameters, target: str) -> Code:
    """Write the download to a file, which gets its name once it is whole, or to standard output."""
    pieces = usher.download(address, parameters)
    if target == STDOUT:
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
        return Code.DONE
    path = Path(target)
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file:
            written = sum(file.write(piece) for piece in pieces)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    err.print(f"{path}: {written:,} bytes", markup=False)
    return Code.DONE


def filters(given: list[str]) -> Parameters:
    """`name=value` pairs; raises Refused for what is none."""
    pairs = [one.partition("=") for one in given]
    for name, sign, _ in pairs:
        if not sign:
            raise Refused("BAD_INPUT", f"A filter is name=value, such as status=ACTIVE; {name!r} is none.")
    return [(name, value) for name, _, value in pairs]
