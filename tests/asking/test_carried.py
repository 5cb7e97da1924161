"""What asking carries as files is up to date with the vocabulary's phrases and the shipped policies."""

from __future__ import annotations

import numpy as np

from belisha.asking.carried import carried_texts
from belisha.asking.learnt import learnt
from belisha.asking.meaning import Meaning
from belisha.asking.phrasebook import plain_entries
from belisha.asking.vectors import not_carried, packed, vectors_of

from .asked import VOCABULARY

REMEDY = "run `make asking` and commit belisha/library/model"


def test_a_vector_is_carried_for_every_phrase_and_clause() -> None:
    missing = not_carried(carried_texts())
    assert not missing, f"{len(missing)} texts have no vector, such as `{missing[0]}`: {REMEDY}"


def test_what_was_learnt_is_of_the_vocabulary_s_actions() -> None:
    wanted = {each.action for each in plain_entries(VOCABULARY)}
    known = set(learnt().likelihoods(np.zeros(384, dtype=np.float32)))
    assert known == wanted, f"{sorted(known ^ wanted)} are not in both: {REMEDY}"


def test_what_was_learnt_knows_the_phrases() -> None:
    entries = plain_entries(VOCABULARY)[::100]
    vectors = vectors_of([each.text for each in entries])
    best = [max((likely := learnt().likelihoods(row)), key=likely.__getitem__) for row in vectors]
    right = sum(found == each.action for found, each in zip(best, entries, strict=True))
    assert right >= 0.6 * len(entries), f"{right} of {len(entries)}: {REMEDY}"


def test_carried_vectors_are_those_of_the_model() -> None:
    texts = carried_texts()[::500]
    cosines = (vectors_of(texts) * Meaning.load().embed(texts)).sum(axis=1)
    assert cosines.min() > 0.99


def test_packing_does_not_depend_on_the_order() -> None:
    texts = ["a", "b", "c"]
    rows = Meaning.load().embed(texts).astype(np.float16)
    vectors = dict(zip(texts, rows, strict=True))
    assert packed(vectors) == packed(dict(reversed(vectors.items())))
