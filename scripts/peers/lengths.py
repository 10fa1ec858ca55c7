"""The workload that fedtop and its peers share: sample lengths, and a formula for tokens.

One JSON file serves every case:

    {"seed": 14, "vocabulary": 30522,
     "batches": {"8/mixed": [[17, 30, ...], ...], "8/32": ..., ...},   # lengths, batch by batch
     "clients": [[22, 9, ...], ...]}                                  # lengths, client by client

Samples are numbered from 0 in file order, separately inside each list of batches and over all
clients. Token j of sample i is `1000 + (i*7919 + j*104729) % min(20000, vocabulary - 1000)`, with the
vocabulary of the model; its label is `i % 2`.
"""

import argparse
import json
import math
import random
import sys

SEED = 14  # draws close to the distribution: mean 22.0, padding doubles the tokens at batch 8
VOCABULARY = 30522
BATCH_SIZES = (8, 32)
FIXED_LENGTHS = (32, 128)
BATCHES = 8
CLIENTS = 100
COHORT = 10
SAMPLES_PER_CLIENT = (40, 80)
MEAN_LENGTH, SPREAD, SHORTEST, LONGEST = 22, 0.6, 4, 128


def tokens(sample: int, length: int, vocabulary: int) -> list[int]:
    span = min(20000, vocabulary - 1000)
    return [1000 + (sample * 7919 + j * 104729) % span for j in range(length)]


def label(sample: int) -> int:
    return sample % 2


def mixed_length(generator: random.Random) -> int:
    """Lognormal with mean 22 before clipping to 4..128."""
    drawn = generator.lognormvariate(math.log(MEAN_LENGTH) - SPREAD**2 / 2, SPREAD)
    return min(LONGEST, max(SHORTEST, round(drawn)))


def workload(seed: int = SEED) -> dict:
    generator = random.Random(seed)
    batches = {}
    for size in BATCH_SIZES:
        for length in FIXED_LENGTHS:
            batches[f"{size}/{length}"] = [[length] * size for _ in range(BATCHES)]
        batches[f"{size}/mixed"] = [
            [mixed_length(generator) for _ in range(size)] for _ in range(BATCHES)
        ]
    clients = [
        [mixed_length(generator) for _ in range(generator.randint(*SAMPLES_PER_CLIENT))]
        for _ in range(CLIENTS)
    ]
    return {"seed": seed, "vocabulary": VOCABULARY, "batches": batches, "clients": clients}


def load(path: str | None) -> dict:
    """The workload of a file; without a file, the one that `main` would write."""
    if path is None:
        return workload()
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def cohort(turn: int, clients: int) -> list[int]:
    """The clients of a round: ten at a time, in order, so that ten rounds visit everyone."""
    return [(turn * COHORT + k) % clients for k in range(COHORT)]


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the shared workload.")
    parser.add_argument("--workload", metavar="FILE", help="where to write (default: stdout)")
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    text = json.dumps(workload(options.seed)) + "\n"
    if options.workload is None:
        sys.stdout.write(text)
    else:
        with open(options.workload, "w", encoding="utf-8") as file:
            file.write(text)


if __name__ == "__main__":
    main()
