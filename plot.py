#!/usr/bin/env python3
# /// script
# requires-python = ">=3.9"
# dependencies = ["matplotlib>=3.7", "jinja2>=3.1"]
# ///
"""Draws charts and a page from JMH result files.

    plot.py RESULT... -o DIR    charts as SVG and PNG, and index.html

RESULT is a JMH JSON file of any suite, or a folder of them. The figures are those of
`java -jar target/benchmarks.jar report RESULT... --format json`, whose output is taken, too.
"""

import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent
sys.path.insert(0, str(PROJECT / "src" / "main" / "python"))
sys.dont_write_bytecode = True

from distilbench_charts.cli import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], PROJECT))
