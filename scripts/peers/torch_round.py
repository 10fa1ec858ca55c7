"""Federated rounds in plain PyTorch: FedAvg of LoRA and head, one local epoch, fresh AdamW."""

import argparse
import concurrent.futures
import contextlib
import dataclasses
import functools
import multiprocessing
import statistics
import time
from collections.abc import Callable, Iterator

import numpy
import psutil
import torch
from torch.nn.utils import parameters_to_vector, vector_to_parameters

import lengths
import measure
import model as models

BATCH = 8

Update = tuple[numpy.ndarray, int]
"""All trained values of a client after its epoch, and its number of samples."""


@dataclasses.dataclass(frozen=True)
class Work:
    """What every worker must know; equal values share one trainer within a process."""

    shape: str
    workload: str | None
    threads: int
    grouped: bool
    bf16: bool


class Trainer:
    """A model and everyone's samples, kept by a worker from client to client."""

    def __init__(self, work: Work) -> None:
        torch.set_num_threads(work.threads)
        shape = models.SHAPES[work.shape]
        self._work = work
        self._model = models.classifier(shape).train()
        self._clients = models.samples(lengths.load(work.workload)["clients"], shape.vocabulary)

    def initial(self) -> numpy.ndarray:
        return parameters_to_vector(models.trainable(self._model)).detach().numpy()

    def train(self, client: int, start: numpy.ndarray) -> Update:
        parameters = models.trainable(self._model)
        vector_to_parameters(torch.tensor(start), parameters)
        update = models.optimizer(self._model)
        group = self._clients[client]
        ordered = models.by_length(group) if self._work.grouped else group
        for batch in models.split(ordered, BATCH):
            models.step(self._model, update, models.padded(batch), self._work.bf16)
        return parameters_to_vector(parameters).detach().numpy(), len(group)


@functools.cache
def trainer(work: Work) -> Trainer:
    return Trainer(work)


def train(work: Work, client: int, start: numpy.ndarray) -> Update:
    return trainer(work).train(client, start)


def average(updates: list[Update]) -> numpy.ndarray:
    """FedAvg: the mean of the clients' values, weighted by their samples."""
    values, weights = zip(*updates, strict=True)
    return numpy.average(values, axis=0, weights=weights).astype(numpy.float32)


def parser(description: str | None) -> argparse.ArgumentParser:
    made = measure.parser(description)
    made.add_argument("--threads", type=int, default=1, help="threads of each process")
    made.add_argument("--grouped", action="store_true", help="sort a client's samples by length")
    made.add_argument("--bf16", action="store_true", help="run under bf16 autocast")
    made.add_argument("--rounds", type=int, default=5, help="after a first one as warm-up")
    return made


def work_of(options: argparse.Namespace) -> Work:
    return Work(
        options.shape, options.workload, options.threads, options.grouped, options.bf16
    )


def report(
    peer: str, work: Work, processes: int, finished: list[float], memory: float, *packages: str
) -> None:
    """Emits the line; `finished` holds the times at which the rounds ended, warm-up first."""
    clients = lengths.load(work.workload)["clients"]
    rounds = len(finished) - 1
    tokens = sum(
        sum(clients[client])
        for turn in range(1, rounds + 1)
        for client in lengths.cohort(turn, len(clients))
    )
    seconds = [after - before for before, after in zip(finished, finished[1:])]
    measure.emit(
        case=f"round/{work.shape}",
        peer=peer,
        seconds_per_round=round(statistics.median(seconds), 4),
        tokens_per_second=round(tokens / sum(seconds), 1),
        tokens_per_round=tokens / rounds,
        rounds=rounds,
        seconds_to_first_round=round(finished[0] - psutil.Process().create_time(), 2),
        peak_megabytes=round(memory, 1),
        processes=processes,
        threads=work.threads,
        grouped=work.grouped,
        bf16=work.bf16,
        versions=measure.versions("torch", "transformers", "peft", *packages),
    )


@contextlib.contextmanager
def mapper(processes: int) -> Iterator[Callable]:
    """`map`, or its like over a pool of processes."""
    if processes == 1:
        yield map
        return
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(processes, mp_context=context) as pool:
        yield pool.map


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--processes", type=int, default=1)
    options = options.parse_args()
    work = work_of(options)
    clients = len(lengths.load(work.workload)["clients"])

    finished = []
    with measure.PeakMemory() as memory, mapper(options.processes) as over:
        # A pool's parent trains nothing and keeps no model.
        values = (trainer if options.processes == 1 else Trainer)(work).initial()
        for turn in range(options.rounds + 1):
            job = functools.partial(train, work, start=values)
            values = average(list(over(job, lengths.cohort(turn, clients))))
            finished.append(time.time())
    report("pytorch", work, options.processes, finished, memory.megabytes)


if __name__ == "__main__":
    main()
