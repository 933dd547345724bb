"""Classifies with CTranslate2: the encoder by it, the classifier's two small layers by NumPy."""

from __future__ import annotations

import argparse
import os
from typing import List, Tuple

import distilbench_worker
import numpy as np
from distilbench_tokens import open_tokenizer

COMPUTE_TYPES = {"FP32": "float32", "INT8": "int8"}
ACTIVATIONS = {"relu": lambda values: np.maximum(values, 0), "tanh": np.tanh}


def open_encoder(options: argparse.Namespace):
    """An encoder that computes so many batches at once, on one copy of the weights."""
    if options.intra_op_threads > 0 and not options.spinning:
        os.environ["OMP_WAIT_POLICY"] = "PASSIVE"  # read by OpenMP when the import loads it
    import ctranslate2

    compute_type = COMPUTE_TYPES[options.precision]
    if compute_type not in ctranslate2.get_supported_compute_types("cpu"):
        distilbench_worker.refuse(f"engine ctranslate2 cannot compute {compute_type} on this CPU")
    return ctranslate2.Encoder(
        str(options.prepared),
        device="cpu",
        compute_type=compute_type,
        inter_threads=1 if options.queue else options.callers,
        intra_threads=options.intra_op_threads,
    )


def main() -> None:
    """A worker from its options to the end of its requests."""
    options = distilbench_worker.options().parse_args()
    encoder = open_encoder(options)
    tokenizer = open_tokenizer(options.model / "tokenizer.json", options.max_tokens, padded=False)
    head = dict(np.load(options.prepared / "head.npz"))
    activation = ACTIVATIONS[str(head["activation"])]

    def classify(texts: List[str]) -> Tuple[np.ndarray, List[int]]:
        ids = [encoding.ids for encoding in tokenizer.encode_batch(texts)]
        hidden = np.array(encoder.forward_batch(ids).last_hidden_state)
        pooled = activation(hidden[:, 0] @ head["weight0"].T + head["bias0"])
        return pooled @ head["weight1"].T + head["bias1"], [len(each) for each in ids]

    distilbench_worker.serve(
        distilbench_worker.batched(classify, options.batch_size),
        options,
        distilbench_worker.facts("ctranslate2", "tokenizers", "numpy"),
    )


if __name__ == "__main__":
    main()
