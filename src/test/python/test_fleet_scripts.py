"""The scripts that start a run on a node of a cluster, and what they start."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Dict, List

import pytest
from conftest import PROJECT

FLEET = PROJECT / "src/main/fleet"
SBATCH = FLEET / "slurm/distilbench.sbatch"
RUN = FLEET / "kubernetes/base/run.sh"
SHELLCHECK = Path(sys.executable).parent / "shellcheck"

# Options of sbatch(1) that the script uses, and their values as that page describes them.
OPTIONS = {
    "job-name": r"[\w-]+",
    "array": r"\d+(-\d+)?",
    "nodes": r"\d+",
    "ntasks": r"\d+",
    "exclusive": "",
    "mem": r"\d+[KMGT]?",
    "time": r"\d{2}:\d{2}:\d{2}",
    "signal": r"B:[A-Z]+@\d+",
    "no-requeue": "",
    "output": r"[\w%.-]+",
}

CPU = """
Architecture:            x86_64
Vendor ID:               GenuineIntel
Model name:              Intel(R) Xeon(R) Platinum 8488C
CPU family:              6
"""


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder with a java that says how and where it was called, and with a CPU."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name, script in {
        "java": 'printf "%s\\n" "$PWD" "$@"',
        "lscpu": f"cat <<'END'\n{CPU}\nEND",
    }.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    return folder


def called(script: List, programs: Path, environment: Dict[str, object]) -> List[str]:
    """The folder in which a script calls java, and the arguments."""
    ended = subprocess.run(
        [*script, "--preset", "article", "-p", "corpus=two words.csv"],
        env={
            **{name: str(value) for name, value in environment.items()},
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        },
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout.splitlines()


def test_an_index_of_a_job_has_a_folder_named_by_its_cpu(programs, tmp_path):
    environment = {"JOB_COMPLETION_INDEX": 3, "POD": "distilbench-3-x7k2p", "RESULTS": tmp_path}

    _, *arguments = called(["sh", RUN], programs, environment)

    folder = tmp_path / "3-Intel-R-Xeon-R-Platinum-8488C"
    assert folder.is_dir()
    assert arguments == [
        "-jar",
        "/app/benchmarks.jar",
        "-rff",
        f"{folder}/distilbench-3-x7k2p.json",
        "--preset",
        "article",
        "-p",
        "corpus=two words.csv",
    ]


def test_a_cpu_without_a_name_is_unknown(programs, tmp_path):
    (programs / "lscpu").write_text("#!/bin/sh\necho Architecture: riscv64\n", encoding="utf-8")
    environment = {"JOB_COMPLETION_INDEX": 0, "POD": "pod", "RESULTS": tmp_path}

    called(["sh", RUN], programs, environment)

    assert (tmp_path / "0-unknown").is_dir()


def test_a_task_of_an_array_writes_beside_the_project_and_makes_models_on_the_node(
    programs, tmp_path
):
    project, node = tmp_path / "project", tmp_path / "node"
    node.mkdir()
    environment = {
        "SLURM_SUBMIT_DIR": project,
        "SLURM_JOB_ID": 812,
        "SLURM_ARRAY_JOB_ID": 807,
        "SLURM_ARRAY_TASK_ID": 5,
        "TMPDIR": node,
    }

    at, *arguments = called(["bash", SBATCH], programs, environment)

    results = project / "jmh-results/slurm-807/5-Intel-R-Xeon-R-Platinum-8488C"
    assert results.is_dir()
    assert arguments[:4] == [
        "-jar",
        f"{project}/target/benchmarks.jar",
        "-rff",
        f"{results}/slurm-812.json",
    ]
    assert arguments[4:] == ["--preset", "article", "-p", "corpus=two words.csv"]
    assert Path(at).parent == node
    # Nobody else may put libraries there.
    assert Path(at).stat().st_mode & 0o777 == 0o700


def test_slurm_knows_the_options_of_the_array():
    lines = SBATCH.read_text(encoding="utf-8").splitlines()
    directives = [line for line in lines if line.startswith("#SBATCH")]
    first_command = next(i for i, line in enumerate(lines) if line and not line.startswith("#"))

    assert directives == [line for line in lines[:first_command] if line.startswith("#SBATCH")]
    options = {}
    for directive in directives:
        name, value = re.fullmatch(r"#SBATCH --([a-z-]+)=?(.*)", directive).groups()
        options[name] = value
    assert len(options) == len(directives)
    for name, value in options.items():
        assert re.fullmatch(OPTIONS[name], value), f"--{name}={value}"
    assert {"array", "exclusive"} <= set(options)


@pytest.mark.parametrize("script", [RUN, SBATCH], ids=lambda script: script.name)
def test_shellcheck_finds_nothing(script):
    ended = subprocess.run([SHELLCHECK, script], capture_output=True, encoding="utf-8", timeout=60)

    assert (ended.returncode, ended.stdout) == (0, "")
