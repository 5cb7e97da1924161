"""A pupil picks from pictures and short words: each category has a picture of its own that the site has."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from lxml import etree

from belisha.cases.library import reporting
from belisha.triage import load_playbooks


def test_each_category_has_its_own_picture_which_is_a_drawing_and_no_program() -> None:
    names = [each.picture for each in load_playbooks().values() if each.child]
    assert len(set(names)) == len(names) >= 10
    for name in names:
        found = finders.find(f"belisha/pictures/{name}.svg")
        assert found, name
        drawing = etree.fromstring(Path(found).read_bytes())
        assert {etree.QName(each).localname for each in drawing.iter()} <= {
            "svg", "g", "rect", "circle", "path",
        }  # fmt: skip


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.mark.usefixtures("demo")
def test_a_pupil_sees_them_beside_the_words_and_an_adult_does_not() -> None:
    page = Client().get("/s/grange/report/?as=pupil").content.decode()
    shown = re.findall(r'<img\s+class="belisha-picture" src="[^"]*/pictures/([\w-]+)', page)
    wanted = sorted(load_playbooks().values(), key=lambda each: each.child_order)
    assert [each.split(".")[0] for each in shown] == [each.picture for each in wanted if each.child]
    assert "belisha-picture" not in Client().get("/s/grange/report/").content.decode()


@pytest.mark.usefixtures("demo")
def test_a_pupil_is_asked_whom_it_is_about_in_few_words_that_a_child_knows() -> None:
    asked = {row["id"] for row in reporting()["about"]}
    of_child = {row["id"]: row["child"] for row in reporting()["about"] if "child" in row}
    page = Client().get("/s/grange/report/?as=pupil").content.decode()
    shown = re.findall(r'name="about" type="radio" value="([\w-]+)"', page)
    assert shown == list(of_child)
    assert {"headteacher", "dsl", "self", "unknown"} <= set(shown) < asked
    for about in shown:
        answer = Client().post("/s/grange/report/", {"as": "pupil", "about": about, "words": "He is mean."})
        assert answer.status_code == 200, about
