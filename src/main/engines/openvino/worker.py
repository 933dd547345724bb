"""Classifies with OpenVINO: one compiled model, an inference request for each caller."""

from __future__ import annotations

import argparse
import os
import threading
from typing import Any, Dict, List, Tuple

import distilbench_worker
import numpy as np
import openvino
from distilbench_tokens import open_tokenizer
from inputs import feed, unknown_inputs

TYPES = {"FP32": openvino.Type.f32, "BF16": openvino.Type.bf16}

# What the products with weights may run in, as the compiled model calls it.
PRODUCTS = {"FP32": {"f32"}, "BF16": {"bf16"}, "INT8": {"i8", "u8"}}


def precision_settings(options: argparse.Namespace) -> Dict[str, Any]:
    """What OpenVINO is to compute in; in INT8, what is not quantized has its default type."""
    if options.precision == "INT8":
        return {}
    return {"INFERENCE_PRECISION_HINT": TYPES[options.precision]}


def thread_settings(options: argparse.Namespace) -> Dict[str, Any]:
    """A stream for each pass at once; nothing if threads are left to OpenVINO."""
    if options.intra_op_threads == 0:
        return {}
    streams = 1 if options.queue else options.callers
    threads = streams * options.intra_op_threads
    alone = threads >= len(os.sched_getaffinity(0))
    settings = {
        "PERFORMANCE_HINT": "THROUGHPUT" if streams > 1 else "LATENCY",
        "NUM_STREAMS": streams,
        "INFERENCE_NUM_THREADS": threads,
        # Every process would pin its threads to the first cores.
        "ENABLE_CPU_PINNING": alone,
    }
    if alone:
        # Else a pass would get one thread for each core, however many were asked for.
        settings["ENABLE_HYPER_THREADING"] = True
    return settings


def compile_model(options: argparse.Namespace) -> openvino.CompiledModel:
    """The model, ready to run in the precision that was asked for, or none."""
    core = openvino.Core()
    if options.precision == "BF16" and "BF16" not in core.get_property(
        "CPU", "OPTIMIZATION_CAPABILITIES"
    ):
        distilbench_worker.refuse("engine openvino: this CPU has no bfloat16")
    quantized = options.precision == "INT8"
    file = options.prepared / "model.xml" if quantized else options.model / "model.onnx"
    settings = {**precision_settings(options), **thread_settings(options)}
    compiled = core.compile_model(core.read_model(file), "CPU", settings)
    check_inputs(compiled)
    check_precision(compiled, options.precision)
    return compiled


def check_inputs(compiled: openvino.CompiledModel) -> None:
    """Refuses a model that does not classify tokens."""
    unknown = unknown_inputs(compiled)
    if unknown:
        distilbench_worker.refuse(f"engine openvino cannot feed the input {unknown[0]}")
    if all("logits" not in port.names for port in compiled.outputs):
        distilbench_worker.refuse("engine openvino needs a model with an output named logits")


def check_precision(compiled: openvino.CompiledModel, precision: str) -> None:
    """Refuses a model whose products run in another precision than what was asked for."""
    layers = [node.get_rt_info() for node in compiled.get_runtime_model().get_ordered_ops()]
    found = {
        layer["runtimePrecision"].value
        for layer in layers
        if layer["layerType"].value == "FullyConnected"
    }
    wanted = PRODUCTS[precision]
    # The small layers of the classifier may stay as they are in INT8.
    if not (found & wanted if precision == "INT8" else found and found <= wanted):
        distilbench_worker.refuse(
            f"engine openvino: asked for {precision}, it would compute in {sorted(found)}"
        )


def threads_of_a_pass(compiled: openvino.CompiledModel) -> int:
    """What the compiled model says of its threads, which are shared out among its streams."""
    threads = compiled.get_property("INFERENCE_NUM_THREADS")
    return threads // max(1, compiled.get_property("NUM_STREAMS"))


def main() -> None:
    """A worker from its options to the end of its requests."""
    options = distilbench_worker.options().parse_args()
    compiled = compile_model(options)
    tokenizer = open_tokenizer(options.model / "tokenizer.json", options.max_tokens)
    thread = threading.local()

    def request() -> openvino.InferRequest:
        if not hasattr(thread, "request"):
            thread.request = compiled.create_infer_request()
        return thread.request

    def classify(texts: List[str]) -> Tuple[np.ndarray, List[int]]:
        encodings = tokenizer.encode_batch(texts)
        running = request()
        running.start_async(feed(compiled, encodings), share_inputs=True)
        running.wait()
        logits = running.get_tensor("logits").data.copy()
        return logits, [sum(encoding.attention_mask) for encoding in encodings]

    distilbench_worker.serve(
        distilbench_worker.batched(classify, options.batch_size),
        options,
        distilbench_worker.facts(
            "openvino", "tokenizers", "numpy", threads=threads_of_a_pass(compiled)
        ),
    )


if __name__ == "__main__":
    main()
