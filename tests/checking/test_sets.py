"""Measured on sets of posts: what is found, what is left alone, and which names are missed."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from belisha.checking.draft import FindingSeverity
from tests.checking.drafts import checked, cited, is_held_up, posts
from tests.checking.names import NAMES, OTHERS, TEMPLATES

NAMING = {"names-pupil", "names-staff", "names-parent", "names-governor"}
OF_PEOPLE = {*NAMING, "complains", "discusses-staff"}


def found(text: str, name: str) -> bool:
    """Whether a finding lies on the name."""
    start = text.index(name)
    return any(
        each.kind in NAMING and each.start < start + len(name) and each.end > start
        for each in checked("grange", "teacher", text).findings
    )


FLOORS = {"posts.tsv": 0.97, "held_posts.tsv": 0.9, "apart_posts.tsv": 0.85, "fresh_posts.tsv": 0.8}
# Written before anything was learnt, and not learnt from; the oblique ones say nothing straight out.
UNSEEN = {"unseen_posts.tsv": 0.9, "oblique_posts.tsv": 0.68}


@pytest.mark.parametrize(("name", "least"), (FLOORS | UNSEEN).items())
def test_posts_that_hold_something_are_rightly_grounded(name: str, least: float) -> None:
    minded = [each for each in posts(name) if not each.is_clean]
    missed = [
        each
        for each in minded
        if not set(each.cites) & cited(checked(each.policy, each.role, each.text, each.audience))
    ]
    assert len(missed) <= (1 - least) * len(minded), [each.text for each in missed]


@pytest.mark.parametrize("name", FLOORS | UNSEEN)
def test_clean_posts_are_left_alone(name: str) -> None:
    clean = [each for each in posts(name) if each.is_clean]
    held = [each for each in clean if is_held_up(checked(each.policy, each.role, each.text, each.audience))]
    assert len(held) <= 0.05 * len(clean), [each.text for each in held]


def test_names_of_the_roll_are_found_however_they_are_written() -> None:
    written = [
        (TEMPLATES[(number + len(who)) % len(TEMPLATES)].format(form), form)
        for who, forms in NAMES.items()
        for number, form in enumerate(forms)
    ]
    missed = [text for text, form in written if not found(text, form)]
    assert len(missed) <= 0.02 * len(written), missed


@pytest.mark.parametrize("text", OTHERS)
def test_words_that_are_like_names_do_not_stop_a_post(text: str) -> None:
    assert not is_held_up(checked("grange", "teacher", text))


def test_abuse_is_told_from_what_only_looks_like_it() -> None:
    with (Path(__file__).parent / "functions.tsv").open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened, delimiter="\t", quoting=csv.QUOTE_NONE))
    wrong = []
    for row in rows:
        result = checked("calcot", "parent", row["text"])
        minded = any(
            each.severity is not FindingSeverity.INFO and each.kind not in OF_PEOPLE
            for each in result.findings
        )
        if minded is not (row["minded"] == "yes"):
            wrong.append((row["function"], row["text"]))
    assert len(wrong) <= 0.05 * len(rows), wrong
