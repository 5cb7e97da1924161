"""Words that gain an exception while the rule gains nothing are told of, and nothing else is."""

from dataclasses import replace

import pytest

from belisha.rules.editing.word_drift import words_gained
from belisha.rules.language.clauses import Rule
from belisha.rules.language.reading import read_policy

SOURCE = """---
slug: x
title: X
school: X School
publisher: X
source: x
standing: agreed
---

# X

## One

### One {#one}

Staff do not post images.

- who: staff
- must not: bully-online
- cites: X1
"""
RULE = read_policy(SOURCE).by_id["one"]


def said(text: str, **fields: object) -> Rule:
    assert isinstance(RULE, Rule)
    return replace(RULE, text=text, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "gained"),
    [
        ("Staff do not post images, except at sports day.", ("except",)),
        ("Staff only post images unless told, and also captions.", ("also", "only", "unless")),
        ("Staff never post images at all.", ()),
        ("Staff do not post exceptional images.", ()),
    ],
)
def test_what_the_words_gained(text: str, gained: tuple[str, ...]) -> None:
    assert words_gained(said("Staff do not post images."), said(text)) == gained


def test_a_rule_that_changed_with_its_words_is_not_told_of() -> None:
    before = said("Staff do not post images.")
    after = said("Staff do not post images, unless they are on duty.", unless=("permission",))
    assert words_gained(before, after) == ()


def test_a_word_that_was_there_is_not_gained() -> None:
    before = said("Staff only post images of work.")
    assert words_gained(before, said("Staff only post pictures of work.")) == ()
