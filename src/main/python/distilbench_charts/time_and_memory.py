"""How long 1000 texts take in each deployment, and what it holds meanwhile."""

from __future__ import annotations

from .bars import Panel, bar_sheet, figure_bars, marks_note
from .problems import NotDrawn
from .report import PSS, context_of, figure_of, metric
from .style import ORANGE, VERMILLION, check_size


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
    return bar_sheet(
        "Time and memory of each deployment" if len(panels) > 1 else "Time of each deployment",
        context_of(run, group),
        [row["name"] for row in rows],
        [panels],
        notes,
    )
