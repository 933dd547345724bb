"""Panels of bars, with intervals and forks, that several charts are made of."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Dict, List, Optional, Sequence, Tuple

from .report import LEAST_FORKS, Figure, in_words
from .style import (
    BLUE,
    INK,
    LINE,
    MARGIN,
    ON_PAPER,
    PAPER,
    ROW,
    SHEET,
    SKY,
    SMALL,
    SOFT,
    Sheet,
    add_tip,
    fitting,
    in_one_line,
    is_wide,
    number_axis,
    sheet,
    text_width,
    wrapped,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

NO_INTERVALS = f"No intervals: they need at least {LEAST_FORKS} forks."


@dataclass(frozen=True)
class Bar:
    """A figure in a panel: its value, interval and forks, and how it reads.

    A hollow one was not measured in this run, or rests on too little.
    """

    figure: Figure
    text: str
    forks: List[float] = field(default_factory=list)
    hollow: bool = False

    @property
    def tip(self) -> str:
        """The exact figures, for whoever points at the bar."""
        interval = f" [{self.figure.low}, {self.figure.high}]" if self.figure.has_interval else ""
        forks = f"; forks {', '.join(map(str, self.forks))}" if len(self.forks) > 1 else ""
        return f"{self.figure.value}{interval}{forks}"

    @property
    def reach(self) -> List[float]:
        """Everything that is drawn of it."""
        drawn = [self.figure.value, self.figure.low, self.figure.high, *self.forks]
        return [value for value in drawn if math.isfinite(value)]


@dataclass(frozen=True)
class Panel:
    """Bars beside each other's names; None where a row has nothing to say."""

    title: str
    axis: str
    bars: List[Optional[Bar]]
    color: str = SKY
    dots: str = BLUE
    metric: str = ""


TWO_LINES, BAND_FOOT, GAP = 0.38, 0.56, 0.3
VALUE_SIZE, VALUE_PAD = 9, 0.07


def bar_sheet(
    title: str,
    context: str,
    names: Sequence[Dict],
    bands: Sequence[Sequence[Panel]],
    notes: Sequence[str],
    alike: bool = False,
    row: float = ROW,
) -> Drawing:
    """Bands of panels below each other, each panel with one bar for each name.

    alike: panels with the same axis have the same scale, so that bars compare across them. row is
    the height of one.
    """
    columns = max(len(band) for band in bands)
    most = 3.4 if columns < 3 else 2.6
    parts = [(name["head"], name["rest"]) for name in names]
    shown = [(in_one_line(head, most, 10), in_one_line(rest, most, 8)) for head, rest in parts]
    if len(set(shown)) < len(shown):
        shown = [(f"#{i}", "") for i in range(1, len(names) + 1)]
        notes = [*notes, *[f"{short}: {in_words(name)}" for (short, _), name in zip(shown, names)]]
    name_width = max(max(text_width(head, 10), text_width(rest, 8)) for head, rest in shown)
    left = MARGIN + name_width + 0.12
    width = (SHEET - MARGIN - left - GAP * (columns - 1)) / columns
    row = max(row, TWO_LINES) if any(rest for _, rest in shown) else row
    heads = [max(head_height(panel, width) for panel in band) for band in bands]
    body = sum(heads) + len(bands) * (row * len(names) + BAND_FOOT)
    made, y = sheet(title, context, notes, body)
    for band, head in zip(bands, heads):
        y += head
        write_names(made, shown, left - 0.1, y, row)
        for column, panel in enumerate(band):
            x = left + column * (width + GAP)
            write_head(made, panel, x, y, width)
            axes = made.axes(x, y, width, row * len(names))
            scale = [p for b in bands for p in b if p.axis == panel.axis] if alike else [panel]
            draw_bars(axes, panel, [bar for p in scale for bar in p.bars], width)
        y += row * len(names) + BAND_FOOT
    return made.figure


def write_names(made: Sheet, names: Sequence[Tuple[str, str]], x: float, y: float, row: float):
    """Names of one or two lines, that end at x, from y downwards."""
    for i, (head, rest) in enumerate(names):
        middle = y + row * (i + 0.5)
        shift = 0.08 if rest else 0
        made.write(x, middle - shift, head, 10, ha="right", va="center")
        if rest:
            made.write(x, middle + shift, rest, 8, color=SOFT, ha="right", va="center")


def head_height(panel: Panel, width: float) -> float:
    lines = len(wrapped(panel.title, width, 10, bold=True))
    return LINE * lines + (0.17 if panel.metric else 0) + 0.1


