"""Pictures of figures: what a reader sees is what a screen reader hears."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from belisha.base.charts import Bar, Series, plain_bars, stacked_bars

SERIES = (Series("have", "done"), Series("not yet", "open"))


def test_the_bars_are_as_long_as_their_figures() -> None:
    drawn = ET.fromstring(stacked_bars("Who", SERIES, [Bar("A", (3, 1)), Bar("B", (2, 0))]))
    lengths = [
        float(each.get("width", "0"))
        for each in drawn.iter()
        if each.get("fill", "").startswith("url(") and each.get("height") == "18"
    ]
    assert lengths[0] == pytest.approx(3 * lengths[1], abs=0.2)
    assert lengths[2] == pytest.approx(2 * lengths[1], abs=0.2)
    assert len(lengths) == 3


def test_all_figures_are_in_words_and_nothing_is_styled_inline() -> None:
    svg = str(stacked_bars("Who <has>", SERIES, [Bar("A & B", (3, 1))], name="x"))
    assert "A &amp; B: 3 have, 1 not yet" in svg
    assert "Who &lt;has&gt;" in svg
    assert "style=" not in svg
    assert 'aria-labelledby="x-t x-d"' in svg


def test_no_bars_no_picture_and_wrong_figures_are_an_error() -> None:
    assert stacked_bars("Who", SERIES, []) == ""
    assert "0 of 0" in stacked_bars("Who", SERIES, [Bar("A", (0, 0))])
    with pytest.raises(ValueError, match="expected 2 figures"):
        stacked_bars("Who", SERIES, [Bar("A", (1,))])
    with pytest.raises(ValueError, match="0 or more"):
        stacked_bars("Who", SERIES, [Bar("A", (1, -1))])


def test_a_picture_of_one_kind_has_numbers_and_no_key() -> None:
    picture = plain_bars("Posts", [("Ready", 4), ("Removed", 2)], name="posts")
    assert ">4<" in picture
    assert " of " not in picture
    assert "Ready: 4. Removed: 2" in picture
    assert picture.count("belisha-chart__bar") == 2
