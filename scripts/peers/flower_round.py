"""The rounds of torch_round.py, run by Flower's simulation on Ray, the model cached per worker."""

import os
import time
from collections.abc import Iterable

# Nothing is sent home; both are read at import.
os.environ["FLWR_TELEMETRY_ENABLED"] = "0"
os.environ["RAY_USAGE_STATS_ENABLED"] = "0"

import psutil
from flwr.app import ArrayRecord, ConfigRecord, Context, Message, MetricRecord, RecordDict
from flwr.clientapp import ClientApp
from flwr.serverapp import Grid, ServerApp
from flwr.serverapp.strategy import FedAvg
from flwr.simulation import run_simulation

import lengths
import measure
import torch_round


class FixedCohort(FedAvg):
    """FedAvg that tells each node which client to be: the cohorts are those of the other peers."""

    def __init__(self, clients: int) -> None:
        super().__init__(fraction_train=lengths.COHORT / clients, fraction_evaluate=0)
        self._clients = clients

    def configure_train(
        self, server_round: int, arrays: ArrayRecord, config: ConfigRecord, grid: Grid
    ) -> Iterable[Message]:
        messages = super().configure_train(server_round, arrays, config, grid)
        cohort = lengths.cohort(server_round - 1, self._clients)
        for message, client in zip(messages, cohort, strict=True):
            own = ConfigRecord({"client": client})
            message.content = RecordDict({"arrays": arrays, "config": own})
            yield message


def client_app(work: torch_round.Work) -> ClientApp:
    app = ClientApp()

    @app.train()
    def train(message: Message, _: Context) -> Message:
        [start] = message.content["arrays"].to_numpy_ndarrays()
        values, samples = torch_round.train(work, message.content["config"]["client"], start)
        content = {
            "arrays": ArrayRecord([values]),
            "metrics": MetricRecord({"num-examples": samples}),
        }
        return Message(content=RecordDict(content), reply_to=message)

    return app


def server_app(
    work: torch_round.Work,
    clients: int,
    rounds: int,
    finished: list[float],
    workers: list[psutil.Process],
) -> ServerApp:
    """Notes when each round ends, and at the end the processes that Ray has started."""
    app = ServerApp()

    def note_time(turn: int, _: ArrayRecord) -> None:
        if turn > 0:
            finished.append(time.time())

    @app.main()
    def main(grid: Grid, _: Context) -> None:
        FixedCohort(clients).start(
            grid=grid,
            initial_arrays=ArrayRecord([torch_round.Trainer(work).initial()]),
            num_rounds=rounds + 1,
            evaluate_fn=note_time,
        )
        workers.extend(psutil.Process().children(recursive=True))

    return app


def main() -> None:
    parser = torch_round.parser(__doc__)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    work = torch_round.work_of(options)
    clients = len(lengths.load(work.workload)["clients"])

    finished: list[float] = []
    workers: list[psutil.Process] = []
    with measure.PeakMemory() as memory:
        run_simulation(
            server_app=server_app(work, clients, options.rounds, finished, workers),
            client_app=client_app(work),
            num_supernodes=clients,
            backend_config={
                "client_resources": {"num_cpus": 1},
                "init_args": {"num_cpus": options.processes},
            },
        )
    # Workers outlive the simulation a little; the next measurement wants the cores to itself.
    psutil.wait_procs(workers, timeout=60)

    if len(finished) != options.rounds + 1:
        raise SystemExit("flower_round: the simulation ended early: see its log above")
    torch_round.report(
        "flower", work, options.processes, finished, memory.megabytes, "flwr", "ray"
    )


if __name__ == "__main__":
    main()
