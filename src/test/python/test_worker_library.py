"""The protocol of workers in Python: the library, and the example engine as a real process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Optional

import pytest
from conftest import PROJECT

ENGINES = PROJECT / "src/main/engines"
EXAMPLE = ENGINES / "example" / "worker.py"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ENGINES / "library"), "PYTHONDONTWRITEBYTECODE": "1"}
SECONDS = 10
WINE = {"text": "A wine – “fine”.", "tokens": 9, "logits": [-1.5, 1.25]}
OTHER = {"text": "Another.", "tokens": 4, "logits": [2.0, -2.0]}

# An engine whose answer is an expression over texts.
ENGINE = """
import threading, time, sys, os, subprocess
import distilbench_worker
options = distilbench_worker.options().parse_args()
together = threading.Barrier(2)
class Array:
    def __init__(self, values): self.values = values
    def tolist(self): return self.values
def answer(texts):
    {before}
    return {answer}
distilbench_worker.serve(answer, options, {ready})
"""


class Worker:
    """A worker process, spoken to line by line."""

    def __init__(self, command: List[str]) -> None:
        self.process = subprocess.Popen(
            command,
            env=ENVIRONMENT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        self.ready: Optional[Dict[str, Any]] = None
        line = self.process.stdout.readline()
        if line:
            self.ready = json.loads(line)["ready"]

    def send(self, line: str) -> None:
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def ask(self, number: int, *texts: str) -> None:
        self.send(json.dumps({"id": number, "texts": texts}))

    def reply(self) -> Dict[str, Any]:
        return json.loads(self.process.stdout.readline())

    def end(self) -> subprocess.CompletedProcess:
        """What it still says when its input ends, and how it ends."""
        out, err = self.process.communicate(timeout=SECONDS)
        return subprocess.CompletedProcess([], self.process.returncode, out, err)


@pytest.fixture
def workers() -> Iterator[Callable[..., Worker]]:
    """Starts workers; none is left behind."""
    started: List[Worker] = []

    def start(*command: Any) -> Worker:
        started.append(Worker([sys.executable, *map(str, command)]))
        return started[-1]

    yield start
    for worker in started:
        worker.process.kill()
        worker.process.communicate()


@pytest.fixture
def example(workers: Callable[..., Worker], tmp_path: Path) -> Callable[..., Worker]:
    """Starts the example engine, which knows two texts."""
    reference_set = tmp_path / "set.ndjson"
    lines = [{"texts": 2}, {"number": 1, **WINE}, {"number": 2, **OTHER}]
    reference_set.write_text(
        "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8"
    )
    return lambda *options: workers(EXAMPLE, "--reference-set", reference_set, *options)


@pytest.fixture
def engine(workers: Callable[..., Worker], tmp_path: Path) -> Callable[..., Worker]:
    """Starts an engine that answers by an expression."""

    def start(answer: str, *options: str, before: str = "pass", ready: str = "None") -> Worker:
        program = tmp_path / "engine.py"
        program.write_text(ENGINE.format(before=before, answer=answer, ready=ready))
        return workers(program, *options)

    return start


def test_answers_in_the_order_of_the_texts(example):
    worker = example()
    assert worker.ready["pid"] == worker.process.pid
    assert worker.ready["versions"]["python"].startswith("3.")
    worker.ask(7, OTHER["text"], WINE["text"])
    assert worker.reply() == {"id": 7, "logits": [[2.0, -2.0], [-1.5, 1.25]], "tokens": [4, 9]}
    worker.ask(8)
    assert worker.reply() == {"id": 8, "logits": [], "tokens": []}
    ended = worker.end()
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


def test_texts_may_come_as_utf8(example):
    worker = example()
    worker.send(json.dumps({"id": 1, "texts": [WINE["text"]]}, ensure_ascii=False))
    assert worker.reply()["tokens"] == [9]


def test_finishes_what_is_under_way_when_its_input_ends(example):
    worker = example("--callers", "3")
    for number in range(200):
        worker.ask(number, WINE["text"])
    ended = worker.end()
    assert ended.returncode == 0
    assert {json.loads(line)["id"] for line in ended.stdout.splitlines()} == set(range(200))


def test_answers_as_many_requests_at_once_as_there_are_callers(engine):
    worker = engine("[[0.5]], [3]", "--callers", "2", before="together.wait(5)")
    worker.ask(1, "a")
    worker.ask(2, "b")
    assert {worker.reply()["id"], worker.reply()["id"]} == {1, 2}
    assert worker.end().returncode == 0


def test_a_queue_is_answered_by_one_thread_in_order(engine):
    worker = engine("[[float(threading.get_ident())]], [3]", "--callers", "8", "--queue", "true")
    for number in range(20):
        worker.ask(number, "a")
    replies = [worker.reply() for _ in range(20)]
    assert [reply["id"] for reply in replies] == list(range(20))
    assert len({reply["logits"][0][0] for reply in replies}) == 1


def test_an_engine_that_fails_answers_with_an_error_and_goes_on(example):
    worker = example()
    worker.ask(1, "unknown")
    assert worker.reply() == {"id": 1, "error": "KeyError: 'unknown'"}
    worker.ask(2, WINE["text"])
    assert worker.reply()["id"] == 2
    ended = worker.end()
    assert ended.returncode == 0
    assert "Traceback" in ended.stderr


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ("[[float('nan'), 1.0]], [3]", "a logit is not finite"),
        ("[[1.0, float('-inf')]], [3]", "a logit is not finite"),
        ("[], [3]", "0 logits and 1 tokens for 1 texts"),
        ("[[1.0]], [3, 4]", "1 logits and 2 tokens for 1 texts"),
        ("[['wine']], [3]", "could not convert"),
        ("None", "TypeError"),
        ("sys.exit('gave up')", "SystemExit: gave up"),
    ],
)
def test_what_is_no_answer_becomes_an_error(engine, answer, error):
    worker = engine(answer)
    worker.ask(1, "a")
    reply = worker.reply()
    assert set(reply) == {"id", "error"}
    assert error in reply["error"]
    assert worker.end().returncode == 0


def test_arrays_and_the_heap_are_answered(engine):
    worker = engine("Array([[0.5], [1.5]]), [3, 4], 12.5")
    worker.ask(1, "a", "b")
    assert worker.reply() == {"id": 1, "logits": [[0.5], [1.5]], "tokens": [3, 4], "heap": 12.5}


def test_batches_are_cut_and_put_together(engine):
    batched = "distilbench_worker.batched(lambda b: ([[len(b)]] * len(b), [len(t) for t in b]), 2)"
    worker = engine(f"{batched}(texts)")
    worker.ask(1, "a", "bb", "ccc")
    assert worker.reply() == {"id": 1, "logits": [[2.0], [2.0], [1.0]], "tokens": [1, 2, 3]}


def test_what_an_engine_prints_is_kept_out_of_the_replies(engine):
    shout = "print('loud', flush=True); os.write(1, b'louder'); subprocess.run(['echo', 'child'])"
    worker = engine("[[0.5]], [3]", before=shout)
    worker.ask(1, "a")
    assert worker.reply() == {"id": 1, "logits": [[0.5]], "tokens": [3]}
    ended = worker.end()
    assert ended.stdout == ""
    for word in ("loud", "louder", "child"):
        assert word in ended.stderr


@pytest.mark.parametrize(
    "line",
    [
        "rubbish",
        "",
        "[1]",
        '{"texts": ["a"]}',
        '{"id": "1", "texts": ["a"]}',
        '{"id": true, "texts": ["a"]}',
        '{"id": 1}',
        '{"id": 1, "texts": "a"}',
        '{"id": 1, "texts": [1]}',
        "[" * 100_000,
    ],
)
def test_a_malformed_request_ends_it_with_a_line(example, line):
    worker = example()
    worker.send(line)
    assert worker.process.wait(SECONDS) == 1
    ended = worker.end()
    assert ended.stdout == ""
    [said] = ended.stderr.splitlines()
    assert said.startswith("a request ")


@pytest.mark.parametrize("option", ["--queue=yes", "--callers=-1", "--precision=FP64"])
def test_an_option_that_means_nothing_is_refused(example, option):
    worker = example(option)
    assert worker.ready is None
    assert worker.process.wait(SECONDS) == 2


def test_a_refusal_is_one_line(engine):
    worker = engine("None", ready="distilbench_worker.refuse('no such instructions')")
    assert worker.ready is None
    ended = worker.end()
    assert (ended.returncode, ended.stderr) == (2, "no such instructions\n")


@pytest.mark.parametrize("opening", [True, False])
def test_ends_when_its_parent_is_gone(engine, workers, tmp_path, opening):
    worker = tmp_path / "worker.py"
    ready = "time.sleep(60)" if opening else "None"
    # A worker knows its parent once it has imported the library.
    worker.write_text(
        "import pathlib, distilbench_worker\npathlib.Path(__file__ + '.ready').touch()\n"
        + ENGINE.format(before="time.sleep(60)", answer="[[0.5]], [3]", ready=ready)
    )
    parent = tmp_path / "parent.py"
    parent.write_text(
        "import json, pathlib, subprocess, sys, time\n"
        "worker = subprocess.Popen([sys.executable, sys.argv[1]], stdin=0, stdout=2)\n"
        "while not pathlib.Path(sys.argv[1] + '.ready').exists(): time.sleep(0.02)\n"
        "print(json.dumps({'ready': {'pid': worker.pid}}), flush=True)\n"
        "time.sleep(60)\n"
    )
    started = workers(parent, worker)
    started.ask(1, "a")
    pid = started.ready["pid"]
    assert is_running(pid)
    started.process.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + SECONDS
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not is_running(pid)


def is_running(pid: int) -> bool:
    """Whether a process computes still; one that ended and was not waited for does not."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rsplit(")", 1)[1].split()[0] != "Z"
