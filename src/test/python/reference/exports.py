"""Models as ONNX files, by both of PyTorch's exporters and by ONNX Runtime's tools."""

from __future__ import annotations

import logging
import warnings
from pathlib import Path
from typing import Dict, List, Optional, Sequence

import onnx
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from onnxruntime.transformers.float16 import convert_float_to_float16
from transformers import PreTrainedModel

# It names every optional package that is not there.
logging.getLogger("torch.onnx").setLevel(logging.ERROR)


class Named(torch.nn.Module):
    """A model whose outputs are a tuple, in the order of their names."""

    def __init__(self, model: PreTrainedModel, outputs: Sequence[str]) -> None:
        super().__init__()
        self.model = model
        self.outputs = outputs

    def forward(self, input_ids, attention_mask, token_type_ids=None, position_ids=None):
        given = {"token_type_ids": token_type_ids, "position_ids": position_ids}
        answer = self.model(
            input_ids=input_ids,
            attention_mask=attention_mask,
            **{name: value for name, value in given.items() if value is not None},
        )
        return tuple(answer[name] for name in self.outputs)


class Sentence(torch.nn.Module):
    """An encoder whose graph pools and normalizes."""

    def __init__(self, model: PreTrainedModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask, token_type_ids=None):
        tokens = self.model(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(tokens.dtype)
        mean = (tokens * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
        return tokens, torch.nn.functional.normalize(mean, dim=1)


def export(
    model: torch.nn.Module,
    file: Path,
    inputs: Sequence[str],
    outputs: Sequence[str],
    dynamo: bool,
    dtype: torch.dtype = torch.int64,
    opset: Optional[int] = None,
) -> None:
    """Writes an ONNX file whose batch and sequence may have any length."""
    file.parent.mkdir(parents=True, exist_ok=True)
    model.eval()
    given = _example(inputs, dtype)
    axes = {name: {0: "batch", 1: "sequence"} for name in inputs}
    if dynamo:
        lengths = {
            name: {0: torch.export.Dim.DYNAMIC, 1: torch.export.Dim.DYNAMIC} for name in inputs
        }
        shapes = {"dynamic_shapes": lengths, "external_data": True}
    else:
        shapes = {"dynamic_axes": {**axes, **{name: {0: "batch"} for name in outputs}}}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model,
            (),
            str(file),
            kwargs=given,
            input_names=list(inputs),
            output_names=list(outputs),
            dynamo=dynamo,
            opset_version=opset,
            verbose=False,
            **shapes,
        )


def _example(inputs: Sequence[str], dtype: torch.dtype) -> Dict[str, torch.Tensor]:
    """Two texts of seven tokens, padding among them."""
    values = {
        "input_ids": torch.arange(10, 24).reshape(2, 7),
        "attention_mask": torch.tensor([[1] * 7, [1] * 5 + [0] * 2]),
        "token_type_ids": torch.zeros(2, 7),
        "position_ids": torch.arange(7).repeat(2, 1),
    }
    return {name: values[name].to(dtype) for name in inputs}


def forget_notes(file: Path) -> None:
    """Takes out where in which source file each operator was called."""
    model = onnx.load(file, load_external_data=False)
    for part in [*model.graph.node, *model.graph.value_info, *model.graph.initializer]:
        part.ClearField("metadata_props")
    file.write_bytes(model.SerializeToString())


def quantize(source: Path, target: Path) -> None:
    """Dynamic quantization: signed weights, a scale per column."""
    logging.disable(logging.WARNING)
    quantize_dynamic(source, target, weight_type=QuantType.QInt8, per_channel=True)
    logging.disable(logging.NOTSET)


def halve(source: Path, target: Path) -> None:
    """float16 throughout, but for inputs and outputs."""
    onnx.save(convert_float_to_float16(onnx.load(source), keep_io_types=True), target)


def fuse(source: Path, target: Path, heads: int, hidden: int) -> None:
    """ONNX Runtime's own operators in place of groups of standard ones."""
    fused = optimizer.optimize_model(
        str(source), model_type="bert", num_heads=heads, hidden_size=hidden, opt_level=0
    )
    fused.save_model_to_file(str(target))


def answerer(file: Path, output: str):
    """What ONNX Runtime answers to one text."""
    session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    declared = {entry.name: entry.type for entry in session.get_inputs()}

    def answer(ids: List[int]) -> torch.Tensor:
        given = {
            "input_ids": torch.tensor([ids]),
            "attention_mask": torch.ones(1, len(ids), dtype=torch.int64),
            "token_type_ids": torch.zeros(1, len(ids), dtype=torch.int64),
        }
        [result] = session.run([output], {name: given[name].numpy() for name in declared})
        return torch.from_numpy(result[0])

    return answer
