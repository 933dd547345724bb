"""The placing of labels: near their points, where they hide nothing, or at the ends of lines."""

from __future__ import annotations

import math
from typing import List, Sequence, Tuple

from .style import LABEL, LINES, SMALL, SOFT, shortened, text_width

BELOW = [(1, 0), (1, -0.5), (1, 0.5), (1, -1), (1, 1), (0.5, -1), (0.5, 1)]
ABOVE = [(dx, -dy) for dx, dy in BELOW]
DIRECTIONS = [*BELOW, *((-dx, dy) for dx, dy in BELOW)]
FRONT_DIRECTIONS = [*((-dx, dy) for dx, dy in ABOVE), *ABOVE]  # there the front is alone
DISTANCES = (12, 25, 39, 56, 75, 97, 125, 160, 200, 250)  # pixels
HIDES = 800  # what it costs to hide a point or a line


def place_labels(axes, points, lines, texts: Sequence[str], strong: Sequence[bool]) -> bool:
    """Writes a text near each point, if possible where it hides no text, no point and no line.

    The nearest free place is taken, with a leader to its point if that is not beside it. Lines are
    given by their corners. Answers whether each text has such a place, and its leader one, too.
    """
    worst = 0.0
    unit = axes.figure.dpi / 72
    edges = axes.get_window_extent().extents
    centres = [tuple(axes.transData.transform(point)) for point in points]
    marks = [(x - 7 * unit, y - 7 * unit, x + 7 * unit, y + 7 * unit) for x, y in centres]
    for line in lines:
        corners = [axes.transData.transform(corner) for corner in line]
        for (x0, y0), (x1, y1) in zip(corners, corners[1:]):
            marks.append((min(x0, x1) - 2, min(y0, y1) - 2, max(x0, x1) + 2, max(y0, y1) + 2))
    written: List[Tuple] = []
    leaders: List[Tuple] = []
    order = sorted(range(len(points)), key=lambda i: (not strong[i], -centres[i][1]))
    for i in filter(lambda i: texts[i], order):
        text = shortened(texts[i], 60)
        size = text_width(text, LABEL, strong[i]) * 72 * unit, 1.5 * LABEL * unit
        cost, box, leader = free_place(centres[i], size, strong[i], edges, marks, written, leaders)
        worst = max(worst, cost)
        written.append(box)
        axes.annotate(
            text,
            fraction(axes, ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)),
            xycoords="figure fraction",
            ha="center",
            va="center",
            fontsize=LABEL,
            weight="bold" if strong[i] else "normal",
            annotation_clip=False,
        )
        if leader:
            leaders.append(leader)
            draw_leader(axes, *leader, color=SOFT, linewidth=0.7, shrinkB=5)
    return worst < HIDES


def draw_leader(axes, start, end, **look) -> None:
    """A line between two places in pixels."""
    axes.annotate(
        "",
        fraction(axes, start),
        xytext=fraction(axes, end),
        xycoords="figure fraction",
        textcoords="figure fraction",
        arrowprops={"arrowstyle": "-", **look},
        annotation_clip=False,
    )


def free_place(centre, size, strong: bool, edges, marks, written, leaders):
    """What the best box for a text of this size near a point costs, the box, and its leader if any.

    Worst is to cross another text, then to cover points and lines, then to cross them, or to be
    far away.
    """
    best = None
    for distance in DISTANCES:
        far = 6 * (distance - DISTANCES[0])
        if best and best[0] <= far:
            break  # what is farther away is no better
        for direction in FRONT_DIRECTIONS if strong else DIRECTIONS:
            box = box_beside(centre, size, distance, direction)
            leader = (centre, nearest_in(box, centre)) if distance > DISTANCES[0] else None
            cost = far + HIDES * sum(overlap(box, mark) > 0 for mark in marks)
            cost += 1e3 * sum(overlap(box, other) for other in written)
            cost += 1e4 * sum(crosses(other, box) for other in leaders)
            cost += 1e9 * (overlap(box, edges) < 0.999 * size[0] * size[1])
            if leader:
                cost += 1e4 * sum(crosses(leader, other) for other in written)
                others = [mark for mark in marks if nearest_in(mark, centre) != centre]
                cost += 300 * sum(crosses(leader, mark) for mark in others)
                cost += 3e3 * sum(meet(leader, other) for other in leaders)
            if best is None or cost < best[0]:
                best = cost, box, leader
    return best


