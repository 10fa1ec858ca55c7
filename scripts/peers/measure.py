"""Timing, memory and the one JSON line. Importing this leaves stdout to `emit` alone."""

import argparse
import importlib.metadata
import json
import os
import statistics
import threading
import time
from collections.abc import Callable

import psutil

# Libraries print where they like; whatever is not our JSON line goes to stderr.
_report = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)


def emit(**fields: object) -> None:
    print(json.dumps(fields), file=_report, flush=True)


def versions(*packages: str) -> dict[str, str]:
    return {name: importlib.metadata.version(name) for name in packages}


def parser(description: str | None) -> argparse.ArgumentParser:
    """The options that every measurement has."""
    made = argparse.ArgumentParser(description=description)
    made.add_argument("--shape", default="tiny", help="a key of model.SHAPES (default: tiny)")
    made.add_argument("--workload", metavar="FILE", help="a file written by lengths.py")
    return made


def add_timing(to: argparse.ArgumentParser) -> None:
    to.add_argument("--seconds", type=float, default=5, help="measure at least this long")
    to.add_argument("--repeats", type=int, default=3, help="and at least this many passes")


def median_seconds(
    work: Callable[[], None], seconds: float, repeats: int, warm_up: int = 1
) -> float:
    """Median time of one call of `work`, after `warm_up` calls that do not count."""
    for _ in range(warm_up):
        work()
    times: list[float] = []
    while len(times) < repeats or sum(times) < seconds:
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


class PeakMemory:
    """Largest sum of resident sizes over this process and all its descendants, sampled."""

    def __init__(self, interval: float = 0.25) -> None:
        self.megabytes = 0.0
        self._interval = interval
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "PeakMemory":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        root = psutil.Process()
        while True:
            total = 0
            for process in [root, *root.children(recursive=True)]:
                try:
                    total += process.memory_info().rss
                except psutil.Error:  # it ended between the listing and the question
                    continue
            self.megabytes = max(self.megabytes, total / 1e6)
            if self._done.wait(self._interval):
                return
