"""Reads an exported event file with TensorBoard's own reader: every scalar must be that of the run's events."""

import struct
import sys

from interop import Run, report

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

NAMES = {
    "accuracy": "accuracy/personalised",
    "accuracy_global": "accuracy/global",
    "loss": "loss/test",
    "train_loss": "loss/train",
    "bytes_up": "bytes/up",
    "bytes_down": "bytes/down",
    "share": "round/share",
    "sparsity_ratio": "round/sparsity_ratio",
    "learning_rate": "round/learning_rate",
    "tokens": "round/tokens",
    "failures": "round/failures",
    "sim_seconds": "seconds/virtual",
    "wall_seconds": "seconds/wall",
}


def single(value):
    """The value in the single precision that TensorBoard keeps."""
    return struct.unpack("f", struct.pack("f", value))[0]


run = Run.from_arguments()
# 0: keep everything, where the reader would else sample.
board = EventAccumulator(str(run.export("tensorboard")), size_guidance={"scalars": 0})
board.Reload()
found = {tag: {event.step: event for event in board.Scalars(tag)} for tag in board.Tags()["scalars"]}
difference, compared = 0.0, 0
totals = {"bytes_up": 0, "bytes_down": 0}
times = []
for event in run.events():
    if event["event"] not in ("init", "round"):
        continue
    step = event.get("round", 0)
    expected = {}
    if event["event"] == "round":
        expected = {NAMES[key]: value for key, value in event.items() if key in NAMES}
    for key in totals:
        totals[key] += event[key]
        expected[f"{NAMES[key]}_total"] = totals[key]
    for tag, value in expected.items():
        difference = max(difference, abs(found[tag][step].value - single(value)))
        compared += 1
    for layer, row in enumerate(event["fisher"]):
        values = [events[step].value for tag, events in found.items() if tag.endswith(f"/layer_{layer}")]
        assert sorted(values) == sorted(map(single, row)), f"other Fisher values in round {step}"
        compared += len(row)
    times.append(found["bytes/up_total"][step].wall_time)
assert times == sorted(times), "wall times go backwards"
sys.exit(0 if report("scalars in TensorBoard", run.name, difference, 0.0, f", {compared} values, {len(found)} tags") else 1)
