"""All charts of a report: which ones it supports, and what their files are called."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING, Callable, Dict, List, Optional, Tuple

from . import (
    choice,
    latency,
    memory_views,
    scaling,
    scores,
    side_by_side,
    time_and_memory,
    trade_offs,
)
from .problems import NotDrawn
from .style import PNG_DPI

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

NO_TEXTS = "no row tells how long texts take in a deployment, and so nothing that follows from it"
NO_SAMPLES = "no benchmark ran in JMH's mode sample (-bm sample)"
NO_COMMON_ROW = "no row that runs a model was measured in two of the files"
LONGEST_LABEL = 100  # of a run in a chart's file name, which file systems limit to 255 bytes

OF_DEPLOYMENTS = {
    "time-and-memory": time_and_memory,
    "trade-offs": trade_offs,
    "what-memory-is": memory_views,
}
SCALING_KINDS = {"processes": "over-processes", "batchSize": "over-batch-size"}


@dataclass(frozen=True)
class Chart:
    """A drawn chart. name is its file's without ending; text says what is seen, for the blind.

    It belongs to a table of a run, both given by their places in the report; to no run if it shows
    several.
    """

    name: str
    title: str
    text: str
    drawing: Drawing
    run: Optional[int]
    table: Optional[int]

    @cached_property
    def svg(self) -> bytes:
        buffer = io.BytesIO()
        nothing = {"Date": None, "Creator": None, "Format": None, "Type": None}
        self.drawing.savefig(buffer, format="svg", metadata=nothing)
        return buffer.getvalue()

    def png(self) -> bytes:
        buffer = io.BytesIO()
        self.drawing.savefig(buffer, format="png", dpi=PNG_DPI, metadata={"Software": None})
        return buffer.getvalue()


class Gallery:
    """Charts, and a line for each that the data do not support."""

    def __init__(self, report: Dict):
        self.report = report
        self.charts: List[Chart] = []
        self.skipped: Dict[Tuple[str, str], List[str]] = {}  # runs by chart and reason
        self.several = len(report["runs"]) > 1

    def draw(self) -> None:
        runs = self.report["runs"]
        for place, run in enumerate(runs):
            self.draw_run(place, run, run["name"] if self.several else "")
        for one in self.report["overThreads"]:
            place = one.get("run")
            kind = f"{slug(one['class'])}-over-threads"
            self.attempt(kind, one["label"], place, None, scaling, one)
        if not self.several:
            self.skip("machines", "", "one file; two or more are drawn side by side")
        elif not self.report["sideBySide"]:
            self.skip("machines", "", NO_COMMON_ROW)
        for common in self.report["sideBySide"]:
            kind = f"{slug(common['class'])}-machines"
            self.attempt(kind, "", None, None, side_by_side, runs, common)

    def draw_run(self, place: int, run: Dict, label: str) -> None:
        kinds = {group["kind"] for group in run["groups"]}
        for group in run["groups"]:
            table, name = group["table"], slug(group["class"])
            if group["kind"] == "deployments":
                for kind, module in OF_DEPLOYMENTS.items():
                    self.attempt(f"{name}-{kind}", label, place, table, module, run, group)
                for one in group["scaling"]:
                    kind = f"{name}-{SCALING_KINDS[one['parameter']]}"
                    self.attempt(kind, label, place, table, scaling, one)
            elif group["kind"] in ("latency", "load"):
                self.attempt(f"{name}-latency", label, place, table, latency, run, group)
            else:
                kind = f"scores-{slug(group['mode'] + '-' + group['unit'])}"
                self.attempt(kind, label, place, table, scores, run, group)
        if run.get("choice"):
            self.attempt("choice", label, place, None, choice, run, run["choice"])
        if "deployments" not in kinds:
            self.skip("time-and-memory", label, NO_TEXTS)
        if not kinds & {"latency", "load"}:
            self.skip("latency", label, NO_SAMPLES)

    def skip(self, kind: str, label: str, reason: object) -> None:
        self.skipped.setdefault((kind, str(reason)), []).append(label)

    def attempt(self, kind: str, label: str, run, table, module, *what) -> None:
        try:
            drawing = module.draw(*what)
        except NotDrawn as reason:
            self.skip(kind, label, reason)
            return
        name = free_name(
            f"{slug(label)[:LONGEST_LABEL]}-{kind}" if label else kind,
            lambda wanted: all(chart.name != wanted for chart in self.charts),
        )
        title = drawing.texts[0].get_text()
        self.charts.append(Chart(name, title, module.__doc__.strip(), drawing, run, table))

    def not_drawn(self) -> List[str]:
        runs = len(self.report["runs"])
        return [
            f"{kind}{of_runs(labels, runs)}: {reason}"
            for (kind, reason), labels in self.skipped.items()
        ]


def of_runs(labels: List[str], runs: int) -> str:
    """Which of the runs, if not all."""
    return f" of {', '.join(labels)}" if all(labels) and len(labels) < runs else ""


def free_name(wanted: str, is_free: Callable[[str], bool]) -> str:
    """The name itself, or with a number behind it."""
    if is_free(wanted):
        return wanted
    return next(name for name in (f"{wanted}-{n}" for n in count(2)) if is_free(name))


def slug(text: str) -> str:
    """A text as part of a file's name on any system."""
    kept = "".join(c if c.isascii() and (c.isalnum() or c in "._") else "-" for c in text)
    return "-".join(part for part in kept.split("-") if part.strip(".")).strip(".") or "x"
