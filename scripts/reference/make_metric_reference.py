#!/usr/bin/env python3
"""Recomputes the values that the tests of evaluation's metrics compare with.

    python scripts/reference/make_metric_reference.py > Tests/SimTests/Reference/metrics.json

Needs scikit-learn and scipy. An answer of -1 is no number: to scikit-learn it is one more label that no sample has, and
is left out of the mean that macro F1 is. Made with scikit-learn 1.9, scipy 1.17.
"""

import json
import random
import warnings

from scipy.stats import pearsonr, spearmanr
from sklearn.metrics import f1_score, matthews_corrcoef

warnings.simplefilter("ignore")
random.seed(11)


def drawn(labels, count, right, present=None):
    truth = [random.choice(present or range(labels)) for _ in range(count)]
    return truth, [t if random.random() < right else random.randrange(labels) for t in truth]


CASES = {
    "two labels": (2, *drawn(2, 60, 0.6)),
    "six labels": (6, *drawn(6, 200, 0.5)),
    "a label that no sample has": (4, *drawn(4, 80, 0.4, present=[0, 2])),
    "a label that nobody names": (5, [0, 1, 2, 1], [0, 1, 1, 1]),
    "one answer for all": (3, [0, 1, 2, 1, 0], [1] * 5),
    "one label for all": (3, [1] * 4, [0, 1, 2, 1]),
    "all right": (3, [0, 1, 2, 2], [0, 1, 2, 2]),
    "answers that are no number": (3, [0, 1, 2, 2, 0, 1], [0, -1, 2, -1, 0, 2]),
}


def correlation(function, truth, answers):
    value = function(truth, answers)[0]
    return None if value != value else value


result = {}
for name, (labels, truth, answers) in CASES.items():
    seen = sorted(set(truth) | (set(answers) - {-1}))
    result[name] = {
        "labels": labels, "truth": truth, "answers": answers,
        "f1": f1_score(truth, answers, average="macro", labels=seen, zero_division=0),
        "matthews": matthews_corrcoef(truth, answers),
    }
    if -1 not in answers:
        result[name]["pearson"] = correlation(pearsonr, truth, answers)
        result[name]["spearman"] = correlation(spearmanr, truth, answers)
print(json.dumps(result))
