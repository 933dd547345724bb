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
import re
import sys
import textwrap
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
    try:
        rows = [read_row(path, result) for result in results]
    except (ArithmeticError, AttributeError, TypeError, ValueError):
        raise not_results(path) from None
    sidecar = path.with_name(path.stem + SIDECAR_SUFFIX)
    facts = read_json(sidecar) if sidecar.exists() else {}
    if not describes_run(facts):
        raise InvalidInput(f"{sidecar} does not describe a run; delete it or restore it")
    return Run(path, rows, facts)


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


def read_json(path: Path):
    try:
        # JMH before 1.37 puts a middle dot into labels, in the encoding of its machine.
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except FileNotFoundError:
        raise InvalidInput(f"{path} does not exist; give a JMH result file") from None
    except IsADirectoryError:
        raise InvalidInput(f"{path} is a folder; give a JMH result file") from None
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read: {error.strerror}") from error
    if not text.strip():
        raise InvalidInput(f"{path} is empty: its run failed or was broken off; measure again")
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise InvalidInput(
            f"{path} is not whole JSON: line {error.lineno} cannot be read"
        ) from error
    except RecursionError:
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
    logs = logarithms(scores)
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
    above, below = logarithms(scores), logarithms(base)
    return welch(fmean(above) - fmean(below), [above, below])


def normalised_ratio(
    scores: Sequence[float],
    base: Sequence[float],
    rate: Sequence[float],
    base_rate: Sequence[float],
) -> Estimate:
    """The same of scores in units of what each side's machine does meanwhile, by its mean rate.

    What is not known of the rates widens the interval.
    """
    sides = [scores, base, rate, base_rate]
    if not all(usable(side) for side in sides):
        return UNKNOWN
    above, below, *rates = [logarithms(side) for side in sides]
    faster = math.log(fmean(rate) / fmean(base_rate))
    return welch(fmean(above) - fmean(below) + faster, [above, below, *rates])


def welch(mean: float, samples: Sequence[Sequence[float]]) -> Estimate:
    """The interval of a sum of independent means, with Satterthwaite's degrees of freedom."""
    if min(len(sample) for sample in samples) < LEAST_FORKS:
        return Estimate(math.exp(mean))
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

PSS = "mem.tree.pss.peak"
WIDTH = 120

# Less than 3 % decides nothing, however surely it is shown.
RELEVANT = 1.03

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

# The kernel keeps some RAM for itself, not always the same.
SAME_RAM = 0.05


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
    def verdicts(self) -> List[str]:
        """All of them; nothing can be said about a row that is missing."""
        missing = [INCONCLUSIVE] if self.only_base else []
        return [finding.verdict for finding in self.findings] + missing


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


def full_name(row: Row) -> str:
    parameters = [f"{name}={value}" for name, value in sorted(row.parameters.items())]
    words = [row.benchmark, row.mode, f"threads={row.threads}", *parameters]
    return " ".join(" ".join(words).split())


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
    if machines.normalise:
        rates = gemm_rates(base), gemm_rates(other)
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
        forks=(len(pair[0].primary.forks), len(pair[1].primary.forks)),
        ratio=ratio,
        normalised=normalised,
        verdict=INCONCLUSIVE if why else judged(decisive, *WORDS[figure]),
        why=why,
        invalid=[
            name
            for name, run, row in zip(("BASE", "OTHER"), runs, pair)
            if row_status(run, row, figure) == "invalid"
        ],
    )


def operation_times(row: Row) -> List[float]:
    """For each fork the seconds that an operation takes; of rates, their inverse."""
    return [seconds_per_operation(score, row.primary.unit) for score in row.primary.fork_means()]


def multiplies(row: Row) -> bool:
    """Whether a row's time is that of a model that was open before, or of matrix products."""
    figures = {label: row.figure(label) for label in ("open.seconds", "work.tokens", "work.gflop")}
    known = {label for label, value in figures.items() if math.isfinite(value)}
    return "work.gflop" in known or {"open.seconds", "work.tokens"} <= known


