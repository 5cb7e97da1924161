"""A site whose schools use words of their own beside those that ship."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.backup_sites import Site

pytestmark = pytest.mark.database

WORDS = """
[roles.breakfast-club-leader]
label = "breakfast club leader"
within = ["support-staff"]
names = ["breakfast club leader"]

[actions.use-class-tablet]
label = "use a class tablet"
phrases = ["use a class tablet", "take a tablet home", "borrow one of the school iPads"]

[facts.tablet-booked]
label = "the tablet is booked out"
question = "Is the tablet booked out to you?"
words = ["booked out"]
"""
POLICY = """---
slug: our-school
title: Social Media Policy
school: Ash School
publisher: Ash School
source: agreed in September 2026
standing: agreed
ask whom: headteacher
---

# Social Media Policy

## Tablets

### Class tablets {#class-tablets}

Staff use a class tablet only where it is booked out to them.

- who: staff
- must not: use-class-tablet
- unless: tablet-booked
- cites: P3
"""
PUBLISH = f"""
from belisha.cli.startup import prepare_database
prepare_database()
from belisha.access.actor import ANONYMOUS
from belisha.people.models import School
from belisha.policies.actions import bring_in_version
bring_in_version(by=ANONYMOUS, school=School.objects.create(slug="ash", name="Ash School"), label="1",
    source={POLICY!r})
"""
ASK = """
import sys
from django.test import Client
page = Client(headers={"host": "localhost"}).get("/s/ash/ask/", {"as": sys.argv[1], "q": sys.argv[2]})
print(page.status_code, page.content.decode())
"""
CHOICES = """
from belisha.drafting.clause_form.choices import site_choices
from belisha.people.roles import is_known_role
print(is_known_role("breakfast-club-leader"), site_choices().action_id("use a class tablet"))
print("breakfast" in str(site_choices().role_choices))
"""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    file = tmp_path / "our-words.toml"
    file.write_text(WORDS)
    made = replace(Site(tmp_path / "own_words_site").begin(), env={"BELISHA_WORDS": str(file)})
    yield made
    made.end()


def test_a_policy_with_words_of_its_own_answers_on_the_site(site: Site) -> None:
    site.python(PUBLISH)
    page = site.python(ASK, "breakfast-club-leader", "May I take a tablet home?")
    assert page.startswith("200 ")
    assert "Staff use a class tablet only where it is booked out to them." in page
    assert site.python(CHOICES).split() == ["True", "use-class-tablet", "True"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (None, "cannot be read: No such file or directory"),
        ("[roles", "this is not TOML"),
        ("[roles.teacher]\nwithin = ['pupil']", "teacher"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_and_nothing_starts(
    tmp_path: Path, written: str | None, said: str
) -> None:
    file = tmp_path / "words.toml"
    if written is not None:
        file.write_text(written)
    made = replace(Site(tmp_path / "no_words_site"), env={"BELISHA_WORDS": str(file)})
    done = made.run("sweep")
    assert done.status == 2
    assert done.err.startswith("belisha: BELISHA_WORDS: ")
    assert said in done.err
    assert done.err.count("\n") == 1
