"""What the checks share: a run, its exports and its own answers."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

# A head that the base model lacks is nothing to warn of: the adapter brings it.
os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
os.environ.setdefault("HF_HUB_OFFLINE", "1")

TEXTS = [
    "an unusually warm and funny film",
    "What is the capital of the smallest country in Europe?",
    "two hours that i will never get back, in a cinema that smelled of wet dog.",
    "?",
]
TOLERANCE = 1e-4


class Run:
    """A stored run, asked through the program."""

    def __init__(self):
        parser = argparse.ArgumentParser()
        parser.add_argument("--run", required=True, help="name of the run")
        parser.add_argument("--runs", default="runs", help="where run files are")
        parser.add_argument("--fedtop", default=".build/release/fedtop", help="the program")
        parser.add_argument("--client", help="check a client's personalised parameters")
        self.options = parser.parse_args()
        self._scratch = tempfile.TemporaryDirectory(prefix="fedtop-interop-")
        self.client = ["--client", self.options.client] if self.options.client else []

    def _call(self, *arguments):
        command = [self.options.fedtop, *arguments, "--runs", self.options.runs]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def export(self, form, *arguments):
        """Exports the run and returns the path."""
        path = Path(self._scratch.name) / form
        self._call("export", self.options.run, str(path), "--to", form, *arguments)
        return path

    def events(self):
        """Every event of the run."""
        lines = self._call("export", self.options.run, "-", "--to", "jsonl")
        return [json.loads(line) for line in lines.splitlines()]

    def answers(self):
        """Token ids and logits of TEXTS, as the run's own parameters give them."""
        texts = [word for text in TEXTS for word in ("--text", text)]
        lines = self._call("predict", "--run", self.options.run, *self.client, *texts, "--json")
        return [json.loads(line) for line in lines.splitlines()]


def report(name, run, difference, tolerance, detail=""):
    """Prints the outcome and ends the process."""
    passed = difference <= tolerance
    print(f"{'ok' if passed else 'WRONG'}  {name}  {run.options.run}{detail}  largest difference {difference:.2e}")
    sys.exit(0 if passed else 1)
