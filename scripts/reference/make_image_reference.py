#!/usr/bin/env python3
"""Images and what Pillow and NumPy make of them, for Tests/CorpusTests/Images.

    pip install pillow numpy
    python3 scripts/reference/make_image_reference.py Tests/CorpusTests/Reference/images
"""
import json
import os
import sys

import numpy
from PIL import Image

out = sys.argv[1]
os.makedirs(out, exist_ok=True)
random = numpy.random.default_rng(11)


def picture(height, width, channels):
    """Waves with a little noise: neither flat nor all noise."""
    y, x = numpy.mgrid[:height, :width]
    waves = [127 + 90 * numpy.sin(x / (3 + c) + c) * numpy.cos(y / (4 + c)) for c in range(channels)]
    noisy = numpy.stack(waves, -1) + random.normal(0, 8, (height, width, channels))
    return noisy.clip(0, 255).astype(numpy.uint8)


colour, grey = picture(13, 17, 3), picture(13, 17, 1)[..., 0]
alpha = numpy.concatenate([colour, picture(13, 17, 1)], -1)
files = {
    "colour.png": Image.fromarray(colour),
    "grey.png": Image.fromarray(grey),
    "alpha.png": Image.fromarray(alpha),
    "palette.png": Image.fromarray(colour).quantize(32),
    "colour.jpg": Image.fromarray(colour),
    "grey.jpg": Image.fromarray(grey),
}
expected = {}
for name, image in files.items():
    image.save(f"{out}/{name}")
    read = Image.open(f"{out}/{name}")
    read = read.convert("L" if read.mode == "L" else "RGB")
    expected[name] = {"channels": len(read.getbands()), "pixels": list(read.tobytes())}
image = Image.fromarray(colour)
expected["luma"] = list(image.convert("L").tobytes())
expected["resized"] = [
    {"filter": number, "width": width, "height": height, "pixels": list(image.resize((width, height), number).tobytes())}
    for number in range(5) for width, height in [(6, 5), (30, 21), (17, 7), (9, 13)]
]
json.dump(expected, open(f"{out}/expected.json", "w"))
arrays = {"images": numpy.stack([picture(5, 4, 3) for _ in range(7)]), "labels": numpy.array([2, 0, 1, 1, 0, 2, 1])}
numpy.savez(f"{out}/stored.npz", **arrays)
numpy.savez_compressed(f"{out}/deflated.npz", **arrays)
json.dump(list(arrays["images"].tobytes()), open(f"{out}/arrays.json", "w"))
