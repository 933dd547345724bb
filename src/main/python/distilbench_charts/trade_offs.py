"""Throughput against memory, with the rows than which none is better in both."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Dict, List, Sequence, Tuple

from .labels import place_labels
from .problems import NotDrawn
from .report import PSS, Figure, context_of, exactly, figure_of, in_words, metric
from .style import (
    BLUE,
    CUT,
    LABEL,
    MARGIN,
    PAPER,
    SHEET,
    SKY,
    SOFT,
    VERMILLION,
    add_tip,
    check_size,
    draw_whisker,
    is_cut,
    is_wide,
    limits,
    number_axis,
    sheet,
    text_width,
)


@dataclass(frozen=True)
class Limit:
    """How much memory may be held: in MiB, and as somebody wrote it."""

    mebibytes: float = math.nan
    text: str = ""

    @property
    def is_set(self) -> bool:
        return math.isfinite(self.mebibytes)


MOST_POINTS = 24
TITLE = "Throughput against memory"


def draw(run, group, title=TITLE, limit=Limit()):
    """limit is the memory that may be held, drawn as a line."""
    rows = [row for row in group["rows"] if row["compared"]]
    if len(rows) < 2:
        raise NotDrawn("fewer than two rows have both a time and a memory (PSS)")
    check_size([row for row in rows if row["front"]])
    all_named = len(rows) <= MOST_POINTS
    names = [in_words(row["name"]) if row["front"] or all_named else "" for row in rows]
    drawing, is_free = scatter(run, group, rows, names, [], title, limit)
    if not is_free:
        numbers = [str(i) if name else "" for i, name in enumerate(names, start=1)]
        told = [f"{number}: {name}" for number, name in zip(numbers, names) if name]
        drawing, _ = scatter(run, group, rows, numbers, told, title, limit)
    return drawing


def scatter(
    run,
    group,
    rows: Sequence[Dict],
    names: Sequence[str],
    told: Sequence[str],
    title: str,
    limit: Limit,
):
    """Points with names, explained by what is told, and whether the names hide nothing."""
    memories = [metric(row, PSS).without_forks for row in rows]
    rates = [figure_of(row["rate"]).without_forks for row in rows]
    ends = limits(memories)[1], limits(rates)[1]
    rate_limits, logarithmic = limits_of_rates(rates, ends[1])
    body = 5.4
    notes = [*notes_of(group, rows, rate_limits, all(names)), *told]
    if is_cut(memories, ends[0]) or is_cut(rates, ends[1]):
        notes.insert(1, CUT)
    made, top = sheet(title, context_of(run, group), notes, body)
    axes = made.axes(MARGIN + 0.6, top, SHEET - 2 * MARGIN - 0.7, body - 0.7)
    axes.set_yscale("log" if logarithmic else "linear")
    axes.set_ylim(*rate_limits)
    limit_memory(axes, memories, ends[0], [name for name, row in zip(names, rows) if row["front"]])
    number_axis(axes.xaxis, SHEET - 1.5)
    number_axis(axes.yaxis, 4)
    axes.grid()
    axes.set_xlabel("PSS of the process tree, peak, MiB (less is better)")
    axes.set_ylabel("texts/s (more is better)")
    lines = [draw_front(axes, [row for row in rows if row["front"]])]
    if limit.is_set:
        draw_limit(axes, limit)
    for row, memory, rate in zip(rows, memories, rates):
        lines += draw_point(axes, memory, rate, row, ends)
    points = [(memory.value, rate.value) for memory, rate in zip(memories, rates)]
    is_free = place_labels(axes, points, lines, names, [row["front"] for row in rows])
    return made.figure, is_free


def draw_limit(axes, limit: Limit) -> None:
    """A line that nothing may be to the right of; at the edge if all is far to the left of it."""
    least, most = axes.get_xlim()
    axes.set_xlim(least, max(most, min(limit.mebibytes * 1.05, most * 1.5)))
    if limit.mebibytes <= axes.get_xlim()[1]:
        axes.axvline(limit.mebibytes, color=VERMILLION, linewidth=1.6, label="limit", zorder=1)


def notes_of(
    group, rows: Sequence[Dict], rate_limits: Tuple[float, float], all_named: bool
) -> List[str]:
    notes = [
        "Filled: the front of best trade-offs, no other row is as fast with as little memory."
        " Whiskers: 95 % interval over forks."
    ]
    if rate_limits[0] > 0:
        notes[0] += " The axis of texts/s does not begin at\u00a00."
    if not all_named:
        notes.append("Of many rows only those on the front have names.")
    left_out = [
        in_words(row["name"]) for row in group["rows"] if row.get("time") and row not in rows
    ]
    if left_out:
        notes.append(f"Left out, without a model or a whole measurement: {', '.join(left_out)}.")
    return notes


def limits_of_rates(rates: Sequence[Figure], fastest: float) -> Tuple[Tuple[float, float], bool]:
    """Limits of an axis on which rates can be told apart, and whether it is logarithmic."""
    slowest = min(figure.value for figure in rates)
    if is_wide([figure.value for figure in rates]):
        return (slowest / 1.6, fastest * 1.6), True
    low = slowest - 0.12 * (fastest - slowest) - 0.05 * fastest
    low = low if low > 0.25 * fastest else 0.0
    return (low, fastest + 0.12 * (fastest - low)), False


def limit_memory(axes, memories: Sequence[Figure], most: float, names: Sequence[str]) -> None:
    """Leaves room to the left of the front, where there is nothing but its rows' names."""
    least = min(memory.value for memory in memories)
    room = max(text_width(name, LABEL, bold=True) for name in names) + 0.3
    room = min(room, 2.8) / (SHEET - 1.5)
    if least > 0 and most > 3 * least:
        axes.set_xscale("log")
        span = math.log(1.35 * most / least) / (1 - room)
        axes.set_xlim(1.35 * most / math.exp(span), 1.35 * most)
    else:
        most = most if math.isfinite(most) else 1.0
        span = (1.1 * most - least) / (1 - room)
        axes.set_xlim(max(0, 1.1 * most - span), 1.1 * most)


