"""Trains, exports and checks every family in every form, with the head on the first token and on the mean."""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import check_adapter
import check_model
from interop import Run
from small_models import FAMILIES, FORMS, make_data, make_model

parser = argparse.ArgumentParser()
parser.add_argument("--fedtop", default=".build/release/fedtop", help="the program")
fedtop = parser.parse_args().fedtop


def train(model, data, pooling, runs):
    """A run of two rounds; its name."""
    command = [fedtop, "run", "--json", "--model", model, "--data", data, "--runs", runs, "--clients", "3",
               "--cohort", "3", "--rounds", "2", "--lr", "0.01", "--set", f"model.pooling={pooling}"]  # fmt: skip
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    return json.loads(lines[-1])["run"]


outcomes = []
with tempfile.TemporaryDirectory(prefix="fedtop-grid-") as scratch:
    data = f"{scratch}/texts.jsonl"
    make_data(data)
    for family in FAMILIES:
        for form in FORMS:
            model = Path(scratch) / family / form
            make_model(family, form, model)
            for pooling in ("first", "mean"):
                run = Run(train(str(model), data, pooling, f"{scratch}/runs"), f"{scratch}/runs", fedtop)
                for check, program in ((check_adapter, "adapter"), (check_model, "model")):
                    name = f"{program}  {family} {form} {pooling}"
                    try:
                        outcomes.append(check.check(run, name))
                    except Exception as error:
                        print(f"WRONG  {name}  {type(error).__name__}: {str(error)[:200]}", flush=True)
                        outcomes.append(False)
print(f"{sum(outcomes)} of {len(outcomes)} agree")
sys.exit(0 if all(outcomes) else 1)
