"""A process of Usher whose own clock is wrong by so many seconds: `CLOCK_OFF`."""

from __future__ import annotations

import datetime
import os
import time
from datetime import timedelta, tzinfo

OFF = timedelta(seconds=float(os.environ["CLOCK_OFF"]))
right, right_ns = time.time, time.time_ns


class Wrong(datetime.datetime):
    """The standard library's, for whoever asks it what time it is."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Wrong:
        """So much too early or too late."""
        return cls.fromtimestamp(right() + OFF.total_seconds(), tz)


if __name__ == "__main__":
    time.time = lambda: right() + OFF.total_seconds()
    time.time_ns = lambda: right_ns() + int(OFF.total_seconds() * 1e9)
    datetime.datetime = Wrong  # type: ignore[misc]  # before anything of ours asks for it

    from backend.cli import main

    main()
