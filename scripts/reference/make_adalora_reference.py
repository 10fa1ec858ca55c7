"""Reference values of AdaLoRA from peft, on the tiny BERT that make_oracle.py stored.

    python scripts/reference/make_adalora_reference.py Tests/TransformerTests/Reference/oracle/bert

Writes adalora.safetensors (the values of the triplets and the head as "value.NAME", the gradients of the mean loss with
the orthogonality penalty as "gradient.NAME") and adalora.json (logits, mean loss without the penalty, the penalty).
Made with torch 2, transformers 5.24, peft 0.21.
"""

import json
import sys

import torch
from peft import AdaLoraConfig, TaskType, get_peft_model
from safetensors.torch import save_file
from transformers import AutoModelForSequenceClassification

RANK, ALPHA, WEIGHT = 4, 6, 0.3


def main(folder):
    torch.manual_seed(11)
    base = AutoModelForSequenceClassification.from_pretrained(folder + "/model").float().eval()
    config = AdaLoraConfig(
        task_type=TaskType.SEQ_CLS, init_r=RANK, target_r=2, tinit=10, tfinal=10, total_step=100, lora_alpha=ALPHA,
        orth_reg_weight=WEIGHT, lora_dropout=0.0, target_modules=["query", "value"])
    model = get_peft_model(base, config).float().eval()
    with torch.no_grad():
        for name, p in model.named_parameters():
            if "lora_" in name:
                p.copy_(0.3 * torch.randn_like(p))
    train = {n: p for n, p in model.named_parameters() if p.requires_grad}
    rows = [json.loads(line) for line in open(folder + "/expected.jsonl")]
    labels = [json.loads(line)["label"] for line in open(folder + "/data.jsonl")]

    def inputs(tokens):
        first = tokens.index(3) if 3 in tokens else len(tokens)
        types = [0 if i <= first else 1 for i in range(len(tokens))]
        return dict(input_ids=torch.tensor([tokens]), token_type_ids=torch.tensor([types]))

    # The inner model: AdaLoraModel.forward adds the penalty to the loss where labels are given.
    logits = torch.cat([model(**inputs(r["tokens"])).logits for r in rows])
    loss = torch.nn.functional.cross_entropy(logits, torch.tensor(labels))
    whole = torch.stack([
        model(**inputs(r["tokens"]), labels=torch.tensor([y])).loss for r, y in zip(rows, labels)]).mean()
    whole.backward()
    tensors = {}
    for name, p in train.items():
        tensors["value." + name] = p.detach().contiguous().clone()
        tensors["gradient." + name] = p.grad.contiguous().clone()
    save_file(tensors, folder + "/adalora.safetensors")
    with open(folder + "/adalora.json", "w") as f:
        json.dump(dict(rank=RANK, alpha=ALPHA, weight=WEIGHT, logits=logits.flatten().tolist(), loss=loss.item(),
                       penalty=(whole - loss).item() / WEIGHT), f)
    print({n: tuple(p.shape) for n, p in list(train.items())[:4]}, loss.item(), whole.item())
    print([n for n in train if "lora_" not in n])


if __name__ == "__main__":
    main(sys.argv[1])
