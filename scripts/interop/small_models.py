"""Small random models with tokenizers: every family, each in the forms that checkpoints come in."""

import json
import random
from pathlib import Path

from interop import TEXTS

import torch
from safetensors.torch import load_file, save_file
from tokenizers import ByteLevelBPETokenizer
from transformers import (
    BertConfig,
    BertForMaskedLM,
    BertForSequenceClassification,
    BertModel,
    BertTokenizerFast,
    DistilBertConfig,
    DistilBertForMaskedLM,
    DistilBertForSequenceClassification,
    DistilBertModel,
    ElectraConfig,
    ElectraForMaskedLM,
    ElectraForSequenceClassification,
    ElectraModel,
    RobertaConfig,
    RobertaForMaskedLM,
    RobertaForSequenceClassification,
    RobertaModel,
    RobertaTokenizerFast,
)

# Of the head, in another order than that of the alphabet.
LABELS = ["neutral", "bad", "good"]
FORMS = {
    "head": "a sequence classifier",
    "half": "one without the dense map of its head, which is BERT's pooler",
    "bare": "an encoder, with a pooler where the family has one",
    "masked": "a model of masked words, without a pooler",
}
_SHAPE = dict(hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32)
_FAMILIES = {
    "bert": (BertConfig, _SHAPE, BertForSequenceClassification, BertModel, BertForMaskedLM, "bert.pooler."),
    "roberta": (
        RobertaConfig,
        dict(_SHAPE, type_vocab_size=1, layer_norm_eps=1e-5),
        RobertaForSequenceClassification,
        RobertaModel,
        RobertaForMaskedLM,
        "classifier.dense.",
    ),
    "distilbert": (
        DistilBertConfig,
        dict(dim=16, n_layers=2, n_heads=2, hidden_dim=32),
        DistilBertForSequenceClassification,
        DistilBertModel,
        DistilBertForMaskedLM,
        "pre_classifier.",
    ),
    "electra": (
        ElectraConfig,
        dict(_SHAPE, embedding_size=8),
        ElectraForSequenceClassification,
        ElectraModel,
        ElectraForMaskedLM,
        "classifier.dense.",
    ),
}
FAMILIES = list(_FAMILIES)


def _tokenizer(family, folder):
    if family == "roberta":
        trained = ByteLevelBPETokenizer()
        special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
        trained.train_from_iterator(TEXTS, vocab_size=300, special_tokens=special, show_progress=False)
        trained.save_model(str(folder))
        tokenizer = RobertaTokenizerFast.from_pretrained(folder)
    else:
        letters = sorted({letter for text in TEXTS for letter in text.lower() if letter != " "})
        words = ["film", "warm", "funny", "what", "the"]
        special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
        (folder / "vocab.txt").write_text(
            "\n".join(special + letters + ["##" + letter for letter in letters] + words) + "\n"
        )
        tokenizer = BertTokenizerFast.from_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return len(tokenizer)


def make_model(family, form, folder):
    """Writes a model of a form into a folder."""
    config_class, shape, classifier, bare, masked, dense = _FAMILIES[family]
    folder.mkdir(parents=True)
    size = _tokenizer(family, folder)
    names = dict(enumerate(LABELS))
    config = config_class(
        vocab_size=size,
        max_position_embeddings=66,
        # Spread out, so that a wrong map shows in the logits.
        initializer_range=0.2,
        id2label=names,
        label2id={name: index for index, name in names.items()},
        **shape,
    )
    torch.manual_seed(len(family) + 10 * list(FORMS).index(form))
    model = {"head": classifier, "half": classifier, "bare": bare, "masked": masked}[form](config)
    model.save_pretrained(folder)
    if form == "half":
        path = folder / "model.safetensors"
        kept = {name: values for name, values in load_file(path).items() if not name.startswith(dense)}
        save_file(kept, path, metadata={"format": "pt"})


def make_data(path):
    """Writes a table of labelled texts."""
    draw = random.Random(1)
    words = [word for text in TEXTS for word in text.split()]
    rows = [{"text": " ".join(draw.choices(words, k=6)), "label": LABELS[index % 3]} for index in range(60)]
    Path(path).write_text("".join(json.dumps(row) + "\n" for row in rows))
