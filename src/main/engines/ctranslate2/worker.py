"""Runs the encoder with CTranslate2, and the classifier's two small layers with NumPy."""
import os
import sys
from pathlib import Path
from typing import List, Tuple

import distilbench_worker
import numpy as np
from tokenizers import Tokenizer

COMPUTE_TYPES = {"FP32": "float32", "INT8": "int8"}
HEAD_ACTIVATIONS = {"relu": lambda values: np.maximum(values, 0), "tanh": np.tanh}

options = distilbench_worker.options().parse_args()
if options.intra_op_threads > 0 and not options.spinning:
    os.environ["KMP_BLOCKTIME"] = "0"  # read by the OpenMP library that the next import loads

import ctranslate2  # noqa: E402

if COMPUTE_TYPES[options.precision] not in ctranslate2.get_supported_compute_types("cpu"):
    print("ctranslate2: this CPU cannot compute in " + COMPUTE_TYPES[options.precision], file=sys.stderr)
    sys.exit(2)

tokenizer = Tokenizer.from_file(str(Path(options.model) / "tokenizer.json"))
tokenizer.no_padding()
tokenizer.enable_truncation(options.max_tokens)
head = dict(np.load(Path(options.prepared) / "head.npz"))
activation = HEAD_ACTIVATIONS[str(head["activation"])]
encoder = ctranslate2.Encoder(
    options.prepared, device="cpu", compute_type=COMPUTE_TYPES[options.precision],
    inter_threads=1 if options.queue else options.callers, intra_threads=options.intra_op_threads)


def classify(ids: List[List[int]]) -> np.ndarray:
    """Logits of one batch. CTranslate2 pads it, and computes on what is no padding."""
    hidden = np.array(encoder.forward_batch(ids).last_hidden_state)
    pooled = activation(hidden[:, 0] @ head["weight0"].T + head["bias0"])
    return pooled @ head["weight1"].T + head["bias1"]


def answer(texts: List[str]) -> Tuple[List[List[float]], List[int]]:
    """Logits and token counts of the texts of a request."""
    ids = [tokenizer.encode(text).ids for text in texts]
    logits: List[List[float]] = []
    for start in range(0, len(ids), options.batch_size):
        logits += classify(ids[start:start + options.batch_size]).tolist()
    return logits, [len(each) for each in ids]


distilbench_worker.serve(answer, options, ready={
    "versions": {"ctranslate2": ctranslate2.__version__, "python": sys.version.split()[0]}})
