"""The Chromium that the browser tests drive: the system's where there is one, else an npm package's."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import TypedDict

ROOT = Path(__file__).parent.parent
UNPACKED = ROOT / ".venv" / "chromium"
NAMES = ("chromium", "chromium-browser", "google-chrome")
# The package's own names folders of another machine, and Chromium ends where it finds no font at all.
FONTS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{0}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>{0}/cache</cachedir></fontconfig>
"""


class LaunchOptions(TypedDict):
    """What Playwright's `chromium.launch` takes."""

    executable_path: str
    args: list[str]
    env: dict[str, str | float | bool]


@cache
def launch_options() -> LaunchOptions:
    """How to launch it, as `playwright.chromium.launch(**launch_options())`."""
    args = ["--no-sandbox"] if os.geteuid() == 0 else []
    installed = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if installed:
        return LaunchOptions(executable_path=installed, args=args, env=dict(os.environ))
    libraries = {
        "LD_LIBRARY_PATH": str(UNPACKED / "al2023" / "lib"),
        "FONTCONFIG_PATH": str(UNPACKED / "fonts"),
    }
    return LaunchOptions(executable_path=_unpack(), args=args, env={**os.environ, **libraries})


def _unpack() -> str:
    """Done once, by whichever test process comes first, and whole or not at all."""
    with (ROOT / ".venv" / "chromium.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not UNPACKED.exists():
            unfinished = UNPACKED.with_suffix(".new")
            shutil.rmtree(unfinished, ignore_errors=True)
            script = ["node", str(ROOT / "tests" / "chromium.mjs"), str(unfinished), str(ROOT / "frontend")]
            subprocess.run(script, capture_output=True, text=True, check=True)
            unfinished.rename(UNPACKED)
        config, words = UNPACKED / "fonts" / "fonts.conf", FONTS.format(UNPACKED / "fonts")
        if config.read_text(encoding="utf-8") != words:
            config.write_text(words, encoding="utf-8")
    return str(UNPACKED / "chromium")
