"""What an OpenVINO model is fed: the tokens of texts, as its inputs ask for them."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Dict, List, Sequence, Union

import numpy as np
import openvino
from tokenizers import Encoding, Tokenizer

# What a graph may ask for besides the ids, of each text of a batch.
COLUMNS: Dict[str, Callable[[Encoding], Sequence[int]]] = {
    "input_ids": lambda encoding: encoding.ids,
    "attention_mask": lambda encoding: encoding.attention_mask,
    "token_type_ids": lambda encoding: encoding.type_ids,
    "position_ids": lambda encoding: range(len(encoding.ids)),
}


def open_tokenizer(file: Path, max_tokens: int) -> Tokenizer:
    """A tokenizer that cuts texts to so many tokens and pads a batch to its longest text."""
    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.enable_truncation(**{**(tokenizer.truncation or {}), "max_length": max_tokens})
    padding = tokenizer.padding or padding_token(tokenizer)
    tokenizer.enable_padding(**{**padding, "length": None, "pad_to_multiple_of": None})
    return tokenizer


def padding_token(tokenizer: Tokenizer) -> Dict[str, Union[str, int]]:
    """The token to pad with, of a tokenizer that does not pad by itself."""
    for token in ("[PAD]", "<pad>"):
        number = tokenizer.token_to_id(token)
        if number is not None:
            return {"pad_id": number, "pad_token": token}
    return {}


def unknown_inputs(model: Union[openvino.Model, openvino.CompiledModel]) -> List[str]:
    """The inputs of a model that nothing is known to feed to."""
    return [port.get_any_name() for port in model.inputs if port.get_any_name() not in COLUMNS]


def feed(
    model: Union[openvino.Model, openvino.CompiledModel], encodings: List[Encoding]
) -> Dict[str, np.ndarray]:
    """The inputs of one pass, each in the type that the model declares."""
    return {
        port.get_any_name(): np.array(
            [COLUMNS[port.get_any_name()](encoding) for encoding in encodings],
            dtype=port.get_element_type().to_dtype(),
        )
        for port in model.inputs
    }
