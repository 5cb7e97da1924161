"""The words of a comparison: people, what they do, circumstances and topics."""

from __future__ import annotations

import pytest

from belisha.rules.comparing.topics import ELSE, topic_of
from belisha.rules.language.clauses import Rule
from belisha.rules.language.reading import library_slugs, load_policy
from belisha.rules.vocabulary.loading import default_vocabulary, narrower
from belisha.rules.wording.activities import ActivityPhrases, gerund, shipped

WORDS = default_vocabulary()
PHRASES = ActivityPhrases(WORDS)


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("post pictures", "posting pictures"),
        ("be security conscious", "being security conscious"),
        ("use social media", "using social media"),
        ("see it", "seeing it"),
        ("let a child", "letting a child"),
        ("lie", "lying"),
        ("refer to the school", "referring to the school"),
    ],
)
def test_gerunds(label: str, words: str) -> None:
    assert gerund(label) == words


def test_roles_are_named_by_the_widest_name() -> None:
    staff = set(narrower(WORDS.roles, "staff"))
    assert PHRASES.names.of(staff) == "staff"
    assert PHRASES.names.of({*staff, "volunteer"}) == "staff and volunteers"
    assert PHRASES.names.of({"teacher", "pupil"}) == "pupils and teachers"
    assert PHRASES.names.of({"pupil", "parent"}, "or") == "parents or pupils"
    assert PHRASES.names.of(staff - set(narrower(WORDS.roles, "slt"))) == "staff other than senior leaders"


def test_everyone_is_everyone() -> None:
    people = list(narrower(WORDS.roles, "everyone"))
    assert PHRASES.names.is_everyone(people)
    assert PHRASES.names.of([role for role in people if role not in ("everyone", "adult")]) == "everyone"
    assert not PHRASES.names.is_everyone(["pupil"])


def test_what_is_done_towards_somebody_says_whom() -> None:
    """Every action that a policy turns on the other party for has words for whom it is done towards."""
    doing = shipped().doing
    for slug in library_slugs():
        for rule in load_policy(slug).rules:
            if isinstance(rule, Rule) and rule.towards:
                assert "{party}" in doing.get(rule.action, "{party}"), rule.action
                assert "pupils" in PHRASES.doing([rule.action], ["pupil"]), rule.action


def test_every_fact_of_the_vocabulary_has_words() -> None:
    plain = [fact.id for fact in WORDS.facts.values() if fact.kind == "yes-no"]
    assert not set(plain) - set(shipped().facts)
    for fact in plain:
        assert PHRASES.circumstances([(fact, True)]) != PHRASES.circumstances([(fact, False)])


def test_the_file_names_no_word_that_is_not_there() -> None:
    file = shipped()
    assert not set(file.doing) - set(WORDS.actions)
    assert not set(file.anybody) - set(WORDS.actions) - {"default"}
    assert not set(file.facts) - set(WORDS.facts)
    assert not set(file.plurals) - set(WORDS.roles)


def test_every_action_has_a_topic() -> None:
    assert not [action for action in WORDS.actions if topic_of(action, WORDS.actions) == ELSE]


def test_other_circumstances_are_told_by_their_label() -> None:
    assert PHRASES.circumstances([("platform", "whatsapp")]) == "where the platform is WhatsApp"
    assert PHRASES.circumstances([("age", 12)]) == "where the age is 12"
