"""The Go program with an embedded Python: how it is built, its protocol, its calls of MetaCall.

Python answers from a small script here, so neither a model nor PyTorch is needed.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Dict, List

import pytest
from conftest import PROJECT

ENGINE = PROJECT / "src/main/engines/go-python"
STUB = ENGINE / "stub"

SCRIPT = """
import json, os

def open(settings):
    os.write(1, b"noise\\n")
    return json.dumps({"threads": json.loads(settings)["batchSize"], "versions": {"script": "1"}})

def answer(texts):
    texts = json.loads(texts)
    if texts == ["fail"]:
        raise ValueError("as asked")
    score = float("nan") if texts == ["nan"] else 0.5
    logits = [[-score, score] for _ in texts]
    return json.dumps({"logits": logits, "tokens": [len(text) for text in texts]})
"""

# What the program asks of MetaCall, answered without any Python.
LIBRARY = r"""
#include <metacall/metacall.h>
#include <stdlib.h>
#include <string.h>

void metacall_log_null(void) {}
int metacall_initialize(void) { return 0; }
int metacall_load_from_file(const char *tag, const char *paths[], size_t size, void **handle) {
    int known = strcmp(tag, "py") == 0 && size == 1 && strstr(paths[0], "script.py") != NULL;
    return !(known && handle == NULL && strstr(getenv("PYTHONPATH"), "/site-packages") != NULL);
}
void *metacallv(const char *name, void *args[]) {
    if (strcmp(name, "open") == 0) return strdup("{\"versions\": {}}");
    if (strcmp(args[0], "[\"fail\"]") == 0) return NULL;
    return strdup("{\"logits\": [[1, 2]], \"tokens\": [3]}");
}
void *metacall_value_create_string(const char *str, size_t length) { return strndup(str, length); }
enum metacall_value_id metacall_value_id(void *v) { return METACALL_STRING; }
char *metacall_value_to_string(void *v) { return v; }
void metacall_value_destroy(void *v) { free(v); }
"""


def built(environment: Path, **variables: str) -> Path:
    """The program, as build.sh builds it; skips where that cannot be done."""
    for tool in ("go", "cc", "pkg-config"):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not on the path")
    ended = subprocess.run(
        ["sh", "build.sh", sys.executable, str(environment)],
        cwd=ENGINE,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=300,
    )
    if ended.returncode == 2:
        pytest.skip(ended.stderr.strip().splitlines()[-1])
    assert ended.returncode == 0, ended.stderr
    return environment / "bin/worker"


@pytest.fixture(scope="module")
def program(tmp_path_factory) -> Path:
    return built(tmp_path_factory.mktemp("environment"), CPATH="")


@pytest.fixture
def script(tmp_path) -> Path:
    file = tmp_path / "script.py"
    file.write_text(SCRIPT, encoding="utf-8")
    return file


def run(program: Path, script: Path, *requests: str, **variables: str):
    """The program from start to end, given lines."""
    return subprocess.run(
        [program, "--python", sys.executable, "--script", script, "--batch-size", "2"],
        input="".join(request + "\n" for request in requests),
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )


def asked(number: int, *texts: str) -> str:
    return json.dumps({"id": number, "texts": texts})


def replies(ended: subprocess.CompletedProcess) -> List[Dict]:
    assert ended.returncode == 0, ended.stderr
    return [json.loads(line) for line in ended.stdout.splitlines()]


def by_number(ended: subprocess.CompletedProcess) -> Dict[int, Dict]:
    return {reply["id"]: reply for reply in replies(ended)[1:]}


def test_it_says_what_python_says_and_what_it_is(program, script):
    [said] = replies(run(program, script))
    ready = said["ready"]
    assert ready["threads"] == 2
    assert ready["versions"]["script"] == "1"
    assert ready["versions"]["go"].startswith("go")
    assert ready["versions"]["through"] == "CPython"


def test_answers_have_logits_tokens_and_the_heap(program, script):
    answers = by_number(run(program, script, *[asked(n, "ä" * n, "b") for n in range(20)]))
    assert sorted(answers) == list(range(20))
    for number, reply in answers.items():
        assert reply["logits"] == [[-0.5, 0.5], [-0.5, 0.5]]
        assert reply["tokens"] == [number, 1]
        assert 0 < reply["heap"] < 100


def test_noise_goes_to_standard_error(program, script):
    assert "noise" in run(program, script).stderr


@pytest.mark.parametrize("text, why", [("fail", "as asked"), ("nan", "no numbers")])
def test_a_failure_is_a_reply(program, script, text, why):
    answers = by_number(run(program, script, asked(1, text), asked(2, "fine")))
    assert why in answers[1]["error"]
    assert answers[2]["tokens"] == [4]


@pytest.mark.parametrize("line", ["rubbish", "[]", "{}", '{"id": 1}', '{"texts": ["a"]}'])
def test_a_request_that_cannot_be_read_ends_it(program, script, line):
    ended = run(program, script, line)
    assert ended.returncode == 1
    assert "cannot be read" in ended.stderr


def test_a_script_that_cannot_be_loaded_ends_it(program, tmp_path):
    ended = run(program, tmp_path / "missing.py")
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert "missing.py" in ended.stderr


def test_it_ends_with_its_parent(program, script):
    shell = subprocess.Popen(
        ["sh", "-c", 'exec 3<&0; "$@" <&3 & echo $!; wait', "sh", program]
        + ["--python", sys.executable, "--script", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    process = Path("/proc", shell.stdout.readline().strip())
    assert "ready" in shell.stdout.readline()
    shell.kill()
    shell.wait()
    deadline = time.monotonic() + 10
    while process.exists():
        assert time.monotonic() < deadline, "it outlived its parent"
        time.sleep(0.05)


def test_metacall_is_called_as_its_header_says(script, tmp_path):
    library = tmp_path / "lib"
    library.mkdir()
    (library / "fake.c").write_text(LIBRARY, encoding="utf-8")
    if shutil.which("cc") is None:
        pytest.skip("cc is not on the path")
    subprocess.run(
        [
            "cc",
            "-shared",
            "-fPIC",
            "-I",
            STUB,
            "-o",
            library / "libmetacall.so",
            library / "fake.c",
        ],
        check=True,
    )
    program = built(tmp_path, CPATH=str(STUB), LIBRARY_PATH=str(library))

    ended = run(program, script, asked(1, "a"), asked(2, "fail"), LD_LIBRARY_PATH=str(library))

    assert replies(ended)[0]["ready"]["versions"]["through"] == "MetaCall"
    assert by_number(ended)[1]["logits"] == [[1, 2]]
    assert "returned no string" in by_number(ended)[2]["error"]
