"""Throughput of the same rows in several runs, as it is and in units of each machine's speed."""

from __future__ import annotations

from typing import List, Optional

from .bars import Bar, Panel, bar_sheet, marks_note
from .report import UNKNOWN, figure_of
from .style import ORANGE, VERMILLION, check_size

MOST_PANELS = 4


def draw(runs, common):
    check_size(common["names"])
    absolute, relative = [], []
    for place, run in enumerate(runs):
        rows = [line[place] for line in common["rows"]]
        if any(rows):
            absolute.append(Panel(run["label"], "texts/s", bars_of(rows, "rate")))
            relative.append(relative_panel(run, rows))
    notes = [
        "Above: texts/s. Below: the same divided by what each machine's matrix multiply (GEMM)"
        " reached on all cores, in the row's own precision; whiskers hold what that figure itself"
        " may be off, too. What is alike there differs by the machines' speed alone.",
        *[f"{run['label']}: {run['doubts']}" for run in runs if run.get("doubts")],
        *marks_note([bar for panel in absolute for bar in panel.bars]),
        "Rows without a model are left out.",
    ]
    bands = split(absolute)
    if any(bar for panel in relative for bar in panel.bars):
        bands += split(relative)
    else:
        notes[0] = "Not divided by the machines' speed: no file says what their GEMM rate is."
    return bar_sheet(
        "Runs side by side" if common["oneMachine"] else "Machines side by side",
        common["subject"],
        common["names"],
        bands,
        notes,
        alike=True,
    )


def relative_panel(run, rows) -> Panel:
    """Texts/s in units of the machine's speed; empty if that is not known."""
    known = run["gemm"].get("all")
    return Panel(
        run["label"],
        "texts/s per 100 GFLOP/s",
        bars_of(rows, "normalisedRate") if known else [None] * len(rows),
        ORANGE,
        VERMILLION,
        metric=f"GEMM: {run['gemm']['text']}" if known else "GEMM rate unknown",
    )


def bars_of(rows, name: str) -> List[Optional[Bar]]:
    bars: List[Optional[Bar]] = []
    for row in rows:
        if row is None:
            bars.append(Bar(UNKNOWN, "not run"))
        else:
            figure = figure_of(row.get(name))
            bars.append(Bar(figure, figure.short, figure.forks))
    return bars


def split(panels: List[Panel]) -> List[List[Panel]]:
    """Bands of at most four panels, of about the same number."""
    bands = -(-len(panels) // MOST_PANELS)
    each = -(-len(panels) // bands)
    return [list(panels[i : i + each]) for i in range(0, len(panels), each)]
