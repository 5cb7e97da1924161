import re

import pytest
from django.template.loader import get_template

from belisha.lifecycle.moves import states
from belisha.policies.documents.clause_text import clause_kind, clause_rows
from belisha.policies.documents.verdict_labels import VERDICT_LABELS, label_for
from belisha.policies.states import VERSION_LIFE, VersionState
from belisha.rules.language.reading import library_slugs, load_policy
from belisha.rules.ruling import Verdict


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_words_and_a_shape_of_its_own(verdict: Verdict) -> None:
    assert label_for(verdict).word
    parts = get_template("policies/parts.html").template.module
    shapes = {each: re.sub(r"\s+", "", str(parts.shape(each.value))) for each in Verdict}
    assert "<path" in shapes[verdict] or "<circle" in shapes[verdict]
    assert len(set(shapes.values())) == len(Verdict) == len(VERDICT_LABELS)


@pytest.mark.parametrize("school", library_slugs())
def test_every_clause_can_be_put_in_words(school: str) -> None:
    for clause in load_policy(school).clauses:
        assert clause_kind(clause)
        assert all(row.words for row in clause_rows(clause))


def test_every_move_starts_and_ends_in_a_state() -> None:
    assert set(states(VERSION_LIFE)) == set(VersionState)
    assert not VERSION_LIFE.refusal("be published", "ratified")
    assert VERSION_LIFE.refusal("be published", "draft") == (
        "A policy that stands at “draft” cannot be published: that is done from “ratified”."
    )
