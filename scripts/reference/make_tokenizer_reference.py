#!/usr/bin/env python3
"""Writes the stored references of Tests/CorpusTests: what Hugging Face `tokenizers` makes of difficult text.

    pip install tokenizers
    python3 scripts/reference/make_tokenizer_reference.py

Reads   Tests/CorpusTests/Reference/{bert,roberta}/tokenizer.json, and data/models/minilm when it has been fetched
Writes  Tests/CorpusTests/Reference/{bert-cased,roberta-prefix}/tokenizer.json, variants with other settings;
        Tests/CorpusTests/Reference/<variant>.jsonl, a line a case: text, pair, max_length, tokens, types;
        Tests/CorpusTests/Reference/unicode-classes.json, the classes of every Unicode scalar as ranges;
        Tests/CorpusTests/Reference/normal-forms.json, SHA-256 of Unicode's forms of all scalars and of pairs of Hangul,
        and sequences on which `unicodedata` agrees (all but those with scalars younger than Unicode 9).
"""
import hashlib
import json
import random
import unicodedata
from pathlib import Path

from tokenizers import Tokenizer, normalizers, pre_tokenizers

FOLDER = Path(__file__).resolve().parents[2] / "Tests/CorpusTests/Reference"
MINILM = FOLDER.parents[2] / "data/models/minilm"

TEXTS = [
    "", " ", "   ", "\n", "a", "the river finds the bridge .", "THE River FINDS the BrIdGe again",
    "Café naïve — “quoted” façade", "Cafe\u0301 nai\u0308ve A\u030a", "ÀÉÎÕÜ àéîõü Ñ ñ ß ẞ Ø ø Ł ł Đ",
    "İstanbul ıspanak I i DİYARBAKIR", "ΑΣΟΦΟΣ σοφός Ὀδυσσεύς", "ﬁnd ﬂow ﬃ ﬅ Ǆ ǆ ĳ",
    "你好 world", "我爱北京天安门", "日本語テキスト とカタカナ", "한국어 단어 각", "中文mixed英文123",
    "emoji 😀 ok 👍🏽 👨‍👩‍👧‍👦 🇩🇪", "flag\U0001f3f4\U000e0067\U000e0062end", "tab\tand  double  space",
    "line\nbreak\r\nand\n\n\nmore", "  leading and trailing   ", "nbsp\u00a0here\u2003em\u3000ideographic",
    "zero\u200bwidth\u200cjoin\u200der \ufeffbom", "soft\u00adhyphen", "nul\x00bell\x07esc\x1b[31mred\x7fdel\x85nel",
    "private\ue000use \ufffd replacement", "line\u2028sep\u2029para", "\x1c\x1d\x1e\x1f separators \x0b\x0c vt ff",
    "don't can't won't I'll we've they're I'm he'd she's it'S DON'T 'tis 'twas rock'n'roll",
    "' s ' t 're've 'd'm''ll ''''", "a" * 40, "a" * 100, "a" * 101, "é" * 100, "é" * 101, "the" * 60,
    "1234567890 3.14159 1,000,000 10% $5 -7 2e10", "½ ² ٣ Ⅷ 一二三 １２３",
    "hello!!! what???... (brackets) [square] {curly} <angle> a/b\\c a_b a-b a+b=c ~tilde `tick` ^hat| pipe",
    "¿Qué? ¡Hola! «guillemets» ‘single’ „low“ … – — ― · • § ¶ † ‡ ※ ⁂ ‽",
    "£ € ¥ ¢ © ® ™ ° ± × ÷ ∞ ≠ ≤ √ ∑ → ⇒ ✓ ★ ♥",
    "[CLS] the [SEP] river [MASK] finds [PAD] [UNK] [mask] [cls]", "[SEP][SEP] a[MASK]b [MASK",
    "<s> the </s> river <mask> finds <pad> <unk> <MASK>", "a<mask>b  <mask>  <mask> \n<mask>c<mask",
    "</s></s><s><s>", "http://example.org/a?b=c&d=e#f user@example.com", "x" * 30 + " " + "y" * 5,
    "mixedΩωЖжשלוםعربيไทยहिन्दी", "हिन्दी में लिखा", "ไทยไม่มีช่องว่าง", "שָׁלוֹם עֲלֵיכֶם", "العَرَبِيَّة",
    "e\u0301\u0323 \u0323\u0301e a\u0315\u0300\u05ae\u0300b", "\u0301leading mark", "##ing ## # ###ed ##",
    "Zalgo t\u0334\u0335\u0336e\u0337\u0338x\u0321t", "\U0001d400\U0001d41a math \U0001f130", "\U00020000\U0002a6d6 rare 㐀䶿 豈",
    "\u1734\u166d\ua76f \u2e43 \u061d odd classes", "\u0e33\u0eb3 \u0f77", "ﷺ ﻼ", "Å Å Ω Ω K K", "\u212b\u2126\u212a",
    "the river , but nobody minds because the rain stopped (twice) - or so it seems and then, slowly, leaves",
    "every second train measures the broken clock before noon\tseven letters\n the last page",
]
PAIRS = [("the river", "old map"), ("", ""), ("", "the river"), ("the river", ""), ("a tired clerk forgets", "cold soup again"),
         ("the river finds the bridge before noon because the rain stopped", "no"),
         ("no", "the river finds the bridge before noon because the rain stopped"),
         ("Café naïve 你好", "don't [SEP] <mask> 😀"), ("one two three four five", "one two three four five"),
         ("aaaa bbbb cccc dddd", "eeee ffff gggg hhhh iiii")]
