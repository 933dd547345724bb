"""What all tests need: plot.py as module and as program, fixtures, result files to order."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Callable, Dict, List, Optional, Sequence

import pytest

PROJECT = Path(__file__).resolve().parents[3]
RESOURCES = PROJECT / "src/test/resources/distilbench"
PROGRAM = PROJECT / "plot.py"


def load_plot() -> ModuleType:
    sys.dont_write_bytecode = True
    spec = importlib.util.spec_from_file_location("plot", PROGRAM)
    module = importlib.util.module_from_spec(spec)
    sys.modules["plot"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


load_plot()


@pytest.fixture(scope="session")
def plot() -> ModuleType:
    return sys.modules["plot"]


@pytest.fixture(scope="session")
def fixtures() -> Path:
    """The folder of result files for plot.py alone."""
    return RESOURCES / "plot"


@pytest.fixture(scope="session")
def report_fixtures() -> Path:
    """The folder of result files that the tests of the Java report use too."""
    return RESOURCES / "report"


@pytest.fixture
def run_program(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess]:
    """Runs plot.py as users do; what it prints is text."""

    def run(*arguments, folder: Path = tmp_path) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-B", str(PROGRAM), *map(str, arguments)],
            cwd=folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
        )

    return run


def metric(forks: Sequence, unit: str) -> Dict:
    """A metric with raw data: for each fork a value, or the values of its iterations."""
    raw = [list(fork) if isinstance(fork, (list, tuple)) else [fork] for fork in forks]
    values = [value for fork in raw for value in fork if isinstance(value, (int, float))]
    score = sum(values) / len(values) if values else "NaN"
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
    reviews: int = 250,
    tokens=14808.0,
    parameters: Optional[Dict[str, str]] = None,
    **settings,
) -> Dict:
    """A corpus pass of this suite."""
    forks = len(seconds)
    secondary = {
        "open.seconds": metric([1.5] * forks, "s"),
        "work.reviews": metric([float(reviews)] * forks, "reviews/op"),
        "work.tokens": metric([tokens] * forks, "tokens/op"),
    }
    if pss:
        secondary["mem.tree.pss.peak"] = metric(pss, "MiB")
    named = {"deployment": deployment, "model": "builtin", "corpus": "builtin"}
    return result(
        seconds,
        benchmark="distilbench.benchmark.CorpusPass.pass",
        mode="ss",
        unit="s/op",
        parameters={**named, "reviews": str(reviews), **(parameters or {})},
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
            "cpu": {"architecture": "amd64", "model": model},
            "topology": {"usableCores": cores},
            "memory": {"ramBytes": 16 * 2**30},
        },
        "probes": [{"round": i + 1, "gflopsAll": rate} for i, rate in enumerate(rates)],
        **more,
    }


@pytest.fixture
def result_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes results, and what belongs beside them."""

    def write(name: str, results: List[Dict], facts: Optional[Dict] = None) -> Path:
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(results), encoding="utf-8")
        if facts is not None:
            (tmp_path / f"{name}.env.json").write_text(json.dumps(facts), encoding="utf-8")
        return path

    return write
