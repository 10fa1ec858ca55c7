"""Every form of LoRA on every family, both ways: runs exported to peft, and adapters that peft made read by fedtop.

The bases are the small models under Tests/TransformerTests/Reference, a GGUF file among them. Prints a table of the largest
differences of logits. Images are no texts that `fedtop predict` could be asked of: of a ViT the exported adapter in peft is
compared with the exported merged model in transformers, and what peft made is read by `make test` (LoRAReferenceTests).
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import check_adapter
from interop import TEXTS, Run
from small_models import make_data

import numpy
import torch
from peft import LoraConfig, PeftModel, get_peft_model
from PIL import Image
from transformers import AutoModelForImageClassification, AutoModelForSequenceClassification

TOLERANCE = 2e-5
REFERENCE = Path(__file__).resolve().parents[2] / "Tests/TransformerTests/Reference"
DECODER = (["q_proj", "v_proj"], r".*layers\.\d+\..*_proj", "v_proj")
BERT = (["query", "value"], r".*\.layer\.\d+\..*(query|key|value|dense)", "value")
# Default targets of peft or what stands for them, every linear map of a layer, and the map that patterns name.
FAMILIES = {
    "bert": BERT,
    "roberta": BERT,
    "xlm-roberta": BERT,
    "electra": BERT,
    "distilbert": (["q_lin", "v_lin"], r".*layer\.\d+\..*(_lin|lin[12])", "v_lin"),
    "mpnet": (["q", "v"], r".*layer\.\d+\..*(\.[qkvo]|dense)", "v"),
    "modernbert": (["Wqkv"], r".*layers\.\d+\..*(Wqkv|Wo|Wi)", r"layers\.1\..*"),
    "llama": DECODER,
    "mistral": DECODER,
    "qwen2": DECODER,
    "gguf": DECODER,
    "vit": (["q_proj", "v_proj"], r".*layers\.\d+\..*(_proj|fc[12])", "v_proj"),
}
# Settings of a run.
RUNS = {
    "plain": {},
    "rslora": {"lora.scaling": "root"},
    "dora": {"lora.dora": "true", "lora.targets": "all"},
    "patterns": {"lora.rank_pattern": "layer.0:2, value:3", "lora.alpha_pattern": "layer.1:5"},
    "all of it": {
        "lora.scaling": "root",
        "lora.dora": "true",
        "lora.targets": "all",
        "lora.rank_pattern": "layer.0:2, value:3",
        "lora.alpha_pattern": "layer.1:5",
    },
}


def configuration(family, form):
    """The same forms as peft has them."""
    usual, every, one = FAMILIES[family]
    patterns = dict(rank_pattern={one: 3}, alpha_pattern={one: 5}) if form in ("patterns", "all of it") else {}
    return LoraConfig(
        task_type="SEQ_CLS",
        r=2,
        lora_alpha=3,
        target_modules=every if form in ("dora", "all of it") else usual,
        use_rslora=form in ("rslora", "all of it"),
        use_dora=form in ("dora", "all of it"),
        **patterns,
    )


def base_of(family):
    """Where its model is."""
    return REFERENCE / ("gguf/llama-f16.gguf" if family == "gguf" else f"oracle/{family}/model")


def make_images(folder):
    """The images of the reference in folders by class."""
    images = numpy.load(REFERENCE / "oracle/vit/images.npz")["images"]
    for index, image in enumerate(images):
        place = Path(folder) / ["bad", "good", "neutral"][index % 3]
        place.mkdir(parents=True, exist_ok=True)
        Image.fromarray(image).save(place / f"{index:02}.png")
    return torch.tensor((images.astype("float32").transpose(0, 3, 1, 2) / 255 - 0.5) / 0.5)


def train(model, data, form, runs):
    """A run of two rounds; its name."""
    command = [fedtop, "run", "--json", "--model", str(model), "--data", data, "--runs", runs, "--clients", "3",
               "--cohort", "3", "--rounds", "2", "--lr", "0.01", "--rank", "4", "--set", "model.pooling=first"]  # fmt: skip
    for key, value in RUNS[form].items():
        command += ["--set", f"{key}={value}"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1])
    return json.loads(done.stdout.splitlines()[-1])["run"]


def images_exported(run, pixels):
    """The largest difference between an exported adapter in peft and the exported merged model."""
    folder, merged = run.export("adapter"), run.export("model")
    base = json.loads((folder / "adapter_config.json").read_text())["base_model_name_or_path"]
    model = check_adapter.load(AutoModelForImageClassification, base, 3)
    model = PeftModel.from_pretrained(model, folder).eval()
    whole = AutoModelForImageClassification.from_pretrained(merged).eval()
    with torch.no_grad():
        return (model(pixel_values=pixels).logits - whole(pixel_values=pixels).logits).abs().max().item()


def read(family, form, scratch):
    """The largest difference between an adapter in peft, where it was made, and in fedtop."""
    torch.manual_seed(3)
    base = base_of(family)
    model = check_adapter.load(AutoModelForSequenceClassification, base, 3).eval()
    model = get_peft_model(model, configuration(family, form)).eval()
    with torch.no_grad():
        for name, values in model.named_parameters():
            if "lora_B" in name:
                values.copy_(0.2 * torch.randn_like(values))
            if "magnitude" in name:
                values.mul_(1 + 0.2 * torch.randn_like(values))
    folder = f"{scratch}/{family} {form}"
    model.save_pretrained(folder)
    texts = [word for text in TEXTS for word in ("--text", text)]
    command = [fedtop, "predict", "--model", str(base), "--adapter", folder, *texts, "--json"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1])
    difference = 0.0
    for line in done.stdout.splitlines():
        answer = json.loads(line)
        with torch.no_grad():
            logits = model(input_ids=torch.tensor([answer["tokens"]])).logits[0]
        difference = max(difference, (logits - torch.tensor(answer["logits"])).abs().max().item())
    return difference


def cell(name, measure):
    """A difference, or what went wrong."""
    try:
        difference = measure()
    except Exception as error:
        print(f"WRONG  {name}  {type(error).__name__}: {str(error)[:200]}", flush=True)
        return None
    print(f"{'ok' if difference <= TOLERANCE else 'WRONG'}  {name}  {difference:.2e}", flush=True)
    return difference


parser = argparse.ArgumentParser()
parser.add_argument("--fedtop", default=".build/release/fedtop", help="the program")
parser.add_argument("families", nargs="*", default=list(FAMILIES), help="all, if none is named")
parser.add_argument("--form", choices=RUNS, action="append", help="one form; may be given several times")
options = parser.parse_args()
forms = options.form or list(RUNS)
fedtop = options.fedtop
table = {}
with tempfile.TemporaryDirectory(prefix="fedtop-lora-") as scratch:
    data = f"{scratch}/texts.jsonl"
    make_data(data)
    pixels = make_images(f"{scratch}/images")
    for family in options.families:
        for form in forms:
            isImage = family == "vit"
            runs = f"{scratch}/runs"

            def exported():
                name = train(base_of(family), f"{scratch}/images" if isImage else data, form, runs)
                run = Run(name, runs, fedtop)
                return images_exported(run, pixels) if isImage else check_adapter.difference(run)

            table[family, form, "out"] = cell(f"to peft  {family} {form}", exported)
            if not isImage:
                table[family, form, "in"] = cell(f"from peft  {family} {form}", lambda: read(family, form, scratch))


def shown(key):
    if key not in table:
        return "make test"
    return "WRONG" if table[key] is None else f"{table[key]:.0e}"


print("largest difference of logits, to peft / from peft\n")
print("".join(f"{word:<24}" for word in ["", *forms]))
for family in options.families:
    print("".join(f"{word:<24}" for word in (family, *(f"{shown((family, form, 'out'))} / {shown((family, form, 'in'))}" for form in forms))))
good = [value is not None and value <= TOLERANCE for value in table.values()]
print(f"{sum(good)} of {len(good)} agree")
sys.exit(0 if all(good) else 1)
