#!/usr/bin/env python3
"""Make reference values for the optimisers with PyTorch.

    pip install torch
    python3 make_optimizer_reference.py ../../Tests/TransformerTests/Reference/optimizers.json

Each case holds settings, first parameters, a gradient for every step, and the parameters after every step.
"""
import json, sys
import torch

COUNT, STEPS = 37, 5
CASES = [
    dict(kind="adamw", learningRate=1e-3),
    dict(kind="adamw", learningRate=3e-2, beta1=0.8, beta2=0.95, epsilon=1e-6, weightDecay=0.1),
    dict(kind="adamw", learningRate=1e-2, weightDecay=0.0, clipNorm=1.0),
    dict(kind="adamw", learningRate=1e-2, beta1=0.4, clipNorm=1e6),
    dict(kind="sgd", learningRate=0.1, weightDecay=0.0),
    dict(kind="sgd", learningRate=0.05, weightDecay=0.02, momentum=0.9),
    dict(kind="sgd", learningRate=0.5, weightDecay=0.0, momentum=0.5, clipNorm=0.25),
]
DEFAULTS = dict(beta1=0.9, beta2=0.999, epsilon=1e-8, weightDecay=0.01, momentum=0.0, clipNorm=0.0)


def optimizer(parameters, c):
    if c["kind"] == "adamw":
        return torch.optim.AdamW(parameters, lr=c["learningRate"], betas=(c["beta1"], c["beta2"]), eps=c["epsilon"], weight_decay=c["weightDecay"])
    return torch.optim.SGD(parameters, lr=c["learningRate"], momentum=c["momentum"], weight_decay=c["weightDecay"])


def case(settings, seed):
    torch.manual_seed(seed)
    c = {**DEFAULTS, **settings}
    p = torch.nn.Parameter(torch.randn(COUNT))
    start, gradients, after = p.tolist(), [], []
    opt = optimizer([p], c)
    for _ in range(STEPS):
        p.grad = torch.randn(COUNT) * torch.logspace(-4, 1, COUNT)
        gradients.append(p.grad.tolist())
        if c["clipNorm"] > 0:
            torch.nn.utils.clip_grad_norm_([p], c["clipNorm"])
        opt.step()
        after.append(p.tolist())
    return dict(settings=c, start=start, gradients=gradients, after=after)


if __name__ == "__main__":
    result = dict(cases=[case(c, 40 + i) for i, c in enumerate(CASES)])
    with open(sys.argv[1], "w") as f:
        json.dump(result, f)
        f.write("\n")
