"""Makes models as Python's transformers writes them, and what PyTorch answers beside each.

Each folder holds a model with random weights of a random tiny configuration, as somebody would have
it on disk, and answers.json: token ids, and logits or embeddings. Names decide the random values.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import time
import zlib
from pathlib import Path
from typing import Callable, Dict, List, Optional

import answers
import architectures
import exports
import sentences
import texts
import torch
import transformers
import vocabularies
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from vocabularies import Vocabulary

STORAGES = {
    "float32": (torch.float32, "1GB"),
    "shards": (torch.float32, "40KB"),
    "float16": (torch.float16, "1GB"),
    "bfloat16": (torch.bfloat16, "60KB"),
}

# Those that the project's unit tests use, kept beside them.
COMMITTED = (
    "bert-classifier",
    "distilbert-words-uncased",
    "roberta-sentences",
    "bert-onnx-dynamo",
)
SMALL = {"heads": (2, 16), "layers": 1}

Maker = Callable[[Path, random.Random, int], None]
MAKERS: Dict[str, Maker] = {}


def maker(name: str) -> Callable[[Maker], Maker]:
    def register(function: Maker) -> Maker:
        MAKERS[name] = function
        return function

    return register


def vocabulary_of(family: str, seed: int) -> Vocabulary:
    if family == "roberta":
        return vocabularies.byte_pairs()
    return vocabularies.wordpiece(lowercase=seed % 2 == 0, seed=seed)


def store(model: transformers.PreTrainedModel, folder: Path, storage: str = "float32") -> None:
    dtype, shard = STORAGES[storage]
    model.to(dtype).save_pretrained(folder, max_shard_size=shard)


def finish(folder: Path, task: str) -> None:
    answers.write(folder, answers.of_folder(folder, task))


# Each family as classifier, as plain encoder and as it is pretrained, in each storage.


def plain(family: str, storage: str, head: str) -> Maker:
    def make(folder: Path, rng: random.Random, seed: int) -> None:
        vocabulary = vocabulary_of(family, seed)
        labels = rng.choice((1, 2, 5)) if storage != "float32" else 2
        config = architectures.configuration(family, vocabulary, rng, labels)
        store(architectures.make(config, head, seed), folder, storage)
        limit = rng.choice((24, 10**30))
        vocabularies.save(vocabulary, folder, model_max_length=limit)
        finish(folder, "CLASSIFICATION" if "Classification" in head else "EMBEDDING")

    return make


for _family in architectures.FAMILIES:
    for _storage in STORAGES:
        MAKERS[f"{_family}-classifier-{_storage}"] = plain(
            _family, _storage, "ForSequenceClassification"
        )
        MAKERS[f"{_family}-encoder-{_storage}"] = plain(_family, _storage, "Model")
    MAKERS[f"{_family}-pretrained"] = plain(_family, "float32", "ForMaskedLM")


@maker("bert-classifier")
def bert_classifier(folder: Path, rng: random.Random, seed: int) -> None:
    """The usual folder, small."""
    vocabulary = vocabularies.wordpiece(lowercase=True)
    config = architectures.configuration("bert", vocabulary, rng, 5, "gelu", **SMALL)
    store(architectures.make(config, "ForSequenceClassification", seed), folder, "float16")
    vocabularies.save(vocabulary, folder, model_max_length=config.max_position_embeddings)
    finish(folder, "CLASSIFICATION")


@maker("bert-many-labels")
def bert_many_labels(folder: Path, rng: random.Random, seed: int) -> None:
    """As many as have names whose order in the file is not theirs."""
    vocabulary = vocabularies.wordpiece(lowercase=True)
    config = architectures.configuration("bert", vocabulary, rng, labels=12)
    store(architectures.make(config, "ForSequenceClassification", seed), folder)
    vocabularies.save(vocabulary, folder)
    finish(folder, "CLASSIFICATION")


@maker("bert-padding-left")
def bert_padding_left(folder: Path, rng: random.Random, seed: int) -> None:
    vocabulary = vocabularies.wordpiece(lowercase=True)
    config = architectures.configuration("bert", vocabulary, rng)
    store(architectures.make(config, "ForSequenceClassification", seed), folder)
    vocabularies.save(vocabulary, folder, padding_side="left")
    finish(folder, "CLASSIFICATION")


@maker("bert-old-names")
def bert_old_names(folder: Path, rng: random.Random, seed: int) -> None:
    """Names of TensorFlow's time, and a buffer that used to be saved."""
    vocabulary = vocabularies.wordpiece(lowercase=True)
    config = architectures.configuration("bert", vocabulary, rng)
    model = architectures.make(config, "ForPreTraining", seed)
    store(model, folder)
    file = folder / "model.safetensors"
    tensors = {
        name.replace("LayerNorm.weight", "LayerNorm.gamma").replace(
            "LayerNorm.bias", "LayerNorm.beta"
        ): tensor
        for name, tensor in load_file(file).items()
    }
    tensors["bert.embeddings.position_ids"] = torch.arange(config.max_position_embeddings)[None]
    save_file(tensors, file, {"format": "pt"})
    vocabularies.save(vocabulary, folder)
    encoder = answers.of_encoder(model.bert)
    answers.write(folder, answers.Expected("EMBEDDING", encoder, config.max_position_embeddings))


