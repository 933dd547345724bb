"""What Python answers: token ids, and logits or embeddings in float32, each text alone."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Callable, Dict, List, Sequence

import architectures
import texts
import torch
from tokenizers import Tokenizer
from transformers import (
    AutoConfig,
    AutoModel,
    AutoModelForSequenceClassification,
    AutoTokenizer,
    PreTrainedModel,
)

FILE = "answers.json"
PACKAGES = ("torch", "transformers", "sentence-transformers", "onnx", "onnxruntime", "onnxscript")

# Token ids of a text, to its logits or embedding.
Answerer = Callable[[List[int]], torch.Tensor]


@dataclass
class Expected:
    """What a folder's model must answer."""

    task: str
    answer: Answerer
    limit: int
    labels: Sequence[str] = ()
    given: str = "."
    quantized: bool = False
    same_in_batches: bool = True
    texts: Sequence[str] = field(default_factory=lambda: texts.HARD)


def of_classifier(model: PreTrainedModel) -> Answerer:
    return lambda ids: model(**inputs(ids)).logits[0]


def of_encoder(model: PreTrainedModel, pooling: str = "mean", normalized: bool = False) -> Answerer:
    """Without a folder's word it is the mean of all tokens."""

    def answer(ids: List[int]) -> torch.Tensor:
        tokens = model(**inputs(ids)).last_hidden_state[0]
        vector = {
            "mean": lambda: tokens.mean(dim=0),
            "cls": lambda: tokens[0],
            "max": lambda: tokens.max(dim=0).values,
        }[pooling]()
        return torch.nn.functional.normalize(vector, dim=0) if normalized else vector

    return answer


def inputs(ids: List[int]) -> Dict[str, torch.Tensor]:
    row = torch.tensor([ids])
    return {"input_ids": row, "attention_mask": torch.ones_like(row)}


def of_folder(folder: Path, task: str) -> Expected:
    """As the library reads the folder, with weights widened to float32."""
    config = AutoConfig.from_pretrained(folder)
    limit = min(
        architectures.positions(config), AutoTokenizer.from_pretrained(folder).model_max_length
    )
    if task == "EMBEDDING":
        model = AutoModel.from_pretrained(folder, dtype=torch.float32)
        return Expected(task, of_encoder(model.eval()), limit)
    model = AutoModelForSequenceClassification.from_pretrained(folder, dtype=torch.float32)
    return Expected(task, of_classifier(model.eval()), limit, labels(config))


def labels(config: object) -> List[str]:
    return [config.id2label[index] for index in range(config.num_labels)]


def write(folder: Path, expected: Expected) -> None:
    """Writes answers.json."""
    with torch.no_grad():
        answered = [
            {"text": text, "ids": ids, "answer": _rounded(expected.answer(ids))}
            for text, ids in zip(expected.texts, token_ids(folder, expected))
        ]
    content = {
        "madeWith": {package: version(package) for package in PACKAGES},
        "given": expected.given,
        "task": expected.task,
        "labels": list(expected.labels),
        "quantized": expected.quantized,
        "sameInBatches": expected.same_in_batches,
        "texts": answered,
    }
    _check(folder, answered)
    with (folder / FILE).open("w", encoding="utf-8") as file:
        json.dump(content, file, separators=(",", ":"))


def token_ids(folder: Path, expected: Expected) -> List[List[int]]:
    """Token ids by transformers; where there is a tokenizer.json, it must say the same alone."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    ids = [
        tokenizer(text, truncation=True, max_length=expected.limit)["input_ids"]
        for text in expected.texts
    ]
    file = folder / "tokenizer.json"
    if file.exists():
        alone = Tokenizer.from_file(str(file))
        alone.no_padding()
        alone.enable_truncation(expected.limit)
        for text, given in zip(expected.texts, ids):
            if alone.encode(text).ids != given:
                raise SystemExit(f"{folder}: two tokenizers disagree on {text!r}")
    return ids


def _rounded(answer: torch.Tensor) -> List[float]:
    return [float(f"{value:.7g}") for value in answer.tolist()]


def _check(folder: Path, answered: List[Dict]) -> None:
    """Answers that hardly differ from each other would prove nothing."""
    values = torch.tensor([entry["answer"] for entry in answered])
    if not torch.isfinite(values).all() or values.std(dim=0).mean() < 0.02:
        raise SystemExit(f"{folder}: answers of no use: {values.std(dim=0)}")
