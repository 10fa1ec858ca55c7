"""What the checks share: a run, its exports and its own answers."""

import argparse
import json
import os
import subprocess
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

    def __init__(self, name, runs, fedtop, client=None):
        self.name, self.runs, self.fedtop = name, runs, fedtop
        self._scratch = tempfile.TemporaryDirectory(prefix="fedtop-interop-")
        self.client = ["--client", client] if client else []

    @classmethod
    def from_arguments(cls):
        """The run that the command line names."""
        parser = argparse.ArgumentParser()
        parser.add_argument("--run", required=True, help="name of the run")
        parser.add_argument("--runs", default="runs", help="where run files are")
        parser.add_argument("--fedtop", default=".build/release/fedtop", help="the program")
        parser.add_argument("--client", help="check a client's personalised parameters")
        options = parser.parse_args()
        return cls(options.run, options.runs, options.fedtop, options.client)

    def _call(self, *arguments):
        command = [self.fedtop, *arguments, "--runs", self.runs]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def export(self, form, *arguments):
        """Exports the run and returns the path."""
        path = Path(self._scratch.name) / form
        self._call("export", self.name, str(path), "--to", form, *arguments)
        return path

    def events(self):
        """Every event of the run."""
        lines = self._call("export", self.name, "-", "--to", "jsonl")
        return [json.loads(line) for line in lines.splitlines()]

    def answers(self):
        """Token ids and logits of TEXTS, as the run's own parameters give them."""
        texts = [word for text in TEXTS for word in ("--text", text)]
        lines = self._call("predict", "--run", self.name, *self.client, *texts, "--json")
        return [json.loads(line) for line in lines.splitlines()]


def report(name, run, difference, tolerance, detail=""):
    """Prints the outcome; true when it is good."""
    passed = difference <= tolerance
    print(f"{'ok' if passed else 'WRONG'}  {name}  {run}{detail}  largest difference {difference:.2e}", flush=True)
    return passed
