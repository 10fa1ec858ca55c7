"""Loads an exported merged model with transformers: tokens and logits must be those of `fedtop predict --run`."""

import json
import sys

from interop import TEXTS, TOLERANCE, Run, report

import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer


def check(run, name="model in transformers"):
    """Compares labels, tokens and logits; true when they agree."""
    folder = run.export("model", *run.client)
    note = json.loads((folder / "fedtop.json").read_text())
    tokenizer = AutoTokenizer.from_pretrained(folder)
    # Only a head on the mean has code of its own; the stock class reads the first token.
    model = AutoModelForSequenceClassification.from_pretrained(
        folder, trust_remote_code=note["pooling"] == "mean"
    ).eval()
    answers = run.answers()
    # In one padded batch, which also tests that padding does not count.
    batch = tokenizer(TEXTS, padding=True, return_tensors="pt")
    with torch.no_grad():
        logits = model(**batch).logits
    difference = (logits - torch.tensor([answer["logits"] for answer in answers])).abs().max().item()
    for text, answer in zip(TEXTS, answers):
        assert tokenizer(text)["input_ids"] == answer["tokens"], f"other tokens for: {text}"
    assert [model.config.id2label[index] for index in range(len(note["labels"]))] == note["labels"]
    return report(name, run.name, difference, TOLERANCE, f", {len(TEXTS)} texts, head on {note['pooling']}")


if __name__ == "__main__":
    sys.exit(0 if check(Run.from_arguments()) else 1)
