"""The protocol of a worker: what an engine in Python needs besides its answers.

A worker calls options() first, opens its model, and then serve(). Only the standard library is
needed. src/site/markdown/engines.md describes the protocol.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import queue
import signal
import sys
import threading
import time
import traceback
from importlib import metadata
from pathlib import Path
from typing import Any, BinaryIO, Callable, Dict, List, NoReturn, Optional, Sequence, Tuple

# Texts in; logits and token counts out, one of each for every text; perhaps the heap in MiB.
Answer = Callable[[List[str]], Tuple]

PARENT = os.getppid()
SECONDS_BETWEEN_LOOKS = 0.2

MALFORMED = 1
REFUSED = 2
PARENT_GONE = 3


def options() -> argparse.ArgumentParser:
    """A parser of everything that a worker may be told; an engine may add its own options.

    From here on the process ends as soon as its parent has ended, also while the model is opened.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", type=Path, help="folder of the model")
    parser.add_argument("--prepared", type=Path, help="folder that prepare has filled")
    parser.add_argument("--reference-set", type=Path, help="texts with expected answers")
    parser.add_argument("--precision", choices=["FP32", "BF16", "INT8"], default="FP32")
    parser.add_argument("--weights", choices=["PRIVATE", "MAPPED"], default="PRIVATE")
    parser.add_argument("--callers", type=_count, default=1, help="requests answered at once")
    parser.add_argument("--queue", type=_flag, default=False, help="one thread answers all")
    parser.add_argument("--intra-op-threads", type=_count, default=0, help="0: up to the engine")
    parser.add_argument("--spinning", type=_flag, default=True, help="idle threads may spin")
    parser.add_argument("--batch-size", type=_count, default=1, help="texts in a forward pass")
    parser.add_argument("--max-tokens", type=_count, default=512, help="texts are cut to so many")
    return parser


def serve(
    answer: Answer, options: argparse.Namespace, ready: Optional[Dict[str, Any]] = None
) -> None:
    """Says that the worker is ready and answers requests until there are no more.

    Whatever else the process prints goes to standard error from here on.

    :param answer: called by options.callers threads at once, or by one if options.queue is set
    :param ready: what is said of the worker, see facts()
    """
    replies = _Replies(_take_stdout())
    requests: queue.Queue = queue.Queue()
    answering = [
        threading.Thread(target=_answer_all, args=(answer, requests, replies), daemon=True)
        for _ in range(1 if options.queue else max(1, options.callers))
    ]
    replies.say({"ready": ready or {}})
    for thread in answering:
        thread.start()
    for line in sys.stdin.buffer:
        requests.put(_request(line))
    for _ in answering:
        requests.put(None)
    for thread in answering:
        thread.join()


def batched(answer: Answer, size: int) -> Answer:
    """An answer that hands its texts on in batches of at most so many."""

    def answer_in_batches(texts: List[str]) -> Tuple[List, List]:
        logits: List = []
        tokens: List = []
        for start in range(0, len(texts), max(1, size)):
            batch_logits, batch_tokens = answer(texts[start : start + max(1, size)])
            logits.extend(batch_logits)
            tokens.extend(batch_tokens)
        return logits, tokens

    return answer_in_batches


def facts(*packages: str, threads: Optional[int] = None) -> Dict[str, Any]:
    """What a worker says of itself when it is ready.

    :param packages: whose versions are told
    :param threads: what a forward pass really has; nothing if the engine cannot tell
    """
    versions = {"python": platform.python_version()}
    versions.update((package, metadata.version(package)) for package in packages)
    told: Dict[str, Any] = {"pid": os.getpid(), "versions": versions}
    if threads is not None:
        told["threads"] = threads
    return told


def refuse(why: str) -> NoReturn:
    """Ends a worker that cannot do what it is asked for: one line, exit code 2."""
    print(why, file=sys.stderr)
    raise SystemExit(REFUSED)


class _Replies:
    """Replies of several threads, a whole line each."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def say(self, reply: Dict[str, Any]) -> None:
        line = json.dumps(reply, allow_nan=False).encode() + b"\n"
        try:
            with self._lock:
                self._stream.write(line)
                self._stream.flush()
        except OSError:
            _end("nobody reads the replies", PARENT_GONE)


def _answer_all(answer: Answer, requests: queue.Queue, replies: _Replies) -> None:
    """Answers requests until there is None."""
    for request in iter(requests.get, None):
        try:
            reply = _checked(answer(request["texts"]), len(request["texts"]))
        except BaseException as failure:  # SystemExit would end this thread only, silently
            traceback.print_exc()
            reply = {"error": f"{type(failure).__name__}: {failure}"}
        replies.say({"id": request["id"], **reply})


def _checked(answered: Sequence, texts: int) -> Dict[str, Any]:
    """What an engine answered, as a reply; it raises ValueError if that is no answer."""
    logits, tokens, *heap = answered
    logits = [[float(logit) for logit in row] for row in _plain(logits)]
    tokens = [int(count) for count in _plain(tokens)]
    if len(logits) != texts or len(tokens) != texts:
        raise ValueError(f"{len(logits)} logits and {len(tokens)} tokens for {texts} texts")
    if not all(math.isfinite(logit) for row in logits for logit in row):
        raise ValueError("a logit is not finite")
    reply: Dict[str, Any] = {"logits": logits, "tokens": tokens}
    if heap:
        reply["heap"] = float(heap[0])
    return reply


def _plain(values: Any) -> Any:
    """Lists of numbers from arrays, lists of arrays, or lists."""
    if hasattr(values, "tolist"):
        return values.tolist()
    if isinstance(values, (list, tuple)):
        return [_plain(value) for value in values]
    return values


def _request(line: bytes) -> Dict[str, Any]:
    """A request; the process ends if it is none."""
    try:
        request = json.loads(line.decode())
    except (ValueError, RecursionError) as failure:
        _end(f"a request is no JSON: {failure}", MALFORMED)
    if not isinstance(request, dict) or type(request.get("id")) is not int:
        _end("a request has no id", MALFORMED)
    texts = request.get("texts")
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        _end("a request has no texts", MALFORMED)
    return request


def _take_stdout() -> BinaryIO:
    """Standard output for replies alone: what libraries print there goes to standard error."""
    sys.stdout.flush()
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return replies


def _end_with_parent() -> None:
    """Ends the process when its parent has ended."""
    while os.getppid() == PARENT:
        time.sleep(SECONDS_BETWEEN_LOOKS)
    os._exit(PARENT_GONE)


def _end(why: str, code: int) -> NoReturn:
    """Ends the process at once, whatever its threads are doing."""
    print(why, file=sys.stderr, flush=True)
    os._exit(code)


def _flag(text: str) -> bool:
    if text not in ("true", "false"):
        raise argparse.ArgumentTypeError(f"{text!r} is neither true nor false")
    return text == "true"


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f"{text!r} is no count")
    return int(text)
