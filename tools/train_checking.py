"""Learn from the posts of `benchmarks/checking` how likely words are of each kind that detectors observe.

Run by hand after a change to the posts; needs nothing but what Belisha needs, and takes some minutes.

    python tools/train_checking.py            write `checking.npz` into the library
    python tools/train_checking.py HAND       learn without one hand, and say how much of it is found
    python tools/train_checking.py --meaning  learn anew only what vectors of whole texts tell: after the
                                              language model was trained further
    python tools/train_checking.py --further  go on from what is learnt: after posts were added; a few minutes
"""

import csv
import itertools
import random
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from belisha.asking.sentence_embeddings import SentenceEncoder
from belisha.checking.check import roles_within
from belisha.checking.draft import PostDraft
from belisha.checking.learnt import REACH, WEIGHTS_FILE, Layers, LearntKinds
from belisha.checking.lexicon import lexicon
from belisha.checking.roll import SchoolRoll
from belisha.checking.scene import Scene
from belisha.checking.school_names import SchoolNames, names_of
from belisha.checking.telling_words import telling_words, with_groups_alike
from belisha.rules.language.reading import load_policy
from belisha.rules.vocabulary.loading import load_vocabulary
from belisha.triage.event_weights import load_event_weights

Floats = NDArray[np.float32]
ROOT = Path(__file__).resolve().parent.parent
MODEL = ROOT / "belisha" / "library" / "model"
POSTS = ROOT / "benchmarks" / "checking"
# Chosen on hands that were left out.
HIDDEN, LONGEST, BATCH, PASSES, RATE = 128, 32, 64, 20, 3e-3
FORMS, KEPT, DECAY, CHANGE_DECAY, JOINED = 14, 0.7, 1e-4, 2e-3, 0.2
FURTHER_PASSES, FURTHER_RATE = 3, 1e-3
FEWEST, FORGOTTEN, ALIKE, NOISE = 2, 0.08, 300, 8
MEANT, MEANING_PASSES, MEANING_BATCH, MEANING_RATE, MEANING_DECAY = 128, 12, 128, 2e-3, 1e-3
CALLED = {
    "xxpupil": ["Ruby", "Tomasz", "Charlie", "Priya", "Daisy", "Noah Birch", "Amina", "Leo"],
    "xxschool": [
        "Grange Infant School",
        "Barley Lane",
        "Coads Green",
        "Calcot",
        "Oakfield Primary",
        "St Mary's",
    ],
}
_NAMED = re.compile("xxpupil|xxschool")
_CHOICE = re.compile(r"\{([^{}]*)\}")
_SLOT = re.compile(r"STAFF|PUPIL|SCHOOL|GROUP|MEMBER|OTHERS|THING")
SLOTS = {
    "STAFF": [
        "the head", "our headteacher", "Mrs Teale", "Mr Quill", "that teacher", "the deputy", "the caretaker",
        "the school secretary", "the SENCO", "that TA", "the dinner lady", "Miss Orme", "her teacher",
        "the Year 2 teacher", "my line manager", "the receptionist", "the new teacher", "the head teacher",
    ],
    "PUPIL": ["xxpupil"],
    "GROUP": [
        "women", "gay people", "trans people", "black people", "Muslims", "Jews", "immigrants", "refugees",
        "disabled people", "Poles", "travellers", "gypsies", "old people", "Christians", "lesbians", "Asians",
        "autistic people", "foreigners", "men", "Romanians", "people of colour", "girls", "asylum seekers",
        "Pakistanis", "Somalis", "Indians", "Sikhs", "Hindus", "Catholics", "migrants", "Roma", "black women",
        "deaf people", "people in wheelchairs", "trans women", "black kids", "Chinese people", "Nigerians",
        "gay men", "Turks", "Eastern Europeans", "blind people", "Arabs", "bisexuals", "gays", "pensioners",
    ],
    "MEMBER": [
        "Muslim", "Jew", "immigrant", "refugee", "trans woman", "gay man", "lesbian", "black man", "woman",
        "disabled kid", "Pole", "gypsy", "Pakistani", "Asian boy", "foreigner", "autistic child", "Romanian",
        "black woman", "trans teacher", "Muslim girl", "traveller", "migrant", "Jewish lad", "deaf man",
        "Somali", "Chinese woman", "gay boy", "Sikh", "asylum seeker", "girl", "wheelchair user",
    ],
    "OTHERS": [
        "estate agents", "bankers", "politicians", "traffic wardens", "landlords", "cyclists", "vegans",
        "lorry drivers", "Tories", "lefties", "dog owners", "influencers", "solicitors", "journalists",
        "scammers", "millionaires", "football hooligans", "teenagers", "students", "artists", "councillors",
    ],
    "THING": [
        "printer", "laptop", "Mondays", "photocopier", "car", "phone", "boiler", "traffic light", "satnav",
        "spreadsheet", "wasps", "slugs", "cold tea", "that song", "umbrella", "washing machine", "homework",
        "broccoli", "alarm clock", "rain", "kettle", "tax form", "motorway", "dishwasher", "mosquitoes",
    ],
    "SCHOOL": [
        "our school", "the school", "this school", "xxschool", "xxschool", "that school", "my kids' school",
    ],
}  # fmt: skip


