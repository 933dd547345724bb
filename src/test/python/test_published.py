"""Published runs: their charts are drawn from their files, and other programs can read these."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import List

import pytest
from conftest import PROJECT

RESULTS = sorted(
    file
    for file in (PROJECT / "jmh-results").glob("*/*.json")
    if not file.name.endswith(".env.json")
)


def id_of(file: Path) -> str:
    return f"{file.parent.name}/{file.stem}"


published = pytest.mark.parametrize("file", RESULTS, ids=id_of)


def words_in(chart: Path) -> List[str]:
    """What a chart says: matplotlib notes each text beside the outlines that show it."""
    return re.findall(r"<!-- (.*?) -->", chart.read_text(encoding="utf-8"))


def page_of(charts: Path) -> str:
    """The page without the charts in it, whose outlines may differ by a machine's rounding."""
    page = (charts / "index.html").read_text(encoding="utf-8")
    return re.sub(r"<svg.*?</svg>", "", page, flags=re.DOTALL)


def test_there_is_a_published_run():
    assert RESULTS


@published
def test_charts_say_what_the_files_say(file, run_program, tmp_path):
    charts = file.parent / "charts" / file.stem

    drawn = run_program(file, "-o", tmp_path / "drawn")

    assert drawn.returncode == 0, drawn.stderr
    now = {chart.name: words_in(chart) for chart in (tmp_path / "drawn").glob("*.svg")}
    assert now == {chart.name: words_in(chart) for chart in charts.glob("*.svg")}
    assert all((charts / name).with_suffix(".png").exists() for name in now)
    assert page_of(charts) == page_of(tmp_path / "drawn")


@published
def test_jmh_visualizer_tells_the_rows_apart(file):
    """It names a row by its method and "name=value" of each parameter, split at blanks and "="."""
    results = json.loads(file.read_text(encoding="utf-8"))
    names = [
        " ".join([row["benchmark"], *(f"{name}={value}" for name, value in row["params"].items())])
        for row in results
    ]

    assert len(set(names)) == len(names)
    for row, name in zip(results, names):
        method, *parameters = name.split(" ")
        assert method == row["benchmark"]
        assert dict(p.split("=") for p in parameters) == row["params"]
        assert {"score", "scoreError", "scoreUnit", "scoreConfidence", "rawData"} <= set(
            row["primaryMetric"]
        )
        assert isinstance(row["secondaryMetrics"], dict)


@published
def test_github_action_benchmark_finds_a_number_for_each_row(file):
    """Of each element of the array its reader takes these fields, and params for the name."""
    for row in json.loads(file.read_text(encoding="utf-8")):
        assert isinstance(row["benchmark"], str)
        assert math.isfinite(row["primaryMetric"]["score"])
        assert row["primaryMetric"]["scoreUnit"]
        assert all(
            isinstance(row[name], int) for name in ("measurementIterations", "forks", "threads")
        )
