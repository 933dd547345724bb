#!/usr/bin/env python3
# /// script
# requires-python = ">=3.9"
# dependencies = ["matplotlib>=3.7"]
# ///
"""Draws charts from JMH result files, and compares result files with each other.

    plot.py RESULT... -o DIR            charts as SVG and PNG, and index.html
    plot.py compare BASE OTHER...       which rows are faster or slower, as far as the forks show it

RESULT is a JMH JSON file of any suite, or a folder of them. What is in x.env.json beside x.json is
used too. Comparing needs the standard library alone; charts need matplotlib.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import math
import os
import re
import sys
import textwrap
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import lru_cache
from html import escape
from itertools import count
from pathlib import Path
from statistics import fmean, variance
from typing import (
    TYPE_CHECKING,
    Callable,
    Dict,
    Iterable,
    List,
    NoReturn,
    Optional,
    Sequence,
    Tuple,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# ---- Errors -------------------------------------------------------------------------------------


class InvalidInput(Exception):
    """Input that cannot be used; the message says what was wrong, where, and what to do."""


# ---- Result files -------------------------------------------------------------------------------

NAN = float("nan")
SIDECAR_SUFFIX = ".env.json"


@dataclass(frozen=True)
class Metric:
    """One metric of a row.

    forks holds for each fork the values of its iterations; of sampled times, the mean of all
    samples. It is empty if the file has no raw data. samples is the number of all samples, 0 if
    nothing was sampled or the file does not tell.
    """

    score: float
    unit: str
    percentiles: Dict[str, float]
    forks: List[List[float]]
    samples: int = 0

    def whole_score(self) -> float:
        """The score; NaN also if only a part of the forks could measure it: no figure is partial."""
        partial = any(math.isnan(value) for fork in self.forks for value in fork)
        return NAN if partial else self.score

    def percentile(self, percent: int) -> float:
        """Of sampled times: how long that many of a hundred take at most; NaN if not known."""
        return self.percentiles.get(f"{percent}.0", NAN)

    def fork_means(self) -> List[float]:
        """For each fork the mean over its iterations; without raw data the score as one fork."""
        if not self.forks:
            return [self.score]
        return [mean_of(fork) for fork in self.forks]


@dataclass(frozen=True)
class Row:
    """A benchmark in one mode, with one number of threads and one value for each parameter.

    settings holds what else JMH says of how the row was measured, by JMH's names.
    """

    benchmark: str
    mode: str
    threads: int
    parameters: Dict[str, str]
    primary: Metric
    secondary: Dict[str, Metric]
    settings: Dict[str, object]

    @property
    def key(self) -> Tuple:
        """What makes two rows of different files the same row."""
        return self.benchmark, self.mode, self.threads, tuple(sorted(self.parameters.items()))

    @property
    def short_name(self) -> str:
        """Class and method."""
        return ".".join(self.benchmark.split(".")[-2:])

    @property
    def deployment(self) -> Optional[str]:
        return self.parameters.get("deployment")

    def figure(self, label: str) -> float:
        """A secondary metric; NaN if it is missing, or was not measured in every fork."""
        metric = self.secondary.get(label)
        return metric.whole_score() if metric else NAN

    def figures(self, label: str) -> List[float]:
        """A secondary metric of each fork; none if it is missing."""
        metric = self.secondary.get(label)
        return metric.fork_means() if metric else []


@dataclass(frozen=True)
class Run:
    """A result file, what its sidecar says (empty without one), and the text of the former."""

    path: Path
    rows: List[Row]
    facts: Dict = field(default_factory=dict)
    text: str = ""

    def fact(self, path: str):
        """What the sidecar says at a path of names with dots between; None if it does not."""
        found: object = self.facts
        for name in path.split("."):
            found = found.get(name) if isinstance(found, dict) else None
        return found

    def entries(self, path: str) -> List[Dict]:
        """The objects of a list in the sidecar; none without such a list."""
        return objects_in(self.fact(path))

    @property
    def in_rounds(self) -> bool:
        """Whether fork i of every row was measured in round i: forks then belong together."""
        return bool(self.fact("run.order"))

    def probed(self, name: str = "gflopsAll") -> List[float]:
        """GFLOP/s of the machine's matrix multiply in each probe, on all cores if not on one."""
        rates = [number(probe.get(name)) for probe in self.entries("probes")]
        return [rate for rate in rates if rate > 0]

    @property
    def gemm_rate(self) -> float:
        """GFLOP/s of the machine's matrix multiply on all cores, the mean over all probes."""
        return mean_of(self.probed())


def read_run(path: Path) -> Run:
    """Reads a result file with its sidecar, or says why it is none."""
    text = read_text(path)
    results = parse_json(path, text)
    if not isinstance(results, list):
        raise not_results(path)
    if not results:
        raise InvalidInput(f"{path} holds no results: its run measured no row")
    try:
        rows = [read_row(path, result) for result in results]
    except (ArithmeticError, AttributeError, TypeError, ValueError):
        raise not_results(path) from None
    sidecar = path.with_name(path.stem + SIDECAR_SUFFIX)
    # Unlike Path's, this takes a name that is too long for one of a file that is not there.
    facts = parse_json(sidecar, read_text(sidecar)) if os.path.exists(sidecar) else {}
    if not describes_run(facts):
        raise InvalidInput(f"{sidecar} does not describe a run; delete it or restore it")
    return Run(path, rows, facts, text)


def describes_run(facts) -> bool:
    """Whether a sidecar's parts have the shapes that they should have."""
    objects, lists = ("run", "software", "forks", "machine", "verdict"), ("inputs", "probes")
    return (
        isinstance(facts, dict)
        and all(isinstance(facts.get(name) or {}, dict) for name in objects)
        and all(isinstance(facts.get(name) or [], list) for name in lists)
    )


def not_results(path: Path) -> InvalidInput:
    return InvalidInput(
        f"{path} is no JMH result file; give the JSON file that a run has written (-rf json)"
    )


def read_text(path: Path) -> str:
    try:
        # JMH before 1.37 puts a middle dot into labels, in the encoding of its machine.
        return path.read_text(encoding="utf-8-sig", errors="replace")
    except FileNotFoundError:
        raise InvalidInput(f"{path} does not exist; give a JMH result file") from None
    except IsADirectoryError:
        raise InvalidInput(f"{path} is a folder; give a JMH result file") from None
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read: {error.strerror}") from error


def parse_json(path: Path, text: str):
    if not text.strip():
        raise InvalidInput(f"{path} is empty: its run failed or was broken off; measure again")
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise InvalidInput(
            f"{path} is not whole JSON: line {error.lineno} cannot be read; mend or delete it"
        ) from error
    except (RecursionError, ValueError):  # nested too deep, or integers of thousands of digits
        raise not_results(path) from None


def read_row(path: Path, result) -> Row:
    if (
        not isinstance(result, dict)
        or not isinstance(result.get("benchmark"), str)
        or not isinstance(result.get("primaryMetric"), dict)
    ):
        raise not_results(path)
    apart = {"benchmark", "mode", "threads", "params", "primaryMetric", "secondaryMetrics"}
    return Row(
        benchmark=result["benchmark"],
        mode=str(result.get("mode", "")),
        threads=int(result.get("threads", 1)),
        parameters={name: str(value) for name, value in (result.get("params") or {}).items()},
        primary=read_metric(result["primaryMetric"]),
        secondary={
            plain_label(label): read_metric(metric)
            for label, metric in (result.get("secondaryMetrics") or {}).items()
        },
        settings={name: value for name, value in result.items() if name not in apart},
    )


def plain_label(label: str) -> str:
    """A label without the sign, a middle dot, that JMH put in front of profilers' until 1.36."""
    return re.sub(r"^\W+", "", label) or label


def read_metric(metric: Dict) -> Metric:
    forks = [[number(value) for value in fork] for fork in metric.get("rawData") or []]
    forks += [[sample_mean(fork)] for fork in metric.get("rawDataHistogram") or []]
    percentiles = metric.get("scorePercentiles") or {}
    return Metric(
        score=number(metric.get("score")),
        unit=str(metric.get("scoreUnit", "")),
        percentiles={name: number(value) for name, value in percentiles.items()},
        forks=forks,
        samples=sum(
            int(count)
            for fork in metric.get("rawDataHistogram") or []
            for iteration in fork
            for _, count in iteration
        ),
    )


def sample_mean(iterations: Sequence) -> float:
    """The mean of one fork's samples, which are kept as [value, count]."""
    buckets = [bucket for histogram in iterations for bucket in histogram]
    count = sum(number(count) for _, count in buckets)
    return sum(number(value) * number(count) for value, count in buckets) / count if count else NAN


def mean_of(values: Sequence[float]) -> float:
    """NaN without any, and where they are too large to be added up."""
    try:
        return fmean(values) if values else NAN
    except (OverflowError, ValueError):
        return NAN


def number(value) -> float:
    """NaN for what is no number. JMH writes numbers that are not finite as texts."""
    if isinstance(value, bool) or value is None:
        return NAN
    try:
        return float({"+INF": "inf", "-INF": "-inf"}.get(value, value))
    except (OverflowError, TypeError, ValueError):
        return NAN


def objects_in(values) -> List[Dict]:
    """The objects of a list; none if it is no list."""
    return [one for one in values if isinstance(one, dict)] if isinstance(values, list) else []


def as_object(value) -> Dict:
    """An object; an empty one if it is none."""
    return value if isinstance(value, dict) else {}


def last_name(path) -> str:
    """All that a sidecar keeps of a path outside the home directory."""
    return re.split(r"[/\\]", str(path))[-1]


# ---- Statistics ---------------------------------------------------------------------------------
# Means and ratios over forks, and their intervals.

LEAST_FORKS = 3
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Estimate:
    """A positive figure, such as a time or a ratio of times, and its 95 % interval.

    One fork is one observation. All is computed with logarithms, in which a ratio and its inverse
    are alike. Without an interval low and high are NaN: there are too few forks.
    """

    value: float
    low: float = NAN
    high: float = NAN

    @property
    def has_interval(self) -> bool:
        return not math.isnan(self.low)

    @property
    def excludes_one(self) -> bool:
        return self.low > 1 or self.high < 1


UNKNOWN = Estimate(NAN)


def over_forks(scores: Sequence[float]) -> Estimate:
    """The geometric mean of forks' scores, with Student's interval of their logarithms."""
    if not usable(scores):
        return UNKNOWN
    logs = logarithms(scores)
    if len(logs) < LEAST_FORKS:
        return Estimate(power_of_e(fmean(logs)))
    return estimate(fmean(logs), variance(logs) / len(logs), len(logs) - 1)


def paired_ratio(scores: Sequence[float], base: Sequence[float]) -> Estimate:
    """How many times as large one row's scores are as another's of the same rounds."""
    if 0 in base:
        return UNKNOWN
    return over_forks([score / other for score, other in zip(scores, base)])


def unpaired_ratio(scores: Sequence[float], base: Sequence[float]) -> Estimate:
    """The same without anything in common: Welch's interval (Biometrika 34, 1947)."""
    if not usable(scores) or not usable(base):
        return UNKNOWN
    above, below = logarithms(scores), logarithms(base)
    return welch(fmean(above) - fmean(below), [above, below])


def normalised_score(scores: Sequence[float], rate: Sequence[float]) -> Estimate:
    """Scores in units of what their machine does meanwhile, by its mean rate.

    The interval counts what is not known of the rate, too.
    """
    if not usable(scores) or not usable(rate):
        return UNKNOWN
    logs = logarithms(scores)
    return welch(fmean(logs) - math.log(fmean(rate)), [logs, logarithms(rate)])


def normalised_ratio(
    scores: Sequence[float],
    base: Sequence[float],
    rate: Sequence[float],
    base_rate: Sequence[float],
) -> Estimate:
    """How many times as large one side's scores are as another's, each in its machine's units."""
    sides = [scores, base, rate, base_rate]
    if not all(usable(side) for side in sides):
        return UNKNOWN
    above, below, *rates = [logarithms(side) for side in sides]
    faster = math.log(fmean(rate) / fmean(base_rate))
    return welch(fmean(above) - fmean(below) + faster, [above, below, *rates])


def welch(mean: float, samples: Sequence[Sequence[float]]) -> Estimate:
    """The interval of a sum of independent means, with Satterthwaite's degrees of freedom."""
    if min(len(sample) for sample in samples) < LEAST_FORKS:
        return Estimate(power_of_e(mean))
    errors = [variance(sample) / len(sample) for sample in samples]
    spread = sum(error**2 / (len(sample) - 1) for error, sample in zip(errors, samples))
    return estimate(mean, sum(errors), sum(errors) ** 2 / spread if spread else math.inf)


def logarithms(scores: Sequence[float]) -> List[float]:
    return [math.log(score) for score in scores]


def usable(scores: Sequence[float]) -> bool:
    return bool(scores) and all(math.isfinite(score) and score > 0 for score in scores)


def estimate(mean: float, error: float, freedom: float) -> Estimate:
    """error is the variance of the mean; equal scores throughout leave no doubt."""
    reach = student_quantile((1 + CONFIDENCE) / 2, freedom) * math.sqrt(error) if error else 0.0
    return Estimate(power_of_e(mean), power_of_e(mean - reach), power_of_e(mean + reach))


def power_of_e(exponent: float) -> float:
    try:
        return math.exp(exponent)
    except OverflowError:
        return math.inf


def student_quantile(probability: float, freedom: float) -> float:
    """The quantile of Student's distribution, for probabilities above a half, by bisection."""
    low, high = 0.0, 1.0
    while student_tail(high, freedom) > 1 - probability:
        low, high = high, high * 2
    for _ in range(100):
        middle = (low + high) / 2
        if student_tail(middle, freedom) > 1 - probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def student_tail(t: float, freedom: float) -> float:
    """The probability of a value above t >= 0 (Abramowitz and Stegun, 26.7.1)."""
    return incomplete_beta(freedom / 2, 0.5, freedom / (freedom + t * t)) / 2


def incomplete_beta(a: float, b: float, x: float) -> float:
    """The regularized incomplete beta function, by its continued fraction.

    Abramowitz and Stegun, 26.5.8, evaluated with Lentz's method (Applied Optics 15, 1976). The
    fraction converges fast below the mean of the distribution; above it the symmetry 26.5.2 helps.
    """
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(b, a, 1 - x)
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    tiny = 1e-300
    c, d = 1.0, 1 / max(1 - (a + b) * x / (a + 1), tiny)
    fraction = d
    for m in range(1, 1000):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / ((1 + term * d) or tiny)
            c = (1 + term / c) or tiny
            fraction *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return front * fraction / a


# ---- Figures as text ----------------------------------------------------------------------------
# How figures, intervals, tables, and texts and changes out of files are written.

SIGNIFICANT = 3
MOST_ZEROS = 4  # in front of a figure's digits, before they are told by an exponent
THOUSANDS = ["", "k", "M", "G", "T"]
DIGITS = Context(prec=SIGNIFICANT, rounding=ROUND_HALF_EVEN)
EXACT = Context(prec=1100, rounding=ROUND_HALF_EVEN)  # any double, written out
INTERVALS = f"[]: 95 % interval over forks, from {LEAST_FORKS} forks on"
NO_INTERVALS = f"No intervals: they need at least {LEAST_FORKS} forks."


