"""What asking carries as files is up to date with the vocabulary's phrases and the shipped policies."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from belisha.asking.bundled_texts import bundled_texts, prepare
from belisha.asking.classifier_weights import load_weights
from belisha.asking.phrase_index import plain_entries
from belisha.asking.prepared import prepared_for
from belisha.asking.sentence_embeddings import SentenceEncoder
from belisha.asking.vectors import missing_vectors, packed, vectors_of
from tests.asking.asked import VOCABULARY

REMEDY = "run `make asking` and commit belisha/library/model"
PREPARE = "run `tools/prepare_asking.py` and commit belisha/library/model"


def test_a_vector_is_carried_for_every_phrase_and_clause() -> None:
    missing = missing_vectors(bundled_texts())
    assert not missing, f"{len(missing)} texts have no vector, such as `{missing[0]}`: {REMEDY}"


def test_what_was_learnt_is_of_the_vocabulary_s_actions() -> None:
    wanted = {each.action for each in plain_entries(VOCABULARY)}
    known = set(load_weights().likelihoods(np.zeros(384, dtype=np.float32)))
    assert known == wanted, f"{sorted(known ^ wanted)} are not in both: {REMEDY}"


def test_what_was_learnt_knows_the_phrases() -> None:
    entries = plain_entries(VOCABULARY)[::100]
    vectors = vectors_of([each.text for each in entries])
    best = [max((likely := load_weights().likelihoods(row)), key=likely.__getitem__) for row in vectors]
    right = sum(found == each.action for found, each in zip(best, entries, strict=True))
    assert right >= 0.6 * len(entries), f"{right} of {len(entries)}: {REMEDY}"


def test_carried_vectors_are_those_of_the_model() -> None:
    texts = bundled_texts()[::500]
    cosines = (vectors_of(texts) * SentenceEncoder.load().embed(texts)).sum(axis=1)
    assert cosines.min() > 0.99


def test_what_was_worked_out_beforehand_is_what_would_be_worked_out_now() -> None:
    prepared = prepared_for(VOCABULARY)
    assert prepared is not None, (
        "names or phrases have changed: run `tools/prepare_asking.py` and commit the model"
    )
    assert prepared == prepare(VOCABULARY), PREPARE


def test_another_vocabulary_is_read_afresh() -> None:
    first, *_ = VOCABULARY.actions.values()
    more = replace(first, phrases=(*first.phrases, "juggle with fish"))
    wider = replace(VOCABULARY, actions={**VOCABULARY.actions, more.id: more})
    assert prepared_for(wider) is None
    assert [each.text for each in plain_entries(wider) if "juggle" in each.text] == ["juggle with fish"]


def test_packing_does_not_depend_on_the_order() -> None:
    texts = ["a", "b", "c"]
    rows = SentenceEncoder.load().embed(texts).astype(np.float16)
    vectors = dict(zip(texts, rows, strict=True))
    assert packed(vectors) == packed(dict(reversed(vectors.items())))
