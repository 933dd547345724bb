"""index.html: charts, tables, verdicts and machines on one page that needs nothing but itself."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import Dict, List, Sequence

from .gallery import Chart
from .published import PUBLISHED
from .report import exactly, figure_of
from .style import GRID, INK, PAPER, SOFT

TEMPLATES = Path(__file__).parent / "templates"
THEME = {PAPER: "paper", INK: "ink", SOFT: "soft", GRID: "grid"}


def page(report: Dict, charts: Sequence[Chart], skipped: Sequence[str]) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["tip"] = tip
    deployments = {
        row.get("deployment")
        for run in report["runs"]
        for group in run["groups"]
        for row in group["rows"]
    }
    return environment.get_template("page.html").render(
        report=report,
        together=[drawn(chart) for chart in charts if chart.table is None],
        charts=[charts_of(report, charts, run) for run in range(len(report["runs"]))],
        published=PUBLISHED if deployments & set(PUBLISHED) else {},
        skipped=skipped,
    )


def charts_of(report: Dict, charts: Sequence[Chart], run: int) -> List[List[Dict]]:
    """A run's charts, by the table that they belong to."""
    return [
        [drawn(chart) for chart in charts if (chart.run, chart.table) == (run, table)]
        for table in range(len(report["runs"][run]["tables"]))
    ]


def drawn(chart: Chart) -> Dict:
    return {"name": chart.name, "text": chart.text, "svg": inline_svg(chart)}


def tip(cell: Dict) -> str:
    """The exact figures of a cell, for whoever points at it; nothing for a text."""
    return "" if cell.get("value") is None else exactly(figure_of(cell))


def inline_svg(chart: Chart) -> str:
    """A chart as part of the page: names of its own, colours of the page's light or dark theme."""
    text = chart.svg.decode("utf-8")
    text = text[text.index("<svg") :].strip()
    text = re.sub(r"<!--.*?-->|<metadata>.*?</metadata>\s*", "", text, flags=re.DOTALL)
    text = re.sub(r' xmlns(:\w+)?="[^"]*"', "", text)
    text = text.replace("xlink:href", "href")
    for number, said in enumerate(chart.drawing.tips):
        opening = f'<g id="tip{number}">'
        text = text.replace(opening, f"{opening}<title>{escape(said)}</title>")
    name = escape(chart.name)
    text = re.sub(r'\bid="', f'id="{name}.', text)
    text = re.sub(r'href="#', f'href="#{name}.', text)
    text = re.sub(r"url\(#", f"url(#{name}.", text)
    for color, theme in THEME.items():
        text = text.replace(color, f"var(--{theme})")
    head, rest = text.split(">", 1)
    head = re.sub(r' (?:width|height)="[^"]*"', "", head)  # as wide as the page
    label = escape(f"{chart.title}: {chart.text}")
    return f'{head} role="img" aria-label="{label}">{rest}'
