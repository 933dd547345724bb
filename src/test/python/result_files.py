"""Result files to order, and what stands beside them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Dict, List, Optional, Sequence

DEPLOYMENTS = {  # texts/s, then MiB: PSS, RSS, USS, RSS of the parent, PSS of the workers, heap
    "SINGLE": (26.7, 500, 514, 496, 514, 0, 14),
    "THREADS": (30.2, 509, 523, 505, 523, 0, 15),
    "DISPATCHER": (26.4, 501, 515, 497, 515, 0, 14),
    "MULTIPROCESS_NAIVE": (16.2, 2904, 3142, 2850, 86, 2830, 13),
    "MULTIPROCESS_BUDGETED": (29.9, 2882, 3120, 2828, 86, 2808, 13),
    "SHARED_MAPPED": (22.9, 614, 2655, 340, 86, 540, 13),
    "SHARED_PREPACKED": (30.6, 606, 2611, 345, 86, 532, 13),
    "SERVER": (30.1, 585, 665, 565, 86, 511, 13),
    "CONTROL": (126000, 71.5, 84.4, 65, 84.4, 0, 11),
}
MEMORY = (
    "mem.tree.pss.peak",
    "mem.tree.rss.peak",
    "mem.tree.uss.peak",
    "mem.root.rss.peak",
    "mem.workers.pss.mean",
    "mem.heap.used",
)
WOBBLE = (0.98, 1.01, 1.0, 1.02, 0.99)  # how forks differ
MEAN = 0.9 + sum(WOBBLE[:3]) / 30  # of three forks' memory
TEXTS, CALL = 250, 8
PASSES = "distilbench.benchmark.CorpusPass.pass"
CALLS = "distilbench.benchmark.ClosedLoop.call"


def metric(forks: Sequence, unit: str, peak: bool = False) -> Dict:
    """A metric with raw data: for each fork a value, or the values of its iterations."""
    raw = [list(fork) if isinstance(fork, (list, tuple)) else [fork] for fork in forks]
    values = [value for fork in raw for value in fork if isinstance(value, (int, float))]
    score = "NaN"
    if values:
        score = max(values) if peak else sum(values) / len(values)
    return {"score": score, "scoreError": "NaN", "scoreUnit": unit, "rawData": raw}


def result(
    scores: Sequence,
    benchmark: str = "org.example.Sort.sort",
    mode: str = "avgt",
    unit: str = "us/op",
    threads: int = 1,
    parameters: Optional[Dict[str, str]] = None,
    secondary: Optional[Dict[str, Dict]] = None,
    **settings,
) -> Dict:
    """A result of any suite as JMH writes it."""
    return {
        "jmhVersion": "1.37",
        "benchmark": benchmark,
        "mode": mode,
        "threads": threads,
        "forks": len(scores),
        **settings,
        **({"params": parameters} if parameters else {}),
        "primaryMetric": metric(scores, unit),
        "secondaryMetrics": secondary or {},
    }


def deployment_result(
    deployment: str,
    seconds: Sequence[float],
    pss: Sequence[float] = (),
    texts: int = TEXTS,
    tokens=14808.0,
    parameters: Optional[Dict[str, str]] = None,
    **settings,
) -> Dict:
    """A corpus pass of this suite."""
    forks = len(seconds)
    secondary = {
        "open.seconds": metric([1.5] * forks, "s"),
        "work.texts": metric([float(texts)] * forks, "texts/op"),
        "work.tokens": metric([tokens] * forks, "tokens/op"),
    }
    if pss:
        secondary["mem.tree.pss.peak"] = metric(pss, "MiB")
    named = {"deployment": deployment, "model": "builtin", "corpus": "builtin"}
    return result(
        seconds,
        benchmark=PASSES,
        mode="ss",
        unit="s/op",
        parameters={**named, "texts": str(texts), **(parameters or {})},
        secondary=secondary,
        **settings,
    )


def machine_facts(
    rates: Sequence = (150.0, 151.0, 149.0),
    model: str = "Example CPU 9000",
    cores: int = 2,
    **more,
) -> Dict:
    """What stands beside a result file; rates are those of the probes."""
    return {
        "schema": 1,
        "machine": {
            "product": {"vendor": None, "name": None, "whyNull": {"vendor": "no firmware"}},
            "cpu": {"architecture": "amd64", "model": model},
            "topology": {"usableCores": cores},
            "memory": {"ramBytes": 16 * 2**30},
        },
        "run": {"commandLine": ["-f", "3"]},
        "probes": [{"round": i + 1, "gflopsAll": rate} for i, rate in enumerate(rates)],
        **more,
    }


def write(folder: Path, name: str, rows: List[Dict], facts: Optional[Dict] = None) -> Path:
    """A result file, and with facts the file beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    if facts is not None:
        (folder / f"{name}.env.json").write_text(json.dumps(facts), encoding="utf-8")
    return path