@dataclass
class Examples:
    """Posts as rows of words, and the kinds of each."""

    words: list[list[str]] = field(default_factory=list)
    kinds: list[tuple[str, ...]] = field(default_factory=list)
    hands: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def add(self, text: str, words: list[str], kinds: tuple[str, ...], hand: str) -> None:
        """Add a post, cut after the longest length."""
        if words:
            self.texts.append(text)
            self.words.append(words[:LONGEST])
            self.kinds.append(kinds)
            self.hands.append(hand)


def examples() -> Examples:
    """Return every post of every hand in several of its forms."""
    chance, found = random.Random(7), Examples()
    for file in sorted(POSTS.glob("*.tsv")):
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                kinds = tuple(row["kinds"].split())
                for text in forms(row["post"], chance):
                    found.add(text, words_of(text), kinds, file.stem)
    return found


def forms(post: str, chance: random.Random) -> list[str]:
    """Return some of the texts that a post with choices in braces stands for."""
    parts = _CHOICE.split(post)
    choices = [part.split("|") if number % 2 else [part] for number, part in enumerate(parts)]
    count = int(np.prod([len(each) for each in choices]))
    most = FORMS * 3 if "GROUP" in post else FORMS
    if count <= FORMS and not _SLOT.search(post):
        return ["".join(each) for each in itertools.product(*choices)]
    texts = {filled("".join(map(chance.choice, choices)), chance) for _ in range(3 * most)}
    return sorted(texts, key=lambda _: chance.random())[:most]


def filled(text: str, chance: random.Random) -> str:
    """Return a text with somebody in each place that is kept for one."""
    return _SLOT.sub(lambda slot: chance.choice(SLOTS[slot[0]]), text)


def words_of(text: str) -> list[str]:
    """Return the words of a post as the detector reads them."""
    draft = PostDraft(text, "teacher")
    scene = Scene(draft, SchoolRoll(), _NAMES, lexicon(), _ROLES)
    told = {"xxpupil": "pupil", "xxpupils": "pupil", "xxschool": "school", "school's": "school"}
    return [told.get(each, each) for each in telling_words(scene)]


_NAMES: SchoolNames = names_of(load_policy("grange").control, ())
_ROLES = roles_within("teacher", load_vocabulary())


def vocabulary(found: Examples) -> tuple[list[str], Floats]:
    """Return the words and their vectors as known beforehand; nought for those that are not."""
    known = load_event_weights()
    counts = Counter(word for each in found.words for word in set(each))
    more = sorted(word for word, count in counts.items() if count >= FEWEST and word not in known.words)
    words = ["", *known.words, *more]
    vectors = np.zeros((len(words), known.vectors.shape[1]), dtype=np.float32)
    vectors[1 : 1 + len(known.words)] = known.vectors
    vectors /= np.linalg.norm(vectors, axis=1).mean()
    return words, vectors