def unmeasured(before: Row, base: Sequence[float], after: Row, other: Sequence[float]) -> str:
    """Why there is no interval, or nothing."""
    for name, row, scores in (("BASE", before, base), ("OTHER", after, other)):
        if not row.primary.forks:
            return f"{name} has no raw data, which would tell the forks apart"
        if not usable(scores):
            return f"{name} does not have the figure of every fork"
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
        one.get(name)
        for one in entries(run, "inputs")
        if [last_name(one.get(parameter)) for parameter in ("model", "corpus")] == wanted
    }
    return found.pop() if len(found) == 1 else None


def last_name(path) -> str:
    return re.split(r"[/\\]", str(path))[-1]


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
    return re.sub(r"\b([0-9a-f]{10})[0-9a-f]{30,}\b", r"\1", str(value))


def fact(run: Run, *path: str):
    """What the sidecar says at a path of names; None if it does not."""
    found: object = run.facts
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return found


def entries(run: Run, *path: str) -> List[Dict]:
    """The objects of a list in the sidecar; none without such a list."""
    values = fact(run, *path)
    return [one for one in values if isinstance(one, dict)] if isinstance(values, list) else []


def subjects(base: Run, other: Run, pairs: Sequence[Tuple[Row, Row]]) -> List[str]:
    """What differs besides the figures, and may be what made them differ."""
    changes = [
        change(title, before.settings.get(name), after.settings.get(name))
        for name, title in SUBJECTS.items()
        for before, after in pairs
    ]
    changes += [
        change(title, fact(base, *path.split(".")), fact(other, *path.split(".")))
        for path, title in SUBJECT_FACTS.items()
    ]
    changes += [
        f"{name} was built from a changed working tree"
        for name, run in (("BASE", base), ("OTHER", other))
        if fact(run, "software", "modified")
    ]
    return list(dict.fromkeys(text for text in changes if text))


def compare_machines(base: Run, other: Run) -> Machines:
    unknown = [
        run.path.name for run in (base, other) if not isinstance(run.facts.get("machine"), dict)
    ]
    changes = [
        change(
            path, fact(base, "machine", *path.split(".")), fact(other, "machine", *path.split("."))
        )
        for path in MACHINE_FACTS
    ]
    ram = [fact(run, "machine", "memory", "ramBytes") for run in (base, other)]
    if all(map(known, ram)) and not math.isclose(*ram, rel_tol=SAME_RAM):
        changes.append(change("RAM", *(f"{value / 2**30:.0f} GiB" for value in ram)))
    return Machines(
        unknown,
        [text for text in changes if text],
        unpaired_ratio(best_rates(other), best_rates(base)),
    )


def gemm_rates(run: Run) -> List[float]:
    """GFLOP/s on all cores of each probe of the machine's matrix multiply."""
    rates = [number(probe.get("gflopsAll")) for probe in entries(run, "probes")]
    return [rate for rate in rates if rate > 0]


def best_rates(run: Run) -> List[float]:
    """The rate of each round's better probe."""
    best: Dict[object, float] = {}
    for probe in entries(run, "probes"):
        rate, turn = number(probe.get("gflopsAll")), probe.get("round")
        if rate > best.get(turn, 0):
            best[turn] = rate
    return list(best.values())


def row_status(run: Run, row: Row, figure: str) -> Optional[str]:
    """What the run's own verdict says of a row's figure; None if it says nothing."""
    wanted = {"benchmark": row.benchmark, "mode": row.mode, **as_published(row.parameters)}
    for one in entries(run, "verdict", "rows"):
        name = one.get("row") or {}
        named = {key: name.get(key) for key in ("benchmark", "mode")}
        if {**named, **as_published(name.get("parameters") or {})} == wanted:
            return (one.get(figure) or {}).get("status")
    return None


def as_published(parameters: Dict) -> Dict[str, str]:
    """Parameters as both the results and the sidecar can tell them."""
    return {name: last_name(value) for name, value in parameters.items()}


# ---- Comparing files: tables --------------------------------------------------------------------


