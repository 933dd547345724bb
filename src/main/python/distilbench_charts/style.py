"""Axes and style: what all charts have in common."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, List, Sequence, Tuple

from .problems import NotDrawn

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

SHEET = 10.0  # width in inches; all lengths below are inches, all sizes of texts points
MARGIN = 0.2
PAPER, INK, SOFT, GRID = "#ffffff", "#1b1b1b", "#5f5f5f", "#e2e2e2"
# Colours that colour-blind people can tell apart: Okabe and Ito 2008, "Color Universal Design".
BLUE, SKY, VERMILLION, ORANGE = "#0072b2", "#56b4e9", "#d55e00", "#e69f00"
GREEN, PURPLE = "#009e73", "#cc79a7"
LINES = [  # colour, marker, dash: any one of them is enough to follow a line
    (color, marker, dash)
    for dash in ("-", "--", ":")
    for color, marker in zip(
        (BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY, SOFT, INK),
        ("o", "s", "^", "D", "v", "P", "X", "*"),
    )
]
MOST_ROWS = 60
LABEL = 9.5
ROW, LOW_ROW = 0.42, 0.29  # heights of a row of bars
TICK_PAD = 0.07
WIDE_RANGE = 30  # from here on a figure would be squashed by another on a common linear axis
ON_PAPER = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.6}  # not crossed by the grid


# What comes with matplotlib, then families that have letters which it lacks.
FONT = "DejaVu Sans"
FURTHER_FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
    "Noto Sans",
    "Noto Emoji",
    "Unifont",
)


@cache
def families() -> Tuple[str, ...]:
    from matplotlib import font_manager

    there = set(font_manager.get_font_names())
    return (FONT, *(family for family in FURTHER_FONTS if family in there))


@cache
def letters() -> frozenset:
    """The code points that a chart can show."""
    from matplotlib import font_manager

    paths = (font_manager.findfont(family, fallback_to_default=False) for family in families())
    return frozenset(code for path in paths for code in font_manager.get_font(path).get_charmap())


def readable(text: str) -> str:
    """A text whose letters the fonts have; others are told by their code, so that names differ."""
    return "".join(c if ord(c) in letters() or c == "\n" else f"\\u{{{ord(c):x}}}" for c in text)


def style():
    """A context in which charts look alike everywhere and files come out the same."""
    import matplotlib

    settings = dict(matplotlib.rcParamsDefault)
    settings.pop("backend", None)
    settings.update(
        {
            "font.family": list(families()),
            "font.size": 10,
            "text.color": INK,
            "text.parse_math": False,  # names from files may hold dollars
            "axes.edgecolor": SOFT,
            "axes.labelcolor": INK,
            "axes.facecolor": "none",
            "axes.axisbelow": True,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.unicode_minus": False,
            "xtick.color": SOFT,
            "ytick.color": SOFT,
            "grid.color": GRID,
            "figure.facecolor": PAPER,
            "savefig.facecolor": PAPER,
            "text.hinting": "none",  # texts are as wide as they are computed to be
            "svg.fonttype": "path",  # reads the same where the font is missing
            "svg.hashsalt": "plot.py",
        }
    )
    return matplotlib.rc_context(settings)


@cache
def text_width(text: str, size: float, bold: bool = False) -> float:
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family=list(families()), size=size, weight="bold" if bold else "normal")
    widths = [
        text_to_path.get_text_width_height_descent(line, font, False)[0]
        for line in text.split("\n")
    ]
    return max(widths) / 72


def add_tip(axes, drawn, text: str) -> None:
    """Says on the page, to whoever points at what was drawn, what it is exactly."""
    tips = axes.figure.tips
    drawn.set_gid(f"tip{len(tips)}")
    tips.append(text)


def wrapped(text: str, width: float, size: float, bold: bool = False) -> List[str]:
    """Lines that fit; of a word that is too long its end is kept, as in paths."""
    lines: List[str] = []
    for word in text.split(" "):  # other spaces hold numbers and units together
        if len(word) > 4 and text_width(word, size, bold) > width:
            word = fitting_end(word, width, size, bold)
        if lines and text_width(f"{lines[-1]} {word}", size, bold) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def in_one_line(text: str, width: float, size: float) -> str:
    """As much of a text's beginning as fits, with dots if that is not all."""
    lines = wrapped(text, width, size)
    if len(lines) == 1:
        return lines[0]
    return wrapped(text, width - text_width(" ...", size), size)[0].rstrip(",") + " ..."


def fitting_end(word: str, width: float, size: float, bold: bool) -> str:
    """As much of the end of a word of more than four letters as fits behind dots."""
    least, most = 1, len(word) - 4
    while least < most:
        middle = (least + most + 1) // 2
        fits = text_width("..." + word[-middle:], size, bold) <= width
        least, most = (middle, most) if fits else (least, middle - 1)
    return "..." + word[-least:]


