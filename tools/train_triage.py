"""Learn from phrases and stories how likely a text tells of each event of `library/triage.toml`.

Run by hand after a change to the events, to the vocabulary's phrases or to `benchmarks/triage/learning.tsv`;
needs nothing but what Belisha needs, and takes some minutes, most of them for the vectors of single words.
"""

import csv
import re
from collections import Counter
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from belisha.asking.sentence_embeddings import TOKENIZER, SentenceEncoder
from belisha.asking.text import normalise, words_of
from belisha.rules.vocabulary.loading import load_vocabulary
from belisha.triage.event_weights import EVENTS_FILE, EventWeights, terms_of
from belisha.triage.events import story_events

MODEL = Path(str(files("belisha") / "library" / "model"))
STORIES = Path(__file__).resolve().parent.parent / "benchmarks" / "triage" / "learning.tsv"
# Chosen on the tuning stories: what a story weighs against a phrase, and how strongly weights are held small.
STORY_WEIGHT, REGULARISATION = 8.0, 5.0
DIMENSIONS, FEWEST = 96, 9


def main() -> None:
    """Write `events.npz` into the library."""
    content = learn().packed()
    (MODEL / EVENTS_FILE).write_bytes(content)
    print(f"{EVENTS_FILE}: {len(content):,} bytes")


def learn() -> EventWeights:
    """Return the weights: a ridge regression for each event, solved exactly."""
    texts, labels, shares = examples()
    tokens = [words_of(normalise(each)) for each in texts]
    counts = Counter(term for each in tokens for term in terms_of(each))
    terms = sorted(term for term, count in counts.items() if count >= FEWEST)
    words, vectors = word_vectors()
    empty = EventWeights(
        tuple(story_events()),
        {word: row for row, word in enumerate(words)},
        vectors,
        {term: place for place, term in enumerate(terms)},
        np.log(len(tokens) / np.array([counts[each] for each in terms], dtype=np.float32)),
        np.zeros((1 + DIMENSIONS + len(terms), len(story_events())), dtype=np.float32),
    )
    seen = np.stack([empty.features(each) for each in tokens])
    weighted = seen * shares[:, None]
    held = REGULARISATION * np.eye(seen.shape[1], dtype=np.float32)
    held[0, 0] = REGULARISATION / 10
    weights = np.linalg.solve(seen.T @ weighted + held, weighted.T @ labels)
    return EventWeights(empty.events, empty.words, vectors, empty.terms, empty.rarity, weights)


def examples() -> tuple[list[str], NDArray[np.float32], NDArray[np.float32]]:
    """Return texts, a row of zeros and ones per text for the events, and what each text weighs."""
    vocabulary, events = load_vocabulary(), list(story_events())
    of: dict[str, list[int]] = {}
    for place, event in enumerate(story_events().values()):
        for action in event.phrases_of:
            of.setdefault(action, []).append(place)
    pairs = [
        (text, of.get(each.id, []))
        for each in vocabulary.actions.values()
        for text in (each.label, *each.phrases)
    ]
    pairs += [(text, []) for text in vocabulary.elsewhere]
    phrases = len(pairs)
    with STORIES.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            pairs.append((row["text"], [events.index(each) for each in row["events"].split()]))
    labels = np.zeros((len(pairs), len(events)), dtype=np.float32)
    for row_of, (_, told) in enumerate(pairs):
        labels[row_of, told] = 1
    shares = np.ones(len(pairs), dtype=np.float32)
    shares[phrases:] = STORY_WEIGHT
    return [text for text, _ in pairs], labels, shares


def word_vectors() -> tuple[list[str], NDArray[np.float32]]:
    """Return the model's whole words and a vector for each, in its main dimensions, rarer words longer."""
    from tokenizers import Tokenizer  # noqa: PLC0415

    known: dict[str, int] = Tokenizer.from_str((MODEL / TOKENIZER).read_text(encoding="utf-8")).get_vocab()
    words = sorted((each for each in known if re.fullmatch(r"[a-z]{2,}", each)), key=known.__getitem__)
    vectors = SentenceEncoder.load().embed(words)
    vectors = vectors - vectors.mean(axis=0)
    _, _, axes = np.linalg.svd(vectors, full_matrices=False)
    main_part = vectors @ axes[:DIMENSIONS].T
    main_part /= np.linalg.norm(main_part, axis=1, keepdims=True) + 1e-9
    rank = np.array([known[each] for each in words], dtype=np.float32)
    return words, (main_part * np.log1p(rank)[:, None] / 10).astype(np.float32)


if __name__ == "__main__":
    main()
