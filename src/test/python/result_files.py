"""Result files to order for the tests of charts and page, and plot.py as a module."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Dict, List, Optional, Sequence

PROJECT = Path(__file__).resolve().parents[3]
PROGRAM = PROJECT / "plot.py"
REPORT = PROJECT / "src/test/resources/distilbench/report"

DEPLOYMENTS = {  # reviews/s, then MiB: PSS, RSS, USS, PSS of the parent and of the workers, heap
    "SINGLE": (26.7, 500, 514, 496, 500, 0, 14),
    "THREADS": (30.2, 509, 523, 505, 509, 0, 15),
    "DISPATCHER": (26.4, 501, 515, 497, 501, 0, 14),
    "MULTIPROCESS_NAIVE": (16.2, 2904, 3142, 2850, 74, 2830, 13),
    "MULTIPROCESS_BUDGETED": (29.9, 2882, 3120, 2828, 74, 2808, 13),
    "SHARED_MAPPED": (22.9, 614, 2655, 340, 74, 540, 13),
    "SHARED_PREPACKED": (30.6, 606, 2611, 345, 74, 532, 13),
    "SERVER": (30.1, 585, 665, 565, 74, 511, 13),
    "CONTROL": (126000, 71.5, 84.4, 65, 71.5, 0, 11),
}
MEMORY = (
    "mem.tree.pss.peak",
    "mem.tree.rss.peak",
    "mem.tree.uss.peak",
    "mem.root.pss.mean",
    "mem.workers.pss.mean",
    "mem.heap.used",
)
WOBBLE = (0.98, 1.01, 1.0, 1.02, 0.99)  # how forks differ
MEAN = 0.9 + sum(WOBBLE[:3]) / 30  # of three forks' memory
REVIEWS, CALL = 250, 8


def load_plot() -> ModuleType:
    if "plot" not in sys.modules:
        sys.dont_write_bytecode = True
        spec = importlib.util.spec_from_file_location("plot", PROGRAM)
        module = importlib.util.module_from_spec(spec)
        sys.modules["plot"] = module  # dataclasses look their module up
        spec.loader.exec_module(module)
    return sys.modules["plot"]


def metric(values: Sequence[float], unit: str, peak: bool = False) -> Dict:
    values = [float(value) for value in values]
    score = max(values) if peak else sum(values) / len(values)
    return {"score": score, "scoreUnit": unit, "rawData": [[value] for value in values]}


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
    reviews = CALL if threads else REVIEWS
    if threads:
        primary = metric([factor * speed / CALL * w for w in wobble], "ops/s")
    else:
        primary = metric([REVIEWS / (factor * speed) * w for w in wobble], "s/op")
    secondary = {
        "open.seconds": metric([1.5] * forks, "s"),
        "work.reviews": metric([reviews] * forks, "reviews/op"),
        "cpu.tree.cores": metric([1.97] * forks, "cores"),
        "mem.tree.procs": metric([1] * forks, "processes"),
    }
    if deployment != "CONTROL":
        secondary["work.tokens"] = metric([reviews * 59.232] * forks, "tokens/op")
    for label, size in {**dict(zip(MEMORY, sizes)), **(memory or {})}.items():
        values = [size * (0.9 + w / 10) for w in wobble]
        secondary[label] = metric(values, "MiB", label.endswith("peak"))
    return {
        "benchmark": f"distilbench.benchmark.{'ClosedLoop.call' if threads else 'CorpusPass.pass'}",
        "mode": "thrpt" if threads else "ss",
        "threads": threads or 1,
        "forks": forks,
        "params": named(deployment, **parameters),
        "primaryMetric": primary,
        "secondaryMetrics": secondary,
    }


def named(deployment: str, **parameters) -> Dict[str, str]:
    usual = {"batchSize": 1, "callSize": 8, "corpus": "builtin", "model": "builtin"}
    every = {**usual, "processes": 8, "reviews": REVIEWS, "deployment": deployment, **parameters}
    return {name: str(value) for name, value in every.items()}


def calls(deployment: str, samples: int = 200, **parameters) -> Dict:
    """A row of sampled calls: 1, 2, 3, ... ms in each of three forks."""
    percentiles = {f"{p}.0": samples * p / 100 / 1e3 for p in (0, 50, 90, 95, 99, 100)}
    histogram = [[[[(i + 1) / 1e3, 1] for i in range(samples)]] for _ in range(3)]
    return {
        "benchmark": "distilbench.benchmark.ClosedLoop.call",
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


def facts(cpu: str = "Example CPU 9000", cores: int = 2, gemm: float = 150.0, **more) -> Dict:
    """A sidecar; the two probes are 1 % above and below gemm."""
    return {
        "schema": 1,
        "run": {"commandLine": ["-f", "3"], "seed": 42, "order": [[0, 1], [1, 0]]},
        "machine": {
            "product": {"vendor": None, "name": None, "whyNull": {"vendor": "no firmware"}},
            "cpu": {"architecture": "amd64", "model": cpu},
            "topology": {"usableCores": cores},
            "frequency": {"currentMHz": 2700},
            "memory": {"ramBytes": 16 * 2**30, "availableBytes": 2**33},
        },
        "probes": [{"gflopsAll": gemm * 1.01}, {"gflopsAll": gemm * 0.99}],
        "verdict": None,
        **more,
    }


def write(folder: Path, name: str, rows: List[Dict], sidecar: Optional[Dict] = None) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    if sidecar is not None:
        (folder / f"{name}.env.json").write_text(json.dumps(sidecar), encoding="utf-8")
    return path


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
        paths.append(write(folder, name, rows, facts(cpu, cores, gemm)))
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
            facts(),
        )
        for threads, factor in ((1, 0.6), (2, 1.0), (4, 1.01))
    ]
