"""What a clause asks over time falls due at its school, from the right people, and not without the clause."""

from __future__ import annotations

from datetime import date

import pytest

from belisha.acknowledgements.audience import audience
from belisha.duties.sources import duty_sources
from belisha.people.models import Membership, School
from belisha.rules.language.writing import write_policy
from belisha.rules.vocabulary.loading import load_vocabulary
from tests.acknowledgements.acknowledging import forget_all
from tests.clauses.asked import policy_of, without
from tests.clauses.asked_of_schools import put_in_force

ON = date(2026, 11, 21)
clause = pytest.mark.clause
DUE = [
    pytest.param("grange", "training", "Review your profiles when you join", "G62b", marks=clause("G62b")),
    pytest.param("grange", "asked", "Prevent cyber-bullying", "G88j", marks=clause("G88j")),
    pytest.param("grange", "policy-review", "Review the policy", "G100", marks=clause("G100", "G102")),
    pytest.param(
        "barley-lane",
        "training",
        "Teach and record: pupils learn to protect themselves",
        "B33b",
        marks=clause("B33b"),
    ),
    pytest.param(
        "barley-lane", "training", "Teach and record: lessons on online safety", "B92", marks=clause("B92")
    ),
    pytest.param(
        "barley-lane", "training", "Take part in training to spot pupils at risk", "B96", marks=clause("B96")
    ),
    pytest.param("barley-lane", "training", "Take part in induction", "B98", marks=clause("B98")),
    pytest.param(
        "barley-lane", "training", "Take part in the regular training", "B100", marks=clause("B100")
    ),
    pytest.param("barley-lane", "training", "Check what is said of you", "B122", marks=clause("B122")),
    pytest.param(
        "hr-cooperative", "training", "Set the privacy of your accounts", "H28", marks=clause("H28")
    ),
    pytest.param("coads-green", "training", "Take part in induction", "C48c", marks=clause("C48c")),
    pytest.param("coads-green", "website", "Say where the school’s website", "C48b", marks=clause("C48b")),
    pytest.param(
        "calcot", "training", "Teach and record: online safety lessons", "K62a", marks=clause("K62a")
    ),
    pytest.param(
        "calcot", "asked", "Declare a social or family link, if it applies", "K74b", marks=clause("K74b")
    ),
]
BOUND = [
    pytest.param("grange", "governor", "G24", marks=clause("G11b", "G24")),
    pytest.param("grange", "teacher", "G96", marks=clause("G96")),
    pytest.param("barley-lane", "parent", "B35", marks=clause("B35")),
    pytest.param("barley-lane", "volunteer", "B58a", marks=clause("B58a")),
    pytest.param("hr-cooperative", "contractor", "H18a", marks=clause("H18a")),
    pytest.param("hr-cooperative", "teacher", "H20a", marks=clause("H20a")),
    pytest.param("hr-cooperative", "governor", "H26", marks=clause("H26")),
    pytest.param("hr-cooperative", "teacher", "H95a", marks=clause("H95a")),
    pytest.param("coads-green", "parent", "C11", marks=clause("C11")),
]


def cites_due(slug: str, source: str) -> dict[str, str]:
    """What falls due at a school from a source: the start of each title, and what it cites."""
    school = School.objects.get(slug=slug)
    return {each.title: each.cites for each in duty_sources()[source].source(school, ON)}


@pytest.mark.parametrize(("slug", "source", "title", "cite"), DUE)
def test_it_falls_due(demo: None, slug: str, source: str, title: str, cite: str) -> None:
    """A duty opens, with its day and this clause: “{title}”."""
    found = {words for words, cites in cites_due(slug, source).items() if cite in cites.split(", ")}
    assert [words for words in found if words.startswith(title)]
    put_in_force(slug, write_policy(without(slug, cite)))
    assert cite not in {each for cites in cites_due(slug, source).values() for each in cites.split(", ")}


@pytest.mark.parametrize(("slug", "role", "cite"), BOUND)
def test_whom_it_binds_is_asked_to_acknowledge_it(demo: None, slug: str, role: str, cite: str) -> None:
    """A {role} is bound by this clause and is asked to read the policy and agree to it, by a day."""
    binding = audience(policy_of(slug), load_vocabulary(), ON).roles[role]
    assert binding
    forget_all()
    school = School.objects.get(slug=slug)
    asked = {each.person_id for each in duty_sources()["acknowledgements"].source(school, ON)}
    assert set(Membership.objects.filter(school=school, role=role).values_list("user", flat=True)) & asked
    without_it = audience(without(slug, cite), load_vocabulary(), ON).roles
    assert without_it.get(role, ()) != binding
