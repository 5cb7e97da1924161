"""What kind of words somebody typed, on texts that nothing was learnt from."""

import csv
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from belisha.asking.asking import ask, read_question
from belisha.asking.first_help import FirstHelp
from belisha.asking.kind_features import dense_features, terms_of
from belisha.asking.kind_names import WordsKind
from belisha.asking.kinds import KindOfWords, kind_of
from belisha.asking.safeguarding import Concern, safeguarding
from belisha.asking.serialization import answer_values
from belisha.asking.vectors import vectors_of
from belisha.rules.language.reading import library_slugs, load_policy
from belisha.rules.ruling import Verdict
from tests.asking.asked import VOCABULARY, policy_of

HELD_OUT = Path(__file__).resolve().parent.parent.parent / "benchmarks" / "kinds" / "held-out.tsv"
ORDINARY = [each for each in WordsKind if each not in (WordsKind.DISCLOSURE, WordsKind.INCIDENT)]


@cache
def held_out() -> tuple[tuple[WordsKind, str, KindOfWords], ...]:
    with HELD_OUT.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return tuple((WordsKind(row["kind"]), row["role"], kind_said(row["text"])) for row in rows)


def kind_said(text: str) -> KindOfWords:
    entities = read_question(text, VOCABULARY)
    return kind_of(entities.text, vectors_of([entities.plain])[0])


def share(wanted: list[WordsKind], found: list[WordsKind]) -> float:
    """Return the share of held-out texts of the kinds wanted that are taken for one of the kinds found."""
    taken = [said.kind in found for kind, _, said in held_out() if kind in wanted]
    return sum(taken) / len(taken)


def test_help_comes_first_for_disclosures_of_a_writer_kept_apart() -> None:
    assert share([WordsKind.DISCLOSURE], [WordsKind.DISCLOSURE]) >= 0.93


def test_what_has_happened_leads_to_reporting_or_help() -> None:
    assert share([WordsKind.INCIDENT], [WordsKind.INCIDENT, WordsKind.DISCLOSURE]) >= 0.9


def test_ordinary_questions_get_an_ordinary_answer() -> None:
    assert share(ORDINARY, ORDINARY) >= 0.93


def test_two_hundred_texts_kept_apart_are_met_rightly() -> None:
    """Every second disclosure and every fourth other text: help where it is needed, and only there."""
    harm = [said for kind, _, said in held_out() if kind is WordsKind.DISCLOSURE][::2][:100]
    other = [said for kind, _, said in held_out() if kind in ORDINARY][::4][:100]
    assert len(harm) + len(other) == 200
    right = sum(each.is_disclosure for each in harm) + sum(not each.is_disclosure for each in other)
    assert right >= 190


@pytest.mark.parametrize(
    "text",
    [
        "A child told me a man is messaging her and wants photos",
        "Someone is being mean to me online and I am scared to go to school",
        "I found an indecent image of a child",
        "my stepdad hits me when mum is at work",
        "somebody sent round a nude of a girl in my form",
        "he keeps asking for pics and says not to tell my mum",
        "my friend says she wants to die",
    ],
)
@pytest.mark.parametrize("slug", library_slugs())
def test_harm_is_met_with_help_and_no_verdict(slug: str, text: str) -> None:
    answer = ask(load_policy(slug), text, role="teacher")
    values = answer_values(policy_of(slug), answer)
    assert values["kind"] == "help"
    assert values["verdict"] == Verdict.SILENT
    assert answer.tell


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("can I show a video about grooming in my lesson?", WordsKind.PERMISSION),
        ("may we run an anti-bullying assembly with clips of self harm charities?", WordsKind.PERMISSION),
        ("what is cyberbullying", WordsKind.MEANING),
        ("who is the designated safeguarding lead?", WordsKind.WHOM),
        ("when is the policy reviewed", WordsKind.WHEN),
        ("what happens if I break the phone rule", WordsKind.CONSEQUENCES),
        ("what time is lunch", WordsKind.ELSEWHERE),
        ("Can I accept a friend request from a pupil?", WordsKind.PERMISSION),
    ],
)
def test_an_ordinary_question_is_told_by_what_it_asks(text: str, kind: WordsKind) -> None:
    assert kind_said(text).kind is kind


@pytest.mark.parametrize(
    ("text", "concern", "first"),
    [
        ("a pupil told me her uncle hurts her", Concern.CHILD, "dsl"),
        ("a colleague is messaging one of our sixth formers at night", Concern.STAFF, "headteacher"),
        ("the head keeps touching the girls", Concern.HEAD, "chair-of-governors"),
        ("i told the head that a boy has bruises", Concern.CHILD, "dsl"),
    ],
)
def test_whom_to_tell_goes_by_whom_it_is_about(text: str, concern: Concern, first: str) -> None:
    answer = ask(policy_of("calcot"), text, role="teacher")
    assert answer.help
    assert (answer.help.concern, answer.tell[0]) == (concern, first)


