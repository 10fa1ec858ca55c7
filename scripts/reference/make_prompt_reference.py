#!/usr/bin/env python3
"""Make reference values for prompts, prefixes and verbalisers with transformers and peft.

    pip install torch transformers peft safetensors
    python3 make_prompt_reference.py ORACLE/bert OUT

ORACLE is what make_oracle.py wrote. Its BERT is taken with position embeddings of zero, since PEFT gives prompts positions
and fedtop does not. Writes OUT/expected.json: token ids (all of type 0) and what comes of them, a list a sample:
  prompt         rows that peft's prompt tuning puts in front, after the embedding layer's norm: what a module here holds
  prompt_mean    with them: mean of the last hidden states over the tokens
  prompt_first   the last hidden state of the first token
  keys, values   a prefix of each layer, given to BertModel as past_key_values
  prefix_mean, prefix_first   the same with it
  words          token ids, some for each label
  word_logits    logits of these in BertForMaskedLM at the mean of the last hidden states, without modules; mean over a label's
and OUT/mask.safetensors, the masked-language-model head of that.
"""
import json, os, sys
import torch
from peft import PromptTuningConfig, TaskType, get_peft_model
from safetensors.torch import save_file
from transformers import BertForMaskedLM, BertForSequenceClassification
from transformers.cache_utils import DynamicCache

oracle, out = sys.argv[1:]
os.makedirs(out, exist_ok=True)
torch.manual_seed(5)
bert = BertForSequenceClassification.from_pretrained(os.path.join(oracle, "model")).float().eval().bert
with torch.no_grad():
    bert.embeddings.position_embeddings.weight.zero_()
for p in bert.parameters():
    p.requires_grad_(False)
config = bert.config
with open(os.path.join(oracle, "expected.jsonl")) as f:
    tokens = [json.loads(line)["tokens"] for line in f][:8]
found = dict(tokens=tokens)


def pooled(run):
    means, firsts = [], []
    for ids in tokens:
        hidden = run(torch.tensor([ids]))[0][-len(ids):]
        means.append(hidden.mean(0).tolist())
        firsts.append(hidden[0].tolist())
    return means, firsts


# The masked-language-model head goes first: peft changes the encoder.
mask = BertForMaskedLM(config).float().eval()
mask.bert = bert
with torch.no_grad():
    for p in mask.cls.parameters():
        if p is not mask.cls.predictions.decoder.weight:
            p.copy_(0.3 * torch.randn_like(p))
    mask.cls.predictions.decoder.weight = bert.embeddings.word_embeddings.weight
    mask.cls.predictions.decoder.bias = mask.cls.predictions.bias
head = mask.cls.predictions
save_file({"cls.predictions.transform.dense.weight": head.transform.dense.weight.detach().contiguous(),
           "cls.predictions.transform.dense.bias": head.transform.dense.bias.detach().contiguous(),
           "cls.predictions.transform.LayerNorm.weight": head.transform.LayerNorm.weight.detach().contiguous(),
           "cls.predictions.transform.LayerNorm.bias": head.transform.LayerNorm.bias.detach().contiguous(),
           "cls.predictions.bias": head.bias.detach().contiguous()}, os.path.join(out, "mask.safetensors"))
found["words"] = [[11, 60], [7], [90, 12, 31]]
found["word_logits"] = []
with torch.no_grad():
    for ids in tokens:
        mean = bert(input_ids=torch.tensor([ids])).last_hidden_state.mean(1)
        logits = mask.cls(mean)[0]
        found["word_logits"].append([logits[word].mean().item() for word in found["words"]])

# A prefix, as keys and values that were there before.
rows = 3
keys = 0.5 * torch.randn(config.num_hidden_layers, rows, config.hidden_size)
values = 0.5 * torch.randn(config.num_hidden_layers, rows, config.hidden_size)
split = lambda x: x.view(1, rows, config.num_attention_heads, -1).transpose(1, 2)


def with_prefix(ids):
    past = DynamicCache()
    for layer in range(config.num_hidden_layers):
        past.update(split(keys[layer]), split(values[layer]), layer)
    return bert(input_ids=ids, attention_mask=torch.ones(1, rows + ids.shape[1]), past_key_values=past).last_hidden_state


with torch.no_grad():
    found["prefix_mean"], found["prefix_first"] = pooled(with_prefix)
    plain, _ = pooled(lambda ids: bert(input_ids=ids).last_hidden_state)
    assert max(abs(a - b) for x, y in zip(plain, found["prefix_mean"]) for a, b in zip(x, y)) > 1e-2, "the prefix is not read"
found["keys"], found["values"] = keys.flatten(1).tolist(), values.flatten(1).tolist()

# Prompt tuning.
peft = get_peft_model(bert, PromptTuningConfig(task_type=TaskType.FEATURE_EXTRACTION, num_virtual_tokens=5)).float().eval()
with torch.no_grad():
    prompt = peft.prompt_encoder["default"].embedding.weight
    prompt.copy_(0.5 * torch.randn_like(prompt))
    embeddings = peft.base_model.embeddings
    found["prompt"] = embeddings.LayerNorm(prompt + embeddings.token_type_embeddings.weight[0]).flatten().tolist()
    found["prompt_mean"], found["prompt_first"] = pooled(
        lambda ids: peft(input_ids=ids, attention_mask=torch.ones_like(ids)).last_hidden_state)
with open(os.path.join(out, "expected.json"), "w") as f:
    json.dump(found, f)
print({name: len(value) for name, value in found.items()})
