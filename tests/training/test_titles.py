"""What a duty is called on a list: what is to be done, for every policy of the library."""

from datetime import date

import pytest

from belisha.rules.calendar import calendar
from belisha.rules.language.reading import library_slugs, load_policy
from belisha.rules.vocabulary.loading import load_vocabulary
from belisha.training.titles import duty_title

ON = date(2026, 11, 30)
BEGINS = ("Take", "Teach", "Set")


@pytest.mark.parametrize("slug", library_slugs())
def test_every_title_begins_with_what_to_do(slug: str) -> None:
    verbs = {each.label.split()[0].capitalize() for each in load_vocabulary().actions.values()}
    titles = [duty_title(each) for each in calendar(load_policy(slug), load_vocabulary(), ON)]
    assert titles
    assert [title for title in titles if title.split()[0] not in {*verbs, *BEGINS}] == []


@pytest.mark.parametrize(
    ("slug", "clause", "title"),
    [
        ("coads-green", "induction", "Take part in induction"),
        ("barley-lane", "regular-training", "Take part in the regular training"),
        ("barley-lane", "lessons", "Teach and record: lessons on online safety"),
        ("grange", "review-profiles", "Review your profiles when you join"),
        ("grange", "prevention", "Prevent cyber-bullying"),
        ("hr-cooperative", "adhere", "Keep to the policy"),
    ],
)
def test_a_clause_headed_by_a_noun_is_called_by_what_it_asks(slug: str, clause: str, title: str) -> None:
    asked = {each.clause: each for each in calendar(load_policy(slug), load_vocabulary(), ON)}
    assert duty_title(asked[clause]) == title