def shortened(text: str, most: int) -> str:
    """The end of a text that is too long, as in paths."""
    return text if len(text) <= most else "..." + text[-(most - 3) :]


def fitting(text: str, width: float, size: float) -> float:
    """The size in which a text fits, if it must be a little smaller."""
    return max(5.5, min(size, size * width / max(text_width(text, size), 1e-9)))


@dataclass
class Sheet:
    """A figure of fixed width that is filled from above: title, context, panels, notes."""

    figure: Drawing
    height: float

    def write(self, x: float, y: float, text: str, size: float, **style):
        """x from the left and y from above, in inches."""
        style = {"va": "top", **style}
        return self.figure.text(x / SHEET, 1 - y / self.height, text, fontsize=size, **style)

    def axes(self, x: float, y: float, width: float, height: float):
        """x and y of the upper left corner."""
        return self.figure.add_axes(
            (
                x / SHEET,
                1 - (y + height) / self.height,
                width / SHEET,
                height / self.height,
            )
        )


TITLE, SMALL, LINE = 14, 9, 0.19
PNG_DPI = 200
TALLEST = 2**16  # pixels, that matplotlib draws


def sheet(title: str, context: str, notes: Sequence[str], body: float) -> Tuple[Sheet, float]:
    """A sheet with its texts, and where its body begins, which is this high."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    room = SHEET - 2 * MARGIN
    heads = wrapped(title, room, TITLE, bold=True)
    lines = [line for part in context.split("\n") for line in wrapped(part, room, SMALL)]
    foot = [line for note in notes for line in wrapped(note, room, SMALL)]
    top = MARGIN + 0.28 * len(heads) + LINE * len(lines) + 0.16
    height = top + body + LINE * len(foot) + MARGIN + (0.1 if foot else 0)
    if height * PNG_DPI >= TALLEST:
        raise NotDrawn("the rows of so many files make no picture; draw fewer files at once")
    figure = Figure(figsize=(SHEET, height), dpi=100)
    FigureCanvasAgg(figure)
    figure.tips = []  # texts by the number in the names of what they belong to
    made = Sheet(figure, height)
    y = MARGIN
    for line in heads:
        made.write(MARGIN, y, line, TITLE, weight="bold")
        y += 0.28
    for line in lines:
        made.write(MARGIN, y, line, SMALL, color=SOFT)
        y += LINE
    y = height - MARGIN - LINE * len(foot)
    for line in foot:
        made.write(MARGIN, y, line, SMALL, color=SOFT)
        y += LINE
    return made, top


def is_wide(values: Sequence[float]) -> bool:
    """Whether bars on a linear axis would hide most of the values."""
    known = sorted(value for value in values if value > 0 and math.isfinite(value))
    if len(known) < 2 or len(known) < len([v for v in values if math.isfinite(v)]):
        return False
    return known[-1] > WIDE_RANGE * known[len(known) // 2]


def number_axis(axis, length: float) -> None:
    """Few ticks, in plain numbers."""
    from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullLocator

    most = min(8, max(2, int(length / 0.5)))
    if axis.get_scale() == "log":
        low, high = axis.get_view_interval()
        decades = math.log10(high / low)
        choices = ((1.0, 2.0, 3.0, 5.0), (1.0, 2.0, 5.0), (1.0,))
        subs = next((subs for subs in choices if decades * len(subs) <= most), choices[-1])
        axis.set_major_locator(LogLocator(subs=subs, numticks=most + 1))
        axis.set_minor_locator(NullLocator())
    else:
        locators = [MaxNLocator(n, steps=[1, 2, 2.5, 5, 10]) for n in range(most, 0, -1)]
        axis.set_major_locator(
            next((one for one in locators if ticks_fit(axis, one, length)), locators[-1])
        )
    axis.set_major_formatter(FuncFormatter(lambda value, _: tick(value)))
    axis.set_tick_params(labelsize=SMALL, length=3)


def ticks_fit(axis, locator, length: float) -> bool:
    """Whether the ticks' texts leave each other room; below each other they always do."""
    low, high = axis.get_view_interval()
    ticks = [value for value in locator.tick_values(low, high) if low <= value <= high]
    if axis.axis_name == "y" or len(ticks) < 2:
        return True
    step = length * (ticks[1] - ticks[0]) / (high - low)
    return max(text_width(tick(value), SMALL) for value in ticks) + TICK_PAD <= step


def tick(value: float) -> str:
    """Three digits at most; from ten thousand on with k, M or G."""
    for size, unit in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= (10 * size if unit == "k" else size):
            return f"{value / size:.3g}{unit}"
    return f"{value:.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def check_size(rows: Sequence) -> None:
    if len(rows) > MOST_ROWS:
        raise NotDrawn(f"{len(rows)} rows are too many to read; a chart takes {MOST_ROWS}")
