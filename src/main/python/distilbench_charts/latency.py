"""How long a call takes: percentiles of sampled calls, or of calls that arrive by themselves."""

from __future__ import annotations

from .bars import Bar, Panel, bar_sheet
from .problems import NotDrawn
from .report import Figure, context_of, number
from .style import ORANGE, SKY, check_size


def draw(run, group):
    rows = group["rows"]
    check_size(rows)
    names = [one["name"] for row in rows for one in row["percentiles"]]
    if not names:
        raise NotDrawn("the file has no percentiles")
    load = group["kind"] == "load"
    unit = "ms" if load else group["unit"]
    panels = []
    for title in dict.fromkeys(names):
        color = ORANGE if title == "max" else SKY
        bars = [percentile_bar(row, title) for row in rows]
        panels.append(Panel(title, f"time, {unit}", bars, color))
    counts = [row["samples"] for row in rows if row["samples"]]
    notes = ["Percentiles of the samples of all forks together."]
    if load:
        notes = ["Means over forks of each fork's percentiles, from when a call was to arrive."]
    elif counts:
        sampled = f"{min(counts)} to {max(counts)}" if min(counts) < max(counts) else f"{counts[0]}"
        notes[0] = f"Percentiles over the samples of all forks together, {sampled} a row."
    if any(bar.hollow for panel in panels for bar in panel.bars if bar):
        notes.append("Dashed or unfilled: fewer than 5 samples lie beyond.")
    what = "a call" if all(row.get("deployment") for row in rows) else "an operation"
    return bar_sheet(
        f"How long {what} takes",
        context_of(run, group),
        [row["name"] for row in rows],
        [panels],
        notes,
        alike=True,
    )


def percentile_bar(row, name):
    for one in row["percentiles"]:
        if one["name"] == name:
            return Bar(Figure(number(one["value"])), one["text"], hollow=one["thin"])
    return None
