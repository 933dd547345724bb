"""The workflows for GitHub Actions: actionlint knows their syntax, expressions and actions."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import yaml
from conftest import PROJECT

WORKFLOWS = PROJECT / ".github/workflows"
ACTIONLINT = Path(sys.executable).parent / "actionlint"
SHELLCHECK = Path(sys.executable).parent / "shellcheck"


def lint(*files: Path) -> subprocess.CompletedProcess:
    return subprocess.run(
        [ACTIONLINT, "-no-color", "-shellcheck", SHELLCHECK, *files],
        cwd=PROJECT,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )


def test_actionlint_finds_nothing():
    workflows = sorted(WORKFLOWS.glob("*.yml"))

    ended = lint(*workflows)

    assert {file.stem for file in workflows} == {"ci", "fleet", "measure"}
    assert (ended.returncode, ended.stdout) == (0, "")


def test_actionlint_finds_what_is_misspelt(tmp_path):
    broken = tmp_path / "broken.yml"
    whole = (WORKFLOWS / "measure.yml").read_text(encoding="utf-8")
    broken.write_text(whole.replace("inputs.runners", "inputs.runner"), encoding="utf-8")

    ended = lint(broken)

    assert ended.returncode == 1
    assert '"runner" is not defined' in ended.stdout


def test_runners_measure_apart_and_what_some_measured_is_kept():
    workflow = yaml.safe_load((WORKFLOWS / "measure.yml").read_text(encoding="utf-8"))
    measure, page = workflow["jobs"]["measure"], workflow["jobs"]["page"]

    assert measure["strategy"]["fail-fast"] is False
    assert measure["steps"][-1]["if"] == "always()"
    assert "!cancelled()" in page["if"]


def test_every_job_ends_some_time():
    for file in WORKFLOWS.glob("*.yml"):
        jobs = yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"]
        for name, job in jobs.items():
            assert "uses" in job or "timeout-minutes" in job, f"{file.name}: {name}"
