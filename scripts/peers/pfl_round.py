"""The rounds of torch_round.py, run by the simulated backend of pfl-research, a process a worker."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

import torch
from pfl.aggregate.simulate import SimulatedBackend
from pfl.aggregate.weighting import WeightByDatapoints
from pfl.algorithm.base import NNAlgorithmParams
from pfl.algorithm.federated_averaging import FederatedAveraging
from pfl.callback.base import TrainingProcessCallback
from pfl.data.dataset import Dataset
from pfl.data.federated_dataset import FederatedDataset
from pfl.data.sampling import MinimizeReuseUserSampler
from pfl.hyperparam import NNEvalHyperParams, NNTrainHyperParams
from pfl.metrics import Metrics
from pfl.model.pytorch import PyTorchModel

import lengths
import measure
import model as models
import torch_round


class Classifier(torch.nn.Module):
    """The model as pfl asks for it; nothing is evaluated."""

    def __init__(self, shape: models.Shape) -> None:
        super().__init__()
        self.inner = models.classifier(shape).train()

    def loss(self, **batch: torch.Tensor) -> torch.Tensor:
        return self.inner(**batch).loss

    def metrics(self, **_: torch.Tensor) -> dict:
        return {}


class Client(Dataset):
    """A client's samples, padded batch by batch as the other peers do."""

    def __init__(self, number: int, samples: list) -> None:
        super().__init__(raw_data=(), user_id=str(number))
        self._samples = samples

    def __len__(self) -> int:
        return len(self._samples)

    def iter(self, batch_size: int | None) -> Iterator[models.Batch]:  # noqa: A003
        for batch in models.split(self._samples, batch_size or len(self)):
            yield models.padded(batch)


class Clock(TrainingProcessCallback):
    """Notes when each round ends."""

    def __init__(self) -> None:
        self.finished: list[float] = []

    def after_central_iteration(self, *_: object, **__: object) -> tuple[bool, Metrics]:
        self.finished.append(time.time())
        return False, Metrics()


def rounds(work: torch_round.Work, count: int) -> list[float]:
    """Trains in this process, or as one of a group; the times at which the rounds ended."""
    torch.set_num_threads(work.threads)
    shape = models.SHAPES[work.shape]
    model = Classifier(shape)
    trained = models.trainable(model)
    simulated = PyTorchModel(
        model=model,
        local_optimizer_create=lambda _, lr: torch.optim.AdamW(trained, lr=lr, fused=True),
        central_optimizer=torch.optim.SGD(trained, lr=1),
        amp_dtype=torch.bfloat16 if work.bf16 else None,
    )
    drawn = lengths.load(work.workload)["clients"]
    groups = models.samples(drawn, shape.vocabulary)
    clients = [
        Client(number, models.by_length(group) if work.grouped else group)
        for number, group in enumerate(groups)
    ]
    everyone = list(range(len(clients)))
    dataset = FederatedDataset(
        clients.__getitem__,
        # In order: the cohorts are those of the other peers.
        MinimizeReuseUserSampler(everyone),
        {number: sum(drawn[number]) for number in everyone},
    )
    clock = Clock()
    FederatedAveraging().run(
        NNAlgorithmParams(
            central_num_iterations=count,
            evaluation_frequency=count,
            train_cohort_size=lengths.COHORT,
            val_cohort_size=0,
        ),
        SimulatedBackend(dataset, dataset, postprocessors=[WeightByDatapoints()]),
        simulated,
        NNTrainHyperParams(
            local_num_epochs=1,
            local_learning_rate=models.LEARNING_RATE,
            local_batch_size=torch_round.BATCH,
        ),
        NNEvalHyperParams(local_batch_size=torch_round.BATCH),
        callbacks=[clock],
    )
    return clock.finished


def together(processes: int) -> list[float]:
    """The same in a group of processes, started as pfl-research asks for."""
    with tempfile.NamedTemporaryFile("r", encoding="utf-8") as times:
        group = [sys.executable, "-m", "torch.distributed.run", "--standalone"]
        subprocess.run(
            [*group, f"--nproc-per-node={processes}", __file__, *sys.argv[1:], "--times", times.name],
            check=True,
        )
        return json.load(times)


def main() -> None:
    parser = torch_round.parser(__doc__)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--times", metavar="FILE", help="given to the processes of a group")
    options = parser.parse_args()
    work = torch_round.work_of(options)

    if options.times is not None:
        finished = rounds(work, options.rounds + 1)
        if os.environ["RANK"] == "0":
            with open(options.times, "w", encoding="utf-8") as file:
                json.dump(finished, file)
        return
    with measure.PeakMemory() as memory:
        if options.processes == 1:
            finished = rounds(work, options.rounds + 1)
        else:
            finished = together(options.processes)
    torch_round.report("pfl", work, options.processes, finished, memory.megabytes, "pfl")


if __name__ == "__main__":
    main()
