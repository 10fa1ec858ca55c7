"""One training step: forward, backward and AdamW, as PyTorch with PEFT does it."""

import os

import torch

import lengths
import measure
import model as models


def thread_counts(text: str) -> list[int]:
    """`best` stands for every count that the machine offers."""
    return list(range(1, (os.cpu_count() or 1) + 1)) if text == "best" else [int(text)]


def main() -> None:
    parser = measure.parser(__doc__)
    measure.add_timing(parser)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--length", default="mixed", help="32, 128 or mixed (default)")
    parser.add_argument("--threads", default="1", help="a number, or best (default: 1)")
    parser.add_argument("--sorted", action="store_true", help="sort samples by length first")
    parser.add_argument("--compile", action="store_true", help="use torch.compile")
    parser.add_argument("--bf16", action="store_true", help="run under bf16 autocast")
    parser.add_argument("--dropout", type=float, default=0)
    options = parser.parse_args()

    shape = models.SHAPES[options.shape]
    drawn = lengths.load(options.workload)["batches"][f"{options.batch}/{options.length}"]
    groups = models.samples(drawn, shape.vocabulary)
    if options.sorted:
        everyone = [sample for group in groups for sample in group]
        groups = models.split(models.by_length(everyone), options.batch)
    batches = [models.padded(group) for group in groups]

    model = models.classifier(shape, dropout=options.dropout).train()
    update = models.optimizer(model)
    network = torch.compile(model) if options.compile else model

    def one_pass() -> None:
        for batch in batches:
            models.step(network, update, batch, options.bf16)

    best = None
    for threads in thread_counts(options.threads):
        torch.set_num_threads(threads)
        # The first pass compiles for one length, the second for any.
        warm_up = 3 if options.compile else 1
        seconds = measure.median_seconds(one_pass, options.seconds, options.repeats, warm_up)
        best = min(best or (seconds, threads), (seconds, threads))
    seconds, threads = best

    measure.emit(
        case=f"step/{options.shape}/{options.batch}/{options.length}",
        peer="pytorch",
        ms_per_step=round(1000 * seconds / len(batches), 3),
        tokens_per_second=round(models.token_count(groups) / seconds, 1),
        tokens_per_step=models.token_count(groups) / len(batches),
        threads=threads,
        compiled=options.compile,
        sorted=options.sorted,
        bf16=options.bf16,
        dropout=options.dropout,
        versions=measure.versions("torch", "transformers", "peft"),
    )


if __name__ == "__main__":
    main()
