#!/usr/bin/env python3
"""Writes Tests/CorpusTests/Reference/directories.json: what `AutoTokenizer` makes of small model directories.

    pip install transformers==5.24 tokenizers==0.23.3
    python3 scripts/reference/make_tokenizer_directory_reference.py

A case has the files of a directory as text, and encodings: text, pair, max_length, tokens, types (left out when the
tokenizer hands out none).
"""
import json
import os
import tempfile
from pathlib import Path

os.environ["TRANSFORMERS_VERBOSITY"] = "error"
from transformers import AutoTokenizer  # noqa: E402

TARGET = Path(__file__).resolve().parents[2] / "Tests/CorpusTests/Reference/directories.json"

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
WORDS = SPECIAL + ["the", "film", "was", "good", "The", "cafe", "café", "##s", "f", "##i", "##l", "##m", "good", "你", "a", "b"]
BYTES = ["<s>", "<pad>", "</s>", "<unk>", "<mask>", "a", "b", "c", "Ġ", "Ġa", "ab"]
MERGES = "#version: 0.2\nĠ a\na b\n"
TEXTS = [("The film was good", None), ("the FILM café 你 [MASK] [SEP]x", None), ("the film", "was goods"),
         ("a [E1] b[E1]c covid COVID", None), ("the film was good the film", "a b a b a b a b")]
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "<mask>", "▁", "▁the", "▁film", "the", "film", "a", "▁a", "▁▁", "b"]
PIECE_TEXTS = [("the film ", None), ("the  film\n", None), (" a <mask> b漢", None), ("▁a\tthe▁ film", "a  b ")]
# What GPT-2, Llama 3 and Qwen2 cut in different places.
WIDE = ["<s>", "<pad>", "</s>", "<unk>", "<|endoftext|>", "a", "b", "S", "'", "'S", "1", "2", "12", "Ġ", "Ġ1", "Ġ12", "Ċ", "!", "!Ċ", "Ã", "©", "Ã©",
        "e", "Ì", "ģ"]
WIDE_TEXTS = [("a'S 12 1212", "!\na"), ("e\u0301 a12", None), ("'Sa!\n\n a  b", None), ("a<|endoftext|>b", None)]
LLAMA3 = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")
BYTE_TEXTS = [("a ab  abc", None), ("a <mask> b<pad>c", None), ("ab", "c a"), ("a <ent> b", None)]


def flags(content, **changes):
    return {"content": content, "lstrip": False, "rstrip": False, "single_word": False, "normalized": False, "special": False} | changes


def wordpiece(added=(), **changes):
    vocabulary = {token: index for index, token in enumerate(dict.fromkeys(WORDS))}
    piece = lambda name, type_id: {"SpecialToken": {"id": name, "type_id": type_id}}
    text = lambda name, type_id: {"Sequence": {"id": name, "type_id": type_id}}
    single = [piece("[CLS]", 0), text("A", 0), piece("[SEP]", 0)]
    root = {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": [{"id": i} | flags(t, special=True) for i, t in enumerate(SPECIAL)] + list(added),
        "normalizer": {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "strip_accents": None,
                       "lowercase": True},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {
            "type": "TemplateProcessing", "single": single, "pair": single + [text("B", 1), piece("[SEP]", 1)],
            "special_tokens": {t: {"id": t, "ids": [vocabulary[t]], "tokens": [t]} for t in ("[CLS]", "[SEP]")}},
        "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
        "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
                  "vocab": vocabulary}}
    return root | changes


def bytelevel(prefix=False, strips=False, **changes):
    root = {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": [{"id": i} | flags(t, special=True, lstrip=strips and t == "<mask>") for i, t in enumerate(BYTES[:5])],
        "normalizer": None,
        "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": prefix, "trim_offsets": True, "use_regex": True},
        "post_processor": {"type": "RobertaProcessing", "sep": ["</s>", 2], "cls": ["<s>", 0], "trim_offsets": True,
                           "add_prefix_space": prefix},
        "decoder": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True},
        "model": {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": "", "end_of_word_suffix": "",
                  "fuse_unk": False, "byte_fallback": False, "ignore_merges": False,
                  "vocab": {t: i for i, t in enumerate(BYTES)}, "merges": [["Ġ", "a"], ["a", "b"]]}}
    return root | changes