def decimals_of(column: Sequence[float]) -> int:
    """Decimals for figures of which most decide and some are too small to matter."""
    known = sorted(value for value in column if value > 0)
    median = known[len(known) // 2] if known else 1
    return max(0, SIGNIFICANT - math.floor(math.log10(median))) if math.isfinite(median) else 0


def show(value: float, decimals: Optional[int] = None) -> str:
    """Three significant digits, or those before the point if these are four; then k, M or G.

    What has more than that many decimals is smaller than matters; without a limit nothing is.
    """
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0:
        return "0"
    exact = Decimal(value)
    rounded = DIGITS.plus(exact)
    exponent = rounded.adjusted()
    if exponent > SIGNIFICANT:
        steps = min(exponent // 3, len(THOUSANDS) - 1)
        places = max(0, SIGNIFICANT - 1 - (exponent - 3 * steps))
        return fixed(rounded.scaleb(-3 * steps, EXACT), places) + THOUSANDS[steps]
    if decimals is None and exponent < -MOST_ZEROS:
        return f"{fixed(rounded.scaleb(-exponent, EXACT), SIGNIFICANT - 1)}e{exponent}"
    places = max(0, SIGNIFICANT - 1 - exponent)
    text = fixed(exact, places if decimals is None else min(decimals, places))
    return text if Decimal(text) else "<" + fixed(Decimal(1).scaleb(-decimals), decimals)


def fixed(value: Decimal, places: int) -> str:
    return format(value.quantize(Decimal(1).scaleb(-places), context=EXACT), "f")


def show_interval(figure: Estimate, decimals: Optional[int] = None) -> str:
    """The figure and its interval, if it has one and is not too small to show."""
    value = show(figure.value, decimals)
    if not figure.has_interval or value.startswith("<"):
        return value
    return bracketed(value, show(figure.low, decimals), show(figure.high, decimals))


def bracketed(value: str, low: str, high: str) -> str:
    return f"{value} [{low}, {high}]"


def show_ratios(ratios: Sequence[Estimate]) -> List[str]:
    """Ratios with their intervals, part below part."""
    parts = [[show_ratio(r.value), show_ratio(r.low), show_ratio(r.high)] for r in ratios]
    widths = [max(len(line[part]) for line in parts) for part in range(3)]
    lines = [[text.rjust(width) for text, width in zip(line, widths)] for line in parts]
    return [
        bracketed(*line) if ratio.has_interval else line[0] for ratio, line in zip(ratios, lines)
    ]


def show_ratio(ratio: float) -> str:
    """Three digits after the point, so that 1.003 is not taken for 1, unless it is far from 1."""
    return f"{ratio:.3f}" if 0.01 <= ratio < 10 else show(ratio)


@dataclass(frozen=True)
class Column:
    """A column of a table, head and cells as plain text."""

    head: str
    cells: List[str]
    right: bool = True

    @property
    def width(self) -> int:
        return max(len(text) for text in [self.head, *self.cells])

    def aligned(self, text: str) -> str:
        return text.rjust(self.width) if self.right else text.ljust(self.width)


def change(name: str, before, after) -> str:
    """In words, how something differs; empty if it does not, or is not known on one side."""
    if not known(before) or not known(after) or before == after:
        return ""
    if isinstance(before, float) and isinstance(after, float) and math.isclose(before, after):
        return ""  # means of the same number differ in their last bits
    if isinstance(before, dict) and isinstance(after, dict):
        before, after = ([f"{key}={value[key]}" for key in value] for value in (before, after))
    if isinstance(before, list) and isinstance(after, list):
        gone = " ".join(brief(value) for value in before if value not in after)
        come = " ".join(brief(value) for value in after if value not in before)
        if not gone and not come:
            return f"{name} in another order"
        return f"{name} {gone or '(nothing)'} -> {come or '(nothing)'}"
    return f"{name} {brief(before)} -> {brief(after)}"


def known(value) -> bool:
    return value is not None and not (isinstance(value, float) and math.isnan(value))


def brief(value) -> str:
    """A value in a sentence; of digests their beginning."""
    if isinstance(value, dict):
        return "/".join(brief(part) for part in value.values())
    return re.sub(r"\b([0-9a-f]{10})[0-9a-f]{30,}\b", r"\1", one_line(value))


def one_line(text: object) -> str:
    """A text out of a file without line breaks and other control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in str(text)).split())


def shortened(text: str, most: int) -> str:
    """The end of a text that is too long, as in paths."""
    return text if len(text) <= most else "..." + text[-(most - 3) :]


# ---- What rows say ------------------------------------------------------------------------------
# Times, memory and rates of deployments, as the report of a run has them.

PSS = "mem.tree.pss.peak"
WORKERS_PSS = "mem.workers.pss.mean"
SINGLE = "SINGLE"
REVIEWS = 1000
PERCENTILES = {"p50": 50, "p95": 95, "p99": 99, "max": 100}
LEAST_POINTS = 3  # a line goes through any two points
SECONDS = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1, "min": 60, "hr": 3600, "day": 86400}


def is_deployment_row(row: Row) -> bool:
    """Whether the score tells how long reviews take in a deployment opened before."""
    needed = [row.secondary.get(label) for label in ("work.reviews", "open.seconds")]
    return (
        row.deployment is not None
        and row.mode in ("ss", "thrpt")
        and all(metric is not None and math.isfinite(metric.score) for metric in needed)
    )


def seconds_per_operation(score: float, unit: str) -> float:
    if unit.startswith("ops/"):
        return SECONDS.get(unit[len("ops/") :], NAN) / score if score else NAN
    return SECONDS.get(unit.replace("/op", ""), NAN) * score


def times(row: Row) -> List[float]:
    """For each fork the seconds that 1000 reviews take; empty if the row is not about reviews."""
    if not is_deployment_row(row):
        return []
    scores = row.primary.fork_means()
    reviews = row.figures("work.reviews")
    each = reviews if len(reviews) == len(scores) else [row.figure("work.reviews")] * len(scores)
    return [
        REVIEWS / count * seconds_per_operation(score, row.primary.unit) if count else NAN
        for score, count in zip(scores, each)
    ]


def fork_count(row: Row) -> int:
    """How many forks were measured; 0 if the file does not tell."""
    return len(row.primary.forks)


def grouped(things: Iterable, by) -> Dict:
    """Lists of the things of which by says the same, in their order."""
    groups: Dict = {}
    for thing in things:
        groups.setdefault(by(thing), []).append(thing)
    return groups


def groups_of(rows: Iterable[Row]) -> List[List[Row]]:
    """The rows of each benchmark and mode."""
    return list(grouped(rows, lambda row: (row.benchmark, row.mode)).values())


def is_about_deployments(rows: Sequence[Row]) -> bool:
    return any(is_deployment_row(row) for row in rows)


def rate(row: Row) -> Estimate:
    """Reviews per second."""
    time = over_forks(times(row))
    return Estimate(*(REVIEWS / value for value in (time.value, time.high, time.low)))


def rates(row: Row) -> List[float]:
    """For each fork the reviews per second."""
    return [REVIEWS / time if time else NAN for time in times(row)]


def memory(row: Row) -> Estimate:
    """The highest peak of all forks, with the interval of the peaks' mean."""
    mean = over_forks(row.figures(PSS))
    return Estimate(row.figure(PSS), mean.low, mean.high)


ROUNDING = 1e-9  # more than an arithmetic and a geometric mean of the same numbers are apart


def score(row: Row) -> Estimate:
    """JMH's score with the interval of the forks, as far as both make sense together.

    The interval is that of a geometric mean: from many forks that differ by far it need not hold
    the score, which is an arithmetic one.
    """
    mean, value = over_forks(row.primary.fork_means()), row.primary.whole_score()
    holds = mean.low * (1 - ROUNDING) <= value <= mean.high * (1 + ROUNDING)
    return Estimate(value, mean.low, mean.high) if holds else Estimate(value)


def runs_model(row: Row) -> bool:
    """Whether the deployment runs the model at all."""
    return math.isfinite(row.figure("work.tokens"))


def is_harness(row: Row) -> bool:
    """Whether it measures what the suite itself costs, as CONTROL does."""
    return is_deployment_row(row) and not runs_model(row)


def compared(rows: Sequence[Row]) -> List[Row]:
    """The rows between which one can choose: with a model, a time and a memory."""
    return [
        row
        for row in rows
        if runs_model(row)
        and math.isfinite(over_forks(times(row)).value)
        and math.isfinite(row.figure(PSS))
    ]


def front(rows: Sequence[Row]) -> List[Row]:
    """The rows than which no other takes as little time with as little memory."""
    candidates = compared(rows)
    costs = [(over_forks(times(row)).value, row.figure(PSS)) for row in candidates]
    return [
        row
        for row, (time, pss) in zip(candidates, costs)
        if len(candidates) > 1
        and not any(t <= time and p <= pss and (t < time or p < pss) for t, p in costs)
    ]


def base_of(row: Row, rows: Sequence[Row]) -> Optional[Row]:
    """The row of SINGLE that agrees with this one in most parameters; none if two agree alike."""
    candidates = [other for other in rows if other.deployment == SINGLE and times(other)]
    agreement = [
        sum(other.parameters.get(name) == value for name, value in row.parameters.items())
        for other in candidates
    ]
    best = [other for other, same in zip(candidates, agreement) if same == max(agreement)]
    return best[0] if len(best) == 1 else None


def time_ratio(run: Run, row: Row, rows: Sequence[Row]) -> Optional[Estimate]:
    """How many times as long as SINGLE, paired by round if rows took turns; none without it."""
    base = base_of(row, rows) if times(row) else None
    if base is None:
        return None
    ratio = paired_ratio if run.in_rounds else unpaired_ratio
    return Estimate(1.0) if base is row else ratio(times(row), times(base))


def gflops(row: Row) -> float:
    """Billions of operations a second that the real tokens take; NaN if the model is not known.

    Those of DistilBERT-base's matrix products, a multiplication and an addition for each term
    (Vaswani et al. 2017, arXiv:1706.03762, section 3; Sanh et al. 2019, arXiv:1910.01108). Texts
    count as if all had mean length.
    """
    reviews, tokens = row.figure("work.reviews"), row.figure("work.tokens")
    if row.parameters.get("model") != "builtin" or not reviews > 0:
        return NAN
    layers, hidden, wide, labels = 6, 768, 3072, 2
    each_token = 2 * (4 * hidden**2 + 2 * hidden * wide) + 4 * tokens / reviews * hidden
    each_text = 2 * (hidden**2 + hidden * labels)
    flop = layers * tokens * each_token + reviews * each_text
    return flop / reviews * rate(row).value / 1e9


@dataclass(frozen=True)
class MemoryModel:
    """Workers' PSS(N) = shared + each * N in MiB, by least squares over what was measured.

    residual is how far the worst of the measured figures is from the line.
    """

    shared: float
    each: float
    residual: float
    processes: List[int]

    def formula(self) -> str:
        sign = "-" if self.each < 0 else "+"
        return f"{show(self.shared, 1)} {sign} {show(abs(self.each), 1)} N MiB"

    def __str__(self) -> str:
        measured = ", ".join(str(count) for count in self.processes)
        return (
            f"workers' PSS(N) = {self.formula()}, at most {show(self.residual, 1)} MiB off"
            f" at N = {measured}"
        )


def memory_model(rows: Sequence[Row]) -> Optional[MemoryModel]:
    """Of rows that differ only in the number of processes; none from fewer than three."""
    points = [
        (int(row.parameters["processes"]), row.figure(WORKERS_PSS))
        for row in rows
        if row.parameters.get("processes", "").isdigit() and row.figure(WORKERS_PSS) > 0
    ]
    middle = fmean(n for n, _ in points) if points else NAN
    spread = sum((n - middle) ** 2 for n, _ in points)
    if len(points) < LEAST_POINTS or not spread:
        return None
    level = fmean(pss for _, pss in points)
    each = sum((n - middle) * (pss - level) for n, pss in points) / spread
    shared = level - each * middle
    residual = max(abs(shared + each * n - pss) for n, pss in points)
    return MemoryModel(shared, each, residual, sorted(n for n, _ in points))


# ---- Verdicts -----------------------------------------------------------------------------------
# What a run says in its sidecar about the worth of its own figures.

JUDGED = ("time", "memory")
NOT_JUDGED = "not judged"


@dataclass(frozen=True)
class Judgement:
    """valid, imprecise or invalid, and why."""

    status: str
    reasons: List[str]


def judgement_of(judged) -> Judgement:
    judged = as_object(judged)
    reasons = objects_in(judged.get("reasons"))
    return Judgement(
        one_line(judged.get("status") or NOT_JUDGED),
        [one_line(reason.get("text") or reason.get("kind") or "") for reason in reasons],
    )


def run_judgement(run: Run, figure: str) -> Judgement:
    return judgement_of(run.fact(f"verdict.{figure}"))


def row_judgement(run: Run, row: Row, figure: str) -> Judgement:
    """Of paths a sidecar keeps less than the results do: their last names decide."""
    wanted = row.benchmark, row.mode, last_names(row.parameters)
    for one in run.entries("verdict.rows"):
        name = as_object(one.get("row"))
        parameters = last_names(as_object(name.get("parameters")))
        if (name.get("benchmark"), name.get("mode"), parameters) == wanted:
            return judgement_of(one.get(figure))
    return judgement_of(None)


def last_names(parameters: Dict) -> Dict[str, str]:
    return {name: last_name(value) for name, value in parameters.items()}


# ---- Machines -----------------------------------------------------------------------------------
# On which machine a run was measured, and in what two machines differ.

# What makes a machine another one: what it is, and what decides how fast it may be.
MACHINE_FACTS = (
    "product.vendor",
    "product.name",
    "hypervisor.name",
    "cpu.architecture",
    "cpu.vendor",
    "cpu.model",
    "cpu.family",
    "cpu.modelNumber",
    "cpu.stepping",
    "cpu.isa",
    "topology.sockets",
    "topology.cores",
    "topology.threads",
    "topology.usableCores",
    "topology.usableThreads",
    "caches",
    "frequency.maxMHz",
    "frequency.governor",
    "limits.cpuQuotaCores",
)
SAME_RAM = 0.05  # the kernel keeps some for itself, not always the same


def machine_of(run: Run) -> str:
    """CPU and usable cores; empty if nothing tells."""
    model = run.fact("machine.cpu.model") or run.fact("machine.product.name")
    if not model:
        return ""
    for mark in ("(R)", "(TM)", "(r)", "(tm)"):
        model = str(model).replace(mark, "")
    cores = run.fact("machine.topology.usableCores")
    counted = f", {cores} {'core' if cores == 1 else 'cores'}" if cores else ""
    return one_line(model) + counted


def machine_is_known(run: Run) -> bool:
    return isinstance(run.fact("machine"), dict)


def machine_differences(base: Run, other: Run) -> List[str]:
    """In what two machines differ; empty if in nothing that both files tell."""
    changes = [
        change(path, base.fact(f"machine.{path}"), other.fact(f"machine.{path}"))
        for path in MACHINE_FACTS
    ]
    ram = [number(run.fact("machine.memory.ramBytes")) for run in (base, other)]
    if all(map(known, ram)) and not math.isclose(*ram, rel_tol=SAME_RAM):
        changes.append(change("RAM", *(f"{value / 2**30:.0f} GiB" for value in ram)))
    return [text for text in changes if text]


def on_one_machine(base: Run, other: Run) -> bool:
    """Whether it is known that two runs were."""
    both_known = machine_is_known(base) and machine_is_known(other)
    return both_known and not machine_differences(base, other)


# ---- Names --------------------------------------------------------------------------------------
# What rows and runs are called among those beside which they stand.

BARE = ("benchmark", "deployment", "mode")  # what is clear without its name; most telling first


def distinct(rows: Sequence[Row], of) -> int:
    return len({of(row) for row in rows})


def all_parameters(rows: Sequence[Row]) -> List[str]:
    """In the file's order, but the deployment first."""
    names = dict.fromkeys(name for row in rows for name in row.parameters)
    return sorted(names, key=lambda name: name != "deployment")


def varying(rows: Sequence[Row]) -> List[str]:
    """The parameters that tell rows apart, and the deployment, which figures are about."""
    return [
        name
        for name in all_parameters(rows)
        if name == "deployment" or distinct(rows, lambda row: row.parameters.get(name)) > 1
    ]


def in_common(rows: Sequence[Row]) -> List[str]:
    """What is the same in all rows: threads if they are not one, and parameters."""
    apart = varying(rows)
    threads = rows[0].threads
    same = threads != 1 and distinct(rows, lambda row: row.threads) == 1
    return ([f"{threads} threads"] if same else []) + [
        f"{name}={one_line(rows[0].parameters[name])}"
        for name in all_parameters(rows)
        if name not in apart
    ]


def forks_in_common(rows: Sequence[Row]) -> List[str]:
    """The number of forks, if it is one for all rows."""
    forks = fork_count(rows[0])
    same = forks > 0 and distinct(rows, fork_count) == 1
    return [f"{forks} {'fork' if forks == 1 else 'forks'}"] if same else []


def group_title(rows: Sequence[Row]) -> str:
    """The benchmark, or how many there are, and the mode if there is one."""
    benchmarks = distinct(rows, lambda row: row.benchmark)
    name = one_line(rows[0].short_name) if benchmarks == 1 else f"{benchmarks} benchmarks"
    mode = one_line(rows[0].mode) if distinct(rows, lambda row: row.mode) == 1 else ""
    return f"{name} ({mode})" if mode else name


def title_columns(rows: Sequence[Row]) -> List[Tuple[str, List[str]]]:
    """What tells rows apart, as columns: benchmark, mode, threads, parameters."""
    columns = []
    if distinct(rows, lambda row: row.benchmark) > 1 or not varying(rows):
        columns.append(("benchmark", benchmark_names(rows)))
    if distinct(rows, lambda row: row.mode) > 1:
        columns.append(("mode", [one_line(row.mode) for row in rows]))
    if distinct(rows, lambda row: row.threads) > 1:
        columns.append(("threads", [str(row.threads) for row in rows]))
    for name in varying(rows):
        columns.append((name, [one_line(row.parameters.get(name, "")) for row in rows]))
    return columns


def benchmark_names(rows: Sequence[Row]) -> List[str]:
    """Class and method, if that still tells the benchmarks apart."""
    short = distinct(rows, lambda row: row.short_name) == distinct(rows, lambda row: row.benchmark)
    return [one_line(row.short_name if short else row.benchmark) for row in rows]


def names_of(
    rows: Sequence[Row], unsaid: Sequence[str] = (), longest: Optional[int] = None
) -> List[Tuple[str, str]]:
    """For each row its name among the others: what is most telling, and the rest.

    It is told what varies among the rows of its benchmark, without what is unsaid. Of values longer
    than longest the end is told.
    """
    groups = grouped(range(len(rows)), lambda i: rows[i].benchmark)
    benchmarks = benchmark_names(rows)
    names = [("", "")] * len(rows)
    for group in groups.values():
        columns = [c for c in title_columns([rows[i] for i in group]) if c[0] not in unsaid]
        if len(groups) > 1 and all(head != "benchmark" for head, _ in columns):
            columns.insert(0, ("benchmark", []))
        for place, i in enumerate(group):
            told = [
                (head, benchmarks[i] if head == "benchmark" else cells[place])
                for head, cells in columns
            ]
            parts = [value for bare in BARE for head, value in told if head == bare and value]
            parts += [
                f"{head}={shortened(value, longest or len(value))}"
                for head, value in told
                if head not in BARE and value
            ]
            names[i] = (parts[0] if parts else "", ", ".join(parts[1:]))
    return names


def in_words(name: Tuple[str, str]) -> str:
    head, rest = name
    return f"{head} ({rest})" if rest else head


def full_name(row: Row) -> str:
    """All that makes a row the same in different files."""
    parameters = [f"{name}={value}" for name, value in sorted(row.parameters.items())]
    return one_line(" ".join([row.benchmark, row.mode, f"threads={row.threads}", *parameters]))


def run_names(runs: Sequence[Run]) -> List[str]:
    """For each run its file's name, with a folder's if that is needed to tell them apart."""
    paths = [run.path.resolve().parent / run.path.stem for run in runs]
    paths = [
        path.with_name(run.path.name) if paths.count(path) > 1 else path
        for path, run in zip(paths, runs)
    ]
    return [
        one_line(told_apart(path, [other for other in paths if other.name == path.name]))
        for path in paths
    ]


def told_apart(path: Path, alike: Sequence[Path]) -> str:
    """A path's last part, behind the nearest folder that none of the others has there."""
    if len(alike) == 1:
        return path.name
    for depth, folder in enumerate(path.parents):
        there = [other.parents[depth].name for other in alike if depth < len(other.parents)]
        if folder.name and there.count(folder.name) == 1:
            return f"{folder.name}/{'.../' if depth else ''}{path.name}"
    return str(path)


def machine_names(runs: Sequence[Run]) -> List[str]:
    """For each run its machine; with the file's name if several runs have the like or none."""
    machines = [machine_of(run) for run in runs]
    return [
        machine if machine and machines.count(machine) == 1 else ", ".join(filter(None, both))
        for machine, both in zip(machines, zip(run_names(runs), machines))
    ]


# ---- Comparing ----------------------------------------------------------------------------------
# Which rows of two files belong together, and the verdict on each pair.

# Less than 3 % decides nothing, however surely it is shown.
RELEVANT = 1.03

SIDES = ("BASE", "OTHER")
NO_DIFFERENCE = "no difference shown"
INCONCLUSIVE = "inconclusive"

# Words for less and for more of a figure.
WORDS = {"time": ("faster", "slower"), "memory": ("smaller", "larger")}

# The instrument, and settings that decide how much work a score is about and how warm it was.
MEASUREMENT = (
    "jmhVersion",
    "measurementIterations",
    "measurementTime",
    "measurementBatchSize",
    "warmupIterations",
    "warmupTime",
    "warmupBatchSize",
)

# What is worth comparing: it may differ, and is named. Of the results, then of the sidecars.
SUBJECTS = {
    "jdkVersion": "JDK",
    "vmName": "JVM",
    "vmVersion": "JVM version",
    "jvmArgs": "jvmArgs",
}
SUBJECT_FACTS = {
    "software.distilbench": "distilbench",
    "software.commit": "commit",
    "software.onnxRuntime": "ONNX Runtime",
    "software.tokenizers": "tokenizers",
    "forks.jvmFlags": "forks' JVM flags",
    "forks.classArchive": "forks' class archive",
    "forks.environment": "forks' environment",
    "forks.inherited": "inherited environment",
    "machine.os.name": "OS",
    "machine.os.kernel": "kernel",
    "machine.cpu.microcode": "microcode",
    "machine.memory.transparentHugePages": "transparent huge pages",
    "machine.limits.memoryBytes": "memory limit",
}


@dataclass(frozen=True)
class Machines:
    """Whether two runs were measured on one machine at one speed.

    unknown lists the files that do not tell their machine; differences is empty if the machines
    are the same as far as the files tell. speed is how many times as fast the other one multiplies,
    by the best probe of each round: a dip of a second does not make a machine another one.
    """

    unknown: List[str]
    differences: List[str]
    speed: Estimate

    @property
    def speed_changed(self) -> bool:
        return judged(self.speed, "slower", "faster") in ("slower", "faster")

    @property
    def normalise(self) -> bool:
        """Whether times can be judged only by what each machine multiplies meanwhile."""
        return bool(self.differences) or self.speed_changed


@dataclass(frozen=True)
class Finding:
    """What two files say about one row's time or memory.

    ratio is that of the other file to the base, always of times, also where scores are rates.
    normalised is there if only that is judged. why says what makes it inconclusive. invalid lists
    the files that do not trust the row themselves.
    """

    row: Row
    figure: str
    unit: str
    base: float
    other: float
    forks: Tuple[int, int]
    ratio: Estimate
    normalised: Optional[Estimate]
    verdict: str
    why: str
    invalid: List[str]


@dataclass(frozen=True)
class Comparison:
    """A file compared with the base, row by row."""

    base: Run
    other: Run
    machines: Machines
    findings: List[Finding]
    only_base: List[Row]
    only_other: List[Row]
    subjects: List[str]

    def of(self, figure: str) -> List[Finding]:
        return [finding for finding in self.findings if finding.figure == figure]

    @property
    def runs(self) -> Tuple[Run, Run]:
        return self.base, self.other

    @property
    def rows(self) -> List[Row]:
        return self.base.rows + self.other.rows

    @property
    def names(self) -> Dict[Tuple, str]:
        """What the rows of both files are called among each other, by their keys."""
        rows = {row.key: row for row in self.rows}
        return dict(zip(rows, map(in_words, names_of(list(rows.values())))))

    @property
    def verdicts(self) -> List[str]:
        """All that count: the suite's own time does not, of a row that is missing nothing is known."""
        missing = [INCONCLUSIVE] if self.only_base else []
        counted = (f for f in self.findings if f.figure != "time" or not is_harness(f.row))
        return [finding.verdict for finding in counted] + missing


def compare_runs(base: Run, other: Run) -> Comparison:
    """Pairs the rows of two files, and judges each pair."""
    before, after = rows_by_key(base), rows_by_key(other)
    common = [key for key in before if key in after]
    if not common:
        raise InvalidInput(
            f"{base.path} and {other.path} have no row in common, that is none with the same"
            f" benchmark, mode, threads and parameters{first_difference(base, other)}"
        )
    machines = compare_machines(base, other)
    pairs = [(before[key], after[key]) for key in common]
    findings = [time_finding(base, other, pair, machines) for pair in pairs]
    findings += [
        memory_finding(base, other, pair, machines)
        for pair in pairs
        if any(PSS in row.secondary for row in pair)
    ]
    return Comparison(
        base,
        other,
        machines,
        findings,
        [row for key, row in before.items() if key not in after],
        [row for key, row in after.items() if key not in before],
        subjects(base, other, pairs),
    )


def rows_by_key(run: Run) -> Dict[Tuple, Row]:
    rows: Dict[Tuple, Row] = {}
    for row in run.rows:
        if row.key in rows:
            raise InvalidInput(
                f"{run.path} holds a row twice, and nobody can tell which one counts:"
                f" {full_name(row)}"
            )
        rows[row.key] = row
    return rows


def first_difference(base: Run, other: Run) -> str:
    """In which respect no row of one file is like any of the other; empty if in none alone."""
    names = sorted({name for run in (base, other) for row in run.rows for name in row.parameters})
    properties = {
        "benchmark": lambda row: row.benchmark,
        "mode": lambda row: row.mode,
        "threads": lambda row: str(row.threads),
        **{name: lambda row, name=name: row.parameters.get(name, "not there") for name in names},
    }
    for name, value in properties.items():
        before, after = ({value(row) for row in run.rows} for run in (base, other))
        if not before & after:
            values = several(sorted(before)), several(sorted(after))
            return f"; {name} is {values[0]} in one, {values[1]} in the other"
    return ""


def several(values: Sequence[str], most: int = 3) -> str:
    more = f" and {len(values) - most} more" if len(values) > most else ""
    return ", ".join(values[:most]) + more


def judged(ratio: Estimate, less: str, more: str) -> str:
    """A difference needs an interval that excludes 1 and a ratio beyond 3 %."""
    if not ratio.has_interval:
        return INCONCLUSIVE
    if ratio.excludes_one and ratio.value > RELEVANT:
        return more
    if ratio.excludes_one and ratio.value < 1 / RELEVANT:
        return less
    return NO_DIFFERENCE


def time_finding(base: Run, other: Run, pair: Tuple[Row, Row], machines: Machines) -> Finding:
    reviews = all(is_deployment_row(row) for row in pair)
    before, after = (times(row) if reviews else operation_times(row) for row in pair)
    normalised = None
    why = not_alike(base, other, pair) or unmeasured(pair[0], before, pair[1], after)
    if all(is_harness(row) for row in pair):
        why = why or (
            "it runs no model: handing out and checking alone take milliseconds, which forks and runs"
            " do not repeat well"
        )
    if machines.normalise:
        rates = base.probed(), other.probed()
        if all(multiplies(row) for row in pair):
            normalised = normalised_ratio(after, before, rates[1], rates[0])
            if min(map(len, rates)) < LEAST_FORKS:
                why = why or f"fewer than {LEAST_FORKS} probes of a machine's GEMM rate"
        else:
            why = why or (
                "the machine is not the same or not as fast, and a row that runs no model cannot be"
                " normalised by GEMM rates"
            )
    elif machine_explains(base, other, before, after, machines):
        why = why or (
            "between the runs the machine itself may have changed as much, as far as the probes of"
            " its GEMM rate can tell; with more rounds they tell more"
        )
    return finding_of(
        "time",
        "s/1000 reviews" if reviews else "s/op",
        (base, other),
        pair,
        (before, after),
        normalised,
        why,
    )


def machine_explains(
    base: Run, other: Run, before: List[float], after: List[float], machines: Machines
) -> bool:
    """Whether times of one machine seem to differ, but not so surely in units of its own speed.

    The forks of a run do not show how far the machine was from its usual speed while it lasted. On
    a virtual machine of 2 cores, two runs of one build some minutes apart differed by 10 %, with
    intervals of +-5 %.
    """
    difference = judged(unpaired_ratio(after, before), *WORDS["time"])
    if difference not in WORDS["time"] or not machines.speed.has_interval:
        return False
    normalised = normalised_ratio(after, before, best_rates(other), best_rates(base))
    return judged(normalised, *WORDS["time"]) != difference


def memory_finding(base: Run, other: Run, pair: Tuple[Row, Row], machines: Machines) -> Finding:
    before, after = (row.figures(PSS) for row in pair)
    why = not_alike(base, other, pair) or unmeasured(pair[0], before, pair[1], after)
    if machines.differences:
        why = why or "memory depends on a machine's cores and pages, and machines differ"
    return finding_of("memory", "MiB", (base, other), pair, (before, after), None, why)


def finding_of(
    figure: str,
    unit: str,
    runs: Tuple[Run, Run],
    pair: Tuple[Row, Row],
    scores: Tuple[List[float], List[float]],
    normalised: Optional[Estimate],
    why: str,
) -> Finding:
    ratio = unpaired_ratio(scores[1], scores[0])
    decisive = ratio if normalised is None else normalised
    return Finding(
        row=pair[0],
        figure=figure,
        unit=unit,
        base=over_forks(scores[0]).value,
        other=over_forks(scores[1]).value,
        forks=(fork_count(pair[0]), fork_count(pair[1])),
        ratio=ratio,
        normalised=normalised,
        verdict=INCONCLUSIVE if why else judged(decisive, *WORDS[figure]),
        why=why,
        invalid=[
            name
            for name, run, row in zip(SIDES, runs, pair)
            if row_judgement(run, row, figure).status == "invalid"
        ],
    )


def operation_times(row: Row) -> List[float]:
    """For each fork the seconds that an operation takes; of rates, their inverse."""
    return [seconds_per_operation(score, row.primary.unit) for score in row.primary.fork_means()]


def multiplies(row: Row) -> bool:
    """Whether a row's time is that of a model that was open before, or of matrix products."""
    was_open = math.isfinite(row.figure("open.seconds"))
    return runs_model(row) and was_open or math.isfinite(row.figure("work.gflop"))


def unmeasured(before: Row, base: Sequence[float], after: Row, other: Sequence[float]) -> str:
    """Why there is no interval, or nothing."""
    for name, row, scores in zip(SIDES, (before, after), (base, other)):
        if not row.primary.forks:
            return f"{name} has no raw data, which would tell the forks apart"
        if not usable(scores):
            return f"not every fork of {name} has a positive figure in a unit that is known"
    if min(len(base), len(other)) < LEAST_FORKS:
        return f"fewer than {LEAST_FORKS} forks: {len(base)} in BASE, {len(other)} in OTHER"
    return ""


def not_alike(base: Run, other: Run, pair: Tuple[Row, Row]) -> str:
    """In what the work or its measurement differs; empty if in nothing that the files tell."""
    before, after = pair
    changes = [
        change(name, before.settings.get(name), after.settings.get(name)) for name in MEASUREMENT
    ]
    changes += [
        change(name, input_fact(base, before, name), input_fact(other, after, name))
        for name in ("modelSha256", "tokenizerSha256", "corpusSha256")
    ]
    changes += [
        change(label, before.figure(label), after.figure(label)) for label in work_labels(before)
    ]
    found = [text for text in changes if text]
    return "not measured alike: " + "; ".join(found) if found else ""


def work_labels(row: Row) -> List[str]:
    """Metrics that are the same wherever an operation is the same work.

    Calls have no number of tokens of their own: it depends on which ones were made. Rates of calls
    are turned into times of reviews, so that calls may differ in size; sampled calls may not.
    """
    if row.mode == "ss":
        return ["work.reviews", "work.tokens", "work.gflop"]
    return ["work.call_size", "work.gflop"] if row.mode == "sample" else ["work.gflop"]


def input_fact(run: Run, row: Row, name: str):
    """A digest of what a row's model or corpus holds; None if the sidecar does not tell.

    Sidecars shorten paths, but keep their last name.
    """
    wanted = [last_name(row.parameters.get(parameter)) for parameter in ("model", "corpus")]
    found = {
        one[name]
        for one in run.entries("inputs")
        if isinstance(one.get(name), str)
        and [last_name(one.get(parameter)) for parameter in ("model", "corpus")] == wanted
    }
    return found.pop() if len(found) == 1 else None


def subjects(base: Run, other: Run, pairs: Sequence[Tuple[Row, Row]]) -> List[str]:
    """What differs besides the figures, and may be what made them differ."""
    changes = [
        change(title, before.settings.get(name), after.settings.get(name))
        for name, title in SUBJECTS.items()
        for before, after in pairs
    ]
    changes += [
        change(title, base.fact(path), other.fact(path)) for path, title in SUBJECT_FACTS.items()
    ]
    changes += [
        f"{name} was built from a changed working tree"
        for name, run in zip(SIDES, (base, other))
        if run.fact("software.modified")
    ]
    return list(dict.fromkeys(text for text in changes if text))


def compare_machines(base: Run, other: Run) -> Machines:
    return Machines(
        [run.path.name for run in (base, other) if not machine_is_known(run)],
        machine_differences(base, other),
        unpaired_ratio(best_rates(other), best_rates(base)),
    )


def best_rates(run: Run) -> List[float]:
    """The rate of each round's better probe."""
    best: Dict[str, float] = {}
    for probe in run.entries("probes"):
        rate, turn = number(probe.get("gflopsAll")), str(probe.get("round"))
        if rate > best.get(turn, 0):
            best[turn] = rate
    return list(best.values())


# ---- Comparing: tables --------------------------------------------------------------------------
# A comparison as text, markdown and CSV.

WIDTH = 120  # of lines of text


def comparison_text(comparison: Comparison) -> str:
    """Plain text, at most 120 columns wide."""
    names = comparison.names
    lines = text_lines(head_lines(comparison))
    for figure in WORDS:
        findings = comparison.of(figure)
        if findings:
            lines += ["", *text_table(findings, names), *text_lines(footnotes(findings))]
    lines += ["", *text_lines([*only_lines(comparison, names), *legend_lines(comparison)])]
    return "\n".join(lines) + "\n"


def comparison_markdown(comparison: Comparison) -> str:
    """Lists and tables for a comment on a pull request."""
    names = comparison.names
    lines = markdown_list(head_lines(comparison))
    for figure in WORDS:
        findings = comparison.of(figure)
        if findings:
            lines += ["", *markdown_table(finding_columns(findings, names))]
            notes = markdown_list(footnotes(findings))
            lines += ["", *notes] if notes else []
    lines += ["", *markdown_list([*only_lines(comparison, names), *legend_lines(comparison)])]
    return "\n".join(lines) + "\n"


def comparisons_csv(comparisons: Sequence[Comparison]) -> str:
    """One line for each figure of each row, with all digits; parameters as in JMH's own CSV."""
    rows = [row for one in comparisons for row in one.rows]
    parameters = sorted({name for row in rows for name in row.parameters})
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(
        ["base file", "other file", "benchmark", "mode", "threads"]
        + [f"Param: {name}" for name in parameters]
        + ["figure", "unit", "base", "other", "base forks", "other forks", "ratio", "low", "high"]
        + ["normalised ratio", "normalised low", "normalised high", "verdict", "why", "invalid"]
    )
    for one in comparisons:
        for finding in one.findings:
            lines.writerow(
                [*csv_name(one, finding.row, parameters), finding.figure, finding.unit]
                + [csv_number(finding.base), csv_number(finding.other), *finding.forks]
                + csv_estimate(finding.ratio)
                + (csv_estimate(finding.normalised) if finding.normalised else [""] * 3)
                + [finding.verdict, finding.why, " ".join(finding.invalid)]
            )
        for where, alone in (("base", one.only_base), ("other", one.only_other)):
            for row in alone:
                blank = [""] * 12
                lines.writerow(
                    [*csv_name(one, row, parameters), *blank, f"only in {where}", "", ""]
                )
    return text.getvalue()


def csv_name(comparison: Comparison, row: Row, parameters: Sequence[str]) -> List:
    files = [comparison.base.path, comparison.other.path]
    values = [row.parameters.get(name, "") for name in parameters]
    return [*files, row.benchmark, row.mode, row.threads, *values]


def csv_estimate(estimate: Estimate) -> List[str]:
    return [csv_number(value) for value in (estimate.value, estimate.low, estimate.high)]


def csv_number(value: float) -> str:
    return "NaN" if math.isnan(value) else repr(value)


def head_lines(comparison: Comparison) -> List[str]:
    """What is compared, on which machine, what differs, what to distrust, and the outcome."""
    lines = [f"{name:5} {run_line(run)}" for name, run in zip(SIDES, comparison.runs)]
    shared = [group_title(comparison.rows), *in_common(comparison.rows)]
    lines.append(f"Rows: {', '.join(shared)}.")
    lines.append(f"Machine: {machine_line(comparison)}")
    differing = "; ".join(comparison.subjects) or "nothing that the files tell"
    lines.append(f"Differs besides: {differing}.")
    lines += [
        f"! {one_line(run.path)} is invalid by its own verdict: {'; '.join(found)}"
        for run in comparison.runs
        for found in [invalid_figures(run)]
        if found
    ]
    return [*lines, f"Outcome: {outcome(comparison)}."]


def run_line(run: Run) -> str:
    forks = sorted({fork_count(row) for row in run.rows})
    counted = f"{forks[0]}-{forks[-1]} forks" if len(forks) > 1 else f"{forks[0]} forks"
    parts = [counted, one_line(run.fact("run.start") or ""), machine_of(run)]
    parts += [f"GEMM {show(run.gemm_rate)} GFLOP/s"] if math.isfinite(run.gemm_rate) else []
    return f"{one_line(run.path)}: {', '.join(filter(None, parts))}"


def machine_line(comparison: Comparison) -> str:
    """Whether it is one machine at one speed, and what follows for the verdicts."""
    machines = comparison.machines
    if machines.differences:
        parts = [f"not the same: {'; '.join(machines.differences)}"]
    elif machines.unknown:
        parts = [f"not known of {' and '.join(machines.unknown)}, taken for the same"]
    else:
        parts = ["the same as far as the files tell"]
    if machines.differences:
        before, after = (show(run.gemm_rate) for run in comparison.runs)
        parts.append(f"GEMM rate {before} -> {after} GFLOP/s")
    elif machines.speed.has_interval:
        rates = [over_forks(best_rates(run)).value for run in comparison.runs]
        before, after = map(show, rates)
        verdict = judged(machines.speed, "slower", "faster")
        [ratio] = show_ratios([machines.speed])
        parts.append(f"rounds' best GEMM rate {before} -> {after} GFLOP/s, {ratio}: {verdict}")
    if machines.normalise:
        parts.append("only times normalised by the run's own GEMM rate get a verdict")
    elif not machines.speed.has_interval:
        parts.append("nothing shows that it was as fast both times, which is assumed")
    return "; ".join(parts) + "."


def invalid_figures(run: Run) -> List[str]:
    """Time and memory, if the run's own verdict is invalid, and why."""
    judged = {figure: run_judgement(run, figure) for figure in JUDGED}
    return [
        f"{figure} ({'; '.join(judgement.reasons) or 'no reason given'})"
        for figure, judgement in judged.items()
        if judgement.status == "invalid"
    ]


def outcome(comparison: Comparison) -> str:
    parts = []
    for figure, words in WORDS.items():
        verdicts = [finding.verdict for finding in comparison.of(figure)]
        counts = [
            f"{verdicts.count(word)} {word}"
            for word in (*words, NO_DIFFERENCE, INCONCLUSIVE)
            if word in verdicts
        ]
        parts += [f"{figure} {', '.join(counts)}"] if counts else []
    return "; ".join(parts)


def only_lines(comparison: Comparison, names: Dict[Tuple, str]) -> List[str]:
    return [
        f"Only in {where}: {'; '.join(names[row.key] for row in rows)}."
        for where, rows in zip(SIDES, (comparison.only_base, comparison.only_other))
        if rows
    ]


def finding_columns(findings: Sequence[Finding], names: Dict[Tuple, str]) -> List[Column]:
    scales = [scale(finding) for finding in findings]
    units = [unit for _, unit in scales]
    one_unit = len(set(units)) == 1
    figure = findings[0].figure
    head = figure + (f", {units[0]}" if one_unit else "")
    found = [
        Column(head, [names[f.row.key] for f in findings], right=False),
        Column("BASE", [show(f.base * by) for f, (by, _) in zip(findings, scales)]),
        Column("OTHER", [show(f.other * by) for f, (by, _) in zip(findings, scales)]),
    ]
    found += [] if one_unit else [Column("unit", units, right=False)]
    found.append(Column("OTHER / BASE", show_ratios([f.ratio for f in findings]), right=False))
    if any(f.normalised for f in findings):
        ratios = [f.normalised or UNKNOWN for f in findings]
        texts = [text if f.normalised else "" for text, f in zip(show_ratios(ratios), findings)]
        found.append(Column("normalised", texts, right=False))
    whys = list(dict.fromkeys(f.why for f in findings if f.why))
    verdicts = [
        f.verdict + (f" ({whys.index(f.why) + 1})" if f.why else "") + (" !" if f.invalid else "")
        for f in findings
    ]
    return [*found, Column("verdict", verdicts, right=False)]


def scale(finding: Finding) -> Tuple[float, str]:
    """A factor and a unit in which the figure has few digits."""
    if finding.unit != "s/op":
        return 1, finding.unit
    size = next((value for value in (finding.base, finding.other) if math.isfinite(value)), 1)
    for unit in ("s", "ms", "us"):
        if size >= SECONDS[unit]:
            return 1 / SECONDS[unit], f"{unit}/op"
    return 1 / SECONDS["ns"], "ns/op"


def footnotes(findings: Sequence[Finding]) -> List[str]:
    """What makes findings inconclusive, each reason once."""
    whys = dict.fromkeys(finding.why for finding in findings if finding.why)
    return [f"({number}) {why}." for number, why in enumerate(whys, start=1)]


def text_table(findings: Sequence[Finding], names: Dict[Tuple, str]) -> List[str]:
    """The table; where names are too long, with a number for each row, explained below it."""
    table = finding_columns(findings, names)
    explained: List[str] = []
    if sum(column.width for column in table) + 2 * (len(table) - 1) > WIDTH:
        rows = list(enumerate(table[0].cells, start=1))
        explained = text_lines([f"#{number} {name}" for number, name in rows])
        table[0] = Column(table[0].head, [f"#{number}" for number, _ in rows], right=False)
    lines = [[column.aligned(column.head) for column in table]]
    lines += [[column.aligned(column.cells[i]) for column in table] for i in range(len(findings))]
    return ["  ".join(line).rstrip() for line in lines] + explained


def markdown_table(table: Sequence[Column]) -> List[str]:
    lines = [[column.head for column in table]]
    lines.append(["--:" if column.right else "---" for column in table])
    lines += [[column.cells[i].strip() for column in table] for i in range(len(table[0].cells))]
    return ["| " + " | ".join(markdown(text) for text in line) + " |" for line in lines]


def markdown_list(texts: Sequence[str]) -> List[str]:
    return [f"- {markdown(text)}" for text in texts]


# What marks text up: some signs only at a word's end, before a bracket or in a name of a sign.
MARKED_UP = re.compile(r"([\\|*<`~]|(?<!\w)_|_(?!\w)|\](?=\()|&(?=#?\w+;))")


def markdown(text: str) -> str:
    """Text that a table or a list shows as it is."""
    return MARKED_UP.sub(r"\\\1", text)


def legend_lines(comparison: Comparison) -> List[str]:
    judged_findings = [f for f in comparison.findings if f.verdict != INCONCLUSIVE]
    lines = []
    if any(f.ratio.has_interval for f in comparison.findings):
        lines.append(f"{INTERVALS}. A verdict needs one without 1, and a ratio beyond 3 %.")
    if len(judged_findings) >= 10:
        lines.append(
            f"Without any difference, about 1 in 20 excludes 1 by chance:"
            f" {len(judged_findings) / 20:.0f} of {len(judged_findings)} here."
        )
    if comparison.of("memory"):
        lines.append("Memory is the peak PSS of the process tree, its mean over forks.")
    if any(f.invalid for f in comparison.findings):
        lines.append("!: by its own file's verdict this row is invalid.")
    return lines


def text_lines(texts: Sequence[str]) -> List[str]:
    """Lines of at most 120 columns, not broken within brackets."""
    lines: List[str] = []
    for text in texts:
        glued = re.sub(r"\[[^\]]*\]", lambda found: found.group().replace(" ", "\0"), text)
        lines += textwrap.wrap(glued, WIDTH, subsequent_indent="  ", break_on_hyphens=False)
    return [line.replace("\0", " ") for line in lines]


# ---- Charts: sheets and bars --------------------------------------------------------------------
# What charts are made of, above all panels of bars.

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
MOST_ROWS, MOST_POINTS = 60, 24
WIDE_RANGE = 30  # from here on a figure would be squashed by another on a common linear axis
ON_PAPER = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.6}  # not crossed by the grid


class NotDrawn(Exception):
    """The data do not support a chart; the message says what is missing."""


@dataclass(frozen=True)
class Chart:
    """A drawn chart. name is its file's without ending; text says what is seen, for the blind.

    It belongs to the rows of one run that it shows; to no run if it shows several.
    """

    name: str
    title: str
    text: str
    figure: Figure
    run: Optional[Run]
    rows: List[Row]


@dataclass(frozen=True)
class Bar:
    """A figure in a panel: its value, interval and forks, and how it reads.

    A hollow one was not measured in this run, or rests on too little.
    """

    figure: Estimate
    text: str
    forks: List[float] = field(default_factory=list)
    hollow: bool = False

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


def style():
    """A context in which charts look alike everywhere and files come out the same."""
    import matplotlib

    settings = dict(matplotlib.rcParamsDefault)
    settings.pop("backend", None)
    settings.update(
        {
            "font.family": "DejaVu Sans",  # comes with matplotlib
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


@lru_cache(maxsize=None)
def text_width(text: str, size: float, bold: bool = False) -> float:
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family="DejaVu Sans", size=size, weight="bold" if bold else "normal")
    widths = [
        text_to_path.get_text_width_height_descent(line, font, False)[0]
        for line in text.split("\n")
    ]
    return max(widths) / 72


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


def fitting(text: str, width: float, size: float) -> float:
    """The size in which a text fits, if it must be a little smaller."""
    return max(5.5, min(size, size * width / max(text_width(text, size), 1e-9)))


@dataclass
class Sheet:
    """A figure of fixed width that is filled from above: title, context, panels, notes."""

    figure: Figure
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


ROW, LOW_ROW, TWO_LINES, BAND_FOOT, GAP = 0.42, 0.29, 0.38, 0.56, 0.3
VALUE_SIZE, VALUE_PAD = 9, 0.07


def bar_sheet(
    title: str,
    context: str,
    names: Sequence[Tuple[str, str]],
    bands: Sequence[Sequence[Panel]],
    notes: Sequence[str],
    alike: bool = False,
    row: float = ROW,
) -> Figure:
    """Bands of panels below each other, each panel with one bar for each name.

    alike: panels with the same axis have the same scale, so that bars compare across them. row is
    the height of one.
    """
    columns = max(len(band) for band in bands)
    most = 3.4 if columns < 3 else 2.6
    shown = [(in_one_line(head, most, 10), in_one_line(rest, most, 8)) for head, rest in names]
    if len(set(shown)) < len(shown):
        shown = [(f"#{i}", "") for i in range(1, len(names) + 1)]
        notes = [*notes, *[f"{short}: {in_words(name)}" for (short, _), name in zip(shown, names)]]
    names = shown
    name_width = max(max(text_width(head, 10), text_width(rest, 8)) for head, rest in names)
    left = MARGIN + name_width + 0.12
    width = (SHEET - MARGIN - left - GAP * (columns - 1)) / columns
    row = max(row, TWO_LINES) if any(rest for _, rest in names) else row
    heads = [max(head_height(panel, width) for panel in band) for band in bands]
    body = sum(heads) + len(bands) * (row * len(names) + BAND_FOOT)
    made, y = sheet(title, context, notes, body)
    for band, head in zip(bands, heads):
        y += head
        write_names(made, names, left - 0.1, y, row)
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
        axes.barh(i, figure.value, height=0.64, **fill)
    elif math.isfinite(figure.value):  # a bar's length would mean nothing without a zero
        fill = "none" if bar.hollow else panel.color
        axes.plot(
            [figure.value], [i], "D", markersize=9, label="value", color=fill, markeredgecolor=SOFT
        )
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


def is_wide(values: Sequence[float]) -> bool:
    """Whether bars on a linear axis would hide most of the values."""
    known = sorted(value for value in values if value > 0 and math.isfinite(value))
    if len(known) < 2 or len(known) < len([v for v in values if math.isfinite(v)]):
        return False
    return known[-1] > WIDE_RANGE * known[len(known) // 2]


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
    return max(text_width(tick(value), SMALL) for value in ticks) + VALUE_PAD <= step


def tick(value: float) -> str:
    digits, unit = re.fullmatch(r"([^kMGTe]*)(.*)", show(value)).groups()
    return (digits.rstrip("0").rstrip(".") if "." in digits else digits) + unit


# ---- Charts of bars -----------------------------------------------------------------------------


def context_of(run: Run, rows: Sequence[Row]) -> str:
    """What a chart is about, where it was measured, and what the run itself doubts."""
    return "\n".join(filter(None, [subject_of(rows), machine_of(run), doubts(run)]))


def doubts(run: Run) -> str:
    """What a run's own verdict calls less than valid, as a chart must say when it stands alone."""
    statuses = {figure: run_judgement(run, figure).status for figure in JUDGED}
    if not run.fact("verdict") or set(statuses.values()) == {"valid"}:
        return ""
    told = ", ".join(f"{figure} {status}" for figure, status in statuses.items())
    return f"By the run's own verdict: {told}"


def subject_of(rows: Sequence[Row]) -> str:
    """What the figures of rows are about, without what tells the rows apart."""
    return ", ".join([group_title(rows), *forks_in_common(rows), *in_common(rows)])


LONGEST = 24  # of a parameter's value in a chart, in letters


def chart_names(rows: Sequence[Row], unsaid: Sequence[str] = ()) -> List[Tuple[str, str]]:
    """Names with shortened values, if that still tells the rows apart."""
    short, whole = names_of(rows, unsaid, LONGEST), names_of(rows, unsaid)
    return short if len(set(short)) == len(set(whole)) else whole


def marks_note(bars: Sequence[Optional[Bar]]) -> List[str]:
    """What dots and lines mean, as far as there are any."""
    present = [bar for bar in bars if bar]
    if any(bar.figure.has_interval for bar in present):
        return ["Dots: forks, in the order in which they ran. Whiskers: 95 % interval over forks."]
    dots = ["Dots: forks."] if any(len(bar.forks) > 1 for bar in present) else []
    enough = any(len(bar.forks) >= LEAST_FORKS for bar in present)
    why = "No intervals: they need positive figures of every fork." if enough else NO_INTERVALS
    return [" ".join([*dots, why])]


def check_size(rows: Sequence) -> None:
    if len(rows) > MOST_ROWS:
        raise NotDrawn(f"{len(rows)} rows are too many to read; a chart takes {MOST_ROWS}")


def time_and_memory(run: Run, rows: Sequence[Row]) -> Figure:
    """How long 1000 reviews take in each deployment, and what it holds meanwhile."""
    check_size(rows)
    timed = [over_forks(times(row)) for row in rows]
    if not any(math.isfinite(time.value) for time in timed):
        raise NotDrawn("no row was timed in every fork")
    panels = [
        Panel(
            "Time (shorter is better)",
            "seconds for 1000 reviews",
            figure_bars(timed, [times(row) for row in rows], with_ends=True),
        )
    ]
    notes = marks_note(panels[0].bars)
    peaks = [memory(row) for row in rows]
    if any(math.isfinite(peak.value) for peak in peaks):
        forks = [row.figures(PSS) for row in rows]
        bars = figure_bars(peaks, forks, with_ends=False)
        panels.append(
            Panel(
                "Memory (less is better)",
                "PSS of the process tree, peak, MiB",
                [bar if PSS in row.secondary else None for bar, row in zip(bars, rows)],
                ORANGE,
                VERMILLION,
            )
        )
        notes.append(
            "PSS counts a page that n processes map 1/n in each: it adds up. Its bar is the highest"
            " peak of all forks."
        )
    else:
        notes.append("Memory was not measured.")
    return bar_sheet(
        "Time and memory of each deployment" if len(panels) > 1 else "Time of each deployment",
        context_of(run, rows),
        chart_names(rows),
        [panels],
        notes,
    )


def figure_bars(
    figures: Sequence[Estimate], forks: Sequence[List[float]], with_ends: bool
) -> List[Optional[Bar]]:
    """One bar for each figure, which reads as in the tables. Without forks there is none."""
    decimals = decimals_of([figure.value for figure in figures])
    bars: List[Optional[Bar]] = []
    for figure, dots in zip(figures, forks):
        text = show_interval(figure if with_ends else Estimate(figure.value), decimals)
        if math.isnan(figure.value):
            text = "not measured in every fork"
        bars.append(Bar(figure, text, dots) if dots else None)
    return bars


VIEWS = [
    ("Java heap alone", "mem.heap.used"),
    ("RSS of the parent alone", "mem.root.rss.peak"),
    ("USS, all processes", "mem.tree.uss.peak"),
    ("PSS, all processes", PSS),
    ("RSS, all processes", "mem.tree.rss.peak"),
]


@dataclass(frozen=True)
class Published:
    """What a published experiment gives for a deployment, and where its memory figure comes from."""

    what: str
    processes: int
    time: str
    mb: int
    source: str


# DistilBERT over 1000 wine reviews, in Python and in Go.
PUBLISHED = {
    "SINGLE": Published("one Python process", 1, "38 s", 500, "not measured"),
    "DISPATCHER": Published(
        "Go with one embedded Python", 1, "40 s", 94, "the Go heap alone, later 694 MB"
    ),
    "MULTIPROCESS_NAIVE": Published(
        "8 Python processes", 8, "220 s", 4000, "8 x 500, not measured"
    ),
    "SHARED_PREPACKED": Published(
        "8 processes, shared memory", 8, "45-50 s", 1200, "estimated, never run"
    ),
}
MB_IN_MIB = 1e6 / 2**20


def published_like(row: Row) -> Optional[Published]:
    """What was published of the like; none if that was for another number of processes."""
    told = PUBLISHED.get(row.deployment or "")
    if told is None or told.processes == 1:
        return told
    processes = str(told.processes)
    return told if row.parameters.get("processes", processes) == processes else None


def memory_views(run: Run, rows: Sequence[Row]) -> Figure:
    """What a deployment's memory is, depending on who measures."""
    check_size(rows)
    views = [
        (title, label)
        for title, label in VIEWS
        if any(math.isfinite(row.figure(label)) for row in rows)
    ]
    if len(views) < 2:
        raise NotDrawn("fewer than two measures of memory in the file")
    panels = []
    for title, label in views:
        column = [row.figure(label) for row in rows]
        decimals = decimals_of(column)
        bars = [
            Bar(Estimate(value), show(value, decimals)) if label in row.secondary else None
            for value, row in zip(column, rows)
        ]
        color = ORANGE if label == PSS else SKY
        panels.append(Panel(title, "MiB", bars, color, metric=label))
    published = [published_like(row) for row in rows]
    notes = [
        "Of the same runs; peaks are the highest of all forks. Of the measures below only PSS adds up"
        " over processes: RSS counts a shared page once for each of them, USS leaves it out."
    ]
    bands = [
        [panel for panel in panels if not panel.metric.startswith("mem.tree.")],
        [panel for panel in panels if panel.metric.startswith("mem.tree.")],
    ]
    if any(published):
        bars = [
            Bar(Estimate(told.mb * MB_IN_MIB), f"{told.mb} MB", hollow=True) if told else None
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
        context_of(run, rows),
        chart_names(rows),
        [band for band in bands if band],
        notes,
        alike=True,
        row=LOW_ROW,
    )


LEAST_BEYOND = 5


def latency(run: Run, rows: Sequence[Row]) -> Figure:
    """How long a call takes: percentiles of all its samples."""
    check_size(rows)
    if not any(row.primary.percentiles for row in rows):
        raise NotDrawn("the file has no percentiles")
    panels, thin = [], False
    for title, percent in PERCENTILES.items():
        bars: List[Optional[Bar]] = []
        for row in rows:
            value = row.primary.percentile(percent)
            beyond = row.primary.samples * (100 - percent) / 100
            hollow = percent < 100 and 0 < row.primary.samples and beyond < LEAST_BEYOND
            thin = thin or hollow
            bars.append(Bar(Estimate(value), show(value), hollow=hollow))
        color = ORANGE if percent == 100 else SKY
        panels.append(Panel(title, f"time, {one_line(rows[0].primary.unit)}", bars, color))
    counts = [row.primary.samples for row in rows if row.primary.samples]
    notes = ["Percentiles of the samples of all forks together."]
    if counts:
        sampled = f"{min(counts)} to {max(counts)}" if min(counts) < max(counts) else f"{counts[0]}"
        notes[0] = f"Percentiles over the samples of all forks together, {sampled} a row."
    if thin:
        notes.append(f"Dashed or unfilled: fewer than {LEAST_BEYOND} samples lie beyond.")
    return bar_sheet(
        f"How long {'a call' if all(row.deployment for row in rows) else 'an operation'} takes",
        context_of(run, rows),
        chart_names(rows),
        [panels],
        notes,
        alike=True,
    )


MODES = {"thrpt": "throughput", "avgt": "average time", "sample": "sampled", "ss": "single shot"}


def scores(run: Run, rows: Sequence[Row]) -> Figure:
    """The plain scores of benchmarks that are not about a deployment's reviews."""
    check_size(rows)
    figures = [score(row) for row in rows]
    if not any(math.isfinite(figure.value) for figure in figures):
        raise NotDrawn("no row has a score")
    bars = [
        Bar(figure, show_interval(figure), forks if len(forks) > 1 else [])
        for figure, forks in zip(figures, (row.primary.fork_means() for row in rows))
    ]
    mode, unit = one_line(rows[0].mode), one_line(rows[0].primary.unit)
    better = {"thrpt": "more is better"}.get(mode, "less is better")
    panel = Panel(f"Score ({better})", f"{unit} ({MODES.get(mode, mode)})", bars)
    one = distinct(rows, lambda row: row.benchmark) == 1
    title = one_line(rows[0].short_name) if one else "Scores"
    return bar_sheet(title, context_of(run, rows), chart_names(rows), [[panel]], marks_note(bars))


# ---- Chart of trade-offs ------------------------------------------------------------------------


def trade_offs(run: Run, rows: Sequence[Row]) -> Figure:
    """Throughput against memory, with the rows than which none is better in both."""
    candidates = compared(rows)
    if len(candidates) < 2:
        raise NotDrawn("fewer than two rows have both a time and a memory (PSS)")
    best = front(rows)
    check_size(best)
    names = dict(zip((id(row) for row in rows), map(in_words, chart_names(rows))))
    labelled = candidates if len(candidates) <= MOST_POINTS else best
    memories = [row.figure(PSS) for row in candidates]
    rates = [rate(row) for row in candidates]
    rate_limits, logarithmic = limits_of_rates(rates)
    notes = [
        "Filled: the front of best trade-offs, no other row is as fast with as little memory."
        " Whiskers: 95 % interval over forks."
    ]
    if rate_limits[0] > 0:
        notes[0] += " The axis of reviews/s does not begin at\u00a00."
    if len(labelled) < len(candidates):
        notes.append("Of many rows only those on the front have names.")
    left_out = [names[id(row)] for row in rows if times(row) and row not in candidates]
    if left_out:
        notes.append(f"Left out, without a model or a whole measurement: {', '.join(left_out)}.")
    body = 5.4
    made, top = sheet("Throughput against memory", context_of(run, rows), notes, body)
    axes = made.axes(MARGIN + 0.6, top, SHEET - 2 * MARGIN - 0.7, body - 0.7)
    axes.set_yscale("log" if logarithmic else "linear")
    axes.set_ylim(*rate_limits)
    limit_memory(axes, memories, [names[id(row)] for row in best])
    number_axis(axes.xaxis, SHEET - 1.5)
    number_axis(axes.yaxis, 4)
    axes.grid()
    axes.set_xlabel("PSS of the process tree, peak, MiB (less is better)")
    axes.set_ylabel("reviews/s (more is better)")
    lines = [draw_front(axes, best)]
    for row, figure in zip(candidates, rates):
        lines += draw_point(axes, row.figure(PSS), figure, row in best)
    place_labels(
        axes,
        [(x, figure.value) for x, figure in zip(memories, rates)],
        lines,
        [names[id(row)] if row in labelled else "" for row in candidates],
        [row in best for row in candidates],
    )
    return made.figure


def limits_of_rates(rates: Sequence[Estimate]) -> Tuple[Tuple[float, float], bool]:
    """Limits of an axis on which rates can be told apart, and whether it is logarithmic."""
    slowest = min(figure.value for figure in rates)
    fastest = max(figure.high if figure.has_interval else figure.value for figure in rates)
    if is_wide([figure.value for figure in rates]):
        return (slowest / 1.6, fastest * 1.6), True
    low = slowest - 0.12 * (fastest - slowest) - 0.05 * fastest
    low = low if low > 0.25 * fastest else 0.0
    return (low, fastest + 0.12 * (fastest - low)), False


def limit_memory(axes, memories: Sequence[float], names: Sequence[str]) -> None:
    """Leaves room to the left of the front, where there is nothing but its rows' names."""
    least, most = min(memories), max(memories)
    room = max(text_width(name, LABEL, bold=True) for name in names) + 0.3
    room = min(room, 2.8) / (SHEET - 1.5)
    if least > 0 and most > 3 * least:
        axes.set_xscale("log")
        span = math.log(1.35 * most / least) / (1 - room)
        axes.set_xlim(1.35 * most / math.exp(span), 1.35 * most)
    else:
        most = most or 1.0
        span = (1.1 * most - least) / (1 - room)
        axes.set_xlim(max(0, 1.1 * most - span), 1.1 * most)


def draw_point(axes, x: float, figure: Estimate, best: bool) -> List[List[Tuple]]:
    """A row of the scatter; answers with the lines that were drawn beside the point.

    Memory has no whisker: it is the highest peak of all forks, and not their mean.
    """
    y = figure.value
    lines = [[(x, figure.low), (x, figure.high)]] if figure.has_interval else []
    for line in lines:
        axes.plot(*zip(*line), color=SOFT, linewidth=1.1, label="interval", zorder=2)
    axes.plot(
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
    return lines


def draw_front(axes, best: Sequence[Row]) -> List[Tuple[float, float]]:
    """The highest throughput that any memory buys, as steps; answers with their corners."""
    ordered = sorted((row.figure(PSS), rate(row).value) for row in best)
    corners = [ordered[0]]
    for x, y in [*ordered[1:], (axes.get_xlim()[1], ordered[-1][1])]:
        corners += [(x, corners[-1][1]), (x, y)]
    axes.plot(*zip(*corners), color=SKY, linewidth=2, label="front", zorder=1)
    return corners


BELOW = [(1, 0), (1, -0.5), (1, 0.5), (1, -1), (1, 1), (0.5, -1), (0.5, 1)]
ABOVE = [(dx, -dy) for dx, dy in BELOW]
DIRECTIONS = [*BELOW, *((-dx, dy) for dx, dy in BELOW)]
FRONT_DIRECTIONS = [*((-dx, dy) for dx, dy in ABOVE), *ABOVE]  # there the front is alone
DISTANCES = (12, 25, 39, 56, 75, 97, 125, 160, 200, 250)  # pixels
LABEL = 9.5


def place_labels(axes, points, lines, texts: Sequence[str], strong: Sequence[bool]) -> None:
    """Writes a text near each point where it hides no other text, no point and no line.

    The nearest free place is taken, with a leader to its point if that is not beside it. Lines are
    given by their corners.
    """
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
        box, leader = free_place(centres[i], size, strong[i], edges, marks, written, leaders)
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
    """The best box for a text of this size near a point, and the leader to it, if it needs one.

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
            cost = far + 800 * sum(overlap(box, mark) > 0 for mark in marks)
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
    return best[1:]


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


# ---- Charts over a number -----------------------------------------------------------------------


@dataclass(frozen=True)
class Series:
    """Rows that differ in one number alone, in its order."""

    name: str
    numbers: List[float]
    rows: List[Row]


def setting(row: Row, name: str) -> str:
    """A parameter's value, or the number of JMH's threads."""
    return str(row.threads) if name == "threads" else row.parameters.get(name, "")


def series_of(rows: Sequence[Row], name: str) -> List[Series]:
    """Of the rows that run a model those that agree in all but the setting."""
    groups: Dict[Tuple, List[Row]] = {}
    names: Dict[Tuple, str] = {}
    for row, words in zip(rows, map(in_words, chart_names(rows, unsaid=[name]))):
        if setting(row, name).isdigit() and times(row) and runs_model(row):
            others = tuple(sorted((k, v) for k, v in row.parameters.items() if k != name))
            key = (others, None if name == "threads" else row.threads)
            groups.setdefault(key, []).append(row)
            names[key] = words
    series = []
    for key, members in groups.items():
        members = sorted(members, key=lambda row: int(setting(row, name)))
        numbers = [int(setting(row, name)) for row in members]
        if 1 < len(set(numbers)) < len(numbers):
            raise NotDrawn(f"{names[key]} was measured twice with the same number of {name}")
        if len(set(numbers)) > 1:
            series.append(Series(names[key], numbers, members))
    return series


NUMBER_AXES = {
    "processes": "worker processes N",
    "batchSize": "texts per forward pass (batchSize)",
    "threads": "JMH threads (clients, -t)",
}
MEMORY_AXES = {WORKERS_PSS: "PSS of all workers, mean, MiB", PSS: "PSS of the tree, peak, MiB"}


def scaling(run: Run, rows: Sequence[Row], name: str) -> Figure:
    """Throughput and memory over a number that a run was repeated with."""
    series = series_of(rows, name)
    if not series:
        raise NotDrawn(f"no two rows differ in {name} alone")
    if len(series) > len(LINES):
        raise NotDrawn(f"{len(series)} lines are too many to read; a chart takes {len(LINES)}")
    label = WORKERS_PSS if name == "processes" else PSS
    if not has_any(series, label):
        label = PSS
    models = [memory_model(line.rows) if label == WORKERS_PSS else None for line in series]
    panels = 2 if has_any(series, label) else 1
    names = [shortened(line.name, 60) for line in series]
    texts = [names, [f"{n}\n{m.formula()}" if m else n for n, m in zip(names, models)]]
    margin = max(text_width(text, SMALL) for column in texts for text in column) + 0.5
    width = SHEET - 2 * MARGIN - 0.75 - margin
    height = max(2.7, 0.36 * len(series))
    step = height + 0.95
    made, top = sheet(
        f"Throughput{' and memory' if panels == 2 else ''} over {NUMBER_AXES[name]}",
        context_of(run, [row for line in series for row in line.rows]),
        notes_of_scaling(series, models, panels == 2),
        step * panels,
    )
    for panel in range(panels):
        axes = made.axes(MARGIN + 0.75, top + 0.28 + panel * step, width, height)
        if panel == 0:
            columns = [[rate(row) for row in line.rows] for line in series]
            head, axis = "Throughput (more is better)", "reviews/s"
        else:
            columns = [[Estimate(row.figure(label)) for row in line.rows] for line in series]
            head, axis = "Memory (less is better)", MEMORY_AXES[label]
        made.write(MARGIN + 0.75, top + panel * step, head, 10, weight="bold")
        draw_lines(axes, series, columns, models if panel else [None] * len(series))
        number_line(axes, series, width)
        number_axis(axes.yaxis, height)
        axes.set_xlabel(NUMBER_AXES[name], fontsize=SMALL)
        axes.set_ylabel(axis, fontsize=fitting(axis, height, SMALL))
        label_ends(axes, series, [column[-1].value for column in columns], texts[panel])
    return made.figure


def notes_of_scaling(
    series: Sequence[Series], models: Sequence[Optional[MemoryModel]], has_memory: bool
) -> List[str]:
    notes = [NO_INTERVALS]
    if any(rate(row).has_interval for line in series for row in line.rows):
        notes = ["Whiskers: 95 % interval over forks."]
    fits = [
        f"{show(model.residual, 1)}\u00a0MiB ({line.name})"
        for model, line in zip(models, series)
        if model
    ]
    if fits:
        notes.append(
            "Straight lines: workers' PSS(N) = S + U N by least squares, S shared by all workers, U"
            f" for each of them; off by at most {', '.join(fits)}."
        )
    if not has_memory:
        notes.append("Memory was not measured.")
    return notes


def has_any(series: Sequence[Series], label: str) -> bool:
    return any(math.isfinite(row.figure(label)) for line in series for row in line.rows)


def draw_lines(axes, series: Sequence[Series], columns, models) -> None:
    """columns holds the figures of each series, models its fit to draw, or none."""
    highest = 0.0
    for (color, marker, dash), line, figures, model in zip(LINES, series, columns, models):
        look = {"color": color, "linewidth": 1.8, "linestyle": dash}
        values = [figure.value for figure in figures]
        if model is None:
            axes.plot(line.numbers, values, label="line", **look)
        else:
            numbers = line.numbers[0], line.numbers[-1]
            reach = [numbers[0] + (numbers[1] - numbers[0]) * part / 100 for part in range(101)]
            fitted = [model.shared + model.each * number for number in reach]
            axes.plot(reach, fitted, label="fit", **look)
        axes.plot(line.numbers, values, marker, color=color, markersize=7, label="values")
        for number, figure in zip(line.numbers, figures):
            if figure.has_interval:
                axes.plot(
                    [number] * 2,
                    [figure.low, figure.high],
                    color=color,
                    linewidth=1.2,
                    marker="_",
                    markersize=8,
                    label="interval",
                )
            highest = max([highest, *Bar(figure, "").reach])
    axes.set_ylim(0, 1.08 * highest or 1)
    axes.grid()


def number_line(axes, series: Sequence[Series], width: float) -> None:
    """A tick for each number that was measured, doubling if their range is wide."""
    from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

    numbers = sorted({number for line in series for number in line.numbers})
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


def label_ends(axes, series: Sequence[Series], ends: Sequence[float], texts: Sequence[str]) -> None:
    """Names each line at its right end, moved apart where they would hide each other."""
    unit = axes.figure.dpi / 72
    frame = axes.get_window_extent()
    known = [i for i, end in enumerate(ends) if math.isfinite(end)]
    starts = {i: axes.transData.transform((series[i].numbers[-1], ends[i])) for i in known}
    known.sort(key=lambda i: starts[i][1])
    heights = [(13.5 * (texts[i].count("\n") + 1) + 3) * unit for i in known]
    middles = apart([starts[i][1] for i in known], heights, frame.y0 - 6 * unit, frame.y1)
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
        draw_leader(axes, starts[i], sign, color=color, linewidth=0.8, shrinkA=5, shrinkB=5)


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


# ---- Chart of machines --------------------------------------------------------------------------

MOST_PANELS = 4


def side_by_side(runs: Sequence[Run], benchmark: str, mode: str) -> Figure:
    """Throughput of the same rows in several runs, as it is and in units of each machine's speed."""
    common = common_rows(runs, benchmark, mode)
    if not common:
        raise NotDrawn("no row that runs a model was measured in two of the files")
    check_size(common)
    first = [next(iter(found.values())) for found in common]
    every = [row for found in common for row in found.values()]
    absolute, relative = [], []
    for number, (run, name) in enumerate(zip(runs, machine_names(runs))):
        rows = [found.get(number) for found in common]
        if any(rows):
            absolute.append(Panel(name, "reviews/s", bars_of(rows, rate, 1)))
            relative.append(relative_panel(name, rows, run))
    notes = [
        "Above: reviews/s. Below: the same divided by what each machine's matrix multiply (GEMM)"
        " reached on all cores; whiskers hold what that figure itself may be off, too. What is alike"
        " there differs by the machines' speed alone.",
        *[f"{name}: {doubts(run)}" for run, name in zip(runs, machine_names(runs)) if doubts(run)],
        *marks_note([bar for panel in absolute for bar in panel.bars]),
        "Rows without a model are left out.",
    ]
    bands = split(absolute)
    if any(bar for panel in relative for bar in panel.bars):
        bands += split(relative)
    else:
        notes[0] = "Not divided by the machines' speed: no file says what their GEMM rate is."
    one_machine = all(on_one_machine(runs[0], run) for run in runs)
    return bar_sheet(
        "Runs side by side" if one_machine else "Machines side by side",
        subject_of(every),
        chart_names(first),
        bands,
        notes,
        alike=True,
    )


def common_rows(runs: Sequence[Run], benchmark: str, mode: str) -> List[Dict[int, Row]]:
    """Rows with a model that several runs have: of each the run's number and its row."""
    by_key: Dict[Tuple, Dict[int, Row]] = {}
    for number, run in enumerate(runs):
        for row in run.rows:
            if (row.benchmark, row.mode) == (benchmark, mode) and times(row) and runs_model(row):
                by_key.setdefault(row.key, {})[number] = row
    return [found for found in by_key.values() if len(found) > 1]


def relative_panel(name: str, rows: Sequence[Optional[Row]], run: Run) -> Panel:
    """Reviews/s in units of the machine's speed; empty if that is not known."""
    speed, probed = run.gemm_rate, [rate / 100 for rate in run.probed()]
    known = speed > 0

    def figure(row: Row) -> Estimate:
        return normalised_score(rates(row), probed)

    return Panel(
        name,
        "reviews/s per 100 GFLOP/s",
        bars_of(rows, figure, 100 / speed) if known else [None] * len(rows),
        ORANGE,
        VERMILLION,
        metric=f"GEMM: {show(speed)} GFLOP/s" if known else "GEMM rate unknown",
    )


def split(panels: Sequence[Panel]) -> List[List[Panel]]:
    """Bands of at most four panels, of about the same number."""
    bands = -(-len(panels) // MOST_PANELS)
    each = -(-len(panels) // bands)
    return [list(panels[i : i + each]) for i in range(0, len(panels), each)]


def bars_of(
    rows: Sequence[Optional[Row]], figure: Callable[[Row], Estimate], factor: float
) -> List[Optional[Bar]]:
    """A figure about reviews/s; the dots are these times the factor."""
    bars: List[Optional[Bar]] = []
    for row in rows:
        if row is None:
            bars.append(Bar(UNKNOWN, "not run"))
            continue
        shown = figure(row)
        bars.append(Bar(shown, show(shown.value), [factor * rate for rate in rates(row)]))
    return bars


# ---- All charts ---------------------------------------------------------------------------------
# Which charts the data support, and what their files are called.

NO_REVIEWS = (
    "no row tells how long reviews take in a deployment, and so nothing that follows from it"
)
NO_SAMPLES = "no benchmark ran in JMH's mode sample (-bm sample)"
LONGEST_LABEL = 100  # of a run in a chart's file name, which file systems limit to 255 bytes


def draw_charts(runs: Sequence[Run]) -> Tuple[List[Chart], List[str]]:
    """All charts that the data support, and a line for each that they do not."""
    charts: List[Chart] = []
    skipped: Dict[Tuple[str, str], List[str]] = {}  # runs by chart and reason
    several = len(runs) > 1

    def skip(kind: str, label: str, reason: object) -> None:
        skipped.setdefault((kind, str(reason)), []).append(label)

    def attempt(kind: str, label: str, run: Optional[Run], rows: Sequence[Row], draw, *more):
        try:
            figure = draw(run or runs, *more)
        except NotDrawn as reason:
            skip(kind, label, reason)
            return
        name = f"{slug(label)[:LONGEST_LABEL]}-{kind}" if label else kind
        taken = {chart.name for chart in charts}
        free = (f"{name}-{n}" for n in count(2))
        name = name if name not in taken else next(n for n in free if n not in taken)
        title = figure.texts[0].get_text()
        charts.append(Chart(name, title, one_line(draw.__doc__), figure, run, list(rows)))

    for run, label in zip(runs, run_names(runs) if several else [""]):
        plain: List[Row] = []
        sampled = about_deployments = False
        for rows in groups_of(run.rows):
            name = class_of(rows[0].benchmark)
            if is_about_deployments(rows):
                about_deployments = True
                attempt(f"{name}-time-and-memory", label, run, rows, time_and_memory, rows)
                attempt(f"{name}-trade-offs", label, run, rows, trade_offs, rows)
                attempt(f"{name}-what-memory-is", label, run, rows, memory_views, rows)
                attempt(f"{name}-over-processes", label, run, rows, scaling, rows, "processes")
                attempt(f"{name}-over-batch-size", label, run, rows, scaling, rows, "batchSize")
            elif rows[0].mode == "sample":
                sampled = True
                for alike in grouped(rows, lambda row: row.primary.unit).values():
                    attempt(f"{name}-latency", label, run, alike, latency, alike)
            else:
                plain += rows
        by_unit = grouped(plain, lambda row: (row.mode, row.primary.unit))
        for (mode, unit), rows in by_unit.items():
            attempt(f"scores-{slug(f'{mode}-{unit}')}", label, run, rows, scores, rows)
        if not about_deployments:
            skip("time-and-memory", label, NO_REVIEWS)
        if not sampled:
            skip("latency", label, NO_SAMPLES)
    attempt_over_threads(runs, attempt)
    if not several:
        skip("machines", "", "one file; two or more are drawn side by side")
    for benchmark, mode in dict.fromkeys(
        (rows[0].benchmark, rows[0].mode)
        for run in runs
        for rows in groups_of(run.rows)
        if is_about_deployments(rows) and several
    ):
        attempt(f"{class_of(benchmark)}-machines", "", None, [], side_by_side, benchmark, mode)
    return charts, [
        f"{kind}{of_runs(labels, len(runs))}: {reason}"
        for (kind, reason), labels in skipped.items()
    ]


def of_runs(labels: Sequence[str], runs: int) -> str:
    """Which of the runs, if not all."""
    return f" of {', '.join(labels)}" if all(labels) and len(labels) < runs else ""


def class_of(benchmark: str) -> str:
    return slug(benchmark.split(".")[-2:][0])


def attempt_over_threads(runs: Sequence[Run], attempt) -> None:
    """Throughput over JMH's threads: a run has one number of them, several runs have several."""
    pools, names = comparable_runs(runs), run_names(runs)
    for pool in pools:
        for rows in groups_of(row for run in pool for row in run.rows):
            if not is_about_deployments(rows):
                continue
            first = next(run for run in pool if any(row is rows[0] for row in run.rows))
            label = names[runs.index(first)] if len(pools) > 1 else ""
            kind = f"{class_of(rows[0].benchmark)}-over-threads"
            mine = rows if len(pool) == 1 else []
            doubtful = next((run for run in pool if doubts(run)), pool[0])
            attempt(kind, label, doubtful, mine, scaling, rows, "threads")


def comparable_runs(runs: Sequence[Run]) -> List[List[Run]]:
    """The runs of each machine, JVM, build and input, as far as their sidecars tell."""
    pools: List[List[Run]] = []
    for run in runs:
        for pool in pools:
            alike = all(
                pool[0].fact(name) == run.fact(name) for name in ("jvm", "software", "inputs")
            )
            if alike and on_one_machine(pool[0], run):
                pool.append(run)
                break
        else:
            pools.append([run])
    return pools


def slug(text: str) -> str:
    """A text as part of a file's name on any system."""
    kept = "".join(c if c.isascii() and (c.isalnum() or c in "._") else "-" for c in text)
    return "-".join(part for part in kept.split("-") if part.strip(".")).strip(".") or "x"


def svg_of(figure: Figure) -> bytes:
    buffer = io.BytesIO()
    nothing = {"Date": None, "Creator": None, "Format": None, "Type": None}
    figure.savefig(buffer, format="svg", metadata=nothing)
    return buffer.getvalue()


def png_of(figure: Figure) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=PNG_DPI, metadata={"Software": None})
    return buffer.getvalue()


# ---- Page ---------------------------------------------------------------------------------------
# index.html: charts, tables, verdicts and machines.


def deployment_table(run: Run, rows: Sequence[Row]) -> List[Column]:
    """Time, ratio to SINGLE, memory, and how much of what the machine can multiply is used."""
    timed = [times(row) for row in rows]
    seconds = [over_forks(values) for values in timed]
    ratios = [time_ratio(run, row, rows) for row in rows]
    best = front(rows)
    rates = [rate(row) for row in rows]
    same_forks = distinct(rows, fork_count) == 1
    return [
        *page_titles(rows),
        Column("front", ["*" if row in best else "" for row in rows], right=False),
        interval_column("s per 1000 reviews", seconds, timed),
        interval_column("reviews/s", rates, timed),
        Column(
            f"time if {SINGLE} = 1",
            ["" if ratio is None else show_interval(ratio, 2) for ratio in ratios],
        ),
        metric_column("open, s", rows, "open.seconds", 2),
        metric_column("CPU, cores", rows, "cpu.tree.cores", 2),
        metric_column("PSS, MiB", rows, PSS),
        metric_column("RSS, MiB", rows, "mem.tree.rss.peak"),
        metric_column("heap, MiB", rows, "mem.heap.used"),
        metric_column("living processes", rows, "mem.tree.procs", 0),
        Column("of GEMM", [share_of_gemm(run, row) for row in rows]),
        Column("forks", [] if same_forks else [str(fork_count(row) or "") for row in rows]),
        Column("verdict", [row_verdict(run, row) for row in rows], right=False),
    ]


def page_titles(rows: Sequence[Row]) -> List[Column]:
    return [
        Column(head, cells, right=all(cell.isdigit() or not cell for cell in cells))
        for head, cells in title_columns(rows)
    ]


def interval_column(head: str, figures: Sequence[Estimate], known: Sequence) -> Column:
    decimals = decimals_of([figure.value for figure in figures])
    cells = [show_interval(f, decimals) if is_known else "" for f, is_known in zip(figures, known)]
    return Column(head, cells)


def metric_column(
    head: str, rows: Sequence[Row], label: str, decimals: Optional[int] = None
) -> Column:
    """Empty where the metric is missing, NaN where it could not be measured."""
    values = [row.figure(label) for row in rows]
    places = decimals_of(values) if decimals is None else decimals
    return Column(
        head,
        [show(value, places) if label in row.secondary else "" for value, row in zip(values, rows)],
    )


def share_of_gemm(run: Run, row: Row) -> str:
    percent = 100 * gflops(row) / run.gemm_rate if run.gemm_rate > 0 else NAN
    return "" if math.isnan(percent) else show(percent, 0) + "%"


def plain_table(rows: Sequence[Row]) -> List[Column]:
    """Score, unit, and percentiles of sampled times."""
    return [
        *page_titles(rows),
        Column("score", [show_interval(score(row)) for row in rows]),
        Column("unit", [one_line(row.primary.unit) for row in rows], right=False),
        *(
            Column(head, [shown_percentile(row, percent) for row in rows])
            for head, percent in PERCENTILES.items()
        ),
        Column("forks", [str(fork_count(row) or "") for row in rows]),
    ]


def shown_percentile(row: Row, percent: int) -> str:
    """Empty if nothing was sampled: JMH's percentiles are then those of a few iterations."""
    value = row.primary.percentile(percent)
    return show(value) if row.mode == "sample" and math.isfinite(value) else ""


def row_verdict(run: Run, row: Row) -> str:
    """What the run doubts of a row, or that it is valid; empty if it does not judge it."""
    statuses = {figure: row_judgement(run, row, figure).status for figure in JUDGED}
    if set(statuses.values()) == {NOT_JUDGED}:
        return ""
    doubtful = [f"{figure} {status}" for figure, status in statuses.items() if status != "valid"]
    return ", ".join(doubtful) or "valid"


def table(columns: Sequence[Column]) -> str:
    """Without the columns that are empty."""
    shown = [column for column in columns if any(column.cells)]
    head = "".join(cell_html("th", column.head, column.right) for column in shown)
    lines = [
        "<tr>"
        + "".join(cell_html("td", column.cells[i], column.right) for column in shown)
        + "</tr>"
        for i in range(len(shown[0].cells) if shown else 0)
    ]
    body = "\n".join(lines)
    return (
        f'<div class="wide"><table>\n<thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{body}\n</tbody></table></div>"
    )


LONG = 40


def cell_html(tag: str, text: str, right: bool) -> str:
    scope = ' scope="col"' if tag == "th" else ""
    look = ' class="n"' if right else ' class="long"' if len(text) > LONG else ""
    kept = escape(text).replace(" = ", "&nbsp;=&nbsp;")
    return f"<{tag}{scope}{look}>{kept}</{tag}>"


def figure_html(chart: Chart, svg: bytes) -> str:
    return (
        f'<figure id="{escape(chart.name)}">\n{inline_svg(chart, svg)}\n<figcaption>'
        f'{escape(chart.text)} <a href="{escape(chart.name)}.svg">SVG</a>'
        f' <a href="{escape(chart.name)}.png">PNG</a></figcaption>\n</figure>'
    )


def inline_svg(chart: Chart, svg: bytes) -> str:
    """A chart as part of the page: names of its own, colours of the page's light or dark theme."""
    text = svg.decode("utf-8")
    text = text[text.index("<svg") :].strip()
    text = re.sub(r"<!--.*?-->|<metadata>.*?</metadata>\s*", "", text, flags=re.DOTALL)
    text = re.sub(r' xmlns(:\w+)?="[^"]*"', "", text)
    text = text.replace("xlink:href", "href")
    name = escape(chart.name)
    text = re.sub(r'\bid="', f'id="{name}.', text)
    text = re.sub(r'href="#', f'href="#{name}.', text)
    text = re.sub(r"url\(#", f"url(#{name}.", text)
    for color, theme in THEME.items():
        text = text.replace(color, f"var(--{theme})")
    head, rest = text.split(">", 1)
    head = re.sub(r' (?:width|height)="[^"]*"', "", head)  # as wide as the page
    label = escape(f"{chart.title}: {chart.text}")
    return f'{head} role="img" aria-label="{label}">{rest}'


THEME = {PAPER: "paper", INK: "ink", SOFT: "soft", GRID: "grid"}

CSS = """
:root { color-scheme: light dark; --paper: #ffffff; --ink: #1b1b1b; --soft: #5f5f5f;
  --grid: #e2e2e2; --link: #0067a3; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #14171a; --ink: #e8e8e8; --soft: #a6adb3; --grid: #32383d; --link: #74bff0; }
}
body { background: var(--paper); color: var(--ink); margin: 0 auto; max-width: 90rem;
  padding: 1rem 1.25rem 4rem; font: 1rem/1.5 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
h1, h2, h3 { line-height: 1.25; margin: 2.2rem 0 .6rem; }
h1 { margin-top: 1rem; }
h2 { border-bottom: 2px solid var(--grid); padding-bottom: .3rem; }
a { color: var(--link); }
p, li { max-width: 50rem; }
.soft, figcaption { color: var(--soft); font-size: .9rem; }
.wide { overflow-x: auto; max-width: 100%; margin: 1rem 0; }
table { border-collapse: collapse; font-size: .85rem; font-variant-numeric: tabular-nums; }
th, td { padding: .3rem .6rem .3rem 0; text-align: left; vertical-align: top;
  white-space: nowrap; border-bottom: 1px solid var(--grid); }
thead th { white-space: normal; }
td.long, .facts td { white-space: normal; overflow-wrap: break-word; min-width: 11rem;
  max-width: 30rem; }
thead th { border-bottom-color: var(--soft); vertical-align: bottom; }
th.n, td.n { text-align: right; }
.facts th { font-weight: normal; color: var(--soft); }
figure { margin: 1.5rem 0 2.5rem; max-width: 72.5rem; }
figure svg { display: block; width: 100%; height: auto; }
.valid, .imprecise, .invalid { font-weight: bold; }
.invalid { text-decoration: underline; }
""".strip()


def page(runs: Sequence[Run], charts: Sequence[Tuple[Chart, bytes]], skipped: Sequence[str]) -> str:
    """One page that needs nothing but itself: charts, tables, verdicts, machines."""
    names = run_names(runs)
    title = "Benchmark results: " + ", ".join(names if len(names) < 4 else [f"{len(names)} files"])
    parts = [f"<h1>{escape(title)}</h1>"]
    together = [pair for pair in charts if pair[0].run is None or not pair[0].rows]
    if together:
        parts.append("<h2>Side by side</h2>")
        parts += [figure_html(*pair) for pair in together]
    for run, name in zip(runs, names):
        mine = [pair for pair in charts if pair[0].run is run and pair not in together]
        parts += run_section(run, name, mine)
    if any(row.deployment in PUBLISHED for run in runs for row in run.rows):
        parts += published_section()
    parts += machines_section(runs)
    if skipped:
        lines = "".join(f"<li>{escape(line)}</li>" for line in skipped)
        parts.append(f'<h2>Not drawn</h2>\n<ul class="soft">{lines}</ul>')
    body = "\n".join(parts)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{CSS}\n</style>\n</head>\n<body>\n"
        f"{body}\n</body>\n</html>\n"
    )


def run_section(run: Run, name: str, charts: Sequence[Tuple[Chart, bytes]]) -> List[str]:
    """What one file says."""
    machine = machine_of(run) or "machine unknown"
    told = ", ".join(filter(None, [machine, one_line(run.fact("run.start") or "")]))
    parts = [f"<h2>{escape(name)}</h2>", f'<p class="soft">{escape(told)}</p>', verdict_html(run)]
    plain: List[Row] = []
    left = list(charts)
    for rows in groups_of(run.rows):
        if is_about_deployments(rows):
            parts += headed(", ".join([group_title(rows), *forks_in_common(rows)]), rows)
            columns = deployment_table(run, rows)
            parts.append(table(columns))
            parts += table_notes(run, rows, columns)
            parts += [figure_html(*pair) for pair in left if pair[0].rows[0] in rows]
            left = [pair for pair in left if pair[0].rows[0] not in rows]
        else:
            plain += rows
    if plain:
        one = distinct(plain, lambda row: row.benchmark) == 1
        parts += headed(one_line(plain[0].short_name) if one else "Scores", plain)
        parts.append(table(plain_table(plain)))
        if any(score(row).has_interval for row in plain):
            parts.append(f'<p class="soft">{INTERVALS}.</p>')
    return parts + [figure_html(*pair) for pair in left]


def headed(title: str, rows: Sequence[Row]) -> List[str]:
    common = ", ".join(in_common(rows))
    same = [f'<p class="soft">In all rows: {escape(common)}.</p>'] if common else []
    return [f"<h3>{escape(title)}</h3>", *same]


def table_notes(run: Run, rows: Sequence[Row], columns: Sequence[Column]) -> List[str]:
    """What follows from a table of deployments, and what its signs mean."""
    lines = [f"{line.name}: {model}." for line, model in memory_models(rows)]
    if front(rows):
        lines.append("*: no other row takes as little time with as little memory (PSS).")
    if any(over_forks(times(row)).has_interval for row in rows):
        paired = "are paired by round" if run.in_rounds else "are not paired"
        lines.append(f"{INTERVALS}; ratios {paired}.")
    else:
        lines.append(NO_INTERVALS)
    if any(PSS in row.secondary for row in rows):
        lines.append(
            "PSS, RSS: peak of the process tree, in RSS shared pages count again for each process;"
            " heap: one JVM's alone."
        )
    if any(share_of_gemm(run, row) for row in rows):
        lines.append(
            f"of GEMM: what the real tokens' FLOPs reach of the {show(run.gemm_rate, 0)} GFLOP/s of"
            " the machine's matrix multiply."
        )
    if any("NaN" in cell for column in columns for cell in column.cells):
        lines.append("NaN: could not be measured, at least not in every fork.")
    return ['<p class="soft">' + "<br>\n".join(escape(line) for line in lines) + "</p>"]


def memory_models(rows: Sequence[Row]) -> List[Tuple[Series, MemoryModel]]:
    try:
        lines = series_of(rows, "processes")
    except NotDrawn:
        return []
    models = [(line, memory_model(line.rows)) for line in lines]
    return [(line, model) for line, model in models if model]


def verdict_html(run: Run) -> str:
    """The run's verdicts with their reasons, and those of the rows that are not valid."""
    if not run.fact("verdict"):
        return "<p>Verdict: not judged.</p>"
    lines = []
    for figure in JUDGED:
        judgement = run_judgement(run, figure)
        status = escape(judgement.status)
        mark = f'<span class="{status}">{status}</span>'
        lines.append(f"{figure.capitalize()}: {mark}{reasons_html(judgement)}")
    alike: Dict[str, List[str]] = {}  # names of rows by what is said of them
    for row, name in zip(run.rows, map(in_words, names_of(run.rows))):
        for figure in JUDGED:
            judgement = row_judgement(run, row, figure)
            if judgement.status not in ("valid", NOT_JUDGED):
                said = f"{figure}: {escape(judgement.status)}{reasons_html(judgement)}"
                alike.setdefault(said, []).append(escape(name))
    lines += [f"{', '.join(names)}, {said}" for said, names in alike.items()]
    items = "\n".join(f"<li>{line}</li>" for line in lines)
    return f"<h3>Verdict</h3>\n<ul>\n{items}\n</ul>"


def reasons_html(judgement: Judgement) -> str:
    return escape(": " + "; ".join(judgement.reasons)) if judgement.reasons else ""


def published_section() -> List[str]:
    told = list(PUBLISHED.values())
    return [
        "<h2>What was published elsewhere</h2>",
        "<p>An experiment with DistilBERT over 1000 wine reviews, in Python and Go, on another"
        " machine. Its memory figures are mostly not measurements; the charts show them dashed.</p>",
        table(
            [
                Column("here", list(PUBLISHED), right=False),
                Column("there", [entry.what for entry in told], right=False),
                Column("time", [entry.time for entry in told]),
                Column("memory", [f"{entry.mb} MB" for entry in told]),
                Column("memory figure", [entry.source for entry in told], right=False),
            ]
        ),
    ]


def machines_section(runs: Sequence[Run]) -> List[str]:
    """What the sidecars say about machines and software, one column for each run."""
    columns = [facts_of(run) for run in runs]
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in run_names(runs))
    lines = [
        f'<tr><th scope="row">{escape(what)}</th>'
        + "".join(f"<td>{escape(column[what])}</td>" for column in columns)
        + "</tr>"
        for what in columns[0]
    ]
    body = "\n".join(lines)
    return [
        "<h2>Machines and software</h2>",
        f'<div class="wide"><table class="facts">\n<thead><tr><td></td>{head}</tr></thead>\n'
        f"<tbody>\n{body}\n</tbody></table></div>",
    ]


def facts_of(run: Run) -> Dict[str, str]:
    """Facts in words, by what they are about; "unknown" where the sidecar does not tell."""
    single, every = mean_of(run.probed("gflops1")), run.gemm_rate
    rates = [f"{show(single)} on one thread"] if math.isfinite(single) else []
    rates += [f"{show(every)} on all cores"] if math.isfinite(every) else []
    return {
        "machine": told(run, "machine.product.vendor", "name"),
        "CPU": told(run, "machine.cpu.model"),
        "architecture": told(run, "machine.cpu.architecture"),
        "instruction sets": told(run, "machine.cpu.isa"),
        "cores that may be used": told(run, "machine.topology.usableCores"),
        "sockets, cores, threads": told(run, "machine.topology.sockets", "cores", "threads"),
        "highest frequency, MHz": told(run, "machine.frequency.maxMHz"),
        "governor": told(run, "machine.frequency.governor"),
        "matrix multiply, GFLOP/s": ", ".join(rates) or "unknown",
        "RAM, GiB": told(run, "machine.memory.ramBytes", unit=2**30),
        "hypervisor": told(run, "machine.hypervisor.name"),
        "CPU quota, cores": told(run, "machine.limits.cpuQuotaCores"),
        "operating system": told(run, "machine.os.name"),
        "kernel": told(run, "machine.os.kernel"),
        "JVM": told(run, "jvm.vendor", "version"),
        "distilbench": told(run, "software.distilbench"),
        "commit": told(run, "software.commit"),
        "JMH": told(run, "software.jmh"),
        "ONNX Runtime": told(run, "software.onnxRuntime"),
        "models, SHA-256": told_inputs(run, "modelSha256"),
        "corpora, SHA-256": told_inputs(run, "corpusSha256"),
        "arguments": told(run, "run.commandLine"),
        "seed of the order": told(run, "run.seed"),
        "begun": told(run, "run.start"),
        "ended": told(run, "run.end"),
    }


def told(run: Run, path: str, *beside: str, unit: int = 0) -> str:
    """A fact, and others beside it; if it is unknown, why.

    unit is what a number is counted in; 0 for what is no quantity.
    """
    parent, name = path.rsplit(".", 1)
    values = [run.fact(f"{parent}.{one}") for one in (name, *beside)]
    values = [value for value in values if value is not None]
    if not values:
        why = run.fact(f"{parent}.whyNull.{name}")
        return f"unknown: {one_line(why)}" if why else "unknown"
    if unit and math.isfinite(number(values[0])):
        return show(number(values[0]) / unit)
    words = [
        " ".join(str(part) for part in value) if isinstance(value, list) else str(value)
        for value in values
    ]
    return one_line(", ".join(words)) or "none"


def told_inputs(run: Run, name: str) -> str:
    values = [one.get(name) for one in run.entries("inputs")]
    return ", ".join(dict.fromkeys(brief(value) for value in values if value)) or "unknown"


# ---- Command line -------------------------------------------------------------------------------


class OneLineParser(argparse.ArgumentParser):
    """Says what is wrong with a command line in one line."""

    def error(self, message: str) -> NoReturn:
        raise InvalidInput(f"{self.prog}: {message}; see {self.prog} --help")


def compare_command(arguments: Sequence[str]) -> int:
    """Prints how each file compares with the base. Returns the exit code."""
    parser = OneLineParser(
        prog="plot.py compare",
        allow_abbrev=False,
        description="Says which rows of other JMH result files are faster or slower, and hold less"
        " or more memory, than those of a first one, as far as their forks show it.",
        epilog="Exit codes: 0; 1 if there is what --fail-on names; 2 if a file cannot be used.",
    )
    parser.add_argument("base", metavar="BASE", type=Path, help="x.json; x.env.json is used too")
    parser.add_argument("others", metavar="OTHER", type=Path, nargs="+", help="the same")
    parser.add_argument("--format", choices=["text", "markdown", "csv"], default="text")
    parser.add_argument(
        "--fail-on",
        choices=["slower", "larger", INCONCLUSIVE],
        action="append",
        default=[],
        help="exit with 1 if a row is that, or, if inconclusive, is missing in OTHER; repeatable",
    )
    options = parser.parse_args(arguments)
    base, *others = read_different([options.base, *options.others])
    comparisons = [compare_runs(base, other) for other in others]
    if options.format == "csv":
        output = comparisons_csv(comparisons)
    else:
        form = comparison_text if options.format == "text" else comparison_markdown
        output = "\n".join(form(comparison) for comparison in comparisons)
    say(output)
    return int(any(verdict in options.fail_on for one in comparisons for verdict in one.verdicts))


def read_different(paths: Sequence[Path]) -> List[Run]:
    """Reads result files of which no two are the same: a copy would compare well with anything."""
    runs = [read_run(path) for path in paths]
    seen: Dict[str, Path] = {}
    for run in runs:
        first = seen.setdefault(run.text, run.path)
        if first is not run.path:
            raise InvalidInput(
                f"{run.path} holds the results of {first} itself; give files of two runs"
            )
    return runs


def chart_command(arguments: Sequence[str]) -> int:
    """Draws charts of result files and writes them, and a page, into a folder."""
    parser = OneLineParser(
        prog="plot.py",
        description="Draws charts from JMH result files as SVG and PNG, and a page with all of"
        " them, the tables, the machines and the verdicts: index.html.",
        epilog="plot.py compare BASE OTHER... compares result files with each other.",
    )
    parser.add_argument(
        "results",
        metavar="RESULT",
        nargs="+",
        type=Path,
        help="a JMH JSON file of any suite, or a folder of them",
    )
    parser.add_argument(
        "-o", metavar="DIR", dest="folder", required=True, type=Path, help="where the charts go"
    )
    options = parser.parse_args(arguments)
    need_matplotlib()
    runs, unusable = read_runs(options.results)
    try:
        options.folder.mkdir(parents=True, exist_ok=True)
        with style():
            charts, skipped = draw_charts(runs)
            drawings = [(chart, svg_of(chart.figure)) for chart in charts]
            files = {f"{chart.name}.svg": svg for chart, svg in drawings}
            files.update({f"{chart.name}.png": png_of(chart.figure) for chart in charts})
        files["index.html"] = page(runs, drawings, skipped).encode("utf-8")
        for name, content in files.items():
            write_whole(options.folder / name, content)
    except OSError as error:
        raise InvalidInput(
            f"{options.folder} cannot be written: {error.strerror}; give another -o DIR"
        ) from error
    lines = [f"{options.folder / chart.name}.svg, .png: {chart.title}" for chart in charts]
    lines.append(f"{options.folder / 'index.html'}: all of it on one page")
    lines += [f"left out: {line}" for line in unusable]
    lines += [f"not drawn: {line}" for line in skipped]
    say("\n".join(lines) + "\n")
    return 0


def say(text: str) -> None:
    """Prints a text, as far as somebody reads it: head has soon read enough."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        # What is left would be tried again at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise InvalidInput(f"nothing can be printed: {error.strerror}") from error


def need_matplotlib() -> None:
    try:
        import matplotlib
    except ImportError as error:
        raise InvalidInput(
            f"charts need matplotlib ({error}): uv run plot.py ... or pipx run ./plot.py ... fetch it"
            " for the occasion, pip install matplotlib for good"
        ) from error


def read_runs(paths: Sequence[Path]) -> Tuple[List[Run], List[str]]:
    """All runs, each file once; of folders what is usable, and a line for each file that is not."""
    runs: Dict[Path, Run] = {}
    unusable: List[str] = []
    for path in paths:
        if is_sidecar(path):  # as when a shell expands *.json
            continue
        if not os.path.isdir(path):  # unlike Path's, it never fails
            runs.setdefault(path.resolve(), read_run(path))
            continue
        files = sorted(file for file in path.glob("*.json") if not is_sidecar(file))
        if not files:
            unusable.append(f"{path} holds no JMH result file")
        for file in files:
            try:
                runs.setdefault(file.resolve(), read_run(file))
            except InvalidInput as problem:
                unusable.append(str(problem))
    if not runs:
        raise InvalidInput(
            unusable[0] if len(unusable) == 1 else f"{paths[0]} holds no JMH result file"
        )
    return list(runs.values()), unusable


def is_sidecar(path: Path) -> bool:
    return path.name.endswith(SIDECAR_SUFFIX)


def write_whole(file: Path, content: bytes) -> None:
    """Replaces a file in one step, or leaves it as it was."""
    aside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        aside.write_bytes(content)
        os.replace(aside, file)
    finally:
        aside.unlink(missing_ok=True)


def main(arguments: Sequence[str]) -> int:
    if arguments and arguments[0] == "compare":
        return compare_command(arguments[1:])
    return chart_command(arguments)


if __name__ == "__main__":
    # Names out of files may hold what a terminal cannot show.
    sys.stdout.reconfigure(errors="backslashreplace")
    try:
        sys.exit(main(sys.argv[1:]))
    except InvalidInput as problem:
        print(one_line(problem), file=sys.stderr)
        sys.exit(2)
