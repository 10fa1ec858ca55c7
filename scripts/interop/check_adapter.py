"""Loads an exported adapter with peft on the same base: its logits must be those of `fedtop predict --run`."""

import importlib.util
import json
import sys
from pathlib import Path

from interop import TEXTS, TOLERANCE, Run, report

import torch
from peft import PeftModel
from transformers import AutoModelForSequenceClassification


def base_class(folder, note):
    """The class of the base model: the stock one, or for a head on the mean the one beside the adapter."""
    if note["pooling"] == "first":
        return AutoModelForSequenceClassification
    spec = importlib.util.spec_from_file_location("modeling_fedtop", folder / "modeling_fedtop.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return next(value for name, value in vars(module).items() if name.endswith("MeanPooled"))


def load(kind, base, labels):
    """The base model in floats, which may have a head for other labels: the adapter's replaces it."""
    place = Path(base)
    folder, more = (place.parent, {"gguf_file": place.name}) if place.suffix == ".gguf" else (place, {})
    return kind.from_pretrained(folder, num_labels=labels, ignore_mismatched_sizes=True, dtype=torch.float32, **more)


def difference(run):
    """The largest difference between the logits in peft and the run's own."""
    folder = run.export("adapter", *run.client)
    note = json.loads((folder / "fedtop.json").read_text())
    base = json.loads((folder / "adapter_config.json").read_text())["base_model_name_or_path"]
    model = load(base_class(folder, note), base, len(note["labels"]))
    model = PeftModel.from_pretrained(model, folder).eval()
    largest = 0.0
    for answer in run.answers():
        with torch.no_grad():
            logits = model(input_ids=torch.tensor([answer["tokens"]])).logits[0]
        largest = max(largest, (logits - torch.tensor(answer["logits"])).abs().max().item())
    return largest


def check(run, name="adapter in peft"):
    """Compares the logits; true when they agree."""
    return report(name, run.name, difference(run), TOLERANCE, f", {len(TEXTS)} texts")


if __name__ == "__main__":
    sys.exit(0 if check(Run.from_arguments()) else 1)