@maker("roberta-no-pooler")
def roberta_no_pooler(folder: Path, rng: random.Random, seed: int) -> None:
    vocabulary = vocabularies.byte_pairs()
    config = architectures.configuration("roberta", vocabulary, rng)
    store(architectures.make(config, "Model", seed, add_pooling_layer=False), folder)
    vocabularies.save(vocabulary, folder)
    finish(folder, "EMBEDDING")


# Words alone, without tokenizer.json.


def words(
    family: str, settings: Dict[str, object], size: Dict[str, object], **casing: object
) -> Maker:
    def make(folder: Path, rng: random.Random, seed: int) -> None:
        vocabulary = vocabularies.wordpiece(**casing)
        config = architectures.configuration(family, vocabulary, rng, activation="gelu", **size)
        store(architectures.make(config, "ForSequenceClassification", seed), folder, "float16")
        vocabularies.write_words(vocabulary, folder, settings)
        finish(folder, "CLASSIFICATION")

    return make


MAKERS["distilbert-words-uncased"] = words(
    "distilbert", {"model_max_length": 32, "do_lower_case": True}, SMALL, lowercase=True
)
MAKERS["distilbert-words-cased"] = words(
    "distilbert",
    {"do_lower_case": False, "model_max_length": 512, "tokenizer_class": "DistilBertTokenizer"},
    {},
    lowercase=False,
)
MAKERS["bert-words-only-defaults"] = words("bert", {}, {}, lowercase=True)
MAKERS["bert-words-accents-kept"] = words(
    "bert",
    {"do_lower_case": True, "strip_accents": False, "tokenize_chinese_chars": False},
    {},
    lowercase=True,
    strip_accents=False,
    ideographs_apart=False,
)
MAKERS["bert-words-accents-stripped"] = words(
    "bert",
    {"do_lower_case": False, "strip_accents": True, "tokenizer_class": "BertTokenizer"},
    {},
    lowercase=False,
    strip_accents=True,
)


# The layout of sentence-transformers.


def embedder(family: str, pooling: str, normalized: bool, storage: str, **size: object) -> Maker:
    def make(folder: Path, rng: random.Random, seed: int) -> None:
        vocabulary = vocabulary_of(family, seed)
        config = architectures.configuration(family, vocabulary, rng, **size)
        store(architectures.make(config, "Model", seed), folder, storage)
        vocabularies.save(vocabulary, folder, model_max_length=512)
        sentences.write_layout(folder, config.hidden_size, pooling, normalized, max_length=30)
        answers.write(folder, sentences.expected(folder))

    return make


MAKERS["bert-sentences-cls"] = embedder("bert", "cls", True, "bfloat16")
MAKERS["bert-sentences-max"] = embedder("bert", "max", False, "float32")
MAKERS["distilbert-sentences"] = embedder("distilbert", "mean", False, "shards")
MAKERS["roberta-sentences"] = embedder("roberta", "mean", True, "float16", **SMALL)


