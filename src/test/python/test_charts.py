"""Charts, checked by what they are made of: axes, bars, dots, lines and texts."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
import warnings
from functools import cache, lru_cache
from itertools import combinations
from pathlib import Path
from typing import Callable, Dict, List

import pytest
from conftest import (
    JAR,
    PROGRAM,
    PROJECT,
    REPORT,
    assert_refused,
    complaints,
    printed_report,
    report_of,
)
from distilbench_charts import cli, style
from distilbench_charts.gallery import Gallery
from distilbench_charts.page import page
from distilbench_charts.problems import NotDrawn
from distilbench_charts.report import letters_in, mapped
from matplotlib.text import Text
from result_files import (
    DEPLOYMENTS,
    MACHINES,
    arriving,
    calls,
    four_machines,
    machine_facts,
    nine,
    over_batches,
    over_processes,
    over_threads,
    passes,
    result,
    write,
)

WIDE = REPORT / "wide.json"


@cache
def draw(*paths: Path):
    """The charts of result files by name, and what was not drawn; drawn once."""
    return draw_report(report_of(*paths))


def draw_report(report: Dict):
    with style.style(letters_in(report)):
        gallery = Gallery(mapped(report, style.readable))
        gallery.draw()
        for chart in gallery.charts:
            chart.drawing.canvas.draw()
    return {chart.name: chart for chart in gallery.charts}, gallery.not_drawn()


@pytest.fixture(scope="module")
def drawn(tmp_path_factory) -> Callable[[str], Dict]:
    """The charts of a case, drawn once."""
    return lru_cache(maxsize=None)(
        lambda case: draw(*CASES[case](tmp_path_factory.mktemp("case")))[0]
    )


def texts_of(figure) -> List[Text]:
    """Every text that is seen; of ticks those within their axis."""
    texts = list(figure.texts)
    for axes in figure.axes:
        texts += [*axes.texts, axes.title, axes.xaxis.label, axes.yaxis.label]
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            texts += [t.label1 for t in axis.get_major_ticks() if low <= t.get_loc() <= high]
    return [text for text in texts if text.get_visible() and text.get_text().strip()]


def words(figure) -> str:
    return "\n".join(text.get_text() for text in texts_of(figure))


def lines_of(axes, label: str) -> List:
    return [line for line in axes.lines if line.get_label() == label]


def reaches(axes) -> List[float]:
    """How many times as far as it begins each interval ends."""
    return [high / low for low, high in (line.get_xdata() for line in lines_of(axes, "interval"))]


def bar_texts(axes) -> List[str]:
    return [text.get_text() for text in axes.texts]


# ---- What is drawn ------------------------------------------------------------------------------


def test_time_and_memory_have_a_bar_an_interval_and_every_fork_for_each_deployment():
    charts, _ = draw(WIDE)
    axes = charts["CorpusPass-time-and-memory"].drawing.axes
    assert [each.get_xlabel() for each in axes] == [
        "seconds for 1000 texts",
        "PSS of the process tree, peak, MiB",
    ]
    for each in axes:
        assert len(each.patches) == 9
        assert len(lines_of(each, "interval")) == 9
        assert [len(line.get_xdata()) for line in lines_of(each, "forks")] == [5] * 9


def test_engines_have_a_panel_of_their_workers_memory(tmp_path):
    rows = json.loads(WIDE.read_text(encoding="utf-8"))
    for row in rows:
        row["params"]["engine"] = "openvino"
        metrics = row["secondaryMetrics"]
        metrics["mem.workers.pss.mean"] = metrics["mem.tree.pss.peak"]
    other = tmp_path / "engines.json"
    other.write_text(json.dumps(rows), encoding="utf-8")
    charts, _ = draw(other)
    *_, workers = charts["CorpusPass-time-and-memory"].drawing.axes
    assert workers.get_xlabel() == "PSS of the worker processes, mean, MiB"
    [group] = report_of(other)["runs"][0]["groups"]
    held = [row["metrics"]["mem.workers.pss.mean"]["value"] for row in group["rows"]]
    assert [patch.get_width() for patch in workers.patches] == [one for one in held if one > 0]


def test_bars_read_as_the_table_does():
    charts, _ = draw(WIDE)
    table = (REPORT / "wide.txt").read_text(encoding="utf-8")
    time, memory = charts["CorpusPass-time-and-memory"].drawing.axes
    for name, seconds, mebibytes in zip(DEPLOYMENTS, bar_texts(time), bar_texts(memory)):
        line = next(line for line in table.splitlines() if line.startswith(name + " "))
        assert seconds in line
        assert f" {mebibytes.split(' [')[0]} " in line


def test_a_bar_is_as_long_as_its_figure_and_dots_are_the_forks():
    [group] = report_of(WIDE)["runs"][0]["groups"]
    charts, _ = draw(WIDE)
    time, memory = charts["CorpusPass-time-and-memory"].drawing.axes
    for i, row in enumerate(group["rows"]):
        assert time.patches[i].get_width() == row["time"]["value"]
        assert memory.patches[i].get_width() == row["metrics"]["mem.tree.pss.peak"]["value"]
        assert list(lines_of(time, "forks")[i].get_xdata()) == row["time"]["forks"]
        assert time.get_xlim()[0] == memory.get_xlim()[0] == 0


def test_without_memory_there_is_one_panel_that_says_so():
    charts, skipped = draw(REPORT / "no-memory.json")
    figure = charts["CorpusPass-time-and-memory"].drawing
    assert len(figure.axes) == 1
    assert "Memory was not measured" in words(figure)
    assert any(line.startswith("CorpusPass-trade-offs: ") for line in skipped)
    assert any(line.startswith("CorpusPass-what-memory-is: ") for line in skipped)


def test_a_figure_that_some_fork_lacks_has_no_bar_and_is_not_zero():
    charts, _ = draw(REPORT / "nan.json")
    time, memory = charts["CorpusPass-time-and-memory"].drawing.axes
    assert bar_texts(time)[2] == bar_texts(memory)[1] == "not measured in every fork"
    assert len(time.patches) == len(memory.patches) == 2


def test_trade_offs_show_the_front_and_leave_out_what_runs_no_model():
    charts, _ = draw(WIDE)
    figure = charts["CorpusPass-trade-offs"].drawing
    axes = figure.axes[0]
    assert axes.get_xlabel() == "PSS of the process tree, peak, MiB (less is better)"
    assert axes.get_ylabel() == "texts/s (more is better)"
    assert len(lines_of(axes, "best")) == 3
    assert len(lines_of(axes, "point")) == 5
    assert len(lines_of(axes, "interval")) == 16  # of memory and of the rate
    bold = {text.get_text() for text in axes.texts if text.get_weight() == "bold"}
    assert bold == {"SINGLE", "THREADS", "SHARED_PREPACKED"}
    assert {text for text in bar_texts(axes) if text} == set(DEPLOYMENTS) - {"CONTROL"}
    assert "Left out, without a model or a whole measurement: CONTROL." in words(figure)


def test_the_choice_shows_where_rows_stand_and_the_limit_as_a_line():
    charts, _ = draw(WIDE, "--memory=600MiB")
    figure = charts["choice"].drawing
    axes = figure.axes[0]
    [limit] = lines_of(axes, "limit")
    assert list(limit.get_xdata()) == [600, 600]
    assert charts["choice"].title.startswith("Which deployment to use: ")
    chosen = charts["choice"].title.split(": ")[1]
    assert f"{chosen}: chosen" in bar_texts(axes)
    assert any(text.endswith(": ruled out") for text in bar_texts(axes))
    assert "Red line: the limit of memory, 600MiB." in words(figure)


def test_without_limits_there_is_no_choice_to_draw():
    assert "choice" not in draw(WIDE)[0]


def test_points_whose_names_would_hide_something_have_numbers_that_are_explained(tmp_path):
    names = ["SHARED_PREPACKED", "MULTIPROCESS_BUDGETED"]
    rows = [
        passes(names[i % 2], factor=1 + i / 100, batchSize=i, order="SHUFFLED" if i else "FILE")
        for i in range(20)
    ]
    figure = draw(write(tmp_path, "x", rows))[0]["CorpusPass-trade-offs"].drawing
    assert {text for text in bar_texts(figure.axes[0]) if text} == {str(i) for i in range(1, 21)}
    assert "20: MULTIPROCESS_BUDGETED (batchSize=19, order=SHUFFLED)" in words(figure).split("\n")


def test_the_front_rises_and_no_row_lies_above_it():
    charts, _ = draw(WIDE)
    axes = charts["CorpusPass-trade-offs"].drawing.axes[0]
    xs, ys = lines_of(axes, "front")[0].get_data()
    assert list(xs) == sorted(xs) and list(ys) == sorted(ys)
    for point in lines_of(axes, "point"):
        x, y = point.get_xdata()[0], point.get_ydata()[0]
        assert y <= max(front for memory, front in zip(xs, ys) if memory <= x)


def test_memory_is_shown_by_each_measure_on_one_scale(tmp_path):
    charts, _ = draw(write(tmp_path, "x", nine()))
    figure = charts["CorpusPass-what-memory-is"].drawing
    seen = words(figure)
    for label in (
        "mem.heap.used",
        "mem.root.rss.peak",
        "mem.tree.uss.peak",
        "mem.tree.pss.peak",
        "mem.tree.rss.peak",
    ):
        assert label in seen
    assert len(figure.axes) == 6
    assert len({axes.get_xlim() for axes in figure.axes}) == 1
    assert {axes.get_xlabel() for axes in figure.axes} == {"MiB"}
    intervals = [len(lines_of(axes, "interval")) for axes in figure.axes]
    assert intervals == [9, 9, 0, 9, 9, 9]
    assert style.WHISKERS in words(figure)


def test_published_figures_are_dashed_and_said_to_be_no_measurements(tmp_path):
    charts, _ = draw(write(tmp_path, "x", nine()))
    figure = charts["CorpusPass-what-memory-is"].drawing
    published = figure.axes[2]
    assert bar_texts(published) == ["500 MB", "94 MB", "4000 MB", "1200 MB"]
    assert {bar.get_linestyle() for bar in published.patches} == {"--"}
    for said in ("mostly not measured", "estimated, never run", "the Go heap alone"):
        assert said in words(figure).replace("\n", " ")


def test_what_was_published_of_8_processes_stands_beside_8_processes_only(tmp_path):
    charts, _ = draw(write(tmp_path, "x", over_processes()))
    published = charts["CorpusPass-what-memory-is"].drawing.axes[2]
    assert bar_texts(published) == ["1200 MB", "500 MB"]


def test_scaling_over_processes_fits_what_workers_share_and_have(tmp_path):
    charts, _ = draw(write(tmp_path, "x", over_processes()))
    figure = charts["CorpusPass-over-processes"].drawing
    throughput, memory = figure.axes
    assert throughput.get_ylabel() == "texts/s"
    assert memory.get_ylabel() == "PSS of all workers, mean, MiB"
    assert memory.get_xlabel() == "worker processes N"
    assert [tick.get_text() for tick in memory.get_xticklabels()] == ["1", "2", "4", "8"]
    assert len(lines_of(throughput, "line")) == len(lines_of(memory, "fit")) == 2
    assert "MULTIPROCESS_BUDGETED\n20.0 + 350 N MiB" in bar_texts(memory)
    assert "SHARED_PREPACKED\n260 + 34.0 N MiB" in bar_texts(memory)
    assert len(lines_of(throughput, "interval")) == 8


def test_scaling_over_batches_has_a_line_for_each_deployment_with_a_model(tmp_path):
    charts, _ = draw(write(tmp_path, "x", over_batches()))
    throughput, memory = charts["CorpusPass-over-batch-size"].drawing.axes
    assert throughput.get_xlabel() == "texts per forward pass (batchSize)"
    assert memory.get_ylabel() == "PSS of the tree, peak, MiB"
    named = {text for text in bar_texts(throughput) if text}
    assert named == set(DEPLOYMENTS) - {"CONTROL"}
    assert [list(line.get_xdata()) for line in lines_of(memory, "line")] == [[1, 4, 8, 32]] * 8


def test_runs_of_one_machine_with_different_threads_make_one_chart(tmp_path):
    charts, _ = draw(*over_threads(tmp_path))
    throughput, _ = charts["ClosedLoop-over-threads"].drawing.axes
    assert throughput.get_xlabel() == "JMH threads (clients, -t)"
    assert [list(line.get_xdata()) for line in lines_of(throughput, "line")] == [[1, 2, 4]] * 2


def test_runs_of_different_machines_make_no_line_over_threads(tmp_path):
    one, two, _ = over_threads(tmp_path)
    sidecar = two.with_name("t2.env.json")
    sidecar.write_text(json.dumps(machine_facts(model="Another CPU", cores=64)), encoding="utf-8")
    charts, skipped = draw(one, two)
    assert not any("over-threads" in name for name in charts)
    assert "ClosedLoop-over-threads: no two rows differ in threads alone" in skipped


def test_machines_are_shown_as_they_are_and_in_units_of_their_gemm_rate(drawn):
    figure = drawn("four machines")["CorpusPass-machines"].drawing
    absolute, relative = figure.axes[:4], figure.axes[4:]
    assert {axes.get_xlabel() for axes in absolute} == {"texts/s"}
    assert {axes.get_xlabel() for axes in relative} == {"texts/s per 100 GFLOP/s"}
    for above, below, (_, _, gemm, _) in zip(absolute, relative, MACHINES.values()):
        rates = [bar.get_width() for bar in above.patches]
        assert [bar.get_width() for bar in below.patches] == pytest.approx(
            [rate / gemm * 100 for rate in rates]
        )
    for above, below in zip(absolute, relative):
        assert len(reaches(above)) == len(reaches(below)) > 0
        for as_it_is, in_units in zip(reaches(above), reaches(below)):
            assert in_units > as_it_is  # the machine's speed is not known exactly
    assert bar_texts(absolute[1]).count("not run") == 1
    assert len(absolute[0].patches) == 8  # without CONTROL
    for each in (absolute, relative):
        assert len({axes.get_xlim() for axes in each}) == 1
    seen = words(figure).replace("\n", " ")
    assert "Neoverse-V2, 8 cores" in seen
    assert "GEMM: 150 GFLOP/s" in seen


def test_a_machine_whose_speed_is_unknown_is_not_divided_by_it(tmp_path):
    known, unknown = four_machines(tmp_path)[2:]
    unknown.with_name("xeon.env.json").unlink()
    charts, _ = draw(known, unknown)
    figure = charts["CorpusPass-machines"].drawing
    assert len(figure.axes[3].patches) == 0
    assert "GEMM rate unknown" in words(figure)


def test_a_row_is_divided_by_the_rate_of_its_own_precision(tmp_path):
    rows = [passes("SINGLE"), passes("SINGLE", factor=4, precision="INT8")]
    probed = machine_facts([200.0] * 3)
    for probe in probed["probes"]:
        probe["int8GflopsAll"] = 1000.0
    one = write(tmp_path, "one", rows, probed)
    other = write(tmp_path, "other", rows, machine_facts([200.0] * 3, "Another CPU"))
    charts, _ = draw(one, other)
    figure = charts["CorpusPass-machines"].drawing
    floats, integers = [bar.get_width() for bar in figure.axes[2].patches]
    assert integers == pytest.approx(floats * 4 / 5)
    assert "GEMM: 200 GFLOP/s, 1000 GFLOP/s in INT8" in words(figure).replace("\n", " ")
    assert len(figure.axes[3].patches) == 1  # of integers the rate there is not known


def test_files_without_a_common_row_are_not_put_side_by_side(tmp_path):
    one = write(tmp_path, "a", [passes("SINGLE")])
    two = write(tmp_path, "b", [passes("SINGLE", texts=50)])
    charts, skipped = draw(one, two)
    assert "CorpusPass-machines" not in charts
    assert any(line.startswith("machines: no row") for line in skipped)


def test_percentiles_of_calls_are_the_files_and_few_samples_are_seen(tmp_path):
    rows = [calls("SINGLE", 200), calls("SERVER", 20)]
    charts, _ = draw(write(tmp_path, "x", rows))
    figure = charts["ClosedLoop-latency"].drawing
    assert [axes.get_xlabel() for axes in figure.axes] == ["time, s/op"] * 4
    assert [bar_texts(axes) for axes in figure.axes] == [
        ["0.100", "0.0100"],
        ["0.190", "0.0190"],
        ["0.198", "0.0198"],
        ["0.200", "0.0200"],
    ]
    dashed = [[bar.get_linestyle() == "--" for bar in axes.patches] for axes in figure.axes]
    # 3 x 200 samples leave 6 beyond p99, 3 x 20 leave 3 beyond p95.
    assert dashed == [[False, False], [False, True], [False, True], [False, False]]
    assert "60 to 600 a row" in words(figure)


def test_calls_that_arrive_have_means_of_their_forks_percentiles(tmp_path):
    rows = [arriving("SINGLE", [100, 100, 100]), arriving("SERVER", [50, 50, 50])]
    charts, skipped = draw(write(tmp_path, "x", rows))
    figure = charts["OpenLoop-latency"].drawing
    assert [axes.get_xlabel() for axes in figure.axes] == ["time, ms"] * 4
    assert [bar_texts(axes) for axes in figure.axes] == [
        ["50.0", "25.0"],
        ["80.0", "40.0"],
        ["100", "50.0"],
        ["120", "60.0"],
    ]
    assert "Means over forks" in words(figure) and "samples" not in words(figure)
    assert not any(line.startswith("latency") for line in skipped)


def test_other_suites_files_get_their_scores_drawn():
    charts, skipped = draw(REPORT / "foreign.json")
    throughput = charts["scores-thrpt-ops-s"].drawing.axes[0]
    assert bar_texts(throughput) == ["122M [117M, 127M]", "92.0M [89.9M, 94.2M]"]
    assert throughput.get_xlabel() == "ops/s (throughput)"
    assert "GetPutBenchmark-latency" in charts
    assert any("no row has a score" in line for line in skipped)


def test_scores_that_would_squash_each_other_stand_on_a_logarithmic_axis(tmp_path):
    rows = [
        result([value], benchmark=f"org.example.Sort.{name}", unit="ns/op")
        for name, value in (("small", 3.0), ("middle", 40.0), ("large", 90000.0))
    ]
    charts, _ = draw(write(tmp_path, "x", rows))
    axes = charts["scores-avgt-ns-op"].drawing.axes[0]
    assert axes.get_xscale() == "log"
    assert not axes.patches  # a bar would begin nowhere
    assert bar_texts(axes) == ["3.00", "40.0", "90.0k"]


def test_texts_on_a_logarithmic_axis_leave_their_diamonds_free(tmp_path):
    rows = [
        result([value], benchmark=f"org.example.Sort.{name}")
        for name, value in (("small", 3.0), ("middle", 40.0), ("large", 90000.0))
    ]
    [chart] = draw(write(tmp_path, "x", rows))[0].values()
    axes = chart.drawing.axes[0]
    diamonds = lines_of(axes, "value")
    assert len(diamonds) == 3
    for text, diamond in zip(axes.texts, diamonds):
        middle = axes.transData.transform((diamond.get_xdata()[0], 0))[0]
        corner = middle + diamond.get_markersize() / 2**0.5 * axes.figure.dpi / 72
        assert box_of(text)[0] > corner + 2


def test_a_wild_interval_does_not_squash_the_other_bars(tmp_path):
    tame = result([90.0, 100.0, 110.0], benchmark="org.example.Sort.tame")
    wild = result([10.0, 11.0, 300.0], benchmark="org.example.Sort.wild")
    figure = draw(write(tmp_path, "wild", [tame, wild]))[0]["scores-avgt-us-op"].drawing
    axes = figure.axes[0]
    high = figure_of(report_of(tmp_path / "wild.json"), 1)["high"]
    assert high > 1000 > axes.get_xlim()[1]
    assert [line.get_marker() for line in lines_of(axes, "cut")] == [">"]
    assert style.CUT in words(figure)
    figure = draw(write(tmp_path, "tame", [tame]))[0]["scores-avgt-us-op"].drawing
    assert not lines_of(figure.axes[0], "cut")
    assert style.CUT not in words(figure)


def figure_of(report: Dict, row: int) -> Dict:
    return report["runs"][0]["groups"][0]["rows"][row]["score"]


def test_scores_too_small_for_decimals_keep_their_digits(tmp_path):
    rows = [result([value] * 3, mode="thrpt", unit="ops/ns") for value in (3.2e-10, 9.2e-10)]
    rows[1]["benchmark"] += "Other"
    charts, _ = draw(write(tmp_path, "x", rows))
    axes = charts["scores-thrpt-ops-ns"].drawing.axes[0]
    assert bar_texts(axes) == [
        "3.20e-10 [3.20e-10, 3.20e-10]",
        "9.20e-10 [9.20e-10, 9.20e-10]",
    ]
    ticks = [text.get_text() for text in axes.get_xticklabels()]
    assert ticks[1].endswith("e-10") and len(set(ticks)) == len(ticks)


def test_a_score_outside_the_interval_of_its_forks_has_none(tmp_path):
    row = result([1.0] * 10 + [20.0] * 10)
    charts, _ = draw(write(tmp_path, "x", [row]))
    axes = charts["scores-avgt-us-op"].drawing.axes[0]
    assert bar_texts(axes) == ["10.5"]
    assert not lines_of(axes, "interval")


def test_why_there_are_no_intervals_is_told(tmp_path):
    few = draw(write(tmp_path, "few", [result([1.0, 2.0])]))[0]["scores-avgt-us-op"]
    below = draw(write(tmp_path, "below", [result([1.0, 2.0, -1.0])]))[0]["scores-avgt-us-op"]
    assert "they need at least 3 forks" in words(few.drawing)
    assert "they need positive figures of every fork" in words(below.drawing)


def test_rows_whose_shortened_names_are_alike_are_numbered(tmp_path):
    urls = [f"https://{host}.example.org/{'long/' * 12}index.html" for host in ("one", "two")]
    rows = [result([1.0], parameters={"url": url, "body": "x" * 60}) for url in urls]
    rows.append(result([1.0], parameters={"url": urls[0], "body": "y"}))
    figure = draw(write(tmp_path, "x", rows))[0]["scores-avgt-us-op"].drawing
    assert words(figure).split("\n").count("#1") == 1
    assert "#1: url=https://one.example.org/long" in words(figure)
    assert "#2: url=https://two.example.org/long" in words(figure)
    assert "index.html (body=y)" in words(figure)


def test_names_that_are_cut_end_in_dots(tmp_path):
    rows = [
        result([1.0], parameters={"a": str(i), **{f"parameter{k}": f"{k}{i}" for k in range(9)}})
        for i in range(2)
    ]
    figure = draw(write(tmp_path, "x", rows))[0]["scores-avgt-us-op"].drawing
    assert words(figure).count(" ...") == 2


def test_calls_in_different_units_make_different_charts(tmp_path):
    rows = [calls("SINGLE"), calls("SERVER")]
    rows[1]["primaryMetric"]["scoreUnit"] = "ms/op"
    charts, _ = draw(write(tmp_path, "x", rows))
    names = [name for name in charts if "latency" in name]
    assert names == ["ClosedLoop-latency", "ClosedLoop-latency-2"]
    units = [charts[name].drawing.axes[0].get_xlabel() for name in names]
    assert units == ["time, s/op", "time, ms/op"]


def test_a_long_value_is_shortened_in_no_time():
    word = "".join(chr(ord("a") + i % 26) for i in range(20_000))
    [short] = style.wrapped(word, 2, 9)
    assert short.startswith("...") and word.endswith(short[3:])
    assert style.text_width(short, 9) <= 2 < style.text_width(f"...{word[-len(short) + 2 :]}", 9)


def test_a_sheet_too_tall_for_a_picture_is_said(tmp_path):
    with style.style(), pytest.raises(NotDrawn, match="draw fewer files at once"):
        style.sheet("title", "context", [], body=400)


def test_too_many_rows_are_said_not_drawn(tmp_path):
    rows = [passes("SINGLE", batchSize=i) for i in range(1, 62)]
    charts, skipped = draw(write(tmp_path, "x", rows))
    assert "CorpusPass-time-and-memory" not in charts
    assert any("61 rows are too many" in line for line in skipped)


@pytest.mark.parametrize("odd", ["+INF", "-INF", "NaN", 0, -1.5, None, "words", True])
def test_odd_figures_break_nothing(tmp_path, odd):
    rows = [passes(name) for name in ("SINGLE", "SHARED_PREPACKED", "SERVER", "CONTROL")]
    for row in rows[:2]:
        row["primaryMetric"]["score"] = odd
        row["primaryMetric"]["rawData"][0][0] = odd
        for metric in row["secondaryMetrics"].values():
            metric["score"] = metric["rawData"][0][0] = odd
    sampled = calls("SINGLE")
    sampled["primaryMetric"]["scorePercentiles"]["50.0"] = odd
    plain = {
        "benchmark": "a.B.c",
        "mode": "avgt",
        "params": None,
        "primaryMetric": {"score": odd, "scoreUnit": "s/op", "rawData": [[], [odd]]},
        "secondaryMetrics": None,
    }
    path = write(tmp_path, "x", [*rows, sampled, plain, {**plain, "threads": 4}])
    report = report_of(path)
    with style.style(), warnings.catch_warnings():
        warnings.simplefilter("error")
        gallery = Gallery(report)
        gallery.draw()
        drawn_page = page(report, gallery.charts, gallery.not_drawn())
    assert drawn_page.count("<svg") == len(gallery.charts) > 0


# ---- How it reads -------------------------------------------------------------------------------


def long_names(folder: Path) -> List[Path]:
    corpus = "/srv/data/kaggle/wine-reviews/2017-11/winemag-data-130k-v2.csv"
    rows = [
        passes(deployment, corpus=path, processes=processes, callSize=size)
        for deployment in ("SINGLE", "MULTIPROCESS_BUDGETED")
        for path in ("builtin", corpus)
        for processes in (2, 16)
        for size in (8, 32)
    ]
    return [
        write(
            folder,
            "names",
            rows,
            machine_facts(model="A CPU with a name that takes a whole line" * 2),
        )
    ]


def microseconds(folder: Path) -> List[Path]:
    rows = [calls(name) for name in DEPLOYMENTS]
    for row in rows:
        for name, value in row["primaryMetric"]["scorePercentiles"].items():
            row["primaryMetric"]["scorePercentiles"][name] = value / 1e5
    return [write(folder, "x", rows, machine_facts())]


CASES = {
    "nine deployments": lambda folder: [write(folder, "x", nine(forks=5), machine_facts())],
    "four machines": four_machines,
    "alike machines": lambda folder: [
        write(folder / name, "result-of-the-nightly-run", nine(), machine_facts())
        for name in "abcde"
    ],
    "processes": lambda folder: [write(folder, "x", over_processes(), machine_facts())],
    "batches": lambda folder: [write(folder, "x", over_batches(), machine_facts())],
    "threads": over_threads,
    "latency": lambda folder: [
        write(folder, "x", [calls(name) for name in DEPLOYMENTS], machine_facts())
    ],
    "long names": long_names,
    "microseconds in seconds": microseconds,
    **{
        path.name: lambda _, path=path: [path]
        for path in sorted(REPORT.glob("*.json"))
        if not path.name.endswith(".env.json") and path.name != "expected-figures.json"
    },
}


# Each case is drawn once: one process has all tests of it.
EACH_CASE = [pytest.param(case, marks=pytest.mark.xdist_group(case)) for case in CASES]


@pytest.mark.parametrize("case", EACH_CASE)
def test_no_text_hides_another_and_none_is_cut_off(case, drawn):
    charts = drawn(case)
    assert charts
    for name, chart in charts.items():
        width, height = chart.drawing.bbox.size
        boxes = [(text.get_text(), box_of(text)) for text in texts_of(chart.drawing)]
        for text, (left, bottom, right, top) in boxes:
            assert left >= 0 and bottom >= 0 and right <= width and top <= height, (name, text)
        for (one, a), (other, b) in combinations(boxes, 2):
            wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
            assert wide <= 1 or high <= 1, f"{name}: {one!r} and {other!r}"


def box_of(text: Text):
    """Of the letters alone, not of the paper behind them."""
    return Text.get_window_extent(text).extents


@pytest.mark.parametrize("case", EACH_CASE)
def test_every_axis_has_a_label_with_its_unit(case, drawn):
    charts = drawn(case)
    for chart in charts.values():
        for axes in chart.drawing.axes:
            assert axes.get_xlabel()
            assert axes.get_ylabel() or not len(axes.get_yticks())


def test_dollars_in_names_are_no_formulas(tmp_path):
    rows = [passes("SINGLE", corpus=corpus) for corpus in ("$x_", "a\nb\t$\\frac$")]
    charts, _ = draw(write(tmp_path, "x", rows))
    assert "$x_" in words(charts["CorpusPass-time-and-memory"].drawing)


# ---- The program --------------------------------------------------------------------------------


def test_writes_svg_and_png_of_each_chart_and_the_page(run_program, tmp_path):
    done = run_program(WIDE, "-o", tmp_path / "a" / "b")
    assert done.returncode == 0 and complaints(done) == []
    charts = ["time-and-memory", "trade-offs", "what-memory-is"]
    expected = {f"CorpusPass-{chart}.{ending}" for chart in charts for ending in ("svg", "png")}
    assert {path.name for path in (tmp_path / "a" / "b").iterdir()} == {*expected, "index.html"}
    lines = done.stdout.splitlines()
    assert "not drawn: CorpusPass-over-processes: no two rows differ in processes alone" in lines
    for kind in ("over-batch-size", "over-threads", "latency", "machines"):
        assert sum(kind in line and line.startswith("not drawn: ") for line in lines) == 1


def test_the_same_input_gives_the_same_bytes(run_program, tmp_path, monkeypatch):
    for folder, seed in (("a", "1"), ("b", "2")):
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        done = run_program(WIDE, "-o", tmp_path / folder)
        assert done.returncode == 0
    first = {path.name: path.read_bytes() for path in (tmp_path / "a").iterdir()}
    assert first == {path.name: path.read_bytes() for path in (tmp_path / "b").iterdir()}


def test_png_is_wide_enough_for_a_post(run_program, tmp_path):
    run_program(WIDE, "-o", tmp_path)
    for path in tmp_path.glob("*.png"):
        assert int.from_bytes(path.read_bytes()[16:20], "big") >= 1200


@pytest.mark.parametrize("library", ["matplotlib", "jinja2"])
def test_without_a_library_one_line_says_how_to_get_it(library, run_program, tmp_path, monkeypatch):
    blocked = tmp_path / "blocked"
    blocked.mkdir()
    (blocked / f"{library}.py").write_text("raise ImportError('not here')", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(blocked))
    done = run_program(WIDE, "-o", tmp_path / "out")
    assert_refused(done, "uv run", "pipx run", "pip install matplotlib jinja2")
    assert not (tmp_path / "out").exists()


def test_without_a_folder_to_write_to_one_line_says_so(run_program):
    assert_refused(run_program(WIDE), "-o")


def test_a_folder_that_cannot_be_written_is_one_line(run_program, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert_refused(run_program(WIDE, "-o", tmp_path / "file"), "file cannot be written")
    assert_refused(run_program(WIDE, "-o", tmp_path / "file" / "x"), "cannot be written")


@pytest.mark.parametrize(
    "content, said",
    [("", "is empty"), ("[]", "no results"), ("[{", "not whole"), ('{"a": 1}', "no JMH result")],
)
def test_a_file_that_is_no_result_is_one_line(run_program, tmp_path, content, said):
    path = tmp_path / "x.json"
    path.write_text(content, encoding="utf-8")
    assert_refused(run_program(path, "-o", tmp_path / "out"), str(path), said)
    assert not (tmp_path / "out").exists()


def test_of_files_with_long_names_everything_is_written(run_program, tmp_path):
    write(tmp_path, "x", nine())
    write(tmp_path, "y" * 240, nine())
    done = run_program("x.json", f"{'y' * 240}.json", "-o", "out")
    assert done.returncode == 0, done
    assert (tmp_path / "out" / "index.html").exists()


def test_of_a_folder_what_is_usable_is_drawn_and_the_rest_named(run_program, tmp_path):
    folder = tmp_path / "results"
    write(folder, "good", nine(), machine_facts())
    (folder / "broken.json").write_text("", encoding="utf-8")
    done = run_program(folder, "-o", tmp_path / "out")
    assert done.returncode == 0
    assert (tmp_path / "out" / "CorpusPass-time-and-memory.svg").exists()
    left_out = [line for line in done.stdout.splitlines() if line.startswith("left out: ")]
    assert len(left_out) == 1 and "broken.json" in left_out[0]


def test_a_folder_without_results_is_one_line(run_program, tmp_path):
    assert_refused(run_program(tmp_path, "-o", tmp_path / "out"), str(tmp_path))


def test_old_charts_stay_whole_if_one_cannot_be_replaced(tmp_path):
    (tmp_path / "old.svg").write_bytes(b"old")
    (tmp_path / "x.svg").mkdir()  # nothing replaces a folder
    with pytest.raises(OSError):
        cli.write_whole(tmp_path, {"x.svg": b"new", "old.svg": b"new"})
    assert {path.name for path in tmp_path.iterdir()} == {"old.svg", "x.svg"}
    assert (tmp_path / "old.svg").read_bytes() == b"old"


# ---- Colours ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "unit, mode, claim",
    [
        ("ops/s", "avgt", "(more is better)"),
        ("s/op", "thrpt", "(less is better)"),
        ("B", "avgt", ""),
    ],
)
def test_what_is_better_follows_from_the_unit_alone(tmp_path, unit, mode, claim):
    charts, _ = draw(write(tmp_path, "x", [result([1.0], mode=mode, unit=unit)]))
    [chart] = charts.values()
    assert (f"Score {claim}".strip()) in words(chart.drawing).splitlines()


def test_letters_that_no_font_has_keep_names_apart_and_warn_nobody(tmp_path):
    rows = [result([1.0], parameters={"name": name}) for name in ("\u6f22", "\u5b57")]
    rows += [result([1.0], parameters={"name": "Gr\u00f6\u00dfe"})]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        [chart] = draw(write(tmp_path, "x", rows))[0].values()
    names = [text for text in words(chart.drawing).splitlines() if "name=" in text]
    assert len(set(names)) == 3 and "name=Gr\u00f6\u00dfe" in names


def test_a_report_is_taken_from_a_file_and_from_standard_input(run_program, tmp_path):
    printed = printed_report(WIDE)
    (tmp_path / "report.json").write_text(printed, encoding="utf-8")
    assert run_program("report.json", "-o", "file").returncode == 0
    assert run_program("-", "-o", "input", given=printed).returncode == 0
    assert run_program(WIDE, "-o", "jar").returncode == 0
    drawn = {
        folder: {path.name: path.read_bytes() for path in (tmp_path / folder).iterdir()}
        for folder in ("file", "input", "jar")
    }
    assert drawn["file"] == drawn["input"] == drawn["jar"]


def test_standard_input_without_a_report_is_one_line(run_program):
    for given in ("[]", "{", '{"schema": 1}'):
        assert_refused(
            run_program("-", "-o", "out", given=given), "standard input", "--format json"
        )
    assert_refused(run_program("-", WIDE, "-o", "out"), "give it alone")


def test_a_report_that_lacks_something_is_one_line(run_program, tmp_path):
    whole = report_of(REPORT / "single.json")
    for part, odd in (("time", {"value": "fast"}), ("name", 3), ("metrics", [])):
        broken = json.loads(json.dumps(whole))
        broken["runs"][0]["groups"][0]["rows"][0][part] = odd
        (tmp_path / "x.json").write_text(json.dumps(broken), encoding="utf-8")
        assert_refused(run_program("x.json", "-o", "out"), "the report lacks something")
        assert not (tmp_path / "out").exists()


def test_a_report_of_another_schema_is_refused(run_program, tmp_path):
    (tmp_path / "x.json").write_text('{"schema": 99, "runs": []}', encoding="utf-8")
    assert_refused(run_program("x.json", "-o", "out"), "schema 99")


def test_comparing_is_the_jars(run_program):
    assert_refused(run_program("compare", "a.json", "b.json"), "benchmarks.jar compare")


def test_without_the_jar_one_line_says_how_to_build_it(run_program):
    assert_refused(run_program(WIDE, "-o", "out", "--jar", "no.jar"), "no.jar", "mvn package")


def test_without_java_one_line_says_so(run_program, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    assert_refused(run_program(WIDE, "-o", "out"), "java is not on the path")


def test_the_program_runs_through_a_link_from_anywhere(tmp_path):
    link = tmp_path / "draw"
    link.symlink_to(PROJECT / "plot.py")
    done = subprocess.run([sys.executable, "-B", link, "--help"], capture_output=True, cwd="/")
    assert done.returncode == 0


def obey_ctrl_c():
    """What a shell starts in the background ignores it, and so do its children."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_leaves_nothing_half_written_and_no_traceback(tmp_path):
    """It comes while the report is awaited, which standard input withholds."""
    started = subprocess.Popen(
        [sys.executable, "-B", PROJECT / "plot.py", "-", "-o", tmp_path / "out"],
        stdin=subprocess.PIPE,
        preexec_fn=obey_ctrl_c,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    time.sleep(3)
    started.send_signal(signal.SIGINT)
    _, errors = started.communicate(timeout=30)
    assert started.returncode == 130
    assert errors == b""
    assert not (tmp_path / "out").exists()


def test_ctrl_c_while_charts_are_drawn_leaves_nothing_and_no_traceback(tmp_path):
    (tmp_path / "report.json").write_text(printed_report(WIDE), encoding="utf-8")
    started = subprocess.Popen(
        [sys.executable, "-B", PROJECT / "plot.py", "report.json", "-o", "out"],
        cwd=tmp_path,
        preexec_fn=obey_ctrl_c,
        stderr=subprocess.PIPE,
    )
    await_drawing(started.pid)
    started.send_signal(signal.SIGINT)
    _, errors = started.communicate(timeout=60)
    assert started.returncode == 130
    assert b"Traceback" not in errors
    assert not (tmp_path / "out").exists()


def await_drawing(pid: int) -> None:
    """Until a process has loaded what matplotlib draws with."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if "_backend_agg" in Path(f"/proc/{pid}/maps").read_text(encoding="utf-8"):
            return
        time.sleep(0.02)
    raise AssertionError("it draws nothing")


def test_a_reader_that_has_read_enough_breaks_nothing(tmp_path):
    """As head does; it is gone before the first line is printed."""
    (tmp_path / "report.json").write_text(printed_report(WIDE), encoding="utf-8")
    started = subprocess.Popen(
        [sys.executable, "-B", PROJECT / "plot.py", "report.json", "-o", "out"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    started.stdout.close()
    errors = started.stderr.read().decode("utf-8")
    assert started.wait(timeout=120) == 0
    assert [line for line in errors.splitlines() if not line.endswith(" s so far")] == []
    assert (tmp_path / "out" / "index.html").exists()


@pytest.mark.parametrize(
    "closed, source, code", [("<&-", "-", 2), (">&-", "report.json", 0), ("2>&-", "report.json", 0)]
)
def test_closed_streams_make_no_traceback(closed, source, code, tmp_path):
    (tmp_path / "report.json").write_text(printed_report(WIDE), encoding="utf-8")
    done = subprocess.run(
        ["sh", "-c", f'"$@" {closed}', "sh", sys.executable, "-B", PROGRAM, source, "-o", "out"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert (tmp_path / "out" / "index.html").exists() == (code == 0)


def test_ctrl_c_while_the_jar_runs_ends_the_jar_too(tmp_path):
    started = subprocess.Popen(
        [sys.executable, "-B", PROJECT / "plot.py", REPORT, "-o", "out", "--jar", JAR],
        cwd=tmp_path,
        preexec_fn=obey_ctrl_c,
        stderr=subprocess.PIPE,
    )
    java = child_of(started.pid)
    started.send_signal(signal.SIGINT)
    _, errors = started.communicate(timeout=60)
    assert started.returncode == 130
    assert b"Traceback" not in errors
    assert not Path(f"/proc/{java}").exists()
    assert not (tmp_path / "out").exists()


def child_of(pid: int) -> int:
    """The first process that another starts, as soon as it is there: whoever waits misses that."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
        if children:
            return int(children[0])
    raise AssertionError("it started no process")


def test_a_letter_that_the_charts_font_lacks_comes_from_another_font():
    letter = "\u24b6"  # STIX has it, which comes with matplotlib
    assert ord(letter) not in style.letters_of(style.FONT)
    with style.style(letter):
        assert len(style.families()) == 2
        assert style.readable(letter) == letter


def test_a_letter_that_no_font_has_is_told_by_its_code():
    with style.style("\U0010fffd"):
        assert style.families() == (style.FONT,)
        assert style.readable("a\U0010fffd\u00e9") == "a\\u{10fffd}\u00e9"


def test_colours_are_those_of_okabe_and_ito():
    okabe_ito = {"#0072b2", "#56b4e9", "#d55e00", "#e69f00", "#009e73", "#cc79a7"}
    neutral = {style.INK, style.SOFT}
    assert {color for color, _, _ in style.LINES} == okabe_ito | neutral
    looks: Dict = {}
    for color, marker, dash in style.LINES:
        looks.setdefault((color, dash), set()).add(marker)
    assert all(len(markers) == 1 for markers in looks.values())