@dataclass(frozen=True)
class Cells:
    """A column of a table: its head, and one text for each row."""

    head: str
    texts: List[str]
    right: bool = False

    @property
    def width(self) -> int:
        return max(len(text) for text in [self.head, *self.texts])

    def line(self, text: str) -> str:
        return text.rjust(self.width) if self.right else text.ljust(self.width)


def comparison_text(comparison: Comparison) -> str:
    """Plain text, at most 120 columns wide."""
    names = row_names(comparison)
    lines = [line for text in head_lines(comparison) for line in text_lines(text)]
    for figure in WORDS:
        findings = comparison.of(figure)
        if findings:
            lines += ["", *text_table(findings, names)]
            lines += [line for text in footnotes(findings) for line in text_lines(text)]
    legend = [*only_lines(comparison, names), *legend_lines(comparison)]
    lines += ["", *(line for text in legend for line in text_lines(text))]
    return "\n".join(lines) + "\n"


def comparison_markdown(comparison: Comparison) -> str:
    """Lists and tables for a comment on a pull request."""
    names = row_names(comparison)
    lines = [f"- {escaped(text)}" for text in head_lines(comparison)]
    for figure in WORDS:
        findings = comparison.of(figure)
        if findings:
            lines += ["", *markdown_table(columns(findings, names))]
            notes = [escaped(text) for text in footnotes(findings)]
            lines += ["", *(f"- {text}" for text in notes)] if notes else []
    legend = [*only_lines(comparison, names), *legend_lines(comparison)]
    lines += ["", *(f"- {escaped(text)}" for text in legend)]
    return "\n".join(lines) + "\n"


def comparisons_csv(comparisons: Sequence[Comparison]) -> str:
    """One line for each figure of each row, with all digits; parameters as in JMH's own CSV."""
    rows = [row for one in comparisons for run in (one.base, one.other) for row in run.rows]
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
    lines = [
        f"{name:5} {run_line(run)}"
        for name, run in (("BASE", comparison.base), ("OTHER", comparison.other))
    ]
    lines += [f"Rows: {common_line(comparison)}", f"Machine: {machine_line(comparison)}"]
    differing = "; ".join(comparison.subjects) or "nothing that the files tell"
    lines.append(f"Differs besides: {differing}.")
    lines += [
        f"! {run.path} is invalid by its own verdict: {'; '.join(reasons)}"
        for run in (comparison.base, comparison.other)
        for reasons in [invalid_reasons(run)]
        if reasons
    ]
    return [*lines, f"Outcome: {outcome(comparison)}."]


def run_line(run: Run) -> str:
    forks = sorted({len(row.primary.forks) for row in run.rows})
    parts = [f"{forks[0]}-{forks[-1]} forks" if len(forks) > 1 else f"{forks[0]} forks"]
    cores = fact(run, "machine", "topology", "usableCores")
    parts += [
        str(value)
        for value in (fact(run, "run", "start"), fact(run, "machine", "cpu", "model"))
        if value is not None
    ]
    parts += [f"{cores} cores"] if cores is not None else []
    parts += [f"GEMM {show(run.gemm_rate)} GFLOP/s"] if math.isfinite(run.gemm_rate) else []
    return f"{run.path}: {', '.join(parts)}"


def common_line(comparison: Comparison) -> str:
    """Benchmark and mode if there is one, and the parameters that no row varies."""
    rows = comparison.base.rows + comparison.other.rows
    benchmarks = {row.benchmark for row in rows}
    one = rows[0].short_name + (f" ({rows[0].mode})" if len({r.mode for r in rows}) == 1 else "")
    parts = [one if len(benchmarks) == 1 else f"{len(benchmarks)} benchmarks"]
    same = [
        f"{name}={value}"
        for name, value in rows[0].parameters.items()
        if name != "deployment" and all(row.parameters.get(name) == value for row in rows)
    ]
    threads = {row.threads for row in rows}
    parts += [f"{rows[0].threads} threads"] if len(threads) == 1 and threads != {1} else []
    parts += ["all with " + " ".join(same)] if same else []
    return ", ".join(parts) + "."


