#!/usr/bin/env python3
"""Computes the values that the tests of `fedtop compare` are held against.

    python scripts/reference/make_comparison_reference.py > Tests/ExportTests/Reference/comparison.json

Needs numpy and scipy. Friedman's test, the chi-squared and the studentised range distribution are scipy's. The bootstrap
is numpy's percentile over means of resamples whose indices are drawn by a Philox generator that is written here from
its paper (Salmon et al., SC 2011), keyed as fedtop keys its streams.
"""

import json

import numpy
from scipy import stats

MASK32, MASK64 = 2**32 - 1, 2**64 - 1
BOOTSTRAP = 1000


def mixed(bits):
    """SplitMix64's finaliser."""
    bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9 & MASK64
    bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB & MASK64
    return bits ^ (bits >> 31)


def philox(counter, key):
    for _ in range(10):
        first, second = counter[0] * 0xD2511F53, counter[2] * 0xCD9E8D57
        counter = [
            (second >> 32) ^ counter[1] ^ key[0], second & MASK32,
            (first >> 32) ^ counter[3] ^ key[1], first & MASK32,
        ]
        key = [(key[0] + 0x9E3779B9) & MASK32, (key[1] + 0xBB67AE85) & MASK32]
    return counter


def indices(resample, count):
    """The draws of one resample: `count` whole numbers below `count`."""
    bits = mixed(BOOTSTRAP * 0x9E3779B97F4A7C15 & MASK64)
    key, words, block = [bits & MASK32, bits >> 32], [], 0
    while len(words) < count:
        out = philox([block, 0, 0, resample], key)
        words += [out[0] | out[1] << 32, out[2] | out[3] << 32]
        block += 1
    return [word * count >> 64 for word in words[:count]]


def bootstrap(differences):
    values = numpy.array(differences)
    means = [values[indices(b, len(values))].mean() for b in range(10_000)]
    lower, upper = numpy.percentile(means, [2.5, 97.5])
    return {
        "differences": differences, "mean": values.mean(), "deviation": values.std(ddof=1),
        "lower": lower, "upper": upper,
    }


def friedman(scores):
    """`scores`: a row a table, a column a method; larger is better."""
    table = numpy.array(scores)
    result = stats.friedmanchisquare(*table.T)
    methods = table.shape[1]
    ranks = stats.rankdata(-table, axis=1).mean(axis=0)
    critical = stats.studentized_range.ppf(0.95, methods, numpy.inf) / numpy.sqrt(2)
    critical *= numpy.sqrt(methods * (methods + 1) / (6 * table.shape[0]))
    return {
        "scores": scores, "ranks": ranks.tolist(), "statistic": result.statistic, "p": result.pvalue,
        "critical": critical,
    }


def main():
    draws = numpy.random.default_rng(11)
    plain = numpy.round(draws.normal(0.8, 0.1, (6, 5)), 3).tolist()
    ties = [[0.9, 0.9, 0.7, 0.5], [0.8, 0.7, 0.7, 0.7], [0.6, 0.8, 0.6, 0.5], [0.9, 0.9, 0.9, 0.9], [0.7, 0.6, 0.5, 0.4]]
    wide = numpy.round(draws.normal(0.8, 0.1, (12, 20)) + numpy.arange(20) * 0.01, 3).tolist()
    print(json.dumps({
        "bootstrap": [
            bootstrap([0.012, 0.007, -0.003]),
            bootstrap([0.021, 0.018, 0.025, 0.019, 0.03]),
            bootstrap([-0.01, 0.02, 0.0, 0.005, -0.015, 0.01, 0.03, -0.02, 0.001, 0.004]),
        ],
        "quantiles": [
            {"values": values, "share": share, "value": float(numpy.quantile(values, share))}
            for values in ([3.0], [1.0, 2.0], [5.0, 1.0, 4.0, 2.0], [0.1, 0.7, 0.2, 0.9, 0.4])
            for share in (0.0, 0.025, 0.5, 0.9, 1.0)
        ],
        "friedman": [friedman(plain), friedman(ties), friedman(wide)],
        "chi_squared": [
            {"x": x, "degrees": k, "tail": float(stats.chi2.sf(x, k))}
            for k in (1, 2, 3, 7, 19, 46) for x in (0.01, 0.5, 1.0, 3.84, 10.0, 25.0, 60.0, 120.0)
        ],
        "studentized": [
            {"groups": k, "q": float(stats.studentized_range.ppf(0.95, k, numpy.inf))}
            for k in (2, 3, 4, 5, 8, 10, 20, 47)
        ],
    }, indent=1))


if __name__ == "__main__":
    main()