class Learner:
    """The network while it learns: forward, backward and Adam, for batches of posts."""

    def __init__(self, vectors: Floats, changing: int, kinds: int, seed: int) -> None:
        """Begin; the vectors of the first words may change."""
        self.chance = np.random.default_rng(seed)
        width = vectors.shape[1]
        self.base = vectors
        self.weights: dict[str, Floats] = {
            "change": np.zeros((changing + 1, width), dtype=np.float32),
            "seen": self._small(REACH * width, HIDDEN),
            "seen_bias": np.zeros(HIDDEN, dtype=np.float32),
            "told": self._small(HIDDEN + width, kinds),
            "told_bias": np.full(kinds, -3, dtype=np.float32),
        }
        self.first = {name: np.zeros_like(each) for name, each in self.weights.items()}
        self.second = {name: np.zeros_like(each) for name, each in self.weights.items()}
        self.steps = 0

    def _small(self, rows: int, columns: int) -> Floats:
        drawn = self.chance.normal(size=(rows, columns)).astype(np.float32)
        return drawn / np.float32(np.sqrt(rows))

    def step(self, rows: NDArray[np.int64], labels: Floats, rate: float) -> float:
        """Learn from a batch: rows of word numbers filled up with -1. Return how wrong it was."""
        w, there = self.weights, rows >= 0
        numbers = np.where(there, rows, 0)
        w["change"][-1] = 0
        changing = np.minimum(numbers, len(w["change"]) - 1)
        vectors = (self.base[numbers] + w["change"][changing]) * there[..., None]
        vectors *= (self.chance.random(rows.shape) > FORGOTTEN)[..., None]
        near = np.concatenate([_shifted(vectors, 1), vectors, _shifted(vectors, -1)], axis=2)
        found = np.maximum(near @ w["seen"] + w["seen_bias"], 0) * there[..., None]
        places = found.argmax(axis=1)
        strongest = np.take_along_axis(found, places[:, None], axis=1)[:, 0]
        keep = ((self.chance.random(strongest.shape) < KEPT) / KEPT).astype(np.float32)
        lengths = there.sum(axis=1, keepdims=True, dtype=np.float32)
        pooled = np.concatenate([strongest * keep, vectors.sum(axis=1) / lengths], axis=1)
        likely = 1 / (1 + np.exp(-(pooled @ w["told"] + w["told_bias"])))
        wrong = (likely - labels) / len(rows)
        back = wrong @ w["told"].T
        of_strongest = back[:, :HIDDEN] * keep * (strongest > 0)
        of_found = np.zeros_like(found)
        np.put_along_axis(of_found, places[:, None], of_strongest[:, None], axis=1)
        of_near = of_found @ w["seen"].T
        width = vectors.shape[2]
        of_vectors = of_near[..., width : 2 * width] + (back[:, None, HIDDEN:] / lengths[..., None])
        of_vectors += _shifted(of_near[..., :width], -1) + _shifted(of_near[..., 2 * width :], 1)
        of_change = _summed(of_vectors[there], changing[there], len(w["change"]))
        flat = of_found.reshape(-1, HIDDEN)
        slopes = {
            "change": of_change,
            "seen": near.reshape(-1, 3 * width).T @ flat,
            "seen_bias": flat.sum(axis=0),
            "told": pooled.T @ wrong,
            "told_bias": wrong.sum(axis=0),
        }
        self._move(slopes, rate)
        return float(-np.log(np.where(labels > 0, likely, 1 - likely) + 1e-9).sum(axis=1).mean())

    def _move(self, slopes: dict[str, Floats], rate: float) -> None:
        self.steps += 1
        for name, slope in slopes.items():
            first, second = self.first[name], self.second[name]
            first += 0.1 * (slope - first)
            second += 0.001 * (slope * slope - second)
            grown = first / (1 - 0.9**self.steps)
            spread = np.sqrt(second / (1 - 0.999**self.steps)) + 1e-7
            held = CHANGE_DECAY if name == "change" else DECAY
            self.weights[name] -= rate * (grown / spread + held * self.weights[name] * 10)


