#!/usr/bin/env python3
"""Forms of LoRA as peft computes them, on the small models that make_oracle.py and its like stored.

    python3 make_lora_reference.py Tests/TransformerTests/Reference/oracle Tests/TransformerTests/Reference/lora

Writes for each family FAMILY/root (rank-stabilised, default targets, patterns of ranks and alphas) and FAMILY/dora (DoRA on
every linear map of the first and the last layer, patterns too): the adapter as peft saves it, expected.json (logits of all
samples, and the squared norm of each sample's own gradient over what is trained, which is the adapter alone), and for DoRA
gradients.safetensors, the gradient of the mean loss by peft's parameter names.
Made with torch 2.13.0, transformers 5.24.0, peft 0.21.2. All in float32, dropout off.
"""
import json
import os
import sys

import numpy
import torch
from peft import LoraConfig, get_peft_model
from safetensors.torch import save_file
from transformers import AutoModelForImageClassification, AutoModelForSequenceClassification

# What peft takes by default, or the choice that is made here; then every linear map of a layer, and two of them for patterns.
BERT = (["query", "value"], r".*\.layer\.\d+\..*(query|key|value|dense)", "value", r"output\.dense")
LLAMA = (["q_proj", "v_proj"], r".*layers\.\d+\..*_proj", "v_proj", "down_proj")
FAMILIES = {
    "bert": BERT,
    "roberta": BERT,
    "xlm-roberta": BERT,
    "electra": BERT,
    "distilbert": (["q_lin", "v_lin"], r".*layer\.\d+\..*(_lin|lin[12])", "v_lin", "lin2"),
    "mpnet": (["q", "v"], r".*layer\.\d+\..*(\.[qkvo]|dense)", "v", r"output\.dense"),
    "modernbert": (["Wqkv"], r".*layers\.\d+\..*(Wqkv|Wo|Wi)", r"layers\.[12]\..*", r"mlp\.Wo"),
    "vit": (["q_proj", "v_proj"], r".*layers\.\d+\..*(_proj|fc[12])", "v_proj", "fc2"),
    "llama": LLAMA,
    "qwen2": LLAMA,
}
# One of each way in which a block is built.
WITH_GRADIENTS = ("bert", "modernbert", "vit", "llama")


def samples(folder, family):
    """Inputs and label of every sample."""
    labels = [json.loads(line)["label"] for line in open(f"{folder}/data.jsonl")]
    if family == "vit":
        pixels = numpy.load(f"{folder}/images.npz")["images"].astype("float32").transpose(0, 3, 1, 2)
        inputs = [dict(pixel_values=torch.tensor((image[None] / 255 - 0.5) / 0.5)) for image in pixels]
        return list(zip(inputs, labels))
    rows = []
    for line, label in zip(open(f"{folder}/expected.jsonl"), labels):
        tokens = json.loads(line)["tokens"]
        inputs = dict(input_ids=torch.tensor([tokens]))
        if family in ("bert", "electra"):
            first = tokens.index(3) if 3 in tokens else len(tokens)
            inputs["token_type_ids"] = torch.tensor([[int(i > first) for i in range(len(tokens))]])
        rows.append((inputs, label))
    return rows


def make(source, target, family, form):
    torch.manual_seed(7 + len(family))
    kind = AutoModelForImageClassification if family == "vit" else AutoModelForSequenceClassification
    base = kind.from_pretrained(f"{source}/model", attn_implementation="eager").float().eval()
    usual, every, ranked, weighted = FAMILIES[family]
    keys = dict(r=2, lora_alpha=3, lora_dropout=0.0, alpha_pattern={weighted: 5} if form == "dora" else {ranked: 5})
    if form == "root":
        config = LoraConfig(target_modules=usual, use_rslora=True, rank_pattern={ranked: 4}, **keys)
    else:
        last = base.config.num_hidden_layers - 1
        chosen = every.replace(r"\d+", f"(0|{last})")
        config = LoraConfig(target_modules=chosen, use_dora=True, rank_pattern={ranked: 1}, **keys)
    model = get_peft_model(base, config).float().eval()
    with torch.no_grad():
        for name, p in model.named_parameters():
            if "lora_B" in name:
                p.copy_(0.2 * torch.randn_like(p))
            if "magnitude" in name:
                p.mul_(1 + 0.2 * torch.randn_like(p))
    model.peft_config["default"].base_model_name_or_path = None
    model.save_pretrained(target)
    os.remove(f"{target}/README.md")
    os.chmod(f"{target}/adapter_model.safetensors", 0o644)
    trained = {name: p for name, p in model.named_parameters() if p.requires_grad}
    assert all("lora_" in name for name in trained)
    rows = samples(source, family)
    logits, traces, total = [], [], {name: torch.zeros_like(p) for name, p in trained.items()}
    for inputs, label in rows:
        model.zero_grad()
        answer = model(**inputs).logits
        torch.nn.functional.cross_entropy(answer, torch.tensor([label])).backward()
        logits += answer[0].tolist()
        traces.append(sum(float((p.grad.double() ** 2).sum()) for p in trained.values()))
        for name, p in trained.items():
            total[name] += p.grad / len(rows)
    with open(f"{target}/expected.json", "w") as f:
        json.dump(dict(logits=logits, traces=traces), f)
    if form == "dora" and family in WITH_GRADIENTS:
        save_file(total, f"{target}/gradients.safetensors")
        os.chmod(f"{target}/gradients.safetensors", 0o644)
    print(f"{family} {form}: {len(trained)} tensors, {len(rows)} samples")


if __name__ == "__main__":
    source, target = sys.argv[1:3]
    for family in FAMILIES:
        for form in ("root", "dora"):
            make(f"{source}/{family}", f"{target}/{family}/{form}", family, form)