@pytest.mark.parametrize("slug", ["calcot", "hr-cooperative", "grange", "coads-green", "barley-lane"])
def test_what_is_about_the_head_goes_to_nobody_under_the_head(slug: str) -> None:
    answer = ask(policy_of(slug), "the head keeps texting a sixth former late at night", role="teacher")
    assert answer.tell[0] == "chair-of-governors"
    assert not {"headteacher", "head-of-school", "slt", "line-manager"} & set(answer.tell)


def test_whoever_holds_the_office_is_sent_on() -> None:
    answer = ask(policy_of("calcot"), "a pupil told me her uncle hurts her", role="dsl")
    assert "dsl" not in answer.tell
    assert answer.tell[0] == "social-care"


@pytest.mark.parametrize(
    "text",
    [
        "I found an indecent image of a child",
        "there's a naked picture of a year 9 girl on his phone",
        "a photo is going round of a pupil without clothes",
        "caretaker here, usb stick with pictures of kids in the changing room",
    ],
)
def test_every_wording_of_an_indecent_image_lands_on_the_whole_procedure(text: str) -> None:
    answer = ask(policy_of("grange"), text, role="teacher")
    assert answer.help
    cites = {cite for ground in answer.ruling.grounds for cite in ground.cites}
    assert {"G84a", "G84c", "G84d", "G84h", "G84j", "G82"} <= cites
    assert "G84d" in {cite for ground in answer.help.policy_do_not for cite in ground.cites}
    assert "police" in answer.tell


@pytest.mark.parametrize("slug", [each for each in library_slugs() if each != "grange"])
def test_where_a_policy_has_no_procedure_dated_guidance_says_what_not_to_do(slug: str) -> None:
    answer = ask(load_policy(slug), "I found an indecent image of a child", role="teacher")
    assert answer.help
    assert answer.help.is_image
    assert not answer.help.procedure
    said = " ".join(each.says for each in answer.help.do_not)
    assert all(word in said for word in ("look", "copy", "forward", "delete", "investigate", "promise"))
    assert all(each.source.since.year >= 2024 for each in answer.help.do_not)


def test_a_pupil_is_told_what_a_child_understands() -> None:
    answer = ask(policy_of("calcot"), "a man on roblox wants me to send him pictures", role="pupil")
    assert answer.help
    assert answer.help.is_for_child
    child = safeguarding().child
    assert (
        max(len(each.split()) for each in (child.first, child.tell, child.talk, *child.about("image"))) <= 25
    )


def test_features_are_bounded_and_terms_are_pairs_too() -> None:
    assert Counter(terms_of("he said he said"))["he said"] == 2
    assert all(0 <= each <= 1 for each in dense_features("a man " * 500))
    assert len(dense_features("")) == len(dense_features("scared of a man with a knife"))


def test_a_parent_is_told_what_not_to_do_at_home() -> None:
    words = "I found messages on my daughter's phone from an older lad who wants to meet her"
    told = {
        role: " ".join(each.says for each in help_of(words, role).do_not) for role in ("parent", "teacher")
    }
    assert "with your child" in told["parent"]
    assert "leading questions" not in told["parent"]
    assert "leading questions" in told["teacher"]
    assert "with your child" not in told["teacher"]


def help_of(words: str, role: str) -> FirstHelp:
    answer = ask(policy_of("barley-lane"), words, role=role)
    assert answer.help
    return answer.help


@pytest.mark.parametrize("slug", library_slugs())
@pytest.mark.parametrize(
    ("role", "text"),
    [
        ("pupil", "can my coach ask me for photos"),
        ("pupil", "is my tutor allowed to follow me on insta and msg me"),
        ("pupil", "my tutor wants to meet up with me at weekend is that ok"),
        ("parent", "should his football coach be sending him messages at midnight?"),
        ("parent", "Is a teaching assistant allowed to message my daughter privately on snapchat?"),
    ],
)
def test_whoever_asks_of_an_adult_who_comes_near_a_child_meets_help(slug: str, role: str, text: str) -> None:
    answer = ask(load_policy(slug), text, role=role)
    assert answer.help is not None
    assert answer.ruling.verdict is Verdict.SILENT


@pytest.mark.parametrize(
    ("role", "text"),
    [
        ("pupil", "can my teacher email me my homework"),
        ("pupil", "sir follows me on insta is that allowed"),
        ("pupil", "can i ask my teacher to text me the answers"),
        ("parent", "can the coach add my son to the team whatsapp group"),
        ("parent", "Can the school text my daughter about detention"),
        ("parent", "may the teacher take photos of my son on sports day"),
        ("teacher", "can my TA message me on whatsapp"),
    ],
)
def test_the_schools_own_messages_are_an_ordinary_question(role: str, text: str) -> None:
    assert ask(load_policy("calcot"), text, role=role).help is None