def passes(
    deployment: str,
    forks: int = 3,
    factor: float = 1.0,
    memory: Optional[Dict[str, float]] = None,
    threads: int = 0,
    **parameters,
) -> Dict:
    """A row about a deployment: a corpus pass, or with threads a closed loop's throughput.

    factor is how many times as fast it is as in DEPLOYMENTS; memory replaces figures from there.
    """
    speed, *sizes = DEPLOYMENTS[deployment]
    wobble = WOBBLE[:forks]
    texts = CALL if threads else TEXTS
    if threads:
        scores = [factor * speed / CALL * w for w in wobble]
    else:
        scores = [TEXTS / (factor * speed) * w for w in wobble]
    secondary = {
        "open.seconds": metric([1.5] * forks, "s"),
        "work.texts": metric([texts] * forks, "texts/op"),
        "cpu.tree.cores": metric([1.97] * forks, "cores"),
        "mem.tree.procs": metric([1] * forks, "processes"),
    }
    if deployment != "CONTROL":
        secondary["work.tokens"] = metric([texts * 59.232] * forks, "tokens/op")
    for label, size in {**dict(zip(MEMORY, sizes)), **(memory or {})}.items():
        values = [size * (0.9 + w / 10) for w in wobble]
        secondary[label] = metric(values, "MiB", label.endswith("peak"))
    return result(
        scores,
        benchmark=CALLS if threads else PASSES,
        mode="thrpt" if threads else "ss",
        unit="ops/s" if threads else "s/op",
        threads=threads or 1,
        parameters=named(deployment, **parameters),
        secondary=secondary,
    )


def named(deployment: str, **parameters) -> Dict[str, str]:
    usual = {"batchSize": 1, "callSize": 8, "corpus": "builtin", "model": "builtin"}
    every = {**usual, "processes": 8, "texts": TEXTS, "deployment": deployment, **parameters}
    return {name: str(value) for name, value in every.items()}


def calls(deployment: str, samples: int = 200, **parameters) -> Dict:
    """A row of sampled calls: 1, 2, 3, ... ms in each of three forks."""
    percentiles = {f"{p}.0": samples * p / 100 / 1e3 for p in (0, 50, 90, 95, 99, 100)}
    histogram = [[[[(i + 1) / 1e3, 1] for i in range(samples)]] for _ in range(3)]
    return {
        "benchmark": CALLS,
        "mode": "sample",
        "threads": 4,
        "params": named(deployment, **parameters),
        "primaryMetric": {
            "score": samples / 2e3,
            "scoreUnit": "s/op",
            "scorePercentiles": percentiles,
            "rawDataHistogram": histogram,
        },
        "secondaryMetrics": {},
    }


def arriving(deployment: str, milliseconds: Sequence[float], **parameters) -> Dict:
    """A row of calls that arrive by themselves; of each fork the 99th percentile."""
    forks = len(milliseconds)
    row = deployment_result(deployment, [30.0] * forks, parameters={"rate": "10", **parameters})
    row["benchmark"] = "distilbench.benchmark.OpenLoop.schedule"
    row["secondaryMetrics"]["load.calls"] = metric([300.0] * forks, "calls")
    for label, share in {"p50": 0.5, "p90": 0.8, "p99": 1, "max": 1.2}.items():
        times = [share * fork for fork in milliseconds]
        row["secondaryMetrics"][f"lat.{label}"] = metric(times, "ms")
    return row


def nine(**more) -> List[Dict]:
    """All deployments."""
    return [passes(deployment, **more) for deployment in DEPLOYMENTS]


def over_processes() -> List[Dict]:
    """PSS of the workers on the lines 20 + 350 N and 260 + 34 N, and a row that has no workers."""
    rows = []
    for n in (1, 2, 4, 8):
        for deployment, shared, each in (
            ("MULTIPROCESS_BUDGETED", 20, 350),
            ("SHARED_PREPACKED", 260, 34),
        ):
            memory = {"mem.workers.pss.mean": (shared + each * n) / MEAN}
            rows.append(passes(deployment, memory=memory, factor=1 - 0.2 / n, processes=n))
    return rows + [passes("SINGLE", processes=1)]


def over_batches() -> List[Dict]:
    return [
        passes(deployment, factor=factor, batchSize=size)
        for deployment in DEPLOYMENTS
        for size, factor in ((1, 1.0), (4, 1.08), (8, 1.05), (32, 0.93))
    ]


MACHINES = {
    "epyc": ("AMD EPYC 9654 96-Core Processor", 16, 1280.0, 7.9),
    "graviton": ("Neoverse-V2", 8, 520.0, 3.55),
    "laptop": ("Intel(R) Core(TM) i7-1185G7 @ 3.00GHz", 4, 310.0, 2.02),
    "xeon": ("Intel(R) Xeon(R) Processor @ 2.70GHz", 2, 150.0, 1.0),
}


def four_machines(folder: Path) -> List[Path]:
    """The same rows on four machines; the graviton lacks one."""
    paths = []
    for name, (cpu, cores, gemm, factor) in MACHINES.items():
        rows = nine(factor=factor)
        if name == "graviton":
            rows = [row for row in rows if row["params"]["deployment"] != "SHARED_MAPPED"]
        facts = machine_facts([gemm * 1.1, gemm * 0.9, gemm], cpu, cores)
        paths.append(write(folder, name, rows, facts))
    return paths


def over_threads(folder: Path) -> List[Path]:
    """Three runs on one machine, each with another number of clients."""
    return [
        write(
            folder,
            f"t{threads}",
            [
                passes(deployment, threads=threads, factor=factor)
                for deployment in ("SINGLE", "SERVER")
            ],
            machine_facts(),
        )
        for threads, factor in ((1, 0.6), (2, 1.0), (4, 1.01))
    ]
