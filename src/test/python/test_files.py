"""Result files of any suite are read; what is none is refused in one line."""

from __future__ import annotations

import ast
import json
import math
import os
import subprocess
import sys
import threading
from collections import Counter

import plot
import pytest
from conftest import PLOT, PROGRAM, assert_refused
from result_files import deployment_result, machine_facts, result


def test_the_program_defines_no_name_twice():
    """A second definition would silently replace the first."""
    tree = ast.parse(PROGRAM.read_text(encoding="utf-8"))
    names = Counter(node.name for node in tree.body if hasattr(node, "name"))

    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("version", ["1.21", "1.36", "1.37"])
def test_files_of_several_versions_of_jmh_read_alike(version):
    """Written by these versions of JMH, for one benchmark in three modes under its gc profiler."""
    run = plot.read_run(PLOT / f"jmh-{version}.json")

    modes = {row.mode: row for row in run.rows}
    assert list(modes) == ["thrpt", "sample", "ss"]
    for row in run.rows:
        assert row.settings["jmhVersion"] == version
        assert row.parameters == {"size": "10"}
        assert row.short_name == "Joining.join"
        assert len(row.primary.fork_means()) == 3
        assert row.primary.whole_score() > 0
    assert modes["thrpt"].figure("gc.alloc.rate.norm") == pytest.approx(152, abs=0.1)
    assert modes["sample"].primary.percentiles["50.0"] < 0.2


def test_samples_become_the_mean_of_each_fork(result_file):
    sampled = result([1.0], mode="sample")
    del sampled["primaryMetric"]["rawData"]
    sampled["primaryMetric"]["rawDataHistogram"] = [
        [[[1.0, 3], [2.0, 1]], [[3.0, 4]]],
        [[[5.0, 1]]],
        [[]],
    ]

    [row] = plot.read_run(result_file("sampled", [sampled])).rows

    assert row.primary.fork_means() == pytest.approx([17 / 8, 5, math.nan], nan_ok=True)


@pytest.mark.parametrize("sign", ["\u00b7", "?", "+", "\ufffd"])
def test_a_sign_in_front_of_a_label_is_no_part_of_it(result_file, sign):
    path = result_file("signs", [result([1.0])])
    path.write_text(
        path.read_text().replace(
            '"secondaryMetrics": {}', f'"secondaryMetrics": {{"{sign}gc.count": {{"score": 3}}}}'
        ),
        encoding="utf-8",
    )

    assert plot.read_run(path).rows[0].figure("gc.count") == 3


def test_a_label_in_the_encoding_of_another_machine_reads_too(result_file):
    path = result_file("latin", [result([1.0], secondary={"\u00b7gc.count": {"score": 3}})])
    path.write_bytes(json.dumps(json.loads(path.read_text()), ensure_ascii=False).encode("latin-1"))

    assert plot.read_run(path).rows[0].figure("gc.count") == 3


@pytest.mark.parametrize(
    "text, value",
    [("NaN", math.nan), ("+INF", math.inf), ("-INF", -math.inf), ("1.5", 1.5), (None, math.nan)],
)
def test_numbers_that_json_does_not_know_are_texts(text, value):
    assert plot.number(text) == pytest.approx(value, nan_ok=True)


def test_a_metric_that_a_fork_could_not_measure_is_not_known(result_file):
    measured = {"open.seconds": {"score": 2.0, "scoreUnit": "s", "rawData": [[2.0], ["NaN"]]}}

    [row] = plot.read_run(result_file("partial", [result([1, 2], secondary=measured)])).rows

    assert math.isnan(row.figure("open.seconds"))
    assert row.figures("open.seconds") == pytest.approx([2, math.nan], nan_ok=True)


def test_without_raw_data_the_score_stands_for_one_fork(result_file):
    bare = {"benchmark": "org.example.Bare.row", "primaryMetric": {"score": 4.0}}

    [row] = plot.read_run(result_file("bare", [bare])).rows

    assert row.primary.forks == []
    assert row.primary.fork_means() == [4]


def test_facts_come_from_the_file_beside(result_file):
    run = plot.read_run(result_file("a", [result([1.0])], machine_facts([100.0, None, 110.0])))

    assert run.gemm_rate == 105
    assert not run.in_rounds


