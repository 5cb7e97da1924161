"""Own words that no clause uses are told, and none of a site's."""

from datetime import date

from belisha.rules.language.reading import load_policy
from belisha.rules.lint import lint
from belisha.rules.nearest import nearest
from belisha.rules.vocabulary.loading import WordsFile, extend, load_vocabulary

OWN = """
[roles.janitor]
label = "janitor"
within = ["staff"]

[facts.wet]
label = "it is wet"
question = "Is it wet?"
"""


def test_each_word_that_no_clause_uses_is_named() -> None:
    words = extend(load_vocabulary(), [WordsFile("own.toml", OWN)])
    found = lint(load_policy("calcot"), date(2026, 11, 30), vocabulary=words)
    unused = [each.sentence for each in found if each.check == "unused-words"]
    assert unused == [
        "No clause uses the role `janitor` of your own words.",
        "No clause uses the fact `wet` of your own words.",
    ]


def test_the_words_of_the_site_are_not_held_against_one_policy() -> None:
    found = lint(load_policy("calcot"), date(2026, 11, 30))
    assert not [each for each in found if each.check == "unused-words"]


def test_no_nearest_word_leaves_out_what_denies() -> None:
    roles = load_vocabulary().roles
    assert nearest("non-staff", roles) == ()
    assert nearest("not-in-lesson", load_vocabulary().facts) == ()
    assert nearest("staffs", roles)[0] == "staff"
