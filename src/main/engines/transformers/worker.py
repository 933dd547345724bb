"""Classifies with Hugging Face transformers' text-classification pipeline on PyTorch."""

from __future__ import annotations

import argparse
import os
from concurrent.futures import ThreadPoolExecutor
from threading import local
from typing import Any, Callable, Dict, List, Tuple

import distilbench_worker

OPTIONS = distilbench_worker.options().parse_args()
if not OPTIONS.spinning:
    os.environ["OMP_WAIT_POLICY"] = "PASSIVE"  # read when PyTorch loads its OpenMP library

import torch  # noqa: E402
from transformers import TextClassificationPipeline, pipeline  # noqa: E402

DTYPES = {"FP32": torch.float32, "BF16": torch.bfloat16}
BF16_INSTRUCTIONS = {"avx512_bf16", "amx_bf16", "bf16"}


class CountingPipeline(TextClassificationPipeline):
    """The pipeline as it is, which notes how many tokens each text had."""

    counts = local()

    def preprocess(self, inputs: str, **settings: Any) -> Any:
        encoded = super().preprocess(inputs, **settings)
        self.counts.tokens.append(encoded["input_ids"].shape[-1])
        return encoded


def has_bf16() -> bool:
    """Whether the CPU computes in bfloat16; without it, PyTorch would emulate it."""
    with open("/proc/cpuinfo", encoding="ascii", errors="replace") as lines:
        return any(BF16_INSTRUCTIONS.intersection(line.split()) for line in lines)


def set_threads(threads: int) -> None:
    """Threads for one forward pass; 0 leaves them to PyTorch."""
    if threads > 0:
        torch.set_num_threads(threads)
        torch.set_num_interop_threads(1)


def first_call(classify: Callable[[List[str]], object]) -> int:
    """Makes the tokenizer take its settings, which later calls only read.

    :return: threads that a forward pass has in a thread of its own, as each caller is one
    """
    with ThreadPoolExecutor(1) as caller:
        caller.submit(classify, ["A wine."]).result()
        return caller.submit(torch.get_num_threads).result()


def mapped_parameters(model: torch.nn.Module) -> List[bool]:
    """Of each parameter, whether it lies in a mapped safetensors file."""
    with open("/proc/self/maps", encoding="utf-8", errors="replace") as lines:
        ranges = [
            [int(end, 16) for end in line.split()[0].split("-")]
            for line in lines
            if line.rstrip().endswith(".safetensors")
        ]
    return [
        any(start <= parameter.data_ptr() < end for start, end in ranges)
        for parameter in model.parameters()
    ]


def hold_weights(model: torch.nn.Module, weights: str) -> None:
    """Leaves the weights in the mapped file, or gives the process a copy of its own."""
    if weights == "MAPPED":
        if not all(mapped_parameters(model)):
            distilbench_worker.refuse("engine transformers: not all weights are in a mapped file")
        return
    for parameter in model.parameters():
        parameter.data = parameter.data.clone()


def open_pipeline(options: argparse.Namespace) -> CountingPipeline:
    """The pipeline on the CPU, with the precision and the weights that were asked for."""
    if options.precision == "BF16" and not has_bf16():
        distilbench_worker.refuse("engine transformers: this CPU has no bfloat16 instructions")
    opened = pipeline(
        "text-classification",
        model=str(options.model),
        pipeline_class=CountingPipeline,
        device="cpu",
        dtype=DTYPES[options.precision],
    )
    hold_weights(opened.model, options.weights)
    return opened


def main() -> None:
    """A worker from its options to the end of its requests."""
    set_threads(OPTIONS.intra_op_threads)
    classifier = open_pipeline(OPTIONS)
    labels = [label for _, label in sorted(classifier.model.config.id2label.items())]

    def classify(texts: List[str]) -> Tuple[List[List[float]], List[int]]:
        classifier.counts.tokens = []
        answers = classifier(
            texts,
            top_k=None,
            function_to_apply="none",
            batch_size=OPTIONS.batch_size,
            truncation=True,
            max_length=OPTIONS.max_tokens,
        )
        return [in_order(answer, labels) for answer in answers], classifier.counts.tokens

    threads = first_call(classify)
    distilbench_worker.serve(
        classify, OPTIONS, distilbench_worker.facts("torch", "transformers", threads=threads)
    )


def in_order(answer: List[Dict[str, Any]], labels: List[str]) -> List[float]:
    """Logits in the order of the model's labels; the pipeline gives the largest first."""
    scores = {entry["label"]: entry["score"] for entry in answer}
    return [scores[label] for label in labels]


if __name__ == "__main__":
    main()
