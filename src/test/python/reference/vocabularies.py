"""Tokenizers trained on the spot, and the two ways in which folders hold them."""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Optional, Sequence

import texts
from tokenizers import (
    AddedToken,
    Tokenizer,
    decoders,
    models,
    normalizers,
    pre_tokenizers,
    processors,
    trainers,
)
from transformers import PreTrainedTokenizerFast

SIZE = 900
WORDS = 150
BERT_TOKENS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
BERT_ROLES = {
    "pad_token": "[PAD]",
    "unk_token": "[UNK]",
    "cls_token": "[CLS]",
    "sep_token": "[SEP]",
    "mask_token": "[MASK]",
}
ROBERTA_TOKENS = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")


@dataclass(frozen=True)
class Vocabulary:
    """A tokenizer, and which of its tokens is which."""

    tokenizer: Tokenizer
    roles: Dict[str, str]

    @property
    def size(self) -> int:
        return self.tokenizer.get_vocab_size()

    @property
    def pad_id(self) -> int:
        return self.tokenizer.token_to_id(self.roles["pad_token"])


def wordpiece(
    lowercase: bool,
    strip_accents: Optional[bool] = None,
    ideographs_apart: bool = True,
    seed: Optional[int] = None,
) -> Vocabulary:
    """BERT's; with a seed the special tokens have other ids than usual."""
    special = list(BERT_TOKENS)
    if seed is not None:
        random.Random(seed).shuffle(special)
    normalizer = normalizers.BertNormalizer(
        clean_text=True,
        handle_chinese_chars=ideographs_apart,
        strip_accents=strip_accents,
        lowercase=lowercase,
    )
    splitter = pre_tokenizers.BertPreTokenizer()
    pieces = special + _frequent_pieces(normalizer, splitter)
    ids = {piece: index for index, piece in enumerate(pieces[:SIZE])}
    tokenizer = Tokenizer(models.WordPiece(ids, unk_token="[UNK]"))
    tokenizer.add_special_tokens(special)
    tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = splitter
    tokenizer.decoder = decoders.WordPiece()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[(name, tokenizer.token_to_id(name)) for name in ("[CLS]", "[SEP]")],
    )
    return Vocabulary(tokenizer, BERT_ROLES)


def _frequent_pieces(
    normalizer: normalizers.Normalizer, splitter: pre_tokenizers.PreTokenizer
) -> List[str]:
    """Letters, then words and their ends; the library's trainer draws another order each time."""
    words: Counter[str] = Counter()
    for text in texts.training():
        split = splitter.pre_tokenize_str(normalizer.normalize_str(text))
        words.update(word for word, _ in split)
    letters: Counter[str] = Counter()
    later: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    for word, count in words.items():
        letters.update(dict.fromkeys(word, count))
        later.update({f"##{letter}": count for letter in word[1:]})
        ends.update({f"##{word[-length:]}": count for length in (2, 3) if len(word) > length})
    pieces = _by_count(letters) + _by_count(later) + _by_count(words)[:WORDS] + _by_count(ends)
    return list(dict.fromkeys(pieces))


def _by_count(counts: Counter[str]) -> List[str]:
    return sorted(counts, key=lambda piece: (-counts[piece], piece))


def byte_pairs() -> Vocabulary:
    """RoBERTa's."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    mask = AddedToken("<mask>", lstrip=True, special=True, normalized=False)
    trainer = trainers.BpeTrainer(
        vocab_size=SIZE,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        special_tokens=[*ROBERTA_TOKENS[:-1], mask],
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts.training(), trainer)
    end, start = ((name, tokenizer.token_to_id(name)) for name in ("</s>", "<s>"))
    tokenizer.post_processor = processors.RobertaProcessing(
        end, start, trim_offsets=True, add_prefix_space=False
    )
    roles = {
        "bos_token": "<s>",
        "eos_token": "</s>",
        "pad_token": "<pad>",
        "unk_token": "<unk>",
        "cls_token": "<s>",
        "sep_token": "</s>",
        "mask_token": "<mask>",
    }
    return Vocabulary(tokenizer, roles)


def save(vocabulary: Vocabulary, folder: Path, **settings: object) -> None:
    """As the library saves it: tokenizer.json and tokenizer_config.json."""
    PreTrainedTokenizerFast(
        tokenizer_object=vocabulary.tokenizer, **vocabulary.roles, **settings
    ).save_pretrained(folder)


def write_words(vocabulary: Vocabulary, folder: Path, settings: Dict[str, object]) -> None:
    """As BERT's first folders hold it: vocab.txt and tokenizer_config.json alone."""
    folder.mkdir(parents=True, exist_ok=True)
    ids = vocabulary.tokenizer.get_vocab()
    words: Sequence[str] = sorted(ids, key=ids.__getitem__)
    with (folder / "vocab.txt").open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{word}\n" for word in words)
    write_json(folder / "tokenizer_config.json", settings)


def write_json(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