def _summed(values: Floats, numbers: NDArray[np.int64], count: int) -> Floats:
    """Return the sum of the rows of each number."""
    order = np.argsort(numbers, kind="stable")
    of, starts = np.unique(numbers[order], return_index=True)
    total = np.zeros((count, values.shape[1]), dtype=np.float32)
    total[of] = np.add.reduceat(values[order], starts, axis=0)
    return total


def _shifted(values: Floats, by: int) -> Floats:
    """Return values one place later (1) or earlier (-1) along the second axis."""
    moved = np.zeros_like(values)
    if by > 0:
        moved[:, 1:] = values[:, :-1]
    else:
        moved[:, :-1] = values[:, 1:]
    return moved


def learn(found: Examples, kinds: list[str], seed: int = 3) -> LearntKinds:
    """Return what is learnt of some posts."""
    words, vectors = vocabulary(found)
    seen = {word for each in found.words for word in each}
    order = sorted(range(1, len(words)), key=lambda number: words[number] not in seen)
    words, vectors = ["", *(words[number] for number in order)], vectors[[0, *order]]
    numbers = {word: number for number, word in enumerate(words)}
    changing = 1 + len(seen & numbers.keys())
    rows = [[numbers.get(word, 0) for word in each] for each in found.words]
    labels = _labels(found, kinds)
    learner, chance = Learner(vectors, changing, len(kinds), seed), random.Random(seed)
    by_length = sorted(range(len(rows)), key=lambda row: len(rows[row]))
    clean = [row for row in range(len(rows)) if not labels[row].any()]
    steps = PASSES * (len(rows) // BATCH)
    for step in range(steps):
        batch, wanted = _batch(rows, labels, by_length, clean, len(words), chance)
        wrong = learner.step(batch, wanted, RATE * (1 - step / steps) + 1e-5)
        if step % (steps // 8) == 0:
            print(f"step {step} of {steps}: {wrong:.2f}", flush=True)
    w = learner.weights
    layers = Layers(w["seen"], w["seen_bias"], w["told"], w["told_bias"], *learn_meaning(found.texts, labels))
    vectors[:changing] += w["change"][:-1]
    return LearntKinds(kinds, words, vectors, layers)


def learn_further(found: Examples, before: LearntKinds) -> LearntKinds:
    """Return a detector that was learnt before, and has now read these posts some times more."""
    kinds = sorted({kind for each in found.kinds for kind in each})
    columns = [before.kinds.index(each) for each in kinds]
    numbers = [[before.numbers_known.get(word, 0) for word in each] for each in found.words]
    labels, chance = _labels(found, kinds), random.Random(9)
    learner = Learner(before.vectors, len(before.words) - 1, len(kinds), 9)
    for name in ("seen", "seen_bias"):
        learner.weights[name] = getattr(before.layers, name).copy()
    for name in ("told", "told_bias"):
        learner.weights[name] = getattr(before.layers, name)[..., columns].copy()
    by_length = sorted(range(len(numbers)), key=lambda row: len(numbers[row]))
    clean = [row for row in range(len(numbers)) if not labels[row].any()]
    steps = FURTHER_PASSES * (len(numbers) // BATCH)
    for step in range(steps):
        batch, wanted = _batch(numbers, labels, by_length, clean, len(before.words), chance)
        wrong = learner.step(batch, wanted, FURTHER_RATE * (1 - step / steps) + 1e-5)
        if step % (steps // 8) == 0:
            print(f"step {step} of {steps}: {wrong:.2f}", flush=True)
    w = learner.weights
    layers = Layers(w["seen"], w["seen_bias"], w["told"], w["told_bias"], *learn_meaning(found.texts, labels))
    return LearntKinds(kinds, before.words, before.vectors + w["change"][: len(before.words)], layers)


def _batch(
    rows: list[list[int]],
    labels: Floats,
    by_length: list[int],
    clean: list[int],
    count: int,
    chance: random.Random,
) -> tuple[NDArray[np.int64], Floats]:
    """Return posts of about one length, filled up with -1, and their kinds: some joined, some mere noise."""
    middle = chance.randrange(len(rows))
    near = by_length[max(0, middle - ALIKE) : middle + ALIKE]
    chosen = chance.choices(near, k=BATCH)
    batch, wanted = [rows[row] for row in chosen], labels[chosen]
    for place in range(0, BATCH, BATCH // NOISE):
        batch[place], wanted[place] = _noise(count, chance), 0
    others = [chance.choice(clean if chance.random() < 0.7 else chosen) for _ in chosen]
    if chance.random() < JOINED:
        batch = [_joined(one, rows[other], chance) for one, other in zip(batch, others, strict=True)]
        wanted = np.maximum(wanted, labels[others])
    longest = max(map(len, batch))
    return np.array([each + [-1] * (longest - len(each)) for each in batch]), wanted


def _labels(found: Examples, kinds: Sequence[str]) -> Floats:
    """Return which kinds each post is of: posts by kinds, 0 or 1."""
    labels = np.zeros((len(found.kinds), len(kinds)), dtype=np.float32)
    for row, told in enumerate(found.kinds):
        labels[row, [list(kinds).index(each) for each in told]] = 1
    return labels


def learn_meaning(texts: list[str], labels: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Return the layers that tell the kinds from the vectors of texts: to hidden features, and to kinds."""
    chance, encoder = random.Random(5), SentenceEncoder.load()
    written = [_NAMED.sub(lambda name: chance.choice(CALLED[name[0]]), each) for each in texts]
    read = [alike(each) for each in written]
    each_once = list(dict.fromkeys(read))
    number = {text: place for place, text in enumerate(each_once)}
    vectors, draw = encoder.embed(each_once)[[number[text] for text in read]], np.random.default_rng(5)
    width, kinds = vectors.shape[1], labels.shape[1]
    layers: list[Floats] = [
        draw.normal(size=(width, MEANT)).astype(np.float32),
        np.zeros(MEANT, dtype=np.float32),
        (draw.normal(size=(MEANT, kinds)) * 0.3 / np.sqrt(MEANT)).astype(np.float32),
        np.full(kinds, -3, dtype=np.float32),
    ]
    first, second = [np.zeros_like(each) for each in layers], [np.zeros_like(each) for each in layers]
    steps = MEANING_PASSES * (len(vectors) // MEANING_BATCH)
    for step in range(1, steps + 1):
        chosen = draw.integers(len(vectors), size=MEANING_BATCH)
        found = vectors[chosen] @ layers[0] + layers[1]
        keep = ((draw.random(found.shape) < 0.5) * 2).astype(np.float32)
        hidden = np.maximum(found, 0) * keep
        if step % (steps // 4) == 0:
            print(f"meaning: step {step} of {steps}", flush=True)
        wrong = (1 / (1 + np.exp(-(hidden @ layers[2] + layers[3]))) - labels[chosen]) / MEANING_BATCH
        back = (wrong @ layers[2].T) * keep * (found > 0)
        slopes = [vectors[chosen].T @ back, back.sum(axis=0), hidden.T @ wrong, wrong.sum(axis=0)]
        for place, slope in enumerate(slopes):
            first[place] += 0.1 * (slope - first[place])
            second[place] += 0.001 * (slope * slope - second[place])
            grown = first[place] / (1 - 0.9**step)
            spread = np.sqrt(second[place] / (1 - 0.999**step)) + 1e-8
            held = MEANING_DECAY * layers[place] if layers[place].ndim > 1 else 0
            rate = (MEANING_RATE * np.sqrt(width) if place == 0 else MEANING_RATE) * (1 - step / steps)
            layers[place] -= (rate * (grown / spread + held)).astype(np.float32)
    return layers[0], layers[1], layers[2], layers[3]


def alike(text: str) -> str:
    """Return a text as the second look reads it: with one group in place of all."""
    return with_groups_alike(Scene(PostDraft(text, "teacher"), SchoolRoll(), _NAMES, lexicon(), _ROLES))


def _noise(count: int, chance: random.Random) -> list[int]:
    """Return words at random, which mean nothing: what is strange is not bad."""
    return [1 + int((count - 1) * chance.random() ** 1.5) for _ in range(chance.randint(4, 16))]


def _joined(one: list[int], other: list[int], chance: random.Random) -> list[int]:
    return one + other if chance.random() < 0.5 else other + one


def likelihoods(model: LearntKinds, words: list[str]) -> Floats:
    """Return the scores of one post, as a whole."""
    numbers = model.numbers(words)
    found: Floats = model.scores(numbers, model.features(numbers), [0])[0]
    return found


def tell(model: LearntKinds, apart: Examples) -> None:
    """Print how much of some posts is found and how many clean ones are left alone, at several thresholds."""
    scores = np.stack([likelihoods(model, each) for each in apart.words])
    minded = np.array([bool(each) for each in apart.kinds])
    for threshold in (-1.5, -1.0, -0.5, 0.0, 0.5, 1.0):
        told = [{model.kinds[n] for n in np.flatnonzero(row > threshold)} for row in scores]
        right = np.array([bool(set(of) & got) for of, got in zip(apart.kinds, told, strict=True)])
        left = np.array([not got for got in told])
        print(
            f"over {threshold}: {right[minded].mean():.3f} found, "
            f"{left[~minded].mean() if (~minded).any() else 1:.3f} of clean left alone"
        )


def main() -> None:
    """Learn from all hands and write the file, or leave one out and tell of it."""
    found = examples()
    kinds = sorted({kind for each in found.kinds for kind in each})
    print(f"{len(found.words):,} posts of {len(set(found.hands))} hands, {len(kinds)} kinds")
    if sys.argv[1:] == ["--meaning"]:
        before = LearntKinds.unpacked((MODEL / WEIGHTS_FILE).read_bytes())
        columns = [before.kinds.index(each) for each in kinds]
        meant, bias, ruled, ruled_bias = learn_meaning(found.texts, _labels(found, kinds))
        told, told_bias = before.layers.told[:, columns], before.layers.told_bias[columns]
        layers = replace(before.layers, told=told, told_bias=told_bias, meant=meant, meant_bias=bias)
        layers = replace(layers, ruled=ruled, ruled_bias=ruled_bias)
        content = LearntKinds(kinds, before.words, before.vectors, layers).packed()
        (MODEL / WEIGHTS_FILE).write_bytes(content)
        print(f"{WEIGHTS_FILE}: {len(content):,} bytes")
        return
    if sys.argv[1:] == ["--further"]:
        before = LearntKinds.unpacked((MODEL / WEIGHTS_FILE).read_bytes())
        content = learn_further(found, before).packed()
        (MODEL / WEIGHTS_FILE).write_bytes(content)
        print(f"{WEIGHTS_FILE}: {len(content):,} bytes")
        return
    if len(sys.argv) > 1:
        kept, apart = Examples(), Examples()
        for each in zip(found.texts, found.words, found.kinds, found.hands, strict=True):
            (apart if each[-1] == sys.argv[1] else kept).add(*each)
        tell(learn(kept, kinds), apart)
        return
    content = learn(found, kinds).packed()
    (MODEL / WEIGHTS_FILE).write_bytes(content)
    print(f"{WEIGHTS_FILE}: {len(content):,} bytes")


if __name__ == "__main__":
    main()
