"""The command line of plot.py."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from importlib import import_module
from pathlib import Path
from typing import Dict, NoReturn, Sequence

from .problems import InvalidInput, Refused
from .progress import Progress
from .report import letters_in, load, mapped

INTERRUPTED = 130  # as shells report a program that Ctrl-C ended


class OneLineParser(argparse.ArgumentParser):
    """Says what is wrong with a command line in one line."""

    def error(self, message: str) -> NoReturn:
        raise InvalidInput(f"{self.prog}: {message}; see {self.prog} --help")


def main(arguments: Sequence[str], project: Path) -> int:
    """Draws what the arguments say; answers with the exit code."""
    replace_closed_streams()
    # Names out of files may hold what a terminal cannot show.
    sys.stdout.reconfigure(errors="backslashreplace")
    sys.stderr.reconfigure(errors="backslashreplace")
    try:
        draw(arguments, project)
        return 0
    except Refused as refused:
        return refused.exit_code
    except InvalidInput as problem:
        print(problem, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return INTERRUPTED


def replace_closed_streams() -> None:
    """Reads and prints nothing where the caller closed a stream, as cron and services may."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115, it stays open to the end


def draw(arguments: Sequence[str], project: Path) -> None:
    if arguments and arguments[0] == "compare":
        command = shlex.join(["java", "-jar", "target/benchmarks.jar", *arguments])
        raise InvalidInput(f"comparing is the jar's: {command}")
    options = parse(arguments, project)
    need_libraries()
    progress = Progress()
    asked = [
        f"--{name}={value}"
        for name, value in (
            ("memory", options.memory),
            ("p99", options.p99),
            ("prices", options.prices),
        )
        if value
    ]
    report = load(options.results, asked, options.jar, progress)
    try:
        files, lines = drawn(report, progress)
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise InvalidInput(
            f"the report lacks something, or has it in another shape: {error!r}; print it anew with"
            " the jar that belongs to this plot.py"
        ) from error
    try:
        write_whole(options.folder, files)
    except OSError as error:
        raise InvalidInput(
            f"{options.folder} cannot be written: {error.strerror}; give another -o DIR"
        ) from error
    say("\n".join(line.replace("DIR", str(options.folder), 1) for line in lines) + "\n")


def parse(arguments: Sequence[str], project: Path) -> argparse.Namespace:
    parser = OneLineParser(
        prog="plot.py",
        description="Draws charts of JMH result files as SVG and PNG, and a page with all of them,"
        " the tables, the machines and the verdicts: index.html.",
    )
    parser.add_argument(
        "results",
        metavar="RESULT",
        nargs="+",
        help="a JMH JSON file of any suite or a folder of them; or what the jar's"
        " report --format json has printed, - for standard input",
    )
    parser.add_argument(
        "-o", metavar="DIR", dest="folder", required=True, type=Path, help="where the charts go"
    )
    parser.add_argument("--memory", metavar="SIZE", help="draw which deployment to use within it")
    parser.add_argument("--p99", metavar="TIME", help="likewise with a limit of latency")
    parser.add_argument(
        "--prices", metavar="CSV", help="what an hour of each machine costs, see compare FOLDER"
    )
    parser.add_argument(
        "--jar",
        type=Path,
        default=project / "target" / "benchmarks.jar",
        help="what computes the figures (default: target/benchmarks.jar)",
    )
    return parser.parse_args(arguments)


def need_libraries() -> None:
    try:
        import_module("matplotlib")
        import_module("jinja2")
    except ImportError as error:
        raise InvalidInput(
            f"charts need matplotlib and jinja2 ({error}): uv run plot.py ... or pipx run ./plot.py"
            " ... fetch them for the occasion, pip install matplotlib jinja2 for good"
        ) from error


def drawn(report: Dict, progress: Progress):
    """Every file's content, and a line about each chart, in which DIR is the folder."""
    from .gallery import Gallery
    from .page import page
    from .style import readable, style

    with style(letters_in(report)):
        gallery = Gallery(mapped(report, readable))
        gallery.draw()
        skipped = gallery.not_drawn()
        files = {}
        for done, chart in enumerate(gallery.charts):
            progress.tell(f"{done} of {len(gallery.charts)} charts are drawn")
            files[f"{chart.name}.svg"] = chart.svg
            files[f"{chart.name}.png"] = chart.png()
        files["index.html"] = page(report, gallery.charts, skipped).encode("utf-8")
    lines = [f"DIR/{chart.name}.svg, .png: {chart.title}" for chart in gallery.charts]
    lines.append("DIR/index.html: all of it on one page")
    lines += [f"left out: {line}" for line in report["unusable"]]
    lines += [f"not drawn: {line}" for line in skipped]
    return files, lines


def say(text: str) -> None:
    """Prints a text, as far as somebody reads it: head has soon read enough."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        # What is left would be tried again at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise InvalidInput(f"nothing can be printed: {error.strerror}") from error


def write_whole(folder: Path, files: Dict[str, bytes]) -> None:
    """Replaces all files, each in one step, once all are written; or leaves them as they were."""
    folder.mkdir(parents=True, exist_ok=True)
    aside = {folder / f".{name}.{os.getpid()}": folder / name for name in files}
    try:
        for written, content in zip(aside, files.values()):
            written.write_bytes(content)
        for written, target in aside.items():
            os.replace(written, target)
    finally:
        for written in aside:
            written.unlink(missing_ok=True)
