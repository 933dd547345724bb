"""The report to draw: printed by the jar, or read from a file or standard input."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Dict, List, Optional, Sequence

from .problems import InvalidInput

SCHEMA = 1
NAN = float("nan")
PSS = "mem.tree.pss.peak"
LEAST_FORKS = 3


@dataclass(frozen=True)
class Figure:
    """A figure with its 95 % interval over forks, and how the tables write it.

    What is not known is NaN. short is the text without the interval.
    """

    value: float = NAN
    low: float = NAN
    high: float = NAN
    text: str = "NaN"
    short: str = "NaN"
    forks: List[float] = field(default_factory=list)
    unit: str = ""

    @property
    def has_interval(self) -> bool:
        return math.isfinite(self.low)

    @property
    def is_known(self) -> bool:
        return math.isfinite(self.value)


UNKNOWN = Figure()


def figure_of(json_figure: Optional[Dict]) -> Figure:
    """The figure in the report's JSON; an unknown one if it is null or missing."""
    if not json_figure:
        return UNKNOWN
    return Figure(
        *(number(json_figure.get(name)) for name in ("value", "low", "high")),
        text=json_figure.get("text", "NaN"),
        short=json_figure.get("short", "NaN"),
        forks=[number(value) for value in json_figure.get("forks") or []],
        unit=json_figure.get("unit", ""),
    )


def number(value) -> float:
    return NAN if value is None else float(value)


def metric(row: Dict, label: str) -> Figure:
    """A secondary metric of a row; unknown if nobody measured it."""
    return figure_of(row["metrics"].get(label))


def in_words(name: Dict) -> str:
    return f"{name['head']} ({name['rest']})" if name["rest"] else name["head"]


def context_of(run: Dict, group: Dict) -> str:
    """What a chart is about, where it was measured, and what the run itself doubts."""
    return "\n".join(filter(None, [group["subject"], run.get("machine"), run.get("doubts")]))


def load(inputs: Sequence[str], jar: Path) -> Dict:
    """The report on result files and folders, or the one that a file or - holds."""
    if len(inputs) == 1:
        text = read(inputs[0])
        found = parsed(text) if text else None
        if isinstance(found, dict) and "runs" in found:
            return checked(found, inputs[0])
    found = parsed(from_jar(inputs, jar))
    if not isinstance(found, dict) or "runs" not in found:
        raise InvalidInput(f"{jar} printed no report; build it anew: mvn package -DskipTests")
    return checked(found, str(jar))


def read(name: str) -> str:
    """A file's text, or standard input's for -; nothing of a folder or what cannot be read."""
    try:
        if name == "-":
            return sys.stdin.read()
        return Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""  # the jar says what is wrong with it


def parsed(text: str):
    try:
        return json.loads(text)
    except (RecursionError, ValueError):
        return None


def checked(found: Dict, name: str) -> Dict:
    if found.get("schema") != SCHEMA:
        raise InvalidInput(
            f"{name} holds a report of schema {found.get('schema')}, not {SCHEMA}; use the jar and"
            " plot.py of one version"
        )
    return found


def from_jar(inputs: Sequence[str], jar: Path) -> str:
    if "-" in inputs:
        raise InvalidInput("standard input holds no report; pipe `report FILE... --format json`")
    if not jar.is_file():
        raise InvalidInput(
            f"{jar} is not there; build it with mvn package -DskipTests, or name another with --jar"
        )
    command = ["java", "-jar", str(jar), "report", *inputs, "--format", "json"]
    try:
        ended = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    except FileNotFoundError:
        raise InvalidInput("java is not on the path; install a JDK, 17 or newer") from None
    if ended.returncode != 0:
        said = ended.stderr.strip().splitlines() or [f"{jar} ended with {ended.returncode}"]
        raise InvalidInput(said[-1])
    return ended.stdout


def mapped(value, change: Callable[[str], str]):
    """The same JSON with every text changed; keys stay."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [mapped(one, change) for one in value]
    if isinstance(value, dict):
        return {key: mapped(one, change) for key, one in value.items()}
    return value