def machine_line(comparison: Comparison) -> str:
    """Whether it is one machine at one speed, and what follows for the verdicts."""
    machines = comparison.machines
    if machines.differences:
        parts = [f"not the same: {'; '.join(machines.differences)}"]
    elif machines.unknown:
        parts = [f"not known of {' and '.join(machines.unknown)}, taken for the same"]
    else:
        parts = ["the same as far as the files tell"]
    runs = (comparison.base, comparison.other)
    if machines.differences:
        before, after = (show(run.gemm_rate) for run in runs)
        parts.append(f"GEMM rate {before} -> {after} GFLOP/s")
    elif machines.speed.has_interval:
        before, after = (show(over_forks(best_rates(run)).value) for run in runs)
        verdict = judged(machines.speed, "slower", "faster")
        ratio = aligned([machines.speed])[0]
        parts.append(f"rounds' best GEMM rate {before} -> {after} GFLOP/s, {ratio}: {verdict}")
    if machines.normalise:
        parts.append("only times normalised by the run's own GEMM rate get a verdict")
    elif not machines.speed.has_interval:
        parts.append("nothing shows that it was as fast both times, which is assumed")
    return "; ".join(parts) + "."


def invalid_reasons(run: Run) -> List[str]:
    """For time and memory, if the run's own verdict is invalid, why."""
    found = []
    for figure in WORDS:
        judgement = fact(run, "verdict", figure) or {}
        if judgement.get("status") == "invalid":
            reasons = entries(run, "verdict", figure, "reasons")
            texts = [str(reason.get("text")) for reason in reasons]
            found.append(f"{figure} ({'; '.join(texts) or 'no reason given'})")
    return found


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


def row_names(comparison: Comparison) -> Dict[Tuple, str]:
    """Short names that tell all rows of both files apart."""
    both = comparison.base.rows + comparison.other.rows
    rows = list({row.key: row for row in both}.values())
    benchmarks = {row.benchmark for row in rows}
    short = len({row.short_name for row in rows}) == len(benchmarks)
    names = {}
    for row in rows:
        alike = [other for other in rows if other.benchmark == row.benchmark]
        parts = [row.short_name if short else row.benchmark] if len(benchmarks) > 1 else []
        parts += [row.mode] if len({other.mode for other in alike}) > 1 else []
        parts += [row.deployment] if row.deployment is not None else []
        parts += [
            f"{name}={value}"
            for name, value in row.parameters.items()
            if name != "deployment" and any(other.parameters.get(name) != value for other in alike)
        ]
        if len({other.threads for other in alike}) > 1:
            parts.append(f"{row.threads} threads")
        names[row.key] = " ".join(" ".join(parts).split()) or row.short_name
    return names


def only_lines(comparison: Comparison, names: Dict[Tuple, str]) -> List[str]:
    return [
        f"Only in {where}: {'; '.join(names[row.key] for row in rows)}."
        for where, rows in (("BASE", comparison.only_base), ("OTHER", comparison.only_other))
        if rows
    ]


def columns(findings: Sequence[Finding], names: Dict[Tuple, str]) -> List[Cells]:
    scales = [scale(finding) for finding in findings]
    units = [unit for _, unit in scales]
    one_unit = len(set(units)) == 1
    figure = findings[0].figure
    found = [
        Cells(figure + (f", {units[0]}" if one_unit else ""), [names[f.row.key] for f in findings]),
        Cells("BASE", [show(f.base * by) for f, (by, _) in zip(findings, scales)], right=True),
        Cells("OTHER", [show(f.other * by) for f, (by, _) in zip(findings, scales)], right=True),
    ]
    found += [] if one_unit else [Cells("unit", units)]
    found.append(Cells("OTHER / BASE", aligned([f.ratio for f in findings])))
    if any(f.normalised for f in findings):
        ratios = [f.normalised or UNKNOWN for f in findings]
        texts = [text if f.normalised else "" for text, f in zip(aligned(ratios), findings)]
        found.append(Cells("normalised", texts))
    whys = list(dict.fromkeys(f.why for f in findings if f.why))
    verdicts = [
        f.verdict + (f" ({whys.index(f.why) + 1})" if f.why else "") + (" !" if f.invalid else "")
        for f in findings
    ]
    return [*found, Cells("verdict", verdicts)]


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
    table = columns(findings, names)
    explained: List[str] = []
    if sum(cells.width for cells in table) + 2 * (len(table) - 1) > WIDTH:
        rows = list(enumerate(table[0].texts, start=1))
        explained = [line for number, name in rows for line in text_lines(f"#{number} {name}")]
        table[0] = Cells(table[0].head, [f"#{number}" for number, _ in rows])
    lines = [[cells.line(cells.head) for cells in table]]
    lines += [[c.line(c.texts[i]) for c in table] for i in range(len(findings))]
    return ["  ".join(line).rstrip() for line in lines] + explained


