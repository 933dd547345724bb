"""What the Go program calls: the pipeline of the engine `transformers`, with strings in and out."""

import json
from typing import Any, Dict, List

import torch
import transformers

pipe: Any = None
labels: Dict[str, int] = {}
settings: Dict[str, Any] = {}
counts: List[int] = []


def open(text: str) -> str:
    """Opens the model as the settings say, and tells what `ready` says."""
    global pipe
    settings.update(json.loads(text))
    model = transformers.AutoModelForSequenceClassification.from_pretrained(
        settings["model"], dtype=torch.float32
    )
    labels.update(model.config.label2id)
    pipe = transformers.pipeline(
        "text-classification",
        model=model,
        device="cpu",
        tokenizer=transformers.AutoTokenizer.from_pretrained(settings["model"]),
    )
    count_tokens()
    return json.dumps(
        {
            "threads": torch.get_num_threads(),
            "versions": {"torch": torch.__version__, "transformers": transformers.__version__},
        }
    )


def count_tokens() -> None:
    """Notes how many tokens the pipeline makes of each text, where it makes them."""
    preprocess = pipe.preprocess

    def counting(*args: Any, **kwargs: Any) -> Any:
        inputs = preprocess(*args, **kwargs)
        counts.append(inputs["input_ids"].shape[-1])
        return inputs

    pipe.preprocess = counting


def answer(text: str) -> str:
    """Logits and token counts of a request's texts."""
    counts.clear()
    results = pipe(
        json.loads(text),
        batch_size=settings["batchSize"],
        top_k=None,
        function_to_apply="none",
        truncation=True,
        max_length=settings["maxTokens"],
    )
    return json.dumps({"logits": [in_order(result) for result in results], "tokens": counts})


def in_order(result: List[Dict[str, Any]]) -> List[float]:
    """The scores of one text in the order of the labels: the pipeline sorts them by size."""
    scores = {labels[each["label"]]: each["score"] for each in result}
    return [scores[number] for number in sorted(scores)]
