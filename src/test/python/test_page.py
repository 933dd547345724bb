"""The page: alone in the world, the tables' figures, verdicts and machines, nothing unescaped."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import List

import pytest
from conftest import REPORT, report_of
from distilbench_charts import style
from distilbench_charts.gallery import Gallery
from distilbench_charts.page import page
from distilbench_charts.report import Figure, exactly, figure_of, mapped
from result_files import (
    DEPLOYMENTS,
    calls,
    machine_facts,
    nine,
    over_processes,
    passes,
    result,
    write,
)


def page_of(*paths: Path) -> str:
    report = report_of(*paths)
    with style.style():
        gallery = Gallery(mapped(report, style.readable))
        gallery.draw()
        return page(report, gallery.charts, gallery.not_drawn())


class Reader(HTMLParser):
    """What a browser would make of a page: elements with their attributes, tables, words."""

    EMPTY = {"meta", "br", "use", "path", "rect", "image"}

    def __init__(self, page: str):
        super().__init__()
        self.open: List[str] = []
        self.elements: List = []
        self.tables: List[List[List[str]]] = []
        self.words = ""
        self.feed(page)
        assert not self.open, f"not closed: {self.open}"

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self.open.append(tag)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if not {"style", "script"} & set(self.open):
            self.words += data
        if self.open and self.open[-1] in ("td", "th"):
            self.tables[-1][-1][-1] += data.replace("\u00a0", " ")


@pytest.fixture(scope="module")
def wide() -> str:
    return page_of(REPORT / "wide.json")


def test_a_page_loads_nothing_and_runs_its_own_script_alone(wide):
    for tag, attributes in Reader(wide).elements:
        assert tag not in ("link", "iframe", "img", "object", "embed")
        for name, value in attributes.items():
            assert not name.startswith("on")
            assert not re.match(r"\s*(https?:|//|javascript:|data:)", value or "", re.IGNORECASE)
    assert "http" not in wide
    assert wide.count("<script") == 1
    assert "@import" not in wide


def test_every_table_and_chart_scrolls_by_itself_where_it_is_too_wide(wide):
    elements = Reader(wide).elements
    around = [elements[i - 1] for i, (tag, _) in enumerate(elements) if tag in ("table", "svg")]
    assert around == [("div", {"class": "wide"})] * 6
    assert re.search(r"\.wide \{ overflow-x: auto;", wide)


def test_links_lead_to_the_files_that_are_written(wide):
    links = [a["href"] for tag, a in Reader(wide).elements if tag == "a"]
    kinds = ("time-and-memory", "trade-offs", "what-memory-is")
    assert links == [f"CorpusPass-{kind}.{end}" for kind in kinds for end in ("svg", "png")]


def test_ids_are_unique_and_all_that_is_referred_to_is_there(wide):
    elements = Reader(wide).elements
    ids = [attributes["id"] for _, attributes in elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    used = re.findall(r'(?:href="#|url\(#)([^")]+)', wide)
    assert used and set(used) <= set(ids)


def test_charts_are_inline_have_words_for_the_blind_and_the_themes_colours(wide):
    charts = [attributes for tag, attributes in Reader(wide).elements if tag == "svg"]
    assert len(charts) == 3
    for chart in charts:
        assert chart["role"] == "img" and chart["aria-label"]
        assert "viewbox" in chart and "width" not in chart
    assert "prefers-color-scheme: dark" in wide
    inlined = wide[wide.index("<svg") :]
    assert "var(--ink)" in inlined and "var(--paper)" in inlined
    assert style.INK not in inlined and style.PAPER not in inlined


@pytest.mark.parametrize(
    "name", ["wide", "narrow", "narrowed", "nan", "no-memory", "one-fork", "single", "numbered"]
)
def test_tables_say_what_the_report_says(name):
    head, *rows = Reader(page_of(REPORT / f"{name}.json")).tables[0]
    lines = report_rows(REPORT / f"{name}.txt")
    assert len(rows) == len(lines)
    for cells, line in zip(rows, lines):
        figures = [cell for title, cell in zip(head, cells) if title in FIGURES]
        # Where a report would be too wide, it leaves out the interval of texts/s.
        values = [
            cell.split(" [")[0] if title == "texts/s" else cell
            for title, cell in zip([title for title in head if title in FIGURES], figures)
        ]
        assert all_in_order(values, line), (values, line)
        numbers = line.split("*")[-1] if name != "numbered" else line.split(" ", 1)[1]
        assert set(re.findall(NUMBER, numbers)) <= set(re.findall(NUMBER, " ".join(cells))), line
        assert ("*" in cells) == ("*" in line)


FIGURES = (
    "s per 1000 texts",
    "texts/s",
    "time if SINGLE = 1",
    "open, s",
    "CPU, cores",
    "PSS, MiB",
    "RSS, MiB",
    "heap, MiB",
    "processes alive",
    "of GEMM",
)
NUMBER = r"<?[0-9.]+[kMG]?%?|NaN"


def report_rows(file: Path) -> List[str]:
    """The lines of a report's first table, without the spaces that align its columns."""
    lines = file.read_text(encoding="utf-8").splitlines()
    head = next(i for i, line in enumerate(lines) if re.match(r"(deployment|#) .*texts", line))
    body = lines[head + 1 :]
    return [" ".join(line.split()).replace("[ ", "[") for line in body[: body.index("")]]