PARTS = ["the", " river", "ing", " ", "  ", "\n", "\t", "é", "e\u0301", "你", "😀", "\u200d", "'s", "'", "12", ".", ",", "-", "[MASK]",
         "<mask>", "</s>", "[SEP]", "A", "ß", "İ", "Σ", "\u00a0", "\x00", "\u0300", "##", "한", "ก", "\u0e33", "x", "y", "_", "\ufffd", "Ǆ"]


def cases():
    for text in TEXTS:
        yield text, None, 512
        for length in (2, 3, 7, 16):
            yield text, None, length
    for first, second in PAIRS:
        for length in (512, 3 + 1, 5, 6, 7, 8, 9, 10, 11, 12, 13, 20):
            yield first, second, length
    rng = random.Random(20240)
    for _ in range(300):
        yield "".join(rng.choice(PARTS) for _ in range(rng.randint(1, 14))), None, 512
    for _ in range(120):
        make = lambda: "".join(rng.choice(PARTS) for _ in range(rng.randint(0, 12)))
        yield make(), make(), rng.randint(4, 24)


def write(name, tokenizer):
    with open(FOLDER / f"{name}.jsonl", "w", encoding="utf-8") as out:
        for text, pair, length in cases():
            tokenizer.enable_truncation(length, strategy="longest_first")
            made = tokenizer.encode(text, pair)
            row = {"text": text, "max_length": length, "tokens": made.ids}
            if pair is not None:
                row["pair"] = pair
            if any(made.type_ids):
                row["types"] = made.type_ids
            out.write(json.dumps(row) + "\n")


def load(path):
    root = json.loads((path / "tokenizer.json").read_text(encoding="utf-8"))
    root["truncation"] = root["padding"] = None
    return root


def make(root):
    return Tokenizer.from_str(json.dumps(root))


def variants():
    bert, roberta = load(FOLDER / "bert"), load(FOLDER / "roberta")
    write("bert", make(bert))
    write("roberta", make(roberta))
    if MINILM.exists():
        write("minilm", make(load(MINILM)))
    # Case and accents kept; a shorter word limit; [MASK] swallows blanks; [SEP] is searched after normalisation;
    # sections for truncation and padding that a reader has to ignore.
    bert["normalizer"] |= {"lowercase": False, "strip_accents": False, "handle_chinese_chars": False}
    bert["model"]["max_input_chars_per_word"] = 12
    bert["added_tokens"][4] |= {"lstrip": True, "rstrip": True}
    bert["added_tokens"][3] |= {"normalized": True}
    bert["added_tokens"][1] |= {"single_word": True}
    # Every other letter beyond ASCII is known, so that pieces and not only unknown words are compared.
    letters = sorted({c for text in TEXTS for c in text if ord(c) > 127})[::2]
    for token in letters + ["##" + c for c in letters]:
        bert["model"]["vocab"][token] = len(bert["model"]["vocab"])
    write("bert-cased", make(bert))
    bert["truncation"] = {"direction": "Right", "max_length": 5, "strategy": "LongestFirst", "stride": 0}
    bert["padding"] = {"strategy": {"Fixed": 9}, "direction": "Right", "pad_to_multiple_of": None, "pad_id": 0,
                       "pad_type_id": 0, "pad_token": "[PAD]"}
    save("bert-cased", bert)
    # As RoBERTa is published: a blank before the first word is added, <mask> swallows the blank before it.
    roberta["pre_tokenizer"]["add_prefix_space"] = True
    roberta["added_tokens"][4] |= {"lstrip": True}
    roberta["model"]["ignore_merges"] = True
    roberta["model"]["merges"] = [" ".join(m) if isinstance(m, list) else m for m in roberta["model"]["merges"]]
    write("roberta-prefix", make(roberta))
    save("roberta-prefix", roberta)


