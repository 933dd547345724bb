"""What all tests need: the package, plot.py as a program, reports of the jar, fixtures."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Callable, Dict

import pytest

PROJECT = Path(__file__).resolve().parents[3]
RESOURCES = PROJECT / "src/test/resources/distilbench"
REPORT = RESOURCES / "report"  # result files that the tests of the Java report use too
PROGRAM = PROJECT / "plot.py"
JAR = Path(os.environ.get("BENCHMARKS_JAR", PROJECT / "target" / "benchmarks.jar"))

sys.dont_write_bytecode = True
sys.path.insert(0, str(PROJECT / "src/main/python"))


@cache
def printed_report(*paths: Path) -> str:
    """What the jar prints of result files; a file's content must not change between calls."""
    return subprocess.run(
        ["java", "-XX:TieredStopAtLevel=1", "-jar", str(JAR), "report", *map(str, paths)]
        + ["--format", "json"],
        capture_output=True,
        check=True,
        encoding="utf-8",
        timeout=120,
    ).stdout


def report_of(*paths: Path) -> Dict:
    """The report of result files, computed by the jar."""
    return json.loads(printed_report(*paths))


@pytest.fixture
def run_program(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess]:
    """Runs plot.py as users do; what it prints is text."""

    def run(*arguments, given: str = "") -> subprocess.CompletedProcess:
        jar = [] if "--jar" in arguments else ["--jar", JAR]
        return subprocess.run(
            [sys.executable, "-B", PROGRAM, *arguments, *jar],
            cwd=tmp_path,
            input=given,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
        )

    return run


def assert_refused(ended: subprocess.CompletedProcess, *said: str) -> None:
    """One line says why, and nothing was done."""
    assert ended.returncode == 2, ended
    assert ended.stdout == ""
    assert len(ended.stderr.splitlines()) == 1, ended.stderr
    for words in said:
        assert words in ended.stderr
