"""Federated rounds of a language model: FedAvg of LoRA on labelled texts put as instructions.

The same work as configs/completion.toml with fedavg-lora: the GGUF file's values as floats, LoRA of rank 8 and alpha 16 on
query and value, batches of four padded to their longest sample, the loss of answers alone, one epoch a client, fresh AdamW.
"""

import argparse
import json
import pathlib
import statistics
import time

import psutil
import torch
from peft import LoraConfig, get_peft_model
from torch.nn.utils import parameters_to_vector, vector_to_parameters
from transformers import AutoModelForCausalLM, AutoTokenizer

import measure

ROOT = pathlib.Path(__file__).resolve().parents[2]
BATCH = 4
IGNORED = -100
"""The label of a token that the loss leaves out."""

Sample = tuple[list[int], list[int]]
"""Tokens, and labels of which those of the prompt are left out."""


def samples(tokenizer, data: pathlib.Path, count: int) -> list[Sample]:
    """The first texts of a set as instructions, in the tokenizer's own chat template."""
    names = json.loads((data / "labels.json").read_text())
    request = f"Answer with one of: {', '.join(names)}."
    made = []
    with (data / "train.jsonl").open() as lines:
        for line, _ in zip(lines, range(count)):
            record = json.loads(line)
            turn = {"role": "user", "content": f"{request}\n\n{record['text']}"}
            prompt = tokenizer.apply_chat_template(
                [turn], tokenize=False, add_generation_prompt=True
            )
            front = tokenizer(prompt, add_special_tokens=False)["input_ids"]
            answer = tokenizer(record["label"] + "<|im_end|>", add_special_tokens=False)["input_ids"]
            made.append((front + answer, [IGNORED] * len(front) + answer))
    return made


def padded(batch: list[Sample], padding: int) -> dict[str, torch.Tensor]:
    longest = max(len(tokens) for tokens, _ in batch)

    def rows(values: list[list[int]], fill: int) -> torch.Tensor:
        return torch.tensor([row + [fill] * (longest - len(row)) for row in values])

    tokens, labels = zip(*batch)
    return {
        "input_ids": rows(list(tokens), padding),
        "labels": rows(list(labels), IGNORED),
        "attention_mask": rows([[1] * len(row) for row in tokens], 0),
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--model", type=pathlib.Path, default=ROOT / "data/models/smollm2")
    options.add_argument("--data", type=pathlib.Path, default=ROOT / "data/trec")
    options.add_argument("--bf16", action="store_true", help="weights and activations in bfloat16")
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--rounds", type=int, default=2, help="after a first one as warm-up")
    options.add_argument("--clients", type=int, default=5, help="clients of a round")
    options.add_argument("--samples", type=int, default=30, help="samples of a client")
    options = options.parse_args()
    torch.set_num_threads(options.threads)

    with measure.PeakMemory() as memory:
        file = next(options.model.glob("*.gguf")).name
        tokenizer = AutoTokenizer.from_pretrained(options.model, gguf_file=file)
        base = AutoModelForCausalLM.from_pretrained(
            options.model, gguf_file=file, dtype=torch.bfloat16 if options.bf16 else torch.float32
        )
        model = get_peft_model(
            base,
            LoraConfig(
                task_type="CAUSAL_LM", r=8, lora_alpha=16, target_modules=["q_proj", "v_proj"]
            ),
        ).train()
        trained = [value for value in model.parameters() if value.requires_grad]
        everybody = samples(tokenizer, options.data, options.clients * options.samples)
        groups = [everybody[start :: options.clients] for start in range(options.clients)]

        values = parameters_to_vector(trained).detach().clone()
        seconds = []
        for _ in range(options.rounds + 1):
            start = time.perf_counter()
            updates = []
            for group in groups:
                vector_to_parameters(values.clone(), trained)
                optimizer = torch.optim.AdamW(trained, lr=1e-3, fused=True)
                for first in range(0, len(group), BATCH):
                    batch = padded(group[first : first + BATCH], tokenizer.eos_token_id)
                    optimizer.zero_grad()
                    model(**batch).loss.backward()
                    optimizer.step()
                updates.append(parameters_to_vector(trained).detach().clone())
            values = torch.stack(updates).mean(0)
            seconds.append(time.perf_counter() - start)
    tokens = sum(len(tokens) for tokens, _ in everybody)
    measure.emit(
        case="completion/smollm2",
        peer="pytorch",
        seconds_per_round=round(statistics.median(seconds[1:]), 2),
        tokens_per_second=round(tokens * options.rounds / sum(seconds[1:]), 1),
        tokens_per_round=tokens,
        seconds_to_first_round=round(time.time() - psutil.Process().create_time() - sum(seconds[1:]), 1),
        peak_megabytes=round(memory.megabytes, 1),
        threads=options.threads,
        bf16=options.bf16,
        versions=measure.versions("torch", "transformers", "peft"),
    )


if __name__ == "__main__":
    main()
