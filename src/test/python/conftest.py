"""What all tests need: plot.py as a module and as a program, fixtures, result files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Callable, Dict, List, Optional

import pytest
from result_files import write

PROJECT = Path(__file__).resolve().parents[3]
RESOURCES = PROJECT / "src/test/resources/distilbench"
PLOT = RESOURCES / "plot"  # result files for plot.py alone
REPORT = RESOURCES / "report"  # result files that the tests of the Java report use too
PROGRAM = PROJECT / "plot.py"

sys.dont_write_bytecode = True
sys.path.insert(0, str(PROJECT))  # for "import plot"


@pytest.fixture
def run_program(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess]:
    """Runs plot.py as users do; what it prints is text."""

    def run(*arguments) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-B", str(PROGRAM), *map(str, arguments)],
            cwd=tmp_path,
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


@pytest.fixture
def result_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes results, and what belongs beside them."""

    def write_here(name: str, results: List[Dict], facts: Optional[Dict] = None) -> Path:
        return write(tmp_path, name, results, facts)

    return write_here
