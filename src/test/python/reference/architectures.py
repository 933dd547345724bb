"""Random configurations of the three families, and models with random weights."""

from __future__ import annotations

import random
from typing import Dict, Optional

import torch
import transformers
from transformers import BertConfig, DistilBertConfig, PreTrainedModel, RobertaConfig
from vocabularies import Vocabulary

FAMILIES = ("distilbert", "bert", "roberta")

CLASSES = {"distilbert": "DistilBert", "bert": "Bert", "roberta": "Roberta"}

# Heads and their size: hidden sizes from 32 to 63, with even and odd numbers of both.
HEADS = ((3, 12), (5, 8), (7, 7), (1, 33), (2, 16), (9, 7))
ACTIVATIONS = ("gelu", "gelu_new", "gelu", "relu")
LABELS = {1: ["score"], 2: ["NEGATIVE", "POSITIVE"], 5: [f"{stars} stars" for stars in range(1, 6)]}


def configuration(
    family: str,
    vocabulary: Vocabulary,
    rng: random.Random,
    labels: int = 2,
    activation: Optional[str] = None,
    heads: Optional[tuple[int, int]] = None,
    layers: int = 2,
) -> transformers.PretrainedConfig:
    """Sizes that fit each other; what is not given is drawn."""
    count, size = heads or rng.choice(HEADS)
    common = {
        "vocab_size": vocabulary.size,
        "pad_token_id": vocabulary.pad_id,
        **_named(labels),
    }
    inner = rng.randrange(37, 130)
    positions = rng.randrange(40, 80)
    activation = activation or rng.choice(ACTIVATIONS)
    if family == "distilbert":
        return DistilBertConfig(
            dim=count * size,
            n_heads=count,
            n_layers=layers,
            hidden_dim=inner,
            max_position_embeddings=positions,
            activation=activation,
            **common,
        )
    return (BertConfig if family == "bert" else RobertaConfig)(
        hidden_size=count * size,
        num_attention_heads=count,
        num_hidden_layers=layers,
        intermediate_size=inner,
        max_position_embeddings=positions,
        hidden_act=activation,
        layer_norm_eps=rng.choice((1e-12, 1e-5, 1e-3)),
        type_vocab_size=2 if family == "bert" else rng.choice((1, 2)),
        **common,
    )


def _named(labels: int) -> Dict[str, object]:
    names = LABELS.get(labels)
    if names is None:
        return {"num_labels": labels}
    return {"id2label": dict(enumerate(names)), "label2id": {n: i for i, n in enumerate(names)}}


def positions(config: transformers.PretrainedConfig) -> int:
    """Longest sequence; RoBERTa's places are counted from behind the padding's id."""
    first = config.pad_token_id + 1 if config.model_type == "roberta" else 0
    return config.max_position_embeddings - first


def make(
    config: transformers.PretrainedConfig, head: str, seed: int, **settings: object
) -> PreTrainedModel:
    """A model with random weights.

    head: what follows the family in the class's name, such as Model or ForMaskedLM.
    """
    torch.manual_seed(seed)
    model = getattr(transformers, CLASSES[config.model_type] + head)(config, **settings)
    with torch.no_grad():
        for name, weights in model.named_parameters():
            _draw(name, weights)
    return model.eval()


def _draw(name: str, weights: torch.Tensor) -> None:
    """Values large enough that nothing may be left out without changing the answers."""
    if "norm" in name.lower() and name.endswith("weight"):
        weights.normal_(1.0, 0.2)
    elif weights.dim() == 1:
        weights.normal_(0.0, 0.2)
    elif "embeddings" in name:
        weights.normal_(0.0, 0.7)
    else:
        weights.normal_(0.0, 1.5 / weights.shape[1] ** 0.5)
