"""How long 1000 texts take in each deployment, and what it holds meanwhile."""

from __future__ import annotations

from .bars import Panel, bar_sheet, figure_bars, marks_note
from .problems import NotDrawn
from .report import PSS, context_of, figure_of, metric
from .style import ORANGE, VERMILLION, check_size

OWN_ENGINE = "ORT"
WORKERS_PSS = "mem.workers.pss.mean"


def draw(run, group):
    rows = group["rows"]
    check_size(rows)
    times = [figure_of(row["time"]) if row.get("time") else None for row in rows]
    if not any(time and time.is_known for time in times):
        raise NotDrawn("no row was timed in every fork")
    panels = [Panel("Time (shorter is better)", "seconds for 1000 texts", figure_bars(times))]
    notes = marks_note(panels[0].bars)
    peaks = [metric(row, PSS) if PSS in row["metrics"] else None for row in rows]
    if any(peak and peak.is_known for peak in peaks):
        panels.append(
            Panel(
                "Memory (less is better)",
                "PSS of the process tree, peak, MiB",
                figure_bars(peaks),
                ORANGE,
                VERMILLION,
            )
        )
        notes.append(
            "PSS counts a page that n processes map 1/n in each: it adds up. A bar is the mean of"
            " the forks' peaks."
        )
    else:
        notes.append("Memory was not measured.")
    bands = [panels]
    if any(is_of_other_engine(row) for row in rows):
        bands.append([workers_panel(rows)])
        notes.append(
            "Between engines the workers' PSS compares: it leaves the benchmark's own process out."
        )
    return bar_sheet(
        "Time and memory of each deployment" if len(panels) > 1 else "Time of each deployment",
        context_of(run, group),
        [row["name"] for row in rows],
        bands,
        notes,
    )


def is_of_other_engine(row) -> bool:
    """Whether a program other than the suite's own worker runs the model."""
    return row["parameters"].get("engine", OWN_ENGINE) != OWN_ENGINE


def workers_panel(rows) -> Panel:
    """Of rows that have workers; the others have no bar."""
    held = [metric(row, WORKERS_PSS) if WORKERS_PSS in row["metrics"] else None for row in rows]
    return Panel(
        "Memory of the workers (less is better)",
        "PSS of the worker processes, mean, MiB",
        figure_bars([one if one and one.value > 0 else None for one in held]),
        ORANGE,
        VERMILLION,
    )