def all_in_order(parts: List[str], line: str) -> bool:
    at = 0
    for part in filter(None, parts):
        found = line.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True


def test_other_suites_have_a_table_of_scores():
    table = Reader(page_of(REPORT / "foreign.json")).tables[0]
    report = (REPORT / "foreign.txt").read_text(encoding="utf-8").splitlines()
    assert table[0] == report[0].split()
    for cells, line in zip(table[1:], report[1:]):
        assert " ".join(filter(None, cells)) == " ".join(line.split()).replace("[ ", "[")


def test_nan_is_explained_where_it_stands():
    explained = "NaN: could not be measured, at least not in every fork."
    assert explained in page_of(REPORT / "nan.json")
    assert explained not in page_of(REPORT / "wide.json")


def test_what_workers_share_and_have_is_told_in_words(tmp_path):
    words = Reader(page_of(write(tmp_path, "x", over_processes()))).words
    assert "SHARED_PREPACKED: workers' PSS(N) = 260 + 34.0 N MiB, at most 0 MiB off" in words or (
        "SHARED_PREPACKED: workers' PSS(N) = 260 + 34.0 N MiB, at most <0.1 MiB off" in words
    )


def test_verdicts_stand_with_their_reasons():
    reader = Reader(page_of(REPORT / "disturbed.json"))
    [run] = report_of(REPORT / "disturbed.json")["runs"]
    assert run["verdict"]["time"]["status"] == "invalid"
    for line in run["verdictLines"]:
        judgement = line["judgement"]
        reasons = "; ".join(reason["text"] for reason in judgement["reasons"])
        told = f"{line['what']}: {judgement['status']}" + (f": {reasons}" if reasons else "")
        assert told in " ".join(reader.words.split())


def test_a_chart_of_a_run_that_is_not_valid_says_so():
    for name, doubtful in (("disturbed", True), ("wide", False)):
        report = report_of(REPORT / f"{name}.json")
        with style.style():
            gallery = Gallery(report)
            gallery.draw()
        for chart in gallery.charts:
            texts = " ".join(text.get_text() for text in chart.drawing.texts)
            assert ("By the run's own verdict: time invalid" in texts) == doubtful, name


def test_tables_sort_and_cells_tell_exact_figures(wide):
    tables = [attributes for tag, attributes in Reader(wide).elements if tag == "table"]
    assert tables[0]["class"] == "sortable"
    [group] = report_of(REPORT / "wide.json")["runs"][0]["groups"]
    cells = [a for tag, a in Reader(wide).elements if tag == "td" and "data-value" in a]
    for row in group["rows"]:
        [cell] = [a for a in cells if a["data-value"] == str(row["time"]["value"])]
        assert cell["title"] == exactly(figure_of(row["time"]))


