"""Which deployment to use: everything that was compared, the front, and the memory limit."""

from __future__ import annotations

from typing import Dict

from . import trade_offs
from .report import PSS, figure_of, number
from .trade_offs import Limit

SLOWER = "slower"  # as most are: not said


def draw(run: Dict, choice: Dict):
    limits = choice["limits"]
    limit = Limit(number(limits["memoryMiB"]), limits["memoryText"] or "")
    rows = [row_of(one) for one in choice["candidates"]]
    group = {"subject": "\n".join(filter(None, [choice["subject"], told(limit)])), "rows": rows}
    return trade_offs.draw(run, group, title(choice), limit)


def title(choice: Dict) -> str:
    chosen = choice["chosen"]
    if chosen is None:
        return "Which deployment to use: none can be recommended"
    return f"Which deployment to use: {choice['candidates'][chosen]['name']}"


def told(limit: Limit) -> str:
    return f"Red line: the limit of memory, {limit.text}." if limit.is_set else ""


def row_of(candidate: Dict) -> Dict:
    """A candidate in the shape of a table's row; the chosen one says so."""
    standing = candidate["standing"]
    known = all(figure_of(candidate[name]).is_known for name in ("time", "memory"))
    return {
        "name": {
            "head": candidate["name"] + ("" if standing == SLOWER else f": {standing}"),
            "rest": "",
        },
        "compared": known,
        "front": candidate["front"],
        "time": candidate["time"],
        "rate": candidate["rate"],
        "metrics": {PSS: candidate["memory"]},
    }
