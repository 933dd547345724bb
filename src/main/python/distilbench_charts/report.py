"""The report to draw: printed by the jar, or read from a file or standard input."""

from __future__ import annotations

import json
import math
import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Callable, Dict, Iterator, List, Optional, Sequence

from .problems import InvalidInput, Refused
from .progress import Progress

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

    @property
    def without_forks(self) -> Figure:
        return replace(self, forks=[])


UNKNOWN = Figure()


def exactly(figure: Figure) -> str:
    """A figure, its interval and its forks in more digits than matter, for who looks closely."""
    interval = ""
    if figure.has_interval:
        interval = f"; 95 % interval {exact(figure.low)} to {exact(figure.high)}"
    several = len(figure.forks) > 1
    forks = f"; forks {', '.join(exact(fork) for fork in figure.forks)}" if several else ""
    return f"{exact(figure.value)}{interval}{forks}"


def exact(value: float) -> str:
    return f"{value:.0f}" if 1e6 <= abs(value) < 1e16 else f"{value:.6g}"


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


def load(inputs: Sequence[str], asked: Sequence[str], jar: Path, progress: Progress) -> Dict:
    """The report on result files and folders, or the one that a file or - holds.

    asked are options of the jar's report; one that was printed has its own.
    """
    if list(inputs) == ["-"]:
        return without(asked, checked(parsed(sys.stdin.buffer.read()), "standard input"))
    if "-" in inputs:
        raise InvalidInput("- is a report on standard input; give it alone")
    found = report_in(Path(inputs[0])) if len(inputs) == 1 else None
    if found is not None:
        return without(asked, checked(found, inputs[0]))
    return checked(parsed(from_jar([*inputs, *asked], jar, progress)), f"what {jar} printed")


def without(asked: Sequence[str], report: Dict) -> Dict:
    if asked:
        raise InvalidInput(f"a printed report has its own options; print it with {asked[0]}")
    return report


def report_in(file: Path) -> Optional[Dict]:
    """What a file holds, if that is a report; what is wrong with other files the jar says."""
    try:
        if not file.is_file():
            return None
        with file.open("rb") as opened:
            # Result files, which may be large, are arrays.
            if not opened.read(1024).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
                return None
            opened.seek(0)
            found = parsed(opened.read())
    except OSError:
        return None
    return found if is_report(found) else None


def is_report(found) -> bool:
    return isinstance(found, dict) and "schema" in found and "runs" in found


def parsed(text: bytes):
    try:
        return json.loads(text)
    except (RecursionError, ValueError):
        return None


def checked(found, name: str) -> Dict:
    if not is_report(found):
        raise InvalidInput(f"{name} is no report; `report FILE... --format json` prints one")
    if found["schema"] != SCHEMA:
        raise InvalidInput(
            f"{name} is a report of schema {found['schema']!r:.20}, not {SCHEMA}; use the jar and"
            " plot.py of one version"
        )
    return found


def from_jar(inputs: Sequence[str], jar: Path, progress: Progress) -> bytes:
    """What the jar prints; what it complains about passes through."""
    java = java_program()
    if java is None:
        raise InvalidInput("java is not on the path; install a JDK, 17 or newer, or set JAVA_HOME")
    if not jar.is_file():
        raise InvalidInput(
            f"{jar} is not there; build it with mvn package -DskipTests, or name another with --jar"
        )
    command = [java, "-jar", str(jar), "report", *inputs, "--format", "json"]
    with started(command) as child:
        output = output_of(child, progress)
    if child.returncode != 0:
        raise Refused(child.returncode)
    return output


@contextmanager
def started(command: Sequence[str]) -> Iterator[subprocess.Popen]:
    """A process that does not outlive the block, even if Ctrl-C comes while it is started."""
    with interrupt_postponed() as obey_again:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        try:
            obey_again()
            yield child
        finally:
            child.kill()
            child.wait()
            child.stdout.close()


@contextmanager
def interrupt_postponed() -> Iterator[Callable[[], None]]:
    """Ctrl-C interrupts nothing until what this gives is called."""
    usual = signal.getsignal(signal.SIGINT)
    if usual is not signal.default_int_handler:
        yield lambda: None
        return
    came: List[int] = []

    def obey_again() -> None:
        signal.signal(signal.SIGINT, usual)
        if came:
            raise KeyboardInterrupt

    signal.signal(signal.SIGINT, lambda number, _frame: came.append(number))
    try:
        yield obey_again
    finally:
        signal.signal(signal.SIGINT, usual)


def java_program() -> Optional[str]:
    home = os.environ.get("JAVA_HOME")
    of_home = shutil.which("java", path=str(Path(home, "bin"))) if home else None
    return of_home or shutil.which("java")


def output_of(child: subprocess.Popen, progress: Progress) -> bytes:
    while True:
        try:
            return child.communicate(timeout=progress.INTERVAL)[0]
        except subprocess.TimeoutExpired:
            progress.tell("the jar reads the results")


def mapped(value, change: Callable[[str], str]):
    """The same JSON with every text changed; keys stay."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [mapped(one, change) for one in value]
    if isinstance(value, dict):
        return {key: mapped(one, change) for key, one in value.items()}
    return value


def letters_in(report: Dict) -> str:
    """Every letter of a report, once."""
    return "".join(sorted(set(json.dumps(report, ensure_ascii=False))))
