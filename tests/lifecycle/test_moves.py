"""The table of moves: what may follow, why not, the way through it, and its picture."""

from __future__ import annotations

import pytest

from belisha.lifecycle.moves import Lifecycle, Move, diagram, states

LIFE = Lifecycle(
    "A kite",
    (
        Move("be tied", ("new",), "tied", "tied", "tie-kites"),
        Move("fly", ("new", "tied"), "in the air", "flew", through=("hold-string", "run")),
        Move("come down", ("in the air",), "lost", "came down"),
        Move("be looked at", ("in the air",), "in the air", "looked at", "look"),
        Move("be begun again", ("tied", "in the air"), "new", "begun again", "tie-kites"),
    ),
)


@pytest.mark.parametrize(
    ("verb", "state", "sentence"),
    [
        ("fly", "new", ""),
        ("fly", "tied", ""),
        ("fly", "lost", "A kite that stands at “lost” cannot fly: that is done from “new” or “tied”."),
        ("be tied", "tied", "A kite that stands at “tied” cannot be tied: that is done from “new”."),
    ],
)
def test_a_refusal_says_from_where_it_is_done(verb: str, state: str, sentence: str) -> None:
    assert LIFE.refusal(verb, state) == sentence


def test_a_verb_that_no_table_knows_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        LIFE.refusal("sing", "new")


def test_whose_turn_it_is() -> None:
    assert [move.rights for move in LIFE.moves] == [
        ("tie-kites",),
        ("hold-string", "run"),
        (),
        ("look",),
        ("tie-kites",),
    ]


def test_what_follows_in_the_order_of_the_table() -> None:
    assert [move.verb for move in LIFE.next_from("in the air")] == [
        "come down",
        "be looked at",
        "be begun again",
    ]


def test_the_way_passes_each_state_once_and_leaves_out_the_ends() -> None:
    assert LIFE.path("new") == ("new", "tied", "in the air")
    assert tuple(states(LIFE)) == ("new", "tied", "in the air", "lost")


def test_the_picture_has_every_step() -> None:
    drawn = diagram(LIFE).splitlines()
    assert drawn[0] == "stateDiagram-v2"
    assert '    state "in the air" as InTheAir' in drawn
    assert "    Tied --> InTheAir: fly" in drawn
    assert len([line for line in drawn if "-->" in line]) == 7