def test_bars_and_points_tell_exact_figures(wide):
    [group] = report_of(REPORT / "wide.json")["runs"][0]["groups"]
    for row in group["rows"]:
        name, time, rate = row["name"]["head"], figure_of(row["time"]), figure_of(row["rate"])
        assert f"<title>{name}: seconds for 1000 texts: {exactly(time)}</title>" in wide
        point = f"<title>{name}: texts/s: {exactly(replace(rate, forks=[]))}; MiB: "
        assert (point in wide) == row["compared"]


def test_exact_figures_have_their_interval_and_forks_in_few_digits():
    figure = Figure(31.5, 28.1234567, 35.0, forks=[30.0, 31.5, 33.0])
    assert exactly(figure) == "31.5; 95 % interval 28.1235 to 35; forks 30, 31.5, 33"
    assert exactly(Figure(122166666.7)) == "122166667"


def test_machines_stand_side_by_side_and_unknown_facts_say_why(tmp_path):
    one = write(tmp_path, "one", nine(), machine_facts())
    two = write(tmp_path, "two", nine())
    table = Reader(page_of(one, two)).tables[-1]
    told = {row[0]: row[1:] for row in table}
    assert told[""] == ["one", "two"]
    assert told["CPU"] == ["Example CPU 9000", "unknown"]
    assert told["machine"] == ["unknown: no firmware", "unknown"]
    assert told["matrix multiply, GFLOP/s"] == ["150 on all cores", "unknown"]
    assert told["RAM, GiB"] == ["16.0", "unknown"]
    assert told["arguments"] == ["-f 3", "unknown"]
    assert all(all(cell for cell in row[1:]) for row in table)


def test_a_page_of_several_machines_begins_with_their_table(tmp_path):
    rows = [passes(one) for one in ("SINGLE", "SERVER")]
    files = [write(tmp_path, name, rows, machine_facts(model=f"CPU {name}")) for name in ("A", "B")]
    reader = Reader(page_of(*files))

    head, *rows = reader.tables[0]
    assert head[:2] == ["machine", "deployment"]
    assert [row[:2] for row in rows] == [
        ["CPU A, 2 cores", "SINGLE"],
        ["CPU A, 2 cores", "SERVER"],
        ["CPU B, 2 cores", "SINGLE"],
        ["CPU B, 2 cores", "SERVER"],
    ]


def test_a_report_from_before_there_was_such_a_table_is_drawn_too():
    report = {**report_of(REPORT / "growing.json")}
    del report["fleet"]
    assert Reader(page(report, [], [])).tables


def test_every_text_out_of_a_file_is_escaped(tmp_path):
    evil = '<script>alert("&")</script>'
    rows = [
        passes("SINGLE", corpus=evil),
        passes("SINGLE", corpus="builtin", **{evil: evil}),
        calls("SINGLE", corpus=evil),
        result([1.0], benchmark=evil, mode=evil, unit=evil),
    ]
    sidecar = machine_facts(model=evil, jvm={"vendor": evil}, software={"commit": evil})
    found = page_of(write(tmp_path, "a&b", rows, sidecar))
    assert found.lower().count("<script") == 1
    assert 'alert("' not in found
    assert evil in Reader(found).words


def test_a_page_tells_what_was_not_drawn(wide):
    assert "CorpusPass-over-processes: no two rows differ in processes alone" in wide


def test_charts_of_several_runs_come_first(tmp_path):
    paths = [write(tmp_path, name, nine(), machine_facts(model=name)) for name in ("one", "two")]
    found = page_of(*paths)
    assert found.index('id="CorpusPass-machines"') < found.index('id="one-CorpusPass-trade-offs"')
    assert found.index("<h2>one</h2>") < found.index('id="one-CorpusPass-trade-offs"')
    assert found.index('id="one-CorpusPass-what-memory-is"') < found.index("<h2>two</h2>")


def test_all_deployments_are_in_the_table(wide):
    assert [row[0] for row in Reader(wide).tables[0][1:]] == list(DEPLOYMENTS)
