"""Tells people how far a long task is."""

from __future__ import annotations

import sys
import time


class Progress:
    """A line on standard error every few seconds; none for tasks that end before the first."""

    INTERVAL = 5.0  # seconds

    def __init__(self) -> None:
        self.started = time.monotonic()
        self.next = self.started + self.INTERVAL

    def tell(self, doing: str) -> None:
        now = time.monotonic()
        if now >= self.next:
            self.next = now + self.INTERVAL
            print(f"plot.py: {doing}, {now - self.started:.0f} s so far", file=sys.stderr)
