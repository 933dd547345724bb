"""Folders in the layout of sentence-transformers, and what that library makes of them."""

from __future__ import annotations

from pathlib import Path
from typing import Dict, List

import answers
import torch
from sentence_transformers import SentenceTransformer
from vocabularies import write_json

MODES = {
    "cls": "pooling_mode_cls_token",
    "mean": "pooling_mode_mean_tokens",
    "max": "pooling_mode_max_tokens",
}
PLACE = "1_Pooling"


def write_layout(folder: Path, width: int, pooling: str, normalized: bool, max_length: int) -> None:
    """As versions before 5.5 write it, which is how most folders are."""
    names = ["Transformer", "Pooling"] + ["Normalize"] * normalized
    paths = ["", PLACE] + ["2_Normalize"] * normalized
    modules: List[Dict[str, object]] = [
        {
            "idx": index,
            "name": str(index),
            "path": path,
            "type": f"sentence_transformers.models.{name}",
        }
        for index, (name, path) in enumerate(zip(names, paths))
    ]
    write_json(folder / "modules.json", modules)
    write_json(
        folder / "sentence_bert_config.json", {"max_seq_length": max_length, "do_lower_case": False}
    )
    modes = {key: mode == pooling for mode, key in MODES.items()}
    write_json(
        folder / PLACE / "config.json",
        {"word_embedding_dimension": width, **modes, "pooling_mode_mean_sqrt_len_tokens": False},
    )


def load(folder: Path) -> SentenceTransformer:
    return SentenceTransformer(str(folder), device="cpu", model_kwargs={"dtype": torch.float32})


def expected(folder: Path) -> answers.Expected:
    """As the library reads the folder, with weights widened to float32."""
    model = load(folder)

    def answer(ids: List[int]) -> torch.Tensor:
        return model(answers.inputs(ids))["sentence_embedding"][0]

    return answers.Expected("EMBEDDING", answer, model.max_seq_length)
