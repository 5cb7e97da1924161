"""Questions to four policies of other kinds, in words of packs: most are answered by the right clause."""

from functools import cache
from pathlib import Path

import pytest

from belisha.asking.asking import Answer, ask
from belisha.asking.more_words import has_more_words, told_actions
from belisha.asking.own_words import check_phrases
from belisha.rules.judge import compile_policy
from belisha.rules.language.policy import Policy
from belisha.rules.language.reading import library_slugs, load_policy, read_policy
from belisha.rules.vocabulary.loading import WordsFile, extend, load_vocabulary

HERE = Path(__file__).parent / "packs"
DOCUMENTS = Path(__file__).parents[1] / "rules" / "documents"
# Of the files -a and -b, on which the packs were tried, and of those -c, written once they were settled.
LEAST = {"a": 0.85, "b": 0.85, "c": 0.8}


@cache
def policy_of(name: str) -> Policy:
    return read_policy((DOCUMENTS / f"{name}.md").read_text(encoding="utf-8"), name=name)


def is_right(answer: Answer, verdicts: str, clauses: str) -> bool:
    """Whether an answer has one of the verdicts and stands on one of the clauses.

    `*` is any verdict, for what a clause states; `-` no clause, where the policy says nothing.
    """
    verdict, wanted = answer.ruling.verdict.value, set(clauses.split("|"))
    deciding = {*answer.ruling.deciding_ids, *answer.clauses}
    shown = {*deciding, *(ground.clause for ground in answer.ruling.grounds[:3])}
    if clauses == "-":
        return verdict == "silent" and not deciding
    if "*" in verdicts.split("|") or verdict == "depends":
        return (verdict in verdicts or "*" in verdicts) and not wanted.isdisjoint(shown)
    return verdict in verdicts.split("|") and not wanted.isdisjoint(deciding)


@pytest.mark.parametrize("name", sorted(each.stem for each in HERE.glob("*.tsv")))
def test_questions_are_answered_by_the_clause_that_they_are_about(name: str) -> None:
    document, _, part = name.rpartition("-")
    rows = [line.split("\t") for line in (HERE / f"{name}.tsv").read_text(encoding="utf-8").splitlines()]
    wrong = [
        question
        for role, question, verdicts, clauses in rows
        if not is_right(ask(policy_of(document), question, role=role), verdicts, clauses)
    ]
    assert len(wrong) <= (1 - LEAST[part]) * len(rows), wrong


def test_a_policy_of_shipped_words_is_read_as_ever() -> None:
    for slug in library_slugs():
        compiled = compile_policy(load_policy(slug), load_vocabulary(), on=None)
        assert compiled.vocabulary is load_vocabulary()
        assert not has_more_words(compiled.vocabulary)
        assert told_actions(compiled) == {}


def test_own_phrases_go_before_shipped_neighbours_that_the_policy_passes_over() -> None:
    own = """
        [actions.borrow-ukulele]
        label = "borrow a ukulele"
        phrases = ["take a ukulele home", "use one of the school's ukuleles", "sign out an instrument"]
    """
    text = (DOCUMENTS / "playgroup.md").read_text(encoding="utf-8")
    text += (
        "\n### Ukuleles {#ukuleles}\n\nA ukulele goes home with leave.\n\n- who: staff\n- must not: "
        "borrow-ukulele\n- unless: permission of setting-manager\n- cites: 99\n"
    )
    words = extend(load_vocabulary(), [WordsFile("own.toml", own)])
    policy = read_policy(text, vocabulary=words)
    assert [each.phrase for each in check_phrases(policy, words, load_vocabulary()) if each.loses] == []
