"""Runs a script beside these tests with the packages of the app."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

FRONTEND = Path(__file__).parents[2] / "frontend"
PATIENCE = 120  # seconds on a busy machine


async def run_node(script: str, *words: str) -> Any:
    """What the script prints, as JSON; Node 20 keeps its WebSocket behind a flag."""
    child = await asyncio.create_subprocess_exec(
        *("node", "--experimental-websocket", str(Path(__file__).with_name(script)), *words, str(FRONTEND)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, errors = await asyncio.wait_for(child.communicate(), PATIENCE)
    assert child.returncode == 0, errors.decode()
    return json.loads(output)