def draw_point(
    axes, memory: Figure, rate: Figure, row: Dict, ends: Tuple[float, float]
) -> List[List[Tuple]]:
    """A row of the scatter; answers with the lines that were drawn beside the point.

    ends are those up to which whiskers of memory and rate are drawn.
    """
    x, y, best = memory.value, rate.value, row["front"]
    look = {"color": SOFT, "linewidth": 1.1, "zorder": 2}
    lines = []
    if memory.has_interval:
        draw_whisker(axes, "x", y, memory, ends[0], **look)
        lines.append([(memory.low, y), (min(memory.high, ends[0]), y)])
    if rate.has_interval:
        draw_whisker(axes, "y", x, rate, ends[1], **look)
        lines.append([(x, rate.low), (x, min(rate.high, ends[1]))])
    [drawn] = axes.plot(
        [x],
        [y],
        "o",
        markersize=9,
        color=BLUE if best else PAPER,
        markeredgecolor=BLUE if best else SOFT,
        markeredgewidth=1.4,
        label="best" if best else "point",
        zorder=3,
    )
    add_tip(
        axes, drawn, f"{in_words(row['name'])}: texts/s: {exactly(rate)}; MiB: {exactly(memory)}"
    )
    return lines


def draw_front(axes, best: Sequence[Dict]) -> List[Tuple[float, float]]:
    """The highest throughput that any memory buys, as steps; answers with their corners."""
    ordered = sorted((metric(row, PSS).value, figure_of(row["rate"]).value) for row in best)
    corners = [ordered[0]]
    for x, y in [*ordered[1:], (axes.get_xlim()[1], ordered[-1][1])]:
        corners += [(x, corners[-1][1]), (x, y)]
    axes.plot(*zip(*corners), color=SKY, linewidth=2, label="front", zorder=1)
    return corners
