"""Reading a policy gives typed values, or every mistake of the file with its line."""

from datetime import date
from pathlib import Path

import pytest

from belisha.rules.errors import PolicyError
from belisha.rules.language.clauses import (
    Comparator,
    Condition,
    Deed,
    Definition,
    Effect,
    Exemption,
    Force,
    Grant,
    GrantKind,
    Procedure,
    Rule,
)
from belisha.rules.language.policy import Policy
from belisha.rules.language.reading import library_slugs, load_policy, read_policy
from belisha.rules.language.writing import write_policy
from tests.rules.small_vocabulary import SMALL

EXAMPLE = """\
---
slug: example
title: Social Media Policy
school: Example Primary School
publisher: Example Trust
source: https://example.org/policy.pdf
standing: approved
approved on: 2026-03-31
---

# Social Media Policy

What this file is, in a paragraph.

## Friends and contact

### Friending a pupil {#friend-pupil}

Staff do not make a pupil a friend, unless the pupil is close family.

A second paragraph,
over two lines.

- who: staff, headteacher
- must not: befriend
- towards: pupil
- when: age below 18 or not in-lesson
- unless: immediate-family
- unless: permission of headteacher or school, written, prior and declaration to lado, on entry
- then: report to headteacher or lado in incidents (what was seen), at once
- cites: X44, X45
- since: 2026-01-01

### What to do {#what-to-do}

First this.

- procedure on: befriend
- steps: friend-pupil
- cites: X46

## Words

### Everyone {#everyone}

Everyone but parents.

- defines: everyone
- means: staff, pupil
- cites: X1
"""


def read(text: str = EXAMPLE) -> Policy:
    return read_policy(text, name="example.md", vocabulary=SMALL)


def test_a_clause_is_read_whole() -> None:
    policy = read()
    assert policy.introduction == "What this file is, in a paragraph."
    assert policy.sections == ("Friends and contact", "Words")
    assert policy.control.approved_on == date(2026, 3, 31)
    assert policy.by_id["friend-pupil"] == Rule(
        id="friend-pupil",
        title="Friending a pupil",
        text="Staff do not make a pupil a friend, unless the pupil is close family.\n\n"
        "A second paragraph,\nover two lines.",
        section="Friends and contact",
        cites=("X44", "X45"),
        since=date(2026, 1, 1),
        who=("staff", "headteacher"),
        force=Force.MUST_NOT,
        action="befriend",
        towards=("pupil",),
        when=((Condition("age", False, Comparator.BELOW, 18), Condition("in-lesson", negated=True)),),
        unless=(
            Exemption((Condition("immediate-family"),)),
            Exemption(
                (
                    Grant(GrantKind.PERMISSION, ("headteacher", "school"), written=True, prior=True),
                    Grant(GrantKind.DECLARATION, ("lado",), on_entry=True),
                )
            ),
        ),
        then=(Effect(Deed.REPORT, "what was seen", ("headteacher", "lado"), "incidents", "at once"),),
    )
    assert policy.by_id["friend-pupil"].line == 17
    assert isinstance(policy.by_id["what-to-do"], Procedure)
    assert isinstance(policy.by_id["everyone"], Definition)
    assert policy.by_id["everyone"].section == "Words"


@pytest.mark.parametrize(
    "text",
    [
        EXAMPLE.replace("\n", "\r\n"),
        "\ufeff" + EXAMPLE,
        EXAMPLE.replace("- who:", "*  Who :"),
        EXAMPLE.replace("- towards: pupil\n", "- towards: pupil\n\n"),
        EXAMPLE.replace(" and declaration", " and\n  declaration"),
        EXAMPLE.replace("pupil {#", "pupil\u00a0 {#"),
    ],
    ids=[
        "line ends of Windows",
        "byte order mark",
        "other bullets",
        "blank line between fields",
        "folded field",
        "hard space",
    ],
)
def test_what_an_editor_may_change_is_read_all_the_same(text: str) -> None:
    assert write_policy(read(text)) == EXAMPLE


def test_a_file_is_loaded_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "ours.md"
    path.write_text(EXAMPLE, encoding="utf-8")
    assert load_policy(path, vocabulary=SMALL) == read()
    assert load_policy(str(path), vocabulary=SMALL) == read()
    path.write_bytes(EXAMPLE.encode() + b"\xff")
    with pytest.raises(PolicyError, match=r"ours\.md: this is not UTF-8 text"):
        load_policy(path, vocabulary=SMALL)


def test_a_slug_that_does_not_ship_is_refused_with_the_nearest() -> None:
    slug = library_slugs()[0]
    with pytest.raises(LookupError, match=f"`{slug}x` is not a policy that ships; did you mean `{slug}`"):
        load_policy(f"{slug}x")
