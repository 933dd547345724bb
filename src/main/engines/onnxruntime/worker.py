"""Classifies with ONNX Runtime: one session, used by all callers."""

from __future__ import annotations

import argparse
from typing import List, Tuple

import distilbench_worker
import numpy as np
import onnxruntime
from distilbench_tokens import COLUMNS, open_tokenizer

NUMBERS = {"tensor(int64)": np.int64, "tensor(int32)": np.int32}


def open_session(options: argparse.Namespace) -> onnxruntime.InferenceSession:
    """A session with the threads and the weights that the deployment prescribes."""
    settings = onnxruntime.SessionOptions()
    settings.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    settings.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    settings.intra_op_num_threads = options.intra_op_threads
    settings.inter_op_num_threads = 1
    settings.enable_mem_pattern = False  # a plan for each shape, and texts hardly share one
    settings.add_session_config_entry(
        "session.intra_op.allow_spinning", "1" if options.spinning else "0"
    )
    if options.weights == "MAPPED":
        # Packing would copy the matrices from the mapped file into private memory.
        settings.add_session_config_entry("session.disable_prepacking", "1")
    return onnxruntime.InferenceSession(
        str(options.model / "model.onnx"), settings, providers=["CPUExecutionProvider"]
    )


def check(session: onnxruntime.InferenceSession) -> None:
    """Refuses a graph that does not classify tokens."""
    for declared in session.get_inputs():
        if declared.name not in COLUMNS or declared.type not in NUMBERS:
            distilbench_worker.refuse(
                f"engine onnxruntime cannot feed the input {declared.name}: {declared.type}"
            )
    if "logits" not in [declared.name for declared in session.get_outputs()]:
        distilbench_worker.refuse("engine onnxruntime needs a model with an output named logits")


def main() -> None:
    """A worker from its options to the end of its requests."""
    options = distilbench_worker.options().parse_args()
    session = open_session(options)
    check(session)
    tokenizer = open_tokenizer(options.model / "tokenizer.json", options.max_tokens)

    def classify(texts: List[str]) -> Tuple[np.ndarray, List[int]]:
        encodings = tokenizer.encode_batch(texts)
        fed = {
            declared.name: np.array(
                [COLUMNS[declared.name](encoding) for encoding in encodings],
                dtype=NUMBERS[declared.type],
            )
            for declared in session.get_inputs()
        }
        [logits] = session.run(["logits"], fed)
        return logits, [sum(encoding.attention_mask) for encoding in encodings]

    distilbench_worker.serve(
        distilbench_worker.batched(classify, options.batch_size),
        options,
        distilbench_worker.facts("onnxruntime", "tokenizers", "numpy"),
    )


if __name__ == "__main__":
    main()