def markdown_table(table: Sequence[Cells]) -> List[str]:
    lines = [[cells.head for cells in table], ["--:" if c.right else "---" for c in table]]
    lines += [[c.texts[i].strip() for c in table] for i in range(len(table[0].texts))]
    return ["| " + " | ".join(escaped(text) for text in line) + " |" for line in lines]


def escaped(text: str) -> str:
    """Text that a table or a list of markdown shows as it is."""
    return re.sub(r"([\\|*<`])", r"\\\1", text)


def legend_lines(comparison: Comparison) -> List[str]:
    judged_findings = [f for f in comparison.findings if f.verdict != INCONCLUSIVE]
    lines = []
    if any(f.ratio.has_interval for f in comparison.findings):
        lines.append(
            "[]: 95 % interval over forks. A verdict needs one without 1, and a ratio beyond 3 %."
        )
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


def text_lines(text: str) -> List[str]:
    """Lines of at most 120 columns, not broken within brackets."""
    glued = re.sub(r"\[[^\]]*\]", lambda found: found.group().replace(" ", "\0"), text)
    lines = textwrap.wrap(glued, WIDTH, subsequent_indent="  ", break_on_hyphens=False)
    return [line.replace("\0", " ") for line in lines]


def aligned(ratios: Sequence[Estimate]) -> List[str]:
    """Ratios with their intervals, part below part."""
    parts = [[ratio_text(r.value), ratio_text(r.low), ratio_text(r.high)] for r in ratios]
    widths = [max(len(line[part]) for line in parts) for part in range(3)]
    texts = []
    for ratio, line in zip(ratios, parts):
        value, low, high = (text.rjust(width) for text, width in zip(line, widths))
        texts.append(f"{value} [{low}, {high}]" if ratio.has_interval else value)
    return texts


def ratio_text(ratio: float) -> str:
    """Three digits after the point, so that 1.003 is not taken for 1, unless it is far from 1."""
    return f"{ratio:.3f}" if 0.01 <= ratio < 10 else show(ratio)


def show(value: float, decimals: int = 9) -> str:
    """Three significant digits, or those before the point; from 10,000 on with k, M, G or T."""
    if not math.isfinite(value) or value == 0:
        return "0" if value == 0 else str(value).replace("nan", "NaN")
    exponent = int(f"{value:.2e}".split("e")[1])
    if exponent > 3:
        steps = min(exponent // 3, 4)
        places = max(0, 2 - (exponent - 3 * steps))
        return f"{float(f'{value:.2e}') / 1000**steps:.{places}f}{' kMGT'[steps]}"
    places = min(decimals, max(0, 2 - exponent))
    text = f"{value:.{places}f}"
    return text if float(text) else f"<{10**-decimals:.{decimals}f}"


# ---- Charts -------------------------------------------------------------------------------------


# ---- Page ---------------------------------------------------------------------------------------


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
    sys.stdout.write(output)
    return int(any(verdict in options.fail_on for one in comparisons for verdict in one.verdicts))


def read_different(paths: Sequence[Path]) -> List[Run]:
    """Reads result files of which no two are the same: a copy would compare well with anything."""
    runs = [read_run(path) for path in paths]
    seen: Dict[bytes, Path] = {}
    for path in paths:
        first = seen.setdefault(path.read_bytes(), path)
        if first is not path:
            raise InvalidInput(
                f"{path} holds the results of {first} itself; give files of two runs"
            )
    return runs


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
        print(problem, file=sys.stderr)
        sys.exit(2)
