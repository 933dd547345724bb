"""Texts as the tokens that a model is fed, for engines that call Hugging Face tokenizers."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Dict, Sequence, Union

from tokenizers import Encoding, Tokenizer

# What a graph may ask for besides the ids, of each text of a batch.
COLUMNS: Dict[str, Callable[[Encoding], Sequence[int]]] = {
    "input_ids": lambda encoding: encoding.ids,
    "attention_mask": lambda encoding: encoding.attention_mask,
    "token_type_ids": lambda encoding: encoding.type_ids,
    "position_ids": lambda encoding: range(len(encoding.ids)),
}


def open_tokenizer(file: Path, max_tokens: int, padded: bool = True) -> Tokenizer:
    """A tokenizer that cuts texts to so many tokens.

    :param padded: whether the texts of a batch are padded to its longest
    """
    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.enable_truncation(**{**(tokenizer.truncation or {}), "max_length": max_tokens})
    if padded:
        padding = tokenizer.padding or padding_token(tokenizer)
        tokenizer.enable_padding(**{**padding, "length": None, "pad_to_multiple_of": None})
    else:
        tokenizer.no_padding()
    return tokenizer


def padding_token(tokenizer: Tokenizer) -> Dict[str, Union[str, int]]:
    """The token to pad with, of a tokenizer that does not pad by itself."""
    for token in ("[PAD]", "<pad>"):
        number = tokenizer.token_to_id(token)
        if number is not None:
            return {"pad_id": number, "pad_token": token}
    return {}
