#!/usr/bin/env python3
"""Make reference values of Mistral with a window of six tokens, in the form of make_oracle.py.

    python3 make_mistral_oracle.py FAMILY_SCRIPTS OUT     # FAMILY_SCRIPTS: the folder of make_family_oracle.py

All is as in that script's `llama`, on every linear map, with biases and shared heads as the class has them.
"""
import argparse, sys
sys.path.insert(0, sys.argv[1])
import transformers
import make_family_oracle as families

def mistral(a, vocab, ids):
    keys = families._llama_like(a, vocab, ids, 10000.0)
    config = transformers.MistralConfig(num_labels=a.labels, sliding_window=6, head_dim=16, **keys)
    config._attn_implementation = "eager"
    return transformers.MistralForSequenceClassification(config)

like = families.FAMILIES["llama"]
families.FAMILIES["mistral"] = families.Family(
    mistral, like.tokenizer, usual=like.usual, every=like.every, sizes=dict(intermediate=80, layers=2, kv_heads=1))
options = dict.fromkeys(
    "seed hidden heads kv_heads head_dim layers intermediate labels samples rank targets pairs pooling untie image patch channels hub_config".split())
options.update(seed=11, rank=4, targets="all", pairs=False, hub_config=True, out=sys.argv[2])
families.make("mistral", sys.argv[2], argparse.Namespace(**options))