@maker("bert-sentences-saved")
def bert_sentences_saved(folder: Path, rng: random.Random, seed: int) -> None:
    """As today's version of the library saves the layout."""
    embedder("bert", "cls", True, "float32")(folder, rng, seed)
    model = sentences.load(folder)
    shutil.rmtree(folder)
    model.save(str(folder), create_model_card=False)
    answers.write(folder, sentences.expected(folder))


# ONNX files.

TEXT = ("input_ids", "attention_mask")
SEGMENTS = (*TEXT, "token_type_ids")


def onnx(
    family: str,
    head: str,
    file: str,
    dynamo: bool,
    inputs: tuple[str, ...] = TEXT,
    dtype: torch.dtype = torch.int64,
    given: str = ".",
    opset: Optional[int] = None,
    **size: object,
) -> Maker:
    def make(folder: Path, rng: random.Random, seed: int) -> None:
        vocabulary = vocabulary_of(family, seed)
        config = architectures.configuration(family, vocabulary, rng, **size)
        model = architectures.make(config, head, seed)
        config.save_pretrained(folder)
        vocabularies.save(vocabulary, folder)
        classifies = head == "ForSequenceClassification"
        output = "logits" if classifies else "last_hidden_state"
        named = exports.Named(model, [output])
        exports.export(named, folder / file, inputs, [output], dynamo, dtype, opset)
        answers.write(
            folder,
            answers.Expected(
                "CLASSIFICATION" if classifies else "EMBEDDING",
                answers.of_classifier(model) if classifies else answers.of_encoder(model),
                architectures.positions(config),
                answers.labels(config) if classifies else (),
                given,
            ),
        )

    return make


CLASSIFIER = "ForSequenceClassification"
MAKERS["bert-onnx-torchscript"] = onnx("bert", CLASSIFIER, "model.onnx", False, SEGMENTS)
MAKERS["distilbert-onnx-dynamo"] = onnx("distilbert", "Model", "onnx/model.onnx", True)
MAKERS["distilbert-onnx-torchscript"] = onnx(
    "distilbert", CLASSIFIER, "onnx/model.onnx", False, opset=14
)
MAKERS["roberta-onnx-dynamo"] = onnx("roberta", CLASSIFIER, "onnx/model.onnx", True)
MAKERS["roberta-onnx-torchscript"] = onnx("roberta", "Model", "model.onnx", False)
MAKERS["bert-onnx-32-bits"] = onnx(
    "bert", CLASSIFIER, "model.onnx", False, SEGMENTS, dtype=torch.int32
)
MAKERS["bert-onnx-positions"] = onnx(
    "bert", "Model", "model.onnx", True, (*SEGMENTS, "position_ids")
)
MAKERS["bert-onnx-file"] = onnx(
    "bert", CLASSIFIER, "onnx/mine.onnx", True, SEGMENTS, given="onnx/mine.onnx"
)


@maker("bert-onnx-dynamo")
def bert_onnx_dynamo(folder: Path, rng: random.Random, seed: int) -> None:
    """Small, and without what the exporter notes of the machine."""
    onnx("bert", CLASSIFIER, "model.onnx", True, SEGMENTS, **SMALL)(folder, rng, seed)
    exports.forget_notes(folder / "model.onnx")


@maker("bert-onnx-sentences")
def bert_onnx_sentences(folder: Path, rng: random.Random, seed: int) -> None:
    """The layout of sentence-transformers with the ONNX file that is kept in it."""
    embedder("bert", "cls", True, "float32")(folder, rng, seed)
    model = transformers.AutoModel.from_pretrained(folder).eval()
    named = exports.Named(model, ["last_hidden_state"])
    exports.export(named, folder / "onnx/model.onnx", SEGMENTS, named.outputs, dynamo=True)
    (folder / "model.safetensors").unlink()


@maker("bert-onnx-pooled")
def bert_onnx_pooled(folder: Path, rng: random.Random, seed: int) -> None:
    """A graph that pools and normalizes, and gives the tokens too."""
    vocabulary = vocabularies.wordpiece(lowercase=True)
    config = architectures.configuration("bert", vocabulary, rng)
    model = architectures.make(config, "Model", seed)
    config.save_pretrained(folder)
    vocabularies.save(vocabulary, folder)
    exports.export(
        exports.Sentence(model),
        folder / "model.onnx",
        SEGMENTS,
        ["token_embeddings", "sentence_embedding"],
        dynamo=False,
    )
    answer = answers.of_encoder(model, normalized=True)
    answers.write(folder, answers.Expected("EMBEDDING", answer, architectures.positions(config)))


