"""Quantizes the model to 8-bit integers, calibrated with the texts of the run."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import List

os.environ["CI"] = "true"  # the only variable that keeps openvino_telemetry from sending

import nncf  # noqa: E402
import openvino  # noqa: E402
from distilbench_tokens import open_tokenizer  # noqa: E402
from inputs import feed, unknown_inputs  # noqa: E402


def texts_of(reference_set: Path) -> List[str]:
    """The texts of the reference set; its first line is a header."""
    with reference_set.open(encoding="utf-8") as lines:
        next(lines)
        return [json.loads(line)["text"] for line in lines]


def quantize(options: argparse.Namespace) -> openvino.Model:
    """The model with the weights and activations that NNCF quantizes in a transformer."""
    model = openvino.Core().read_model(options.model / "model.onnx")
    unknown = unknown_inputs(model)
    if unknown:
        print(f"engine openvino cannot feed the input {unknown[0]}", file=sys.stderr)
        raise SystemExit(2)
    tokenizer = open_tokenizer(options.model / "tokenizer.json", options.max_tokens)
    dataset = nncf.Dataset(
        texts_of(options.reference_set), lambda text: feed(model, tokenizer.encode_batch([text]))
    )
    return nncf.quantize(model, dataset, model_type=nncf.ModelType.TRANSFORMER)


def main() -> None:
    """Writes model.xml and model.bin; for other precisions there is nothing to prepare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--precision", required=True)
    parser.add_argument("--reference-set", type=Path, required=True)
    parser.add_argument("--max-tokens", type=int, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    if options.precision == "INT8":
        openvino.save_model(quantize(options), options.out / "model.xml", compress_to_fp16=False)


if __name__ == "__main__":
    main()
