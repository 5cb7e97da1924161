"""Make what asking carries: the vectors of phrases and clauses, and what is learnt from phrases and texts.

Run by `make asking` after a change to the vocabulary's phrases, to a shipped policy or to the texts of
`benchmarks/kinds`; a test says when it is due. Needs scikit-learn, which Belisha itself does not.
"""

import csv
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from belisha.asking.asking import read_question
from belisha.asking.bundled_texts import bundled_texts
from belisha.asking.classifier_weights import WEIGHTS_FILE, ClassifierWeights
from belisha.asking.kind_features import dense_features, terms_of
from belisha.asking.kind_weights import KINDS_FILE, KindWeights, unpacked
from belisha.asking.phrase_index import plain_entries
from belisha.asking.safeguarding import safeguarding
from belisha.asking.sentence_embeddings import SentenceEncoder
from belisha.asking.vectors import VECTORS_FILE, packed
from belisha.rules.vocabulary.loading import load_vocabulary

# The weakest regularisation that still gained on the tuning questions.
INVERSE_REGULARISATION = 30
ANCHORS_FILE = "anchors.npz"
MODEL = Path(str(files("belisha") / "library" / "model"))
KINDS = Path(__file__).resolve().parent.parent / "benchmarks" / "kinds"
# Never `held-out.tsv`, `stories.tsv` or `apart.tsv`.
KIND_TEXTS = (
    "pupils-and-parents",
    "teachers-and-support-staff",
    "tuning-questions",
    "incidents-and-questions",
    "further-words",
    "phone-words",
    "text-speak",
    "two-sentences",
    "near-neighbours",
)
DISCLOSURE = "disclosure"
# Chosen by learning from seven eighths of the texts and judging the last.
KIND_INVERSE_REGULARISATION = 5
HARM_INVERSE_REGULARISATION = 30


def main() -> None:
    """Write `vectors.npz`, `actions.npz` and `kinds.npz` into the library."""
    kinds = learn_kinds(*kind_texts()).packed()
    (MODEL / KINDS_FILE).write_bytes(kinds)
    print(f"{KINDS_FILE}: {len(kinds):,} bytes")
    learn_actions()


def kind_texts() -> tuple[list[str], list[str]]:
    """Return texts and their kinds; the kind is empty where a text is only known to be no disclosure."""
    rows: list[dict[str, str]] = []
    for name in KIND_TEXTS:
        with (KINDS / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
            rows += csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    harmless = harmless_phrases()
    texts = [row["text"] for row in rows] + harmless
    return texts, [row["kind"] for row in rows] + [""] * len(harmless)


def harmless_phrases() -> list[str]:
    """Return every third phrase of the actions that are no harm: whatever their kind, no disclosures."""
    vocabulary, harm = load_vocabulary(), safeguarding().actions["harm"]
    phrases = [
        each for action in vocabulary.actions.values() if action.id not in harm for each in action.phrases
    ]
    return [*phrases, *vocabulary.elsewhere][::3]


def learn_kinds(texts: list[str], kinds: list[str]) -> KindWeights:
    """Return the weights learnt from texts: the last column for harm, by terms and cues alone."""
    read = [read_question(text, load_vocabulary()) for text in texts]
    vectors = SentenceEncoder.load().embed([each.plain for each in read])
    rarity = TfidfVectorizer(analyzer=terms_of, min_df=2, sublinear_tf=True)
    by_term = rarity.fit_transform([each.text for each in read])
    cues = np.array([dense_features(each.text) for each in read])
    seen = hstack([csr_matrix(vectors), csr_matrix(cues), by_term]).tocsr()
    harm = LogisticRegression(C=HARM_INVERSE_REGULARISATION, max_iter=1000)
    first, then = vectors.shape[1], vectors.shape[1] + cues.shape[1]
    harm.fit(seen[:, first:], [kind == DISCLOSURE for kind in kinds])
    known = [row for row, kind in enumerate(kinds) if kind]
    each_kind = LogisticRegression(C=KIND_INVERSE_REGULARISATION, max_iter=1000)
    each_kind.fit(seen[known], [kinds[row] for row in known])
    of_harm = np.hstack([np.zeros((1, first)), harm.coef_])
    weights = np.vstack([each_kind.coef_, of_harm]).T
    names, anchors = anchors_of("kinds")
    return unpacked(
        names,
        list(rarity.get_feature_names_out()),
        rarity.idf_,
        weights[then:],
        weights[:first],
        weights[first:then],
        np.concatenate([each_kind.intercept_, harm.intercept_]),
        anchors,
    )


def anchors_of(what: str) -> tuple[list[str], NDArray[np.float32]]:
    """Return the names of kinds or actions and their unit vectors (384 by names)."""
    with np.load(MODEL / ANCHORS_FILE) as content:
        return [str(each) for each in content[what]], content[f"{what}_vectors"].astype(np.float32)


def learn_actions() -> None:
    """Write the vectors of phrases and clauses, and what is learnt from the phrases."""
    texts = sorted(set(bundled_texts()))
    # In half precision from the start, since what asking compares with is what it carries.
    vectors = dict(zip(texts, SentenceEncoder.load().embed(texts).astype(np.float16), strict=True))
    shipped = packed(vectors)
    (MODEL / VECTORS_FILE).write_bytes(shipped)

    entries = plain_entries(load_vocabulary())
    seen = np.stack([vectors[each.text] for each in entries]).astype(np.float32)
    model = LogisticRegression(C=INVERSE_REGULARISATION, max_iter=400)
    model.fit(seen, [each.action for each in entries])
    weights, intercepts = model.coef_.T.astype(np.float32), model.intercept_.astype(np.float32)
    learnt = ClassifierWeights(list(model.classes_), weights, intercepts).packed()
    (MODEL / WEIGHTS_FILE).write_bytes(learnt)
    print(
        f"{VECTORS_FILE}: {len(shipped):,} bytes; {WEIGHTS_FILE}: {len(learnt):,} bytes; "
        f"{len(entries):,} phrases"
    )


if __name__ == "__main__":
    main()
