"""LoRA classifiers of the measured shapes with random weights, and padded batches for them."""

import contextlib
import dataclasses

import torch
from peft import LoraConfig, get_peft_model
from torch.nn.utils.rnn import pad_sequence
from transformers import BertConfig, BertForSequenceClassification

import lengths

Batch = dict[str, torch.Tensor]

LEARNING_RATE = 1e-4


@dataclasses.dataclass(frozen=True)
class Shape:
    layers: int
    width: int
    heads: int
    intermediate: int
    vocabulary: int = lengths.VOCABULARY


SHAPES = {
    "embedded": Shape(6, 128, 4, 512, vocabulary=2000),
    "tiny": Shape(2, 128, 2, 512),
    "minilm": Shape(6, 384, 12, 1536),
    "bert-base": Shape(12, 768, 12, 3072),
    "large": Shape(24, 1024, 16, 4096, vocabulary=50265),
}


def classifier(
    shape: Shape, *, dropout: float = 0, attention: str = "sdpa", random_factors: bool = False
) -> torch.nn.Module:
    """BERT with two labels; trained are LoRA (rank 8, alpha 16, query and value) and the head.

    `random_factors` starts B away from zero, where gradients of A are not zero either.
    """
    torch.manual_seed(lengths.SEED)
    config = BertConfig(
        vocab_size=shape.vocabulary,
        num_hidden_layers=shape.layers,
        hidden_size=shape.width,
        num_attention_heads=shape.heads,
        intermediate_size=shape.intermediate,
        hidden_dropout_prob=dropout,
        attention_probs_dropout_prob=dropout,
        num_labels=2,
        attn_implementation=attention,
    )
    lora = LoraConfig(
        task_type="SEQ_CLS",
        r=8,
        lora_alpha=16,
        target_modules=["query", "value"],
        init_lora_weights=not random_factors,
    )
    return get_peft_model(BertForSequenceClassification(config), lora)


def trainable(model: torch.nn.Module) -> list[torch.nn.Parameter]:
    return [parameter for parameter in model.parameters() if parameter.requires_grad]


def optimizer(model: torch.nn.Module) -> torch.optim.Optimizer:
    return torch.optim.AdamW(trainable(model), lr=LEARNING_RATE, fused=True)


def precision(bf16: bool) -> contextlib.AbstractContextManager:
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=bf16)


def step(model: torch.nn.Module, update: torch.optim.Optimizer, batch: Batch, bf16: bool) -> None:
    with precision(bf16):
        loss = model(**batch).loss
    loss.backward()
    update.step()
    update.zero_grad()


@dataclasses.dataclass(frozen=True)
class Sample:
    tokens: torch.Tensor
    label: int


def samples(groups: list[list[int]], vocabulary: int) -> list[list[Sample]]:
    """The samples of groups of lengths (batches or clients), numbered through from 0."""
    made, number = [], 0
    for group in groups:
        made.append([])
        for length in group:
            tokens = torch.tensor(lengths.tokens(number, length, vocabulary))
            made[-1].append(Sample(tokens, lengths.label(number)))
            number += 1
    return made


def padded(group: list[Sample]) -> Batch:
    """One batch, padded to its longest sample."""
    sizes = torch.tensor([len(sample.tokens) for sample in group])
    ids = pad_sequence([sample.tokens for sample in group], batch_first=True)
    mask = (torch.arange(ids.shape[1]) < sizes[:, None]).long()
    labels = torch.tensor([sample.label for sample in group])
    return {"input_ids": ids, "attention_mask": mask, "labels": labels}


def by_length(group: list[Sample]) -> list[Sample]:
    return sorted(group, key=lambda sample: len(sample.tokens))


def split(group: list[Sample], size: int) -> list[list[Sample]]:
    return [group[start : start + size] for start in range(0, len(group), size)]


def token_count(groups: list[list[Sample]]) -> int:
    """Real tokens: padding is not counted."""
    return sum(len(sample.tokens) for group in groups for sample in group)
