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
import json
import math
import sys
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean, variance
from typing import Dict, List, NoReturn, Optional, Sequence, Tuple

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
    samples. It is empty if the file has no raw data.
    """

    score: float
    unit: str
    percentiles: Dict[str, float]
    forks: List[List[float]]

    def whole_score(self) -> float:
        """The score; NaN also if only a part of the forks could measure it: no figure is partial."""
        partial = any(math.isnan(value) for fork in self.forks for value in fork)
        return NAN if partial else self.score

    def fork_means(self) -> List[float]:
        """For each fork the mean over its iterations; without raw data the score as one fork."""
        if not self.forks:
            return [self.score]
        return [fmean(fork) if fork else NAN for fork in self.forks]


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
    """A result file, and what its sidecar says (empty without one)."""

    path: Path
    rows: List[Row]
    facts: Dict = field(default_factory=dict)

    @property
    def in_rounds(self) -> bool:
        """Whether fork i of every row was measured in round i: forks then belong together."""
        return bool((self.facts.get("run") or {}).get("order"))

    @property
    def gemm_rate(self) -> float:
        """GFLOP/s of the machine's matrix multiply on all cores, the mean over all probes."""
        rates = [probe.get("gflopsAll") for probe in self.facts.get("probes") or []]
        rates = [rate for rate in rates if isinstance(rate, (int, float))]
        return fmean(rates) if rates else NAN


def read_run(path: Path) -> Run:
    """Reads a result file with its sidecar, or says why it is none."""
    results = read_json(path)
    if not isinstance(results, list):
        raise not_results(path)
    if not results:
        raise InvalidInput(f"{path} holds no results: its run measured no row")
    rows = [read_row(path, result) for result in results]
    sidecar = path.with_name(path.stem + SIDECAR_SUFFIX)
    facts = read_json(sidecar) if sidecar.exists() else {}
    if not isinstance(facts, dict):
        raise InvalidInput(f"{sidecar} does not describe a run; delete it or restore it")
    return Run(path, rows, facts)


def not_results(path: Path) -> InvalidInput:
    return InvalidInput(
        f"{path} is no JMH result file; give the JSON file that a run has written (-rf json)"
    )


def read_json(path: Path):
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise InvalidInput(f"{path} does not exist; give a JMH result file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"{path} cannot be read: {error}") from error
    if not text.strip():
        raise InvalidInput(f"{path} is empty: its run failed or was broken off; measure again")
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise InvalidInput(
            f"{path} is not whole JSON: line {error.lineno} cannot be read"
        ) from error


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
            label: read_metric(metric)
            for label, metric in (result.get("secondaryMetrics") or {}).items()
        },
        settings={name: value for name, value in result.items() if name not in apart},
    )


def read_metric(metric: Dict) -> Metric:
    forks = [[number(value) for value in fork] for fork in metric.get("rawData") or []]
    forks += [[sample_mean(fork)] for fork in metric.get("rawDataHistogram") or []]
    percentiles = metric.get("scorePercentiles") or {}
    return Metric(
        score=number(metric.get("score")),
        unit=str(metric.get("scoreUnit", "")),
        percentiles={name: number(value) for name, value in percentiles.items()},
        forks=forks,
    )


def sample_mean(iterations: Sequence) -> float:
    """The mean of one fork's samples, which are kept as [value, count]."""
    buckets = [bucket for histogram in iterations for bucket in histogram]
    count = sum(number(count) for _, count in buckets)
    return sum(number(value) * number(count) for value, count in buckets) / count if count else NAN


def number(value) -> float:
    """NaN for what is no number. JMH writes numbers that are not finite as texts."""
    if isinstance(value, bool) or value is None:
        return NAN
    try:
        return float({"+INF": "inf", "-INF": "-inf"}.get(value, value))
    except (TypeError, ValueError):
        return NAN


# ---- Statistics ---------------------------------------------------------------------------------

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
    logs = [math.log(score) for score in scores]
    if len(logs) < LEAST_FORKS:
        return Estimate(math.exp(fmean(logs)))
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
    above = [math.log(score) for score in scores]
    below = [math.log(score) for score in base]
    mean = fmean(above) - fmean(below)
    if min(len(above), len(below)) < LEAST_FORKS:
        return Estimate(math.exp(mean))
    errors = [variance(side) / len(side) for side in (above, below)]
    spread = sum(error**2 / (len(side) - 1) for error, side in zip(errors, (above, below)))
    return estimate(mean, sum(errors), sum(errors) ** 2 / spread if spread else math.inf)


def usable(scores: Sequence[float]) -> bool:
    return bool(scores) and all(math.isfinite(score) and score > 0 for score in scores)


def estimate(mean: float, error: float, freedom: float) -> Estimate:
    """error is the variance of the mean; equal scores throughout leave no doubt."""
    reach = student_quantile((1 + CONFIDENCE) / 2, freedom) * math.sqrt(error) if error else 0.0
    return Estimate(math.exp(mean), math.exp(mean - reach), math.exp(mean + reach))


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


# ---- Deployments --------------------------------------------------------------------------------

REVIEWS = 1000
SECONDS = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1, "min": 60, "hr": 3600, "day": 86400}


def is_deployment_row(row: Row) -> bool:
    """Whether the score tells how long reviews take in a deployment opened before."""
    return (
        row.deployment is not None
        and row.mode in ("ss", "thrpt")
        and all(label in row.secondary for label in ("work.reviews", "open.seconds"))
        and all(
            math.isfinite(row.secondary[label].score) for label in ("work.reviews", "open.seconds")
        )
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


def ratio_within(run: Run, figures: Sequence[float], base: Sequence[float]) -> Estimate:
    """Of two rows of one run: paired by round if they took turns."""
    return (paired_ratio if run.in_rounds else unpaired_ratio)(figures, base)


# ---- Comparing files ----------------------------------------------------------------------------


# ---- Charts -------------------------------------------------------------------------------------


# ---- Page ---------------------------------------------------------------------------------------


# ---- Command line -------------------------------------------------------------------------------


def main(arguments: Sequence[str]) -> int:
    if arguments and arguments[0] == "compare":
        return compare_command(arguments[1:])
    return chart_command(arguments)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except InvalidInput as problem:
        print(problem, file=sys.stderr)
        sys.exit(2)