def unigram(**changes):
    root = {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": [{"id": i} | flags(t, special=True, lstrip=t == "<mask>") for i, t in enumerate(PIECES[:5])],
        "normalizer": {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": "▁"},
        "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "add_prefix_space": True, "prepend_scheme": "always"},
        "post_processor": {"type": "RobertaProcessing", "sep": ["<pad>", 1], "cls": ["<s>", 0], "trim_offsets": True,
                           "add_prefix_space": True},
        "decoder": {"type": "Metaspace", "replacement": "▁", "add_prefix_space": True, "prepend_scheme": "always"},
        "model": {"type": "Unigram", "unk_id": 1, "byte_fallback": False, "vocab": [[t, -float(i)] for i, t in enumerate(PIECES)]}}
    return root | changes


def wide():
    merges = [["'", "S"], ["1", "2"], ["Ġ", "1"], ["Ġ", "12"], ["!", "Ċ"], ["Ã", "©"]]
    split = {"type": "Split", "pattern": {"Regex": LLAMA3}, "behavior": "Isolated", "invert": False}
    root = bytelevel(pre_tokenizer={"type": "Sequence", "pretokenizers": [
        split, {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": False}]})
    root["added_tokens"] = [{"id": i} | flags(t, special=True) for i, t in enumerate(WIDE[:5])]
    root["model"] |= {"vocab": {t: i for i, t in enumerate(WIDE)}, "merges": merges, "ignore_merges": True}
    return root


def mpnet():
    frame = {"type": "RobertaProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2], "trim_offsets": True, "add_prefix_space": False}
    return wordpiece(post_processor=frame)


MPNET = {"bos_token": "[CLS]", "eos_token": "[SEP]", "cls_token": "[CLS]", "sep_token": "[SEP]", "pad_token": "[PAD]", "mask_token": "[MASK]"}


def normalizer(**changes):
    return wordpiece()["normalizer"] | changes


LEFT = {"direction": "Left", "max_length": 5, "strategy": "LongestFirst", "stride": 0}
PADDING = {"strategy": {"Fixed": 9}, "direction": "Left", "pad_to_multiple_of": None, "pad_id": 0, "pad_type_id": 0, "pad_token": "[PAD]"}
DECODER = {str(i): flags(t, special=True) for i, t in enumerate(SPECIAL)}
N = len(WORDS)
M = len(dict.fromkeys(WORDS))
LINES = "\n".join(WORDS) + "\n"
PLAIN = "\n".join(dict.fromkeys(WORDS)) + "\n"


def bert(config=None, json_=None, vocab=None, model="bert", **files):
    out = {"config.json": {"model_type": model}}
    if config is not None:
        out["tokenizer_config.json"] = config
    if json_ is not None:
        out["tokenizer.json"] = json_
    if vocab is not None:
        out["vocab.txt"] = vocab
    return out | {name + ".json": value for name, value in files.items()}


def cased(**keys):
    return bert({"tokenizer_class": "BertTokenizer"} | keys, wordpiece(normalizer=normalizer(lowercase=False)))


CASES = {
    "no tokenizer_config.json": bert(json_=wordpiece()),
    "do_lower_case false over tokenizer.json": bert({"do_lower_case": False}, wordpiece()),
    "do_lower_case true over tokenizer.json": cased(do_lower_case=True),
    "the class lowercases where nothing is said": cased(),
    "strip_accents over tokenizer.json": bert({"strip_accents": False, "tokenizer_class": "BertTokenizerFast"}, wordpiece()),
    "accents off, case kept": bert({"strip_accents": True, "do_lower_case": False}, wordpiece()),
    "tokenize_chinese_chars over tokenizer.json": bert({"tokenize_chinese_chars": False}, wordpiece()),
    "DistilBertTokenizer has no types": bert({"tokenizer_class": "DistilBertTokenizer", "do_lower_case": False}, wordpiece()),
    "ElectraTokenizer": bert({"tokenizer_class": "ElectraTokenizer"}, wordpiece(), model="electra"),
    "PreTrainedTokenizerFast reads tokenizer.json": bert({"tokenizer_class": "PreTrainedTokenizerFast", "do_lower_case": False},
                                                         wordpiece()),
    "a class that nobody knows": bert({"tokenizer_class": "NobodyTokenizer"}, wordpiece(normalizer=normalizer(lowercase=False))),
    "model_input_names asks for types": bert({"tokenizer_class": "PreTrainedTokenizerFast",
                                              "model_input_names": ["input_ids", "token_type_ids", "attention_mask"]}, wordpiece()),
    "model_input_names leaves types out": bert({"model_input_names": ["input_ids", "attention_mask"]}, wordpiece()),
    "the class makes its own post_processor": bert(json_=wordpiece(
        post_processor={"type": "RobertaProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2], "trim_offsets": True, "add_prefix_space": False})),
    "another post_processor as it is written": bert({"tokenizer_class": "PreTrainedTokenizerFast"}, wordpiece(
        post_processor={"type": "RobertaProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2], "trim_offsets": True, "add_prefix_space": False})),
    "special tokens by other names": bert({"cls_token": "the", "sep_token": "was"}, wordpiece()),
    "special_tokens_map.json over tokenizer_config.json": bert({"cls_token": "film"}, wordpiece(), special_tokens_map={"cls_token": "good"}),
    "special_tokens_map.json with objects": bert({}, None, LINES, special_tokens_map={
        "mask_token": flags("[MASK]", lstrip=True, rstrip=True), "cls_token": "[CLS]", "additional_special_tokens": ["[E1]"]}),
    "added_tokens_decoder shuts the map out": bert({"cls_token": "film", "added_tokens_decoder": DECODER}, wordpiece(),
                                                   special_tokens_map={"cls_token": "good"}),
    "truncation_side": bert({"truncation_side": "left"}, wordpiece()),
    "direction of truncation in tokenizer.json": bert({}, wordpiece(truncation=LEFT)),
    "truncation_side over tokenizer.json": bert({"truncation_side": "right"}, wordpiece(truncation=LEFT)),
    "padding in tokenizer.json": bert({}, wordpiece(padding=PADDING)),
    "vocab.txt with a repeat": bert({}, None, LINES),
    "vocab.txt with CRLF": bert({}, None, PLAIN.replace("\n", "\r\n")),
    "vocab.txt without a last line end": bert({}, None, PLAIN.rstrip("\n")),
    "vocab.txt with blank lines": bert({}, None, "[PAD]\n\n \n" + PLAIN.removeprefix("[PAD]\n") + "\n\n"),
    "vocab.txt with white space behind and before": bert({}, None, PLAIN.replace("film\n", "film \t\u3000\n").replace("good\n", " good\n")),
    "vocab.txt with a byte-order mark": bert({}, None, "\ufeff" + PLAIN),
    "vocab.txt without [MASK]": bert({}, None, PLAIN.replace("[MASK]\n", "")),
    "added_tokens.json": bert({}, None, PLAIN, added_tokens={"[E1]": M, "covid": M + 1}),
    "added_tokens.json out of order": bert({}, None, PLAIN, added_tokens={"[E1]": M + 1, "covid": M}),
    "added_tokens.json with special ones": bert({"additional_special_tokens": ["covid"]}, None, PLAIN, added_tokens={"[E1]": M, "covid": M + 1}),
    "added_tokens.json beside tokenizer.json": bert({}, wordpiece(), added_tokens={"[E1]": M}),
    "tokenizer.json over added_tokens.json": bert({}, wordpiece([{"id": M} | flags("covid", normalized=True)]), added_tokens={"[E1]": M}),
    "two ids of one token": bert({}, wordpiece([{"id": M} | flags("covid")]), added_tokens={"covid": M + 1}),
    "added_tokens_decoder": bert({"added_tokens_decoder": DECODER | {
        str(M): flags("[E1]", lstrip=True, rstrip=True), str(M + 1): flags("covid", normalized=True)}}, None, PLAIN),
    "added_tokens_decoder, single words": bert({"added_tokens_decoder": DECODER | {str(M): flags("[E1]", single_word=True)}}, None, PLAIN),
    "added_tokens_decoder alone": bert({"added_tokens_decoder": DECODER | {str(M): flags("[E1]")}}, wordpiece([{"id": M} | flags("covid")]),
                                       added_tokens={"covid": M}),
    "added_tokens_decoder beside a file as it is written": bert({
        "tokenizer_class": "PreTrainedTokenizerFast", "added_tokens_decoder": DECODER | {str(M): flags("covid", normalized=True)}},
        wordpiece([{"id": M} | flags("covid")])),
    "extra_special_tokens": bert({"extra_special_tokens": ["[E1]"]}, wordpiece(), special_tokens_map={"extra_special_tokens": ["covid"]}),
    "extra_special_tokens over the older list": bert({"extra_special_tokens": ["[E1]"]}, wordpiece(), special_tokens_map={
        "additional_special_tokens": ["covid"]}),
    "a special token of its own": bert({"entity_token": "[E1]"}, wordpiece()),
    "RoBERTa": bert({}, bytelevel(), model="roberta"),
    "add_prefix_space over tokenizer.json": bert({"add_prefix_space": True}, bytelevel(), model="roberta"),
    "no add_prefix_space over tokenizer.json": bert({"tokenizer_class": "RobertaTokenizer"}, bytelevel(prefix=True), model="roberta"),
    "add_prefix_space of a file as it is written": bert({"tokenizer_class": "PreTrainedTokenizerFast", "add_prefix_space": False},
                                                        bytelevel(prefix=True), model="roberta"),
    "<mask> with its flags": bert({"mask_token": "<mask>"}, bytelevel(strips=True), model="roberta"),
    "XLM-R with byte-level BPE": bert({"tokenizer_class": "RobertaTokenizer"}, bytelevel(), model="xlm-roberta"),
    "CamemBERT with byte-level BPE": bert({"tokenizer_class": "PreTrainedTokenizerFast"}, bytelevel(), model="camembert"),
    "vocab.json and merges.txt": bert({}, model="roberta", vocab_={}),
    "vocab.json, merges.txt and added_tokens.json": bert({}, model="roberta", vocab_={}, added_tokens={"<ent>": len(BYTES)}),
    "vocab.json, merges.txt and the map": bert({}, model="roberta", vocab_={}, special_tokens_map={"mask_token": flags("<mask>", lstrip=True)}),
    "MPNet": bert(MPNET, mpnet(), model="mpnet"),
    "MPNet, do_lower_case false over tokenizer.json": bert(MPNET | {"do_lower_case": False}, mpnet(), model="mpnet"),
    "MPNet, strip_accents over tokenizer.json": bert(MPNET | {"tokenizer_class": "MPNetTokenizerFast", "strip_accents": False}, mpnet()),
    "MPNet lowercases where nothing is said": bert(MPNET, mpnet() | {"normalizer": normalizer(lowercase=False)}, model="mpnet"),
    "MPNet's frame by the names of tokens": bert(MPNET | {"cls_token": "the", "sep_token": "was"}, mpnet(), model="mpnet"),
    "MPNet with vocab.txt": bert(MPNET, None, PLAIN, model="mpnet"),
    "XLM-R with Metaspace alone": bert({"tokenizer_class": "XLMRobertaTokenizer"}, unigram(), model="xlm-roberta"),
    "XLM-R by its model": bert({}, unigram(normalizer=None), model="xlm-roberta"),
    "XLM-R without a prefix": bert({"add_prefix_space": False}, unigram(), model="xlm-roberta"),
    "XLM-R's frame by the names of tokens": bert({"bos_token": "a", "eos_token": "b"}, unigram(), model="xlm-roberta"),
    "XLM-R as it is written": bert({"tokenizer_class": "PreTrainedTokenizerFast"}, unigram(), model="xlm-roberta"),
    "CamemBERT with Metaspace alone": bert({"tokenizer_class": "CamembertTokenizerFast"}, unigram(), model="camembert"),
    "CamemBERT's unknown piece by its name": bert({"unk_token": "b"}, unigram(), model="camembert"),
    "GPT2Tokenizer over Llama 3's expression": bert({"tokenizer_class": "GPT2Tokenizer"}, wide(), model="llama"),
    "GPT2Tokenizer with a prefix space": bert({"tokenizer_class": "GPT2Tokenizer", "add_prefix_space": True}, wide(), model="llama"),
    "Qwen2Tokenizer over Llama 3's expression": bert({"tokenizer_class": "Qwen2Tokenizer"}, wide(), model="llama"),
    "Qwen2 with another class": bert({"tokenizer_class": "PreTrainedTokenizerFast"}, wide(), model="qwen2"),
    "ModernBERT with another class": bert({"tokenizer_class": "GPT2Tokenizer"}, wide(), model="modernbert"),
    "Mistral with another class": bert({"tokenizer_class": "GPT2Tokenizer"}, wide(), model="mistral"),
    "Llama 3's expression as it is written": bert({"tokenizer_class": "PreTrainedTokenizerFast"}, wide(), model="llama"),
    "GPT2Tokenizer with vocab.json and merges.txt": bert({"tokenizer_class": "GPT2Tokenizer", "unk_token": "<unk>", "bos_token": "<s>",
                                                         "eos_token": "</s>"}, model="llama", vocab_={}),
    "RoBERTa's model with BERT's tokenizer": bert({"tokenizer_class": "BertTokenizer"}, None, PLAIN, model="roberta"),
}


def texts(files):
    root = files.get("tokenizer.json", "")
    if "endoftext" in root:
        return WIDE_TEXTS
    if "Unigram" in root:
        return PIECE_TEXTS
    return BYTE_TEXTS if "merges.txt" in files or '"BPE"' in root else TEXTS


def main():
    out = []
    for name, files in CASES.items():
        if files.pop("vocab_.json", None) is not None:
            files |= {"vocab.json": {t: i for i, t in enumerate(BYTES)}, "merges.txt": MERGES}
        files = {path: text if isinstance(text, str) else json.dumps(text, ensure_ascii=False) for path, text in files.items()}
        with tempfile.TemporaryDirectory() as folder:
            for path, text in files.items():
                Path(folder, path).write_bytes(text.encode())
            tokenizer = AutoTokenizer.from_pretrained(folder)
            encodings = []
            for text, pair in texts(files):
                for length in (64, 8):
                    made = tokenizer(text, pair, truncation=True, max_length=length)
                    row = {"text": text, "pair": pair, "max_length": length, "tokens": made["input_ids"]}
                    if any(made.get("token_type_ids", [])):
                        row["types"] = made["token_type_ids"]
                    encodings.append(row)
        out.append({"name": name, "files": files, "encodings": encodings})
    lines = ",\n".join(json.dumps(case, ensure_ascii=False) for case in out)
    TARGET.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    print(len(out), "cases")


main()