BROKEN = {
    "empty file": ("", "is empty"),
    "empty array": ("[]", "holds no results"),
    "truncated": ('[\n{"benchmark": "a.b.c",\n"primaryMe', "is not whole JSON: line 3"),
    "not JSON": ("Benchmark  Mode  Cnt", "is not whole JSON: line 1"),
    "an object": ("{}", "is no JMH result file"),
    "a number": ("7", "is no JMH result file"),
    "other objects": ('[{"name": "x"}]', "is no JMH result file"),
    "texts": ('["a"]', "is no JMH result file"),
    "metric of another shape": ('[{"benchmark": "a.b", "primaryMetric": 3}]', "is no JMH result"),
    "raw data of another shape": (
        '[{"benchmark": "a.b", "primaryMetric": {"score": 1, "rawData": [1, 2]}}]',
        "is no JMH result file",
    ),
    "threads of another shape": (
        '[{"benchmark": "a.b", "threads": null, "primaryMetric": {"score": 1}}]',
        "is no JMH result file",
    ),
    "parameters of another shape": (
        '[{"benchmark": "a.b", "params": ["x"], "primaryMetric": {"score": 1}}]',
        "is no JMH result file",
    ),
    "histogram of another shape": (
        '[{"benchmark": "a.b", "primaryMetric": {"score": 1, "rawDataHistogram": [[[1, 2]]]}}]',
        "is no JMH result file",
    ),
    "nested too deep": ("[" * 100_000, "is no"),
    "an integer that is no number": ("[" + "1" * 5000 + "]", "is no JMH result file"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_without_results_is_refused_in_one_line(run_program, result_file, tmp_path, name):
    text, words = BROKEN[name]
    good = result_file("good", [result([1.0])])
    (tmp_path / "broken.json").write_text(text, encoding="utf-8")

    ended = run_program("compare", good.name, "broken.json")

    assert_refused(ended, f"broken.json {words}")


@pytest.mark.parametrize(
    "text, words",
    [
        ("{", "is not whole JSON"),
        ("[1]", "does not describe a run"),
        ('{"probes": 3}', "does not describe a run"),
        ('{"machine": ["fast"]}', "does not describe a run"),
    ],
)
def test_so_is_a_broken_file_about_the_environment(run_program, result_file, tmp_path, text, words):
    good, other = result_file("good", [result([1.0])]), result_file("other", [result([2.0])])
    (tmp_path / "other.env.json").write_text(text, encoding="utf-8")

    assert_refused(run_program("compare", good.name, other.name), f"other.env.json {words}")


@pytest.mark.parametrize("odd", [["list"], {"an": "object"}, 10**400, "word", None, True])
def test_odd_facts_break_nothing(result_file, odd):
    facts = machine_facts()
    facts["inputs"] = [{"model": "builtin", "corpus": "builtin", "modelSha256": odd}]
    facts["probes"][0] = {"round": odd, "gflopsAll": odd}
    facts["machine"]["memory"]["ramBytes"] = odd
    rows = [deployment_result("SINGLE", [1.0, 1.1, 1.2])]
    base, other = (plot.read_run(result_file(name, rows, facts)) for name in ("base", "other"))

    assert plot.comparison_text(plot.compare_runs(base, other))


def test_a_name_too_long_for_a_file_beside_it_has_none(run_program, result_file):
    longest = result_file("x" * 250, [result([1.0])])

    done = run_program("compare", longest.name, result_file("y", [result([2.0])]).name)

    assert done.returncode == 0, done


def test_a_name_too_long_for_a_file_is_one_line(run_program):
    assert_refused(run_program("x" * 300, "-o", "out"), "cannot be read: File name too long")


@pytest.fixture
def slower_into(result_file):
    """Compares a file with a slower one for a CI, and prints that somewhere."""
    paths = [
        result_file(name, [result([score, score, score])]) for name, score in (("a", 1.0), ("b", 2.0))
    ]

    def run(output) -> subprocess.CompletedProcess:
        command = [sys.executable, "-B", PROGRAM, "compare", "--fail-on", "slower", *paths]
        return subprocess.run(command, stdout=output, stderr=subprocess.PIPE, timeout=120)

    return run


def test_a_reader_who_goes_away_changes_no_verdict(slower_into):
    reader, writer = os.pipe()
    os.close(reader)

    with open(writer, "wb") as output:
        ended = slower_into(output)

    assert (ended.returncode, ended.stderr) == (1, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no disk is always full here")
def test_what_cannot_be_printed_is_one_line(slower_into):
    with open("/dev/full", "wb") as output:
        ended = slower_into(output)

    assert ended.returncode == 2
    assert ended.stderr.decode().splitlines() == ["nothing can be printed: No space left on device"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_results_may_come_through_pipes(run_program, tmp_path):
    threads = []
    for name, score in (("one", 1.0), ("two", 2.0)):
        pipe, text = tmp_path / name, json.dumps([result([score])])
        os.mkfifo(pipe)
        threads.append(threading.Thread(target=pipe.write_text, args=(text,), daemon=True))
        threads[-1].start()

    done = run_program("compare", "one", "two")

    assert done.returncode == 0, done
    assert "fewer than 3 forks" in done.stdout


def test_so_are_files_that_are_not_there_and_folders(run_program, result_file, tmp_path):
    good = result_file("good", [result([1.0])])
    (tmp_path / "folder").mkdir()

    assert_refused(run_program("compare", good.name, "missing.json"), "missing.json does not exist")
    assert_refused(run_program("compare", "folder", good.name), "folder is a folder")
