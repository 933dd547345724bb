"""What a published experiment gives: DistilBERT over 1000 wine reviews, in Python and in Go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional


@dataclass(frozen=True)
class Published:
    """A deployment there, and where its memory figure comes from."""

    what: str
    processes: int
    time: str
    mb: int
    source: str


PUBLISHED = {
    "SINGLE": Published("one Python process", 1, "38 s", 500, "not measured"),
    "DISPATCHER": Published(
        "Go with one embedded Python", 1, "40 s", 94, "the Go heap alone, later 694 MB"
    ),
    "MULTIPROCESS_NAIVE": Published(
        "8 Python processes", 8, "220 s", 4000, "8 x 500, not measured"
    ),
    "SHARED_PREPACKED": Published(
        "8 processes, shared memory", 8, "45-50 s", 1200, "estimated, never run"
    ),
}


def published_like(row) -> Optional[Published]:
    """What was published of the like; none if that was for another number of processes."""
    told = PUBLISHED.get(row.get("deployment") or "")
    if told is None or told.processes == 1:
        return told
    processes = str(told.processes)
    return told if row["parameters"].get("processes", processes) == processes else None
