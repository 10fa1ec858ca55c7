#!/usr/bin/env python3
"""Make a small safetensors file with one tensor of every type that is read, or must be skipped.

    pip install torch safetensors
    python3 make_tensor_types_reference.py ../../Tests/TransformerTests/Reference

Writes types.safetensors and types.json (the values as PyTorch widens them to float32).
"""
import json, os, sys
import torch
from safetensors.torch import save_file

VALUES = [0.0, -0.0, 1.0, -2.5, 0.333251953125, 65504.0, 6.103515625e-05, 5.960464477539063e-08, -1e-7, 3.14159265]
FLOATS = dict(single=torch.float32, half=torch.float16, brain=torch.bfloat16, double=torch.float64)

if __name__ == "__main__":
    tensors = {name: torch.tensor(VALUES, dtype=torch.float64).to(kind).reshape(2, 5).contiguous() for name, kind in FLOATS.items()}
    expected = {name: t.float().flatten().tolist() for name, t in tensors.items()}
    tensors["ids"] = torch.arange(3, dtype=torch.int64)
    tensors["small"] = torch.arange(3, dtype=torch.int32)
    tensors["flags"] = torch.tensor([True, False])
    tensors["empty"] = torch.zeros(0, 4)
    tensors["scalar"] = torch.tensor(7.0)
    save_file(tensors, os.path.join(sys.argv[1], "types.safetensors"), metadata={"format": "pt"})
    with open(os.path.join(sys.argv[1], "types.json"), "w") as f:
        json.dump(expected, f)
        f.write("\n")