def box_beside(centre, size, distance: float, direction) -> Tuple[float, float, float, float]:
    """A box (left, bottom, right, top) of this size, so far from a point."""
    (x, y), (wide, high), (dx, dy) = centre, size, direction
    left = x + dx * distance - (wide if dx < 0 else 0)
    bottom = y + dy * distance - high / 2
    return left, bottom, left + wide, bottom + high


def nearest_in(box, point) -> Tuple[float, float]:
    """The point of a box that is nearest to another one."""
    return min(max(point[0], box[0]), box[2]), min(max(point[1], box[1]), box[3])


def crosses(line, box) -> bool:
    """Whether a line between two points runs through a box (Liang and Barsky 1984)."""
    (x0, y0), (x1, y1) = line
    begin, end = 0.0, 1.0
    for start, step, low, high in ((x0, x1 - x0, box[0], box[2]), (y0, y1 - y0, box[1], box[3])):
        if step:
            enter, leave = sorted(((low - start) / step, (high - start) / step))
            begin, end = max(begin, enter), min(end, leave)
        elif not low <= start <= high:
            return False
    return begin <= end


def meet(line, other) -> bool:
    """Whether two lines, each between two points, cross."""

    def side(a, b, c) -> float:
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    (a, b), (c, d) = line, other
    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def overlap(box, other) -> float:
    """The area that two boxes share."""
    wide = min(box[2], other[2]) - max(box[0], other[0])
    high = min(box[3], other[3]) - max(box[1], other[1])
    return max(0.0, wide) * max(0.0, high)


def fraction(axes, pixels: Tuple[float, float]) -> Tuple[float, float]:
    """Where something is in the figure, whatever the resolution in which it is saved."""
    wide, high = axes.figure.bbox.size
    return pixels[0] / wide, pixels[1] / high


def label_ends(axes, starts: Sequence[Tuple[float, float]], texts: Sequence[str]) -> None:
    """Names each line at its right end, moved apart where they would hide each other.

    starts are the lines' last points; NaN where there is none.
    """
    unit = axes.figure.dpi / 72
    frame = axes.get_window_extent()
    known = [i for i, (_, end) in enumerate(starts) if math.isfinite(end)]
    places = {i: axes.transData.transform(starts[i]) for i in known}
    known.sort(key=lambda i: places[i][1])
    heights = [(13.5 * (texts[i].count("\n") + 1) + 3) * unit for i in known]
    middles = apart([places[i][1] for i in known], heights, frame.y0 - 6 * unit, frame.y1)
    for i, middle in zip(known, middles):
        x = frame.x1 + 26 * unit
        color, marker, _ = LINES[i]
        sign = x - 8 * unit, middle
        axes.plot(
            *([place] for place in fraction(axes, sign)),
            marker,
            color=color,
            markersize=7,
            transform=axes.figure.transFigure,
            clip_on=False,
            label="sign",
        )
        axes.annotate(
            texts[i],
            fraction(axes, (x, middle)),
            xycoords="figure fraction",
            va="center",
            fontsize=SMALL,
            annotation_clip=False,
        )
        draw_leader(axes, places[i], sign, color=color, linewidth=0.8, shrinkA=5, shrinkB=5)


def apart(wanted: Sequence[float], heights: Sequence[float], low: float, high: float):
    """Middles near those wanted, in their order, that keep boxes of these heights apart."""
    placed: List[float] = []
    for want, height in zip(wanted, heights):
        floor = placed[-1] + (heights[len(placed) - 1] + height) / 2 if placed else low + height / 2
        placed.append(max(want, floor))
    ceiling = high
    for i in range(len(placed) - 1, -1, -1):
        placed[i] = min(placed[i], ceiling - heights[i] / 2)
        ceiling = placed[i] - heights[i] / 2
    return placed
