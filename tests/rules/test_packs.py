"""Packs of words sleep until a policy uses one of theirs; four policies of other kinds are said in them."""

from pathlib import Path

import pytest

from belisha.asking.lexicon import named_role
from belisha.rules.compare import compare
from belisha.rules.comparing.topics import topic_of
from belisha.rules.contradictions import contradictions
from belisha.rules.judge import judge
from belisha.rules.language.clauses import Plain
from belisha.rules.language.reading import library_slugs, load_policy, read_policy
from belisha.rules.language.writing import write_policy
from belisha.rules.ruling import Situation, Verdict
from belisha.rules.vocabulary.checks import check_words
from belisha.rules.vocabulary.loading import WordsFile, extend, load_vocabulary, pack_files, use_words
from belisha.rules.vocabulary.packs import packs_of, with_awake, with_packs
from belisha.rules.vocabulary.tables import is_awake

DOCUMENTS = Path(__file__).parent / "documents"
WITHOUT_WORDS_OF_THEIR_OWN = ("playgroup", "remote-tuition", "swim-club", "trust-aup", "ai-handbook")


@pytest.mark.parametrize("name", WITHOUT_WORDS_OF_THEIR_OWN)
def test_most_of_a_document_is_said_exactly_and_nothing_is_lost(name: str) -> None:
    policy = read_policy((DOCUMENTS / f"{name}.md").read_text(encoding="utf-8"), name=name)
    exact = [each for each in policy.clauses if not isinstance(each, Plain) and not each.doubts]
    assert len(exact) / len(policy.clauses) >= 0.85
    assert read_policy(write_policy(policy)) == policy
    assert contradictions(policy, load_vocabulary()) == ()


def test_no_shipped_policy_uses_a_pack() -> None:
    words = load_vocabulary()
    for slug in library_slugs():
        policy = load_policy(slug)
        assert packs_of(policy, words) == frozenset()
        assert with_packs(words, policy) is words


def test_a_word_asleep_is_known_and_in_no_list() -> None:
    words = load_vocabulary()
    assert "tutor" in words.roles
    assert words.roles["tutor"].label == "tutor"
    assert "tutor" not in list(words.roles)
    assert words.roles.get("nobody-such") is None
    assert named_role("tutor", words) == "teacher"
    assert named_role("key worker", words) == "key-worker"


def test_awake_its_names_are_its_own() -> None:
    awake = with_awake(load_vocabulary(), ["tuition"])
    assert is_awake(awake.roles, "tutor")
    assert named_role("tutors", awake) == "tutor"
    assert with_awake(load_vocabulary(), ["tuition"]) is awake


def test_a_site_may_have_a_pack_awake_for_all(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[roles.janitor]\nlabel = "janitor"\nwithin = ["staff"]\n')
    try:
        use_words([Path("tuition"), own])
        assert {"tutor", "janitor"} <= set(load_vocabulary().roles)
        assert packs_of(load_policy("calcot"), load_vocabulary()) == frozenset()
    finally:
        use_words([])
    assert "tutor" not in list(load_vocabulary().roles)


def test_all_packs_fit_together() -> None:
    awake = with_awake(load_vocabulary(), pack_files())
    assert list(check_words(awake, lambda table, _: (table, 0))) == []
    assert all(
        len(each.phrases) >= 4 for each in awake.actions.values() if each.id not in load_vocabulary().actions
    )


def test_a_schools_own_word_goes_before_that_of_a_pack() -> None:
    own = extend(
        load_vocabulary(), [WordsFile("own.toml", '[roles.tutor]\nlabel = "form head"\nwithin = ["staff"]\n')]
    )
    awake = with_awake(own, ["tuition"])
    assert awake.roles["tutor"].label == "form head"
    grown = extend(load_vocabulary(), [WordsFile("own.toml", '[phrases]\nteach-online = ["do my zoom"]\n')])
    assert "do my zoom" in with_awake(grown, ["online-lessons"]).actions["teach-online"].phrases


def test_somebody_whose_role_sleeps_is_judged_by_the_wider_ones() -> None:
    asleep, wider = (
        judge(load_policy("calcot"), Situation(role, "befriend", "pupil", {})) for role in ("tutor", "staff")
    )
    assert asleep.verdict is wider.verdict is not Verdict.SILENT


def test_a_word_that_sleeps_is_among_the_nearest() -> None:
    text = (
        (DOCUMENTS / "playgroup.md")
        .read_text(encoding="utf-8")
        .replace("must: wipe-card", "must: wipe-cards")
    )
    with pytest.raises(ValueError, match="wipe-card"):
        read_policy(text)


def test_policies_of_which_one_uses_packs_are_compared_whole() -> None:
    playgroup = read_policy((DOCUMENTS / "playgroup.md").read_text(encoding="utf-8"))
    found = compare(load_policy("calcot"), playgroup)
    assert any("bringing a camera in" in each.sentence for each in found.differences)


def test_an_action_of_a_pack_has_its_topic() -> None:
    actions = load_vocabulary().actions
    assert topic_of("check-dbs", actions) == "Training, vetting and the policy itself"
    assert topic_of("teach-online", actions) == "Other matters"
