#!/usr/bin/env python3
"""Recomputes the golden values that the Sim tests compare with.

    python scripts/reference/make_golden.py > Tests/SimTests/Reference/golden.json

Needs numpy. Everything is written out from the formulas, in double precision, without fedtop.
"""

import json

import numpy as np


def fisher():
    """A softmax regression with one LoRA pair, y = Wx + sBAx: per-sample gradients by hand."""
    s = 2.0
    w = np.array([[0.2, -0.1, 0.3], [0.0, 0.4, -0.2]])
    a = np.array([[0.5, -0.25, 0.1], [0.2, 0.3, -0.4]])
    b = np.array([[0.1, -0.2], [0.3, 0.05]])
    samples = [((1, 0.5, -1), 0), ((0, 2, 1), 1), ((-1, 0.25, 0.75), 1)]
    losses, traces, gradients = [], [], []
    for x, y in samples:
        x = np.array(x, float)
        logits = w @ x + s * b @ (a @ x)
        p = np.exp(logits - logits.max())
        p /= p.sum()
        delta = p - np.eye(2)[y]
        da = s * np.outer(b.T @ delta, x)
        db = s * np.outer(delta, a @ x)
        losses.append(-np.log(p[y]))
        traces.append((da**2).sum() + (db**2).sum())
        gradients.append((da, db))
    mean = [np.mean([g[k] for g in gradients], axis=0) for k in (0, 1)]
    diagonal = [np.mean([g[k] ** 2 for g in gradients], axis=0) for k in (0, 1)]
    return {
        "losses": losses,
        "traces": traces,
        "order": np.argsort(traces, kind="stable").tolist(),
        "mean_trace": np.mean(traces),
        "squared_norm_of_mean": sum((m**2).sum() for m in mean),
        "diagonal": np.concatenate([d.ravel() for d in diagonal]).tolist(),
        "row_sums_a": diagonal[0].sum(axis=1).tolist(),
        "row_sums_b": diagonal[1].sum(axis=1).tolist(),
    }


def pacing():
    """Shares of the sorted batches for T = 100, beta = 0.2, alpha = 0.8."""
    beta, length = 0.2, 80.0
    shapes = {
        "linear": lambda t: beta + (1 - beta) * t,
        "sqrt": lambda t: np.sqrt(beta**2 + (1 - beta**2) * t),
        "root": lambda t: np.cbrt(beta**3 + (1 - beta**3) * t),
        "quadratic": lambda t: beta + (1 - beta) * t**2,
        "exponential": lambda t: beta ** (1 - t),
    }
    rounds = [0, 1, 20, 40, 79, 80, 99]
    table = {n: [float(f(min(1, r / length))) for r in rounds] for n, f in shapes.items()}
    of17 = [int(np.ceil(c * 17 - 1e-12)) for c in table["linear"]]
    return {"rounds": rounds, "shares": table, "linear_of_17": of17}


def sensitivity():
    """h1 = tanh(W1 x), h2 = W2 h1, squared loss; the change of each layer under the worst noise."""
    w1, w2 = np.diag([1.0, 0.5]), np.array([2.0, -1.0])
    x, y, epsilon = np.array([1.0, 2.0]), 0.5, 0.1
    h1 = np.tanh(w1 @ x)
    g = w1.T @ ((1 - h1**2) * w2 * (w2 @ h1 - y))
    result = {}
    for name, delta in (
        ("l2", epsilon * g / np.linalg.norm(g)),
        ("infinity", epsilon * np.sign(g)),
    ):
        moved = np.tanh(w1 @ (x + delta))
        scores = [
            np.linalg.norm(moved - h1) / np.linalg.norm(h1),
            abs(w2 @ moved - w2 @ h1) / abs(w2 @ h1),
        ]
        result[name] = {"delta": delta.tolist(), "scores": scores}
    return result


def lanczos():
    """A symmetric matrix with a gap: 30 eigenvalues in [.01, .1], 10 in [5, 6], randomly rotated."""
    random = np.random.default_rng(7)
    values = np.concatenate([np.linspace(0.01, 0.1, 30), np.linspace(5, 6, 10)])
    q, _ = np.linalg.qr(random.normal(size=(40, 40)))
    h = q @ np.diag(values) @ q.T
    h = (h + h.T) / 2
    probe = random.choice([-1.0, 1.0], size=40)
    error = {}
    for steps in (5, 10, 20, 40):
        basis, d, e = [probe / np.linalg.norm(probe)], [], []
        for k in range(steps):
            r = h @ basis[k]
            d.append(r @ basis[k])
            for _ in range(2):
                for v in basis:
                    r = r - (r @ v) * v
            if k + 1 < steps:
                e.append(np.linalg.norm(r))
                basis.append(r / e[-1])
        ritz = np.linalg.eigvalsh(np.diag(d) + np.diag(e, 1) + np.diag(e, -1))
        error[str(steps)] = abs(ritz[-1] - 6)
    return {
        "matrix": h.ravel().tolist(),
        "probe": probe.tolist(),
        "eigenvalues": np.linalg.eigvalsh(h).tolist(),
        "quotient": float(probe @ h @ probe / (probe @ probe)),
        "top_errors": error,
    }


def base_function():
    """B(D) = HD - grad L(P + D) of L = p'H0p/2 + c/4 sum p^4 at P, in the box |D_i| <= .5."""
    c, start, box = 0.3, np.array([0.5, -1.0]), 0.5
    corners = [p**2 - (p + d) ** 2 for p in start for d in np.linspace(-box, box, 2001)]
    return {"exact": 3 * c * max(abs(v) for v in corners)}


def momentum():
    """Moving average of the Fisher scores, gamma = .9, from zero."""
    average, result = np.zeros(3), []
    for fresh in ([1, 4, 9], [1, 1, 1], [0, 2, 0]):
        average = 0.9 * average + 0.1 * np.array(fresh, float)
        result.append(average.tolist())
    return result


def contrast():
    """MOON's term for one sample, with the gradient by central differences."""
    tau = 0.5
    z, g, p = (np.array(v, float) for v in ([1, 2, 2], [2, 1, 2], [-1, 0, 1]))

    def cosine(a, b):
        return a @ b / np.linalg.norm(a) / np.linalg.norm(b)

    def loss(z):
        own, past = np.exp(cosine(z, g) / tau), np.exp(cosine(z, p) / tau)
        return -np.log(own / (own + past))

    step = 1e-5
    gradient = [(loss(z + step * v) - loss(z - step * v)) / (2 * step) for v in np.eye(3)]
    return {"loss": loss(z), "cosines": [cosine(z, g), cosine(z, p)], "gradient": gradient}


print(
    json.dumps(
        {
            "fisher": fisher(),
            "pacing": pacing(),
            "sensitivity": sensitivity(),
            "lanczos": lanczos(),
            "base_function": base_function(),
            "momentum": momentum(),
            "contrast": contrast(),
        },
        indent=1,
    )
)
