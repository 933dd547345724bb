"""The plain scores of benchmarks that are not about a deployment's texts."""

from __future__ import annotations

from .bars import Bar, Panel, bar_sheet, marks_note
from .problems import NotDrawn
from .report import context_of, figure_of
from .style import check_size

MODES = {"thrpt": "throughput", "avgt": "average time", "sample": "sampled", "ss": "single shot"}


def draw(run, group):
    rows = group["rows"]
    check_size(rows)
    figures = [figure_of(row["score"]) for row in rows]
    if not any(figure.is_known for figure in figures):
        raise NotDrawn("no row has a score")
    bars = [
        Bar(figure, figure.text, figure.forks if len(figure.forks) > 1 else [])
        for figure in figures
    ]
    better = f" ({group['better']} is better)" if group.get("better") else ""
    mode = MODES.get(group["mode"], group["mode"])
    panel = Panel(f"Score{better}", f"{group['unit']} ({mode})", bars)
    return bar_sheet(
        group["title"] if group.get("benchmark") else "Scores",
        context_of(run, group),
        [row["name"] for row in rows],
        [[panel]],
        marks_note(bars),
    )
