"""Words beside words, the steps as they are read off a table, and a bar: all without a database."""

from __future__ import annotations

import pytest

from belisha.lifecycle.moves import Lifecycle, Move
from belisha.policies.versions.clause_diff import merged_words
from belisha.ratification.equality.protected_characteristics import protected_characteristics_for
from belisha.ratification.lifecycle.progress import progress_of
from belisha.ratification.publication.charts import bar
from belisha.rules.language.reading import load_policy

LIFE = Lifecycle(
    "A kite",
    (
        Move("be tied", ("new",), "tied", "tied", "tie-kites"),
        Move("fly", ("new", "tied"), "in the air", "flew", "fly-kites"),
        Move("come down", ("in the air",), "lost", "came down"),
    ),
)


@pytest.mark.parametrize(
    ("was", "now", "pieces"),
    [
        ("one two three", "one two three", (("same", "one two three"),)),
        ("", "all new", (("new", "all new"),)),
        ("all gone", "", (("gone", "all gone"),)),
        (
            "Staff should avoid it at home",
            "Staff must avoid it at home",
            (("same", "Staff"), ("gone", "should"), ("new", "must"), ("same", "avoid it at home")),
        ),
        (
            "a b stays c d and then more words",
            "x y stays z w and then more words",
            (("gone", "a b stays c d"), ("new", "x y stays z w"), ("same", "and then more words")),
        ),
    ],
)
def test_words_beside_words(was: str, now: str, pieces: tuple[tuple[str, str], ...]) -> None:
    found = merged_words(was, now)
    assert found == pieces
    assert " ".join(text for mark, text in found if mark != "new") == was
    assert " ".join(text for mark, text in found if mark != "gone") == now


@pytest.mark.parametrize(
    ("state", "passed", "standings"),
    [
        ("new", {"new"}, ["here", "later", "later"]),
        ("in the air", {"new", "in the air"}, ["done", "not done here", "here"]),
        ("in the air", {"new", "tied", "in the air"}, ["done", "done", "here"]),
        ("lost", {"new", "tied", "in the air"}, ["done", "done", "done", "here"]),
    ],
)
def test_where_a_thing_stands_on_its_way(state: str, passed: set[str], standings: list[str]) -> None:
    life = Lifecycle("A kite", (*LIFE.moves, Move("be mended", ("in the air",), "new", "mended", "mend")))
    steps = progress_of(life, "new", state, passed, lambda move: move.right)
    assert [step.standing for step in steps] == standings
    assert all(bool(step.who) is (step.standing == "later") for step in steps)


def test_a_bar_is_whole_and_keeps_what_is_nothing() -> None:
    parts = bar([("a", "A", 1), ("b", "B", 0), ("c", "C", 399)])
    assert [(part.at, part.length) for part in parts] == [(0, 0.25), (0.25, 0), (0.25, 99.75)]
    assert [part.share for part in parts] == ["under 1 %", "0 %", "100 %"]
    assert bar([("a", "A", 0)])[0].length == 0


def test_the_grounds_are_those_that_the_policy_names_or_else_the_laws() -> None:
    own = protected_characteristics_for(load_policy("barley-lane"))
    assert own.grounds == (
        "ethnicity or national origin",
        "culture",
        "religion",
        "gender",
        "disability",
        "sexual orientation",
    )
    assert "B55" in own.source
    law = protected_characteristics_for(load_policy("grange"))
    assert (len(law.grounds), law.source, law.clause) == (9, "Equality Act 2010, section 4", None)
