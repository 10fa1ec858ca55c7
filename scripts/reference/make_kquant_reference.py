#!/usr/bin/env python3
"""Make reference values of GGUF's K-quants, which no other reference file holds.

    pip install numpy gguf==0.19.0
    python3 make_kquant_reference.py Tests/TransformerTests/Reference/gguf

Writes OUT/kquants.gguf, two tensors of random blocks, and OUT/kquants.json: the SHA-256 of each as little-endian float32.
"""
import hashlib, json, sys
import gguf, numpy

random = numpy.random.default_rng(11)
writer = gguf.GGUFWriter(sys.argv[1] + "/kquants.gguf", "llama")
sums = {}
for kind, size, halves in [(gguf.GGMLQuantizationType.Q4_K, 144, [0, 2]), (gguf.GGMLQuantizationType.Q6_K, 210, [208])]:
    rows = random.integers(0, 256, (3, 2 * size), dtype=numpy.uint8)
    for row in rows:
        for block in (0, size):
            for at in halves:   # a scale that is a number, and as small as real ones
                row[block + at:block + at + 2] = numpy.frombuffer(numpy.float16(random.uniform(-0.01, 0.01)).tobytes(), numpy.uint8)
    writer.add_tensor(kind.name, rows, raw_dtype=kind)
    sums[kind.name] = hashlib.sha256(gguf.quants.dequantize(rows, kind).astype("<f4").tobytes()).hexdigest()
writer.write_header_to_file(); writer.write_kv_data_to_file(); writer.write_tensors_to_file(); writer.close()
json.dump(sums, open(sys.argv[1] + "/kquants.json", "w"))
