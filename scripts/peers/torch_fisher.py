"""Per-sample Fisher traces: the squared norm of each sample's own gradient, in three ways."""

import functools

import torch
from torch.func import functional_call, grad, vmap

import lengths
import measure
import model as models


def with_loop(model: torch.nn.Module, groups: list[list[models.Sample]]) -> torch.Tensor:
    """One backward pass a sample, none of them padded."""
    parameters = models.trainable(model)
    traces = []
    for group in groups:
        for sample in group:
            loss = model(**models.padded([sample])).loss
            gradients = torch.autograd.grad(loss, parameters)
            traces.append(sum(gradient.square().sum() for gradient in gradients))
    return torch.stack(traces)


def with_vmap(model: torch.nn.Module, batches: list[models.Batch]) -> torch.Tensor:
    """Per-sample gradients by vectorising the gradient of a single sample.

    The model would look into a mask of zeros and ones, which vmap forbids: it gets a finished one.
    """
    trained = {n: p.detach() for n, p in model.named_parameters() if p.requires_grad}

    def loss(parameters: dict, ids: torch.Tensor, mask: torch.Tensor, label: torch.Tensor):
        inputs = {"input_ids": ids[None], "attention_mask": mask[None], "labels": label[None]}
        return functional_call(model, parameters, kwargs=inputs).loss

    per_sample = vmap(grad(loss), in_dims=(None, 0, 0, 0))
    traces = []
    for batch in batches:
        ids, mask, labels = batch.values()
        size, length = ids.shape
        finished = (1.0 - mask) * torch.finfo(torch.float32).min
        finished = finished[:, None, None].expand(size, 1, length, length)
        gradients = per_sample(trained, ids, finished, labels)
        traces.append(sum(g.square().flatten(1).sum(1) for g in gradients.values()))
    return torch.cat(traces)


def with_hooks(model: torch.nn.Module, batches: list[models.Batch]) -> torch.Tensor:
    """One backward pass a batch; per-sample gradients from each trained map's input and error."""
    seen: list[tuple[torch.Tensor, torch.Tensor, bool]] = []

    def keep(module: torch.nn.Module, inputs: tuple, output: torch.Tensor) -> None:
        seen.append((inputs[0].detach(), output, module.bias is not None))

    handles = [
        module.register_forward_hook(keep)
        for module in model.modules()
        if isinstance(module, torch.nn.Linear) and module.weight.requires_grad
    ]
    traces = []
    for batch in batches:
        seen.clear()
        logits = model(batch["input_ids"], attention_mask=batch["attention_mask"]).logits
        loss = torch.nn.functional.cross_entropy(logits, batch["labels"], reduction="sum")
        errors = torch.autograd.grad(loss, [output for _, output, _ in seen])
        trace = torch.zeros(len(logits))
        for (entered, _, has_bias), error in zip(seen, errors, strict=True):
            # The head sees [batch, width], LoRA [batch, length, width].
            entered, error = (x if x.dim() == 3 else x[:, None] for x in (entered, error))
            trace += (error.mT @ entered).square().sum((1, 2))
            if has_bias:
                trace += error.sum(1).square().sum(1)
        traces.append(trace)
    for handle in handles:
        handle.remove()
    return torch.cat(traces)


def forward_and_backward(model: torch.nn.Module, batches: list[models.Batch]) -> None:
    for batch in batches:
        model(**batch).loss.backward()
        model.zero_grad()


def main() -> None:
    parser = measure.parser(__doc__)
    measure.add_timing(parser)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--length", default="mixed", help="32, 128 or mixed (default)")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)

    shape = models.SHAPES[options.shape]
    drawn = lengths.load(options.workload)["batches"][f"{options.batch}/{options.length}"]
    groups = models.samples(drawn, shape.vocabulary)
    batches = [models.padded(group) for group in groups]
    model = models.classifier(shape, random_factors=True).eval()
    # Fused attention has no vmap rule and would fall back to a loop.
    vmappable = models.classifier(shape, random_factors=True, attention="eager").eval()

    ways = {
        "loop": functools.partial(with_loop, model, groups),
        "vmap": functools.partial(with_vmap, vmappable, batches),
        "hooks": functools.partial(with_hooks, model, batches),
    }
    found = {name: way() for name, way in ways.items()}
    disagreement = max(
        ((traces - found["loop"]).abs() / found["loop"]).max().item() for traces in found.values()
    )
    seconds = {
        name: measure.median_seconds(way, options.seconds, options.repeats)
        for name, way in ways.items()
    }
    reference = measure.median_seconds(
        functools.partial(forward_and_backward, model, batches), options.seconds, options.repeats
    )
    best = min(seconds, key=seconds.get)

    measure.emit(
        case=f"fisher/{options.shape}/{options.batch}/{options.length}",
        peer="pytorch",
        method=best,
        ms_per_batch=round(1000 * seconds[best] / len(batches), 3),
        tokens_per_second=round(models.token_count(groups) / seconds[best], 1),
        ms_by_method={name: round(1000 * s / len(batches), 3) for name, s in seconds.items()},
        ms_forward_backward=round(1000 * reference / len(batches), 3),
        largest_relative_disagreement=disagreement,
        threads=options.threads,
        versions=measure.versions("torch", "transformers", "peft"),
    )


if __name__ == "__main__":
    main()
