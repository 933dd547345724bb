"""What a deployment's memory is, depending on who measures."""

from __future__ import annotations

from .bars import Bar, Panel, bar_sheet
from .problems import NotDrawn
from .published import published_like
from .report import PSS, Figure, context_of, metric
from .style import LOW_ROW, ORANGE, SKY, check_size

VIEWS = [
    ("Java heap alone", "mem.heap.used"),
    ("RSS of the parent alone", "mem.root.rss.peak"),
    ("USS, all processes", "mem.tree.uss.peak"),
    ("PSS, all processes", PSS),
    ("RSS, all processes", "mem.tree.rss.peak"),
]
MB_IN_MIB = 1e6 / 2**20


def draw(run, group):
    rows = group["rows"]
    check_size(rows)
    views = [
        (title, label) for title, label in VIEWS if any(metric(row, label).is_known for row in rows)
    ]
    if len(views) < 2:
        raise NotDrawn("fewer than two measures of memory in the file")
    panels = [memory_panel(title, label, rows) for title, label in views]
    notes = [
        "Of the same runs; the mean of the forks' peaks. Of the measures below only PSS adds up"
        " over processes: RSS counts a shared page once for each of them, USS leaves it out."
    ]
    bands = [
        [panel for panel in panels if not panel.metric.startswith("mem.tree.")],
        [panel for panel in panels if panel.metric.startswith("mem.tree.")],
    ]
    published = [published_like(row) for row in rows]
    if any(published):
        bars = [
            Bar(Figure(told.mb * MB_IN_MIB), f"{told.mb} MB", hollow=True) if told else None
            for told in published
        ]
        bands[0].append(Panel("As published elsewhere", "MiB", bars, metric="mostly not measured"))
        notes.append(
            "Dashed: as published of a like experiment on another runtime and machine: "
            + "; ".join(
                f"{told.what} {told.mb}\u00a0MB ({told.source})"
                for told in dict.fromkeys(published)
                if told
            )
            + "."
        )
    return bar_sheet(
        "What memory is, depending on who measures",
        context_of(run, group),
        [row["name"] for row in rows],
        [band for band in bands if band],
        notes,
        alike=True,
        row=LOW_ROW,
    )


def memory_panel(title, label, rows) -> Panel:
    figures = [metric(row, label) if label in row["metrics"] else None for row in rows]
    bars = [figure and Bar(Figure(figure.value), figure.short) for figure in figures]
    return Panel(title, "MiB", bars, ORANGE if label == PSS else SKY, metric=label)