def variants(folder: Path, rng: random.Random, seed: int) -> answers.Expected:
    """One model in the files that people have beside each other."""
    onnx("bert", CLASSIFIER, "onnx/model.onnx", False, SEGMENTS, activation="gelu")(
        folder, rng, seed
    )
    config = transformers.AutoConfig.from_pretrained(folder)
    source = folder / "onnx/model.onnx"
    exports.quantize(source, folder / "onnx/model_quantized.onnx")
    exports.halve(source, folder / "onnx/model_fp16.onnx")
    exports.fuse(
        source, folder / "onnx/model_O2.onnx", config.num_attention_heads, config.hidden_size
    )
    return answers.Expected(
        "CLASSIFICATION",
        exports.answerer(source, "logits"),
        architectures.positions(config),
        answers.labels(config),
    )


@maker("bert-onnx-variants")
def bert_onnx_variants(folder: Path, rng: random.Random, seed: int) -> None:
    variants(folder, rng, seed)


def variant(name: str, quantized: bool = False, same_in_batches: bool = False) -> Maker:
    """One of them by its name; compared with what ONNX Runtime answers in Python."""

    def make(folder: Path, rng: random.Random, seed: int) -> None:
        expected = variants(folder, rng, seed)
        expected.answer = exports.answerer(folder / "onnx" / name, "logits")
        expected.given = f"onnx/{name}"
        expected.quantized = quantized
        expected.same_in_batches = same_in_batches
        answers.write(folder, expected)

    return make


MAKERS["bert-onnx-quantized"] = variant("model_quantized.onnx", quantized=True)
MAKERS["bert-onnx-half"] = variant("model_fp16.onnx")
MAKERS["bert-onnx-fused"] = variant("model_O2.onnx", same_in_batches=True)


# Full size.


def full_size(folder: Path, as_onnx: bool) -> None:
    """The geometry of distilbert-base with this project's vocabulary."""
    tokenizer = Tokenizer.from_file(str(texts.PROJECT / "data" / "tokenizer.json"))
    vocabulary = Vocabulary(tokenizer, vocabularies.BERT_ROLES)
    config = transformers.DistilBertConfig(
        id2label={0: "NEGATIVE", 1: "POSITIVE"}, label2id={"NEGATIVE": 0, "POSITIVE": 1}
    )
    model = architectures.make(config, CLASSIFIER, seed=1)
    if as_onnx:
        config.save_pretrained(folder)
        named = exports.Named(model, ["logits"])
        exports.export(named, folder / "model.onnx", TEXT, named.outputs, dynamo=True)
    else:
        store(model, folder)
    vocabularies.save(vocabulary, folder, model_max_length=512)
    expected = answers.Expected(
        "CLASSIFICATION", answers.of_classifier(model), 512, answers.labels(config)
    )
    answers.write(folder, expected)


@maker("distilbert-full-size")
def distilbert_full_size(folder: Path, rng: random.Random, seed: int) -> None:
    full_size(folder, as_onnx=False)


@maker("distilbert-full-size-onnx")
def distilbert_full_size_onnx(folder: Path, rng: random.Random, seed: int) -> None:
    full_size(folder, as_onnx=True)


def make(name: str, home: Path) -> None:
    folder = home / name
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    seed = zlib.crc32(name.encode())
    MAKERS[name](folder, random.Random(seed), seed)


def main(arguments: List[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("home", type=Path, help="folder to put them in; those there are replaced")
    parser.add_argument("names", nargs="*", help="which; all by default")
    parser.add_argument("--committed", action="store_true", help="those of the unit tests alone")
    given = parser.parse_args(arguments)
    names = given.names or (COMMITTED if given.committed else MAKERS)
    unknown = [name for name in names if name not in MAKERS]
    if unknown:
        parser.error(f"no model is called {unknown[0]}; there are {', '.join(MAKERS)}")
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    for name in names:
        begin = time.monotonic()
        make(name, given.home)
        print(f"{name}: {time.monotonic() - begin:.1f} s", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