def save(name, root):
    (FOLDER / name).mkdir(exist_ok=True)
    (FOLDER / name / "tokenizer.json").write_text(json.dumps(root, ensure_ascii=False) + "\n", encoding="utf-8")


def unicode_classes():
    plain = dict(clean_text=False, handle_chinese_chars=False, strip_accents=False, lowercase=False)
    clean = normalizers.BertNormalizer(**plain | {"clean_text": True})
    chinese = normalizers.BertNormalizer(**plain | {"handle_chinese_chars": True})
    strip = normalizers.BertNormalizer(**plain | {"strip_accents": True})
    words, byte_level = pre_tokenizers.BertPreTokenizer(), pre_tokenizers.ByteLevel(add_prefix_space=False)
    classes = {name: [] for name in ("dropped", "accent", "chinese", "punctuation", "letter", "number", "space")}

    def add(name, value):
        ranges = classes[name]
        if ranges and ranges[-1][1] == value - 1:
            ranges[-1][1] = value
        else:
            ranges.append([value, value])

    for value in range(0x110000):
        if 0xD800 <= value < 0xE000:
            continue
        scalar = chr(value)
        if clean.normalize_str(scalar) == "":
            add("dropped", value)
        if strip.normalize_str(scalar) == "":
            add("accent", value)
        if chinese.normalize_str(scalar) != scalar:
            add("chinese", value)
        if len(words.pre_tokenize_str("a" + scalar + "b")) == 3:
            add("punctuation", value)
        joins = lambda other: len(byte_level.pre_tokenize_str(other + scalar)) == 1
        if joins("a"):
            add("letter", value)
        elif joins("1"):
            add("number", value)
        elif not joins("!"):
            add("space", value)
    lines = ",\n".join(f'"{name}": {json.dumps(ranges)}' for name, ranges in classes.items())
    (FOLDER / "unicode-classes.json").write_text("{" + lines + "}\n")


SEQUENCES = [
    "ｶﾞ ﾊﾟ ﾃﾞｰﾀ", "ｶﾞﾞ", "か゛ がぱ", "\uff9f\u0323\uff9e", "\uac00\u11a8", "\uac00\u11a7", "\uac01\u11a8", "\u1112\u1176",
    "\u1112\u1175\u11c2", "\u1113\u1161", "\u1100\u1161\u0301\u11a8", "\ud7a3", "\u1e9b\u0323", "\u0344\u0f73\u0f81", "\u2126\u212b\u212a",
    "a\u0323\u0307", "a\u0307\u0323", "a\u0315\u0300\u05ae\u0300b", "\u0958\u09cb\u09c7\u09be", "\u0301a\u0301", "\ufdfa \ufb2c", "\U0001d15e\U0002f800",
]


def normal_forms():
    forms = {name: getattr(normalizers, name)() for name in ("NFC", "NFD", "NFKC", "NFKD")}
    scalars = [chr(value) for value in range(0x110000) if not 0xD800 <= value < 0xE000]
    digest = lambda form, lines: hashlib.sha256(form.normalize_str("\n".join(lines)).encode()).hexdigest()
    firsts = [*range(0x10FF, 0x1178), *range(0xAC00, 0xAC1E)]
    hangul = [chr(first) + chr(second) for first in firsts for second in range(0x1160, 0x11C5)]
    marks = [c for c in scalars if unicodedata.combining(c)]
    made = [c for c in scalars if unicodedata.decomposition(c) and unicodedata.decomposition(c)[0] != "<"]
    wide = [c for c in scalars if unicodedata.decomposition(c).startswith("<")]
    parts = sorted({part for c in made for part in unicodedata.normalize("NFD", c)})
    rng = random.Random(15)
    rows, sequences = [], list(SEQUENCES)
    while len(rows) < 160:
        kinds = rng.sample([marks, made, wide, parts], 2)
        text = sequences.pop(0) if sequences else "".join(rng.choice(rng.choice(kinds)) for _ in range(rng.randint(2, 8)))
        row = {name: form.normalize_str(text) for name, form in forms.items()}
        if all(unicodedata.normalize(name, text) == made for name, made in row.items()):
            rows.append({"text": text} | row)
    whole = {name: {"scalars": digest(form, scalars), "hangul": digest(form, hangul)} for name, form in forms.items()}
    lines = ",\n".join(json.dumps(row) for row in rows)
    (FOLDER / "normal-forms.json").write_text(f'{{"digests": {json.dumps(whole)},\n"sequences": [\n{lines}]}}\n')


if __name__ == "__main__":
    variants()
    unicode_classes()
    normal_forms()
