"""What an OpenVINO model is fed: the tokens of texts, as its inputs ask for them."""

from __future__ import annotations

from typing import Dict, List, Union

import numpy as np
import openvino
from distilbench_tokens import COLUMNS
from tokenizers import Encoding


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
