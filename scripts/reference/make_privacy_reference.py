#!/usr/bin/env python3
"""Recomputes the values that the tests of the privacy accountant compare with.

    python scripts/reference/make_privacy_reference.py > Tests/SimTests/Reference/privacy.json

Needs mpmath. The Renyi divergence between the subsampled Gaussian mechanism and the Gaussian without the client is
integrated from its definition with thirty digits, and where the order is whole the sum of Mironov et al. 2019 must
agree. Epsilon is the least over the orders, by the two conversions that accountants use: that of Mironov 2017
(proposition 3) and that of Balle et al. 2020 (theorem 21).
"""

import json

from mpmath import binomial, e, exp, fsum, inf, linspace, log, log1p, mp, mpf, pi, quad, sqrt

mp.dps = 30
ORDERS = [mpf(1) + mpf(x) / 10 for x in range(1, 100)] + list(range(11, 65)) + [80, 96, 128, 192, 256, 384, 512]
# (noise multiplier, sampling rate, rounds, delta)
CASES = [
    ("1.1", "0.01", 1000, "1e-5"),
    ("0.8", "0.1", 30, "1e-5"),
    ("4", "0.5", 200, "1e-6"),
    ("1", "1", 10, "1e-5"),
    ("1.5", "0.04", 2250, "1e-5"),
    ("1.12", "0.004266666666666666666666666667", 14062, "1e-5"),
    ("0.6", "0.004266666666666666666666666667", 7031, "1e-5"),
    ("1.2", "0.004266666666666666666666666667", 2343, "1e-5"),
]
PROBES = [1.25, 1.5, 2, 2.5, 4.75, 10.5, 32, 128, 512]


def moment(z, q, order):
    """E over x ~ N(0, z^2) of (mu(x) / mu_0(x))^order with mu = (1 - q) N(0, z^2) + q N(1, z^2)."""

    def f(x):
        ratio = (1 - q) + q * exp((2 * x - 1) / (2 * z * z))
        return exp(order * log(ratio) - x * x / (2 * z * z)) / (z * sqrt(2 * pi))

    # The mass lies around 0 and around the order.
    cuts = linspace(-14 * z, order + 14 * z, 12 + int(order / (4 * z)))
    return quad(f, cuts, maxdegree=6)


def whole_moment(z, q, order):
    return fsum(
        binomial(order, k) * (1 - q) ** (order - k) * q**k * exp(mpf(k * k - k) / (2 * z * z)) for k in range(order + 1)
    )


def divergence(z, q, order):
    if q == 1:
        return mpf(order) / (2 * z * z)
    if order == int(order):
        value = whole_moment(z, q, int(order))
        if order in (2, 12, 64):
            assert abs(moment(z, q, order) / value - 1) < mpf(10) ** -18, (z, q, order)
    else:
        value = moment(z, q, order)
    return log(value) / (order - 1)


def main():
    cases = []
    for z, q, rounds, delta in CASES:
        z, q, delta = mpf(z), mpf(q), mpf(delta)
        spent = [(a, rounds * divergence(z, q, mpf(a))) for a in ORDERS]
        classic = min(r + log(1 / delta) / (a - 1) for a, r in spent)
        tight = min(r + log((a - 1) / mpf(a)) - (log(delta) + log(a)) / (a - 1) for a, r in spent)
        cases.append(
            {
                "noise": float(z),
                "sampling": float(q),
                "rounds": rounds,
                "delta": float(delta),
                "classic": float(classic),
                "epsilon": float(tight),
                "probes": [float(divergence(z, q, mpf(a))) for a in PROBES],
            }
        )
    print(json.dumps({"probes": PROBES, "cases": cases}, indent=1))


main()