def write_head(made: Sheet, panel: Panel, x: float, y: float, width: float) -> None:
    """A panel's title, and below it its metric, above y."""
    y -= 0.11
    if panel.metric:
        size = fitting(panel.metric, width, 8)
        made.write(x, y, panel.metric, size, color=SOFT, va="baseline")
        y -= 0.18
    for line in reversed(wrapped(panel.title, width, 10, bold=True)):
        made.write(x, y, line, 10, weight="bold", va="baseline")
        y -= LINE


def draw_bars(axes, panel: Panel, scale: Sequence[Optional[Bar]], width: float) -> None:
    """scale are the bars that must have room in the panel, its own among them."""
    logarithmic = is_wide([bar.figure.value for bar in scale if bar])
    low, high = bar_limits([bar for bar in scale if bar], width, logarithmic)
    if logarithmic:
        axes.set_xscale("log")
    axes.set_xlim(low, high)
    axes.set_ylim(len(panel.bars) - 0.5, -0.5)
    axes.set_yticks([])
    number_axis(axes.xaxis, width)
    axes.grid(axis="x")
    axes.set_xlabel(panel.axis, fontsize=fitting(panel.axis, width + GAP / 2, SMALL))
    for i, bar in enumerate(panel.bars):
        if bar is not None:
            draw_bar(axes, i, bar, panel, logarithmic)


def draw_bar(axes, i: int, bar: Bar, panel: Panel, logarithmic: bool) -> None:
    figure = bar.figure
    if math.isfinite(figure.value) and not logarithmic:
        fill = {"color": panel.color}
        if bar.hollow:
            fill = {"facecolor": "none", "edgecolor": SOFT, "linestyle": "--", "linewidth": 1}
        [drawn] = axes.barh(i, figure.value, height=0.64, **fill)
        add_tip(axes, drawn, bar.tip)
    elif math.isfinite(figure.value):  # a bar's length would mean nothing without a zero
        fill = "none" if bar.hollow else panel.color
        [drawn] = axes.plot(
            [figure.value], [i], "D", markersize=9, label="value", color=fill, markeredgecolor=SOFT
        )
        add_tip(axes, drawn, bar.tip)
    forks = [(k, value) for k, value in enumerate(bar.forks) if math.isfinite(value)]
    if len(bar.forks) > 1:
        step = min(0.12, 0.5 / (len(bar.forks) - 1))
        middle = (len(bar.forks) - 1) / 2
        axes.plot(
            [value for _, value in forks],
            [i + (k - middle) * step for k, _ in forks],
            "o",
            markersize=3.6,
            color=panel.dots,
            markeredgecolor=PAPER,
            markeredgewidth=0.5,
            label="forks",
        )
    if figure.has_interval:
        axes.plot(
            [figure.low, figure.high],
            [i, i],
            color=INK,
            linewidth=1.3,
            marker="|",
            markersize=9,
            label="interval",
        )
    end = max([axes.get_xlim()[0], *bar.reach])
    known = math.isfinite(figure.value)
    axes.annotate(
        bar.text,
        (end, i),
        xytext=(VALUE_PAD * 72, 0),
        textcoords="offset points",
        va="center",
        fontsize=VALUE_SIZE,
        color=INK if known and not bar.hollow else SOFT,
        bbox=ON_PAPER,
        annotation_clip=False,
    )


def bar_limits(bars: Sequence[Bar], width: float, logarithmic: bool) -> Tuple[float, float]:
    """Limits between which every bar has room, with its text beside it."""
    place = math.log10 if logarithmic else float
    reach = [value for bar in bars for value in bar.reach if value > 0]
    if not reach:
        return 0.0, 1.0
    low = place(min(reach)) - 0.2 if logarithmic else 0.0
    high = low
    for bar in bars:
        end = max(bar.reach, default=0)
        room = width - text_width(bar.text, VALUE_SIZE) - VALUE_PAD - 0.03
        if end > 0:
            high = max(high, low + (place(end) - low) * width / max(room, 0.15 * width))
    return (10**low, 10**high) if logarithmic else (low, high)


def figure_bars(figures: Sequence[Optional[Figure]]) -> List[Optional[Bar]]:
    """One bar for each figure, which reads as in the tables; none where there is none."""
    return [
        None
        if figure is None
        else Bar(
            figure, figure.text if figure.is_known else "not measured in every fork", figure.forks
        )
        for figure in figures
    ]


def marks_note(bars: Sequence[Optional[Bar]]) -> List[str]:
    """What dots and lines mean, as far as there are any."""
    present = [bar for bar in bars if bar]
    if any(bar.figure.has_interval for bar in present):
        return ["Dots: forks, in the order in which they ran. Whiskers: 95 % interval over forks."]
    dots = ["Dots: forks."] if any(len(bar.forks) > 1 for bar in present) else []
    enough = any(len(bar.forks) >= LEAST_FORKS for bar in present)
    why = "No intervals: they need positive figures of every fork." if enough else NO_INTERVALS
    return [" ".join([*dots, why])]
