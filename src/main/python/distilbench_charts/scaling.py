"""Throughput and memory over a number that runs were repeated with."""

from __future__ import annotations

import math
from typing import Dict, List, Optional, Sequence

from .bars import NO_INTERVALS
from .labels import label_ends
from .problems import NotDrawn
from .report import Figure, figure_of
from .style import (
    CUT,
    LINES,
    MARGIN,
    SHEET,
    SMALL,
    WHISKERS,
    draw_whisker,
    fitting,
    is_cut,
    limits,
    number_axis,
    sheet,
    shortened,
    text_width,
)

NUMBER_AXES = {
    "processes": "worker processes N",
    "batchSize": "texts per forward pass (batchSize)",
    "threads": "JMH threads (clients, -t)",
}
MEMORY_AXES = {
    "workersPss": "PSS of all workers, mean, MiB",
    "pss": "PSS of the tree, peak, MiB",
}


def draw(scaling):
    name, series = scaling["parameter"], scaling["series"]
    if scaling.get("problem"):
        raise NotDrawn(scaling["problem"])
    if not series:
        raise NotDrawn(f"no two rows differ in {name} alone")
    if len(series) > len(LINES):
        raise NotDrawn(f"{len(series)} lines are too many to read; a chart takes {len(LINES)}")
    kind = memory_kind(name, series)
    models = [line.get("memoryModel") if kind == "workersPss" else None for line in series]
    names = [shortened(line["name"], 60) for line in series]
    texts = [names, [f"{n}\n{m['formula']}" if m else n for n, m in zip(names, models)]]
    margin = max(text_width(text, SMALL) for column in texts for text in column) + 0.5
    width = SHEET - 2 * MARGIN - 0.75 - margin
    height = max(2.7, 0.36 * len(series))
    step = height + 0.95
    parts = [scaling["subject"], scaling.get("machine"), scaling.get("doubts")]
    panels = 2 if kind else 1
    made, top = sheet(
        f"Throughput{' and memory' if kind else ''} over {NUMBER_AXES[name]}",
        "\n".join(filter(None, parts)),
        notes_of(series, models, kind),
        step * panels,
    )
    for panel in range(panels):
        axes = made.axes(MARGIN + 0.75, top + 0.28 + panel * step, width, height)
        what = "rate" if panel == 0 else kind
        columns = [[figure_of(point.get(what)) for point in line["points"]] for line in series]
        head = "Memory (less is better)" if panel else "Throughput (more is better)"
        axis = MEMORY_AXES[kind] if panel else "texts/s"
        made.write(MARGIN + 0.75, top + panel * step, head, 10, weight="bold")
        draw_lines(axes, series, columns, models if panel else [None] * len(series))
        number_line(axes, series, width)
        number_axis(axes.yaxis, height)
        axes.set_xlabel(NUMBER_AXES[name], fontsize=SMALL)
        axes.set_ylabel(axis, fontsize=fitting(axis, height, SMALL))
        ends = [
            (line["points"][-1]["number"], column[-1].value)
            for line, column in zip(series, columns)
        ]
        label_ends(axes, ends, texts[panel])
    return made.figure


def memory_kind(name: str, series: Sequence[Dict]) -> Optional[str]:
    """Which memory there is to draw; over processes that of the workers alone, if it is known."""
    kinds = ["workersPss", "pss"] if name == "processes" else ["pss"]
    for kind in kinds:
        if any(figure_of(point.get(kind)).is_known for line in series for point in line["points"]):
            return kind
    return None


def notes_of(
    series: Sequence[Dict], models: Sequence[Optional[Dict]], kind: Optional[str]
) -> List[str]:
    points = [point for line in series for point in line["points"]]
    notes = [NO_INTERVALS]
    if any(figure_of(point["rate"]).has_interval for point in points):
        notes = [WHISKERS]
    if any(is_any_cut(series, shown) for shown in ("rate", kind) if shown):
        notes[0] += f" {CUT}"
    fits = [
        f"{model['residualText']}\u00a0MiB ({line['name']})"
        for model, line in zip(models, series)
        if model
    ]
    if fits:
        notes.append(
            "Straight lines: workers' PSS(N) = S + U N by least squares, S shared by all workers, U"
            f" for each of them; off by at most {', '.join(fits)}."
        )
    if not kind:
        notes.append("Memory was not measured.")
    return notes


def draw_lines(axes, series: Sequence[Dict], columns, models) -> None:
    """columns holds the figures of each series, models its fit to draw, or none."""
    farthest = farthest_of(columns)
    axes.set_ylim(0, 1.08 * farthest if math.isfinite(farthest) else 1)
    for (color, marker, dash), line, figures, model in zip(LINES, series, columns, models):
        look = {"color": color, "linewidth": 1.8, "linestyle": dash}
        numbers = [point["number"] for point in line["points"]]
        values = [figure.value for figure in figures]
        if model is None:
            axes.plot(numbers, values, label="line", **look)
        else:
            step = (numbers[-1] - numbers[0]) / 100
            reach = [numbers[0] + step * part for part in range(101)]
            fitted = [model["shared"] + model["each"] * number for number in reach]
            axes.plot(reach, fitted, label="fit", **look)
        axes.plot(numbers, values, marker, color=color, markersize=7, label="values")
        for number, figure in zip(numbers, figures):
            if figure.has_interval:
                draw_whisker(axes, "y", number, figure, farthest, color=color, linewidth=1.2)
    axes.grid()


def farthest_of(columns: Sequence[Sequence[Figure]]) -> float:
    """Up to where an axis of memory or throughput shows whiskers."""
    return limits(figure.without_forks for column in columns for figure in column)[1]


def is_any_cut(series: Sequence[Dict], kind: str) -> bool:
    columns = [[figure_of(point.get(kind)) for point in line["points"]] for line in series]
    farthest = farthest_of(columns)
    return any(is_cut(column, farthest) for column in columns)


def number_line(axes, series: Sequence[Dict], width: float) -> None:
    """A tick for each number that was measured, doubling if their range is wide."""
    from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

    numbers = sorted({point["number"] for line in series for point in line["points"]})
    low, high = numbers[0], numbers[-1]
    doubling = low > 0 and high > 16 * low
    if doubling:
        axes.set_xscale("log", base=2)
        pad = (high / low) ** 0.03
        axes.set_xlim(low / pad, high * pad)
    else:
        pad = 0.04 * (high - low)
        axes.set_xlim(low - pad, high + pad)
    place = math.log if doubling else float
    per_inch = (place(high) - place(low)) / width
    ticks: List[float] = []
    for number in reversed(numbers):  # the last one is always told
        if not ticks or place(ticks[-1]) - place(number) > 0.28 * per_inch:
            ticks.append(number)
    axes.xaxis.set_major_locator(FixedLocator(ticks[::-1]))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.tick_params(axis="x", labelsize=SMALL, length=3)
