"""Makes a CTranslate2 model of a Hugging Face folder: (Distil)BERT or RoBERTa with a classifier.

CTranslate2's own converter does the same with PyTorch; this needs NumPy only. CTranslate2 computes
the encoder; the classifier's two layers are written beside it, into head.npz.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Dict, List, NamedTuple, NoReturn, Tuple, Union

import numpy as np
from ctranslate2.specs import common_spec, transformer_spec
from safetensors.numpy import load_file
from tokenizers import Tokenizer

QUANTIZATION = {"FP32": "float32", "INT8": "int8"}
ACTIVATIONS = {
    "gelu": common_spec.Activation.GELU,
    "gelu_new": common_spec.Activation.GELUTanh,
    "relu": common_spec.Activation.RELU,
}


class Names(NamedTuple):
    """What a family of models calls its tensors, and its entries of config.json."""

    embeddings: str
    layer: str
    attention: Tuple[str, str, str, str]
    attention_norm: str
    feed_forward: Tuple[str, str]
    output_norm: str
    head: Tuple[str, str]
    head_activation: str
    layers: str
    heads: str
    activation: str


def bert(prefix: str, head: Tuple[str, str]) -> Names:
    """The names of BERT and of RoBERTa, which differ in the prefix and the head."""
    return Names(
        prefix + ".embeddings",
        prefix + ".encoder.layer.{}",
        (
            "attention.self.query",
            "attention.self.key",
            "attention.self.value",
            "attention.output.dense",
        ),
        "attention.output.LayerNorm",
        ("intermediate.dense", "output.dense"),
        "output.LayerNorm",
        head,
        "tanh",
        "num_hidden_layers",
        "num_attention_heads",
        "hidden_act",
    )


ROBERTA = bert("roberta", ("classifier.dense", "classifier.out_proj"))
FAMILIES = {
    "distilbert": Names(
        "distilbert.embeddings",
        "distilbert.transformer.layer.{}",
        ("attention.q_lin", "attention.k_lin", "attention.v_lin", "attention.out_lin"),
        "sa_layer_norm",
        ("ffn.lin1", "ffn.lin2"),
        "output_layer_norm",
        ("pre_classifier", "classifier"),
        "relu",
        "n_layers",
        "n_heads",
        "activation",
    ),
    "bert": bert("bert", ("bert.pooler.dense", "classifier")),
    "roberta": ROBERTA,
    "xlm-roberta": ROBERTA,
}


class Weights:
    """The tensors of model.safetensors, in float32, put into the parts of a specification."""

    def __init__(self, file: Path):
        self.tensors: Dict[str, np.ndarray] = load_file(str(file))

    def get(self, name: str) -> np.ndarray:
        if name not in self.tensors:
            fail("model.safetensors has no tensor " + name)
        return np.ascontiguousarray(self.tensors[name], dtype=np.float32)

    def linear(self, spec: common_spec.LinearSpec, names: List[str]) -> None:
        """One linear layer, or several as one: their outputs beside each other."""
        spec.weight = np.concatenate([self.get(name + ".weight") for name in names])
        spec.bias = np.concatenate([self.get(name + ".bias") for name in names])

    def norm(self, spec: common_spec.LayerNormSpec, name: str) -> None:
        spec.gamma = self.get(name + ".weight")
        spec.beta = self.get(name + ".bias")


def fail(reason: str) -> NoReturn:
    """Ends with one line for the user."""
    print("engine ctranslate2: " + reason, file=sys.stderr)
    raise SystemExit(2)


def encoder(
    config: dict, names: Names, weights: Weights
) -> transformer_spec.TransformerEncoderSpec:
    """The specification of the encoder, filled."""
    if config.get("position_embedding_type", "absolute") != "absolute":
        fail("only absolute positions can be converted")
    if config[names.activation] not in ACTIVATIONS:
        fail(f"the activation {config[names.activation]} cannot be converted")
    spec = transformer_spec.TransformerEncoderSpec(
        config[names.layers],
        config[names.heads],
        pre_norm=False,
        activation=ACTIVATIONS[config[names.activation]],
        layernorm_embedding=True,
        num_source_embeddings=len(sources(names, weights)),
        embeddings_merge=common_spec.EmbeddingsMerge.ADD,
    )
    fill_embeddings(spec, config, names, weights)
    for number, layer in enumerate(spec.layer):
        fill_layer(layer, names.layer.format(number) + ".", names, weights)
    return spec


def sources(names: Names, weights: Weights) -> List[str]:
    """The embeddings that are added: DistilBERT has none of token types."""
    both = [names.embeddings + ".word_embeddings", names.embeddings + ".token_type_embeddings"]
    return [name for name in both if name + ".weight" in weights.tensors]


def fill_embeddings(
    spec: transformer_spec.TransformerEncoderSpec, config: dict, names: Names, weights: Weights
) -> None:
    """Embeddings of words, token types and positions, and their norm."""
    spec.scale_embeddings = False
    for embeddings, name in zip(spec.embeddings, sources(names, weights)):
        embeddings.weight = weights.get(name + ".weight")
    positions = weights.get(names.embeddings + ".position_embeddings.weight")
    # RoBERTa's positions begin after the id of its padding token.
    first = config.get("pad_token_id", 1) + 1 if names is ROBERTA else 0
    spec.position_encodings.encodings = positions[first:]
    weights.norm(spec.layernorm_embedding, names.embeddings + ".LayerNorm")


def fill_layer(
    layer: transformer_spec.TransformerEncoderLayerSpec,
    prefix: str,
    names: Names,
    weights: Weights,
) -> None:
    """Attention and feed-forward network of one layer."""
    attention = [prefix + name for name in names.attention]
    weights.linear(layer.self_attention.linear[0], attention[:3])
    weights.linear(layer.self_attention.linear[1], attention[3:])
    weights.norm(layer.self_attention.layer_norm, prefix + names.attention_norm)
    weights.linear(layer.ffn.linear_0, [prefix + names.feed_forward[0]])
    weights.linear(layer.ffn.linear_1, [prefix + names.feed_forward[1]])
    weights.norm(layer.ffn.layer_norm, prefix + names.output_norm)


def vocabulary(tokenizer: Tokenizer, size: int) -> List[str]:
    """A token for each row of the embeddings, in order."""
    return [tokenizer.id_to_token(number) or f"<extra_{number}>" for number in range(size)]


def head(names: Names, weights: Weights) -> Dict[str, Union[str, np.ndarray]]:
    """The classifier: weight0, bias0, the activation, weight1, bias1."""
    arrays: Dict[str, Union[str, np.ndarray]] = {
        f"{part}{number}": weights.get(f"{name}.{part}")
        for number, name in enumerate(names.head)
        for part in ("weight", "bias")
    }
    return {**arrays, "activation": names.head_activation}


def main() -> None:
    """Writes CTranslate2's files and head.npz."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--precision", choices=sorted(QUANTIZATION), required=True)
    options = parser.parse_args()
    config = json.loads((options.model / "config.json").read_text(encoding="utf-8"))
    names = FAMILIES.get(config["model_type"])
    if names is None:
        fail(f"no {config['model_type']} models, only {', '.join(FAMILIES)}")
    weights = Weights(options.model / "model.safetensors")
    tokenizer = Tokenizer.from_file(str(options.model / "tokenizer.json"))

    spec = transformer_spec.TransformerEncoderModelSpec(encoder(config, names, weights))
    spec.register_vocabulary(vocabulary(tokenizer, spec.get_vocabulary_size()))
    spec.config.unk_token = "<unk>" if names is ROBERTA else "[UNK]"
    # DistilBERT's is a constant of its definition, not in config.json.
    spec.config.layer_norm_epsilon = config.get("layer_norm_eps", 1e-12)
    spec.validate()
    spec.optimize(quantization=QUANTIZATION[options.precision])

    options.out.mkdir(parents=True, exist_ok=True)
    np.savez(options.out / "head.npz", **head(names, weights))
    spec.save(str(options.out))


if __name__ == "__main__":
    main()
