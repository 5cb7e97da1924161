"""Questions as people type them: who is meant, what was agreed to, what is stated, what is asked back."""

from __future__ import annotations

import pytest

from belisha.asking.kind_names import WordsKind
from belisha.rules.ruling import FORBIDDING, Verdict
from tests.asking.asked import asked, policy_of


def cited(policy: str, role: str, question: str) -> set[str]:
    """Return all that an answer cites."""
    ruling = asked(question, policy=policy, role=role).ruling
    return {cite for each in (*ruling.grounds, *ruling.duties) for cite in each.cites}


@pytest.mark.parametrize("kin", ["my own son", "my step daughter", "my youngest"])
def test_immediate_family_may_stay_in_touch(kin: str) -> None:
    answer = asked(f"{kin} is a pupil here, can we be friends on facebook", policy="hr-cooperative")
    assert answer.ruling.verdict is Verdict.ALLOWED


@pytest.mark.parametrize("kin", ["my godson", "my brother's boy", "my great niece", "my sister in law's lad"])
def test_wider_family_is_declared(kin: str) -> None:
    answer = asked(f"{kin} is starting in reception, do i need to declare it", policy="calcot")
    assert answer.ruling.verdict is Verdict.RECOMMENDED
    assert "K74b" in cited("calcot", "teacher", f"{kin} is starting in reception, do i need to declare it")


@pytest.mark.parametrize("words", ["other teachers", "a colleague", "another teacher"])
def test_a_colleague_is_no_pupil(words: str) -> None:
    answer = asked(f"can i be friends with {words} on facebook", policy="barley-lane")
    assert answer.ruling.verdict is Verdict.SILENT


@pytest.mark.parametrize(
    ("policy", "role", "question", "cite"),
    [
        ("calcot", "teacher", "do people really get struck off over what they post", "K80"),
        ("barley-lane", "ex-pupil", "i left in july, am i still part of the school community", "B49"),
        ("barley-lane", "parent", "are old pupils members of the school community", "B49"),
        ("hr-cooperative", "teacher", "what is classed as social media in this policy", "H16"),
        ("calcot", "parent", "how old for whatsapp does it say", "K60a"),
    ],
)
def test_what_is_stated_is_cited(policy: str, role: str, question: str, cite: str) -> None:
    answer = asked(question, policy=policy, role=role)
    assert cite in cited(policy, role, question)
    assert answer.ruling.verdict is not Verdict.DEPENDS


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("can i go on facebook at school", "time-of-day"),
        ("can i use social media on my own phone in my break", "pupils-watching"),
    ],
)
def test_what_an_answer_turns_on_is_asked(question: str, fact: str) -> None:
    answer = asked(question, policy="barley-lane")
    follow_up = {each.fact: each for each in answer.ruling.asks}
    assert len(set(follow_up[fact].then.values())) > 1


def test_what_depends_is_not_given_straight() -> None:
    answer = asked("can i go on facebook at school", policy="barley-lane")
    assert answer.ruling.verdict is Verdict.DEPENDS
    assert not answer.is_straight


def test_children_on_the_yard_can_see_it() -> None:
    answer = asked("on the yard at break with the kids around, can i tweet", policy="barley-lane")
    assert answer.ruling.verdict in FORBIDDING


@pytest.mark.parametrize(
    "question",
    [
        "someone wrote horrible lies about me on a page, should i keep a copy",
        "i am getting vile messages, may i delete them",
        "a parent is abusing me online, can i answer back",
    ],
)
def test_what_staff_must_do_about_abuse_online_is_answered(question: str) -> None:
    answer = asked(question, policy="grange")
    assert answer.help is None
    assert answer.kind.kind is not WordsKind.DISCLOSURE
    assert answer.ruling.verdict is not Verdict.ALLOWED


@pytest.mark.parametrize(
    ("role", "question"),
    [
        ("pupil", "someone wrote horrible lies about me on a page, should i keep a copy"),
        ("parent", "my daughter is getting vile messages, may i delete them"),
        ("teacher", "a girl in my class is being abused online, should i keep the messages"),
        ("teacher", "i can't go on, they abuse me online every night"),
        ("teacher", "he is on his way to school with a knife and posts about it, do i ring the police"),
        ("teacher", "an indecent picture of a child is going round, do i keep the messages"),
    ],
)
def test_harm_still_gets_help_and_no_verdict(role: str, question: str) -> None:
    answer = asked(question, policy="grange", role=role)
    assert answer.help is not None
    assert answer.ruling.verdict is Verdict.SILENT


def test_who_finds_a_pupils_phone_is_told_what_to_do() -> None:
    question = "a pupil turned up with a mobile in her bag, what do we do"
    assert asked(question, policy="grange", role="headteacher").ruling.verdict is Verdict.REQUIRED
    assert "G88c" in cited("grange", "headteacher", question)


def test_parents_are_reached_by_the_schools_own_channels() -> None:
    assert "G43" in cited("grange", "teacher", "could i send parents a message on telegram")
    assert policy_of("grange").by_id["school-channels"].cites == ("G43",)


EMAIL = """From: Jo Field <jo@example.org>
To: office@school.example
Subject: photo

Hi, please could you take down the photo of my son from the Facebook page? I never agreed.
You can ring me on 07700 900123 in the afternoon. Kind regards, Jo"""


@pytest.mark.parametrize("words", [EMAIL, "can i add a pupil on facebook " * 700, "z" * 20_000])
def test_long_words_are_no_harm_for_being_long(words: str) -> None:
    assert asked(words, role="parent").help is None


@pytest.mark.parametrize("policy", ["grange", "barley-lane", "hr-cooperative", "coads-green", "calcot"])
def test_whoever_asks_to_look_into_an_indecent_image_gets_the_procedure(policy: str) -> None:
    answer = asked("may i look into indecent images of children that were found", policy=policy)
    assert answer.help is not None
    assert answer.help.is_image


def test_other_material_has_its_own_rule() -> None:
    question = "adult stuff on the shared laptop, not children, what do i do"
    assert asked(question, policy="grange").help is None
    assert "G84e" in cited("grange", "teacher", question)


@pytest.mark.parametrize(
    "question",
    [
        "Can I be friends with a Year 6 parent on Facebook?",
        "Can I join the Year 2 parents' WhatsApp group?",
        "A parent has set up a class Facebook group and added me. May I stay in it?",
    ],
)
def test_a_parent_of_a_year_is_no_pupil(question: str) -> None:
    answer = asked(question, policy="coads-green")
    assert answer.ruling.verdict is Verdict.ALLOWED
    assert "C22" in cited("coads-green", "teacher", question)


def test_a_teacher_of_a_year_is_no_pupil() -> None:
    answer = asked("Can I message a Year 6 teacher on WhatsApp?", policy="coads-green")
    assert answer.ruling.verdict is Verdict.SILENT


@pytest.mark.parametrize(
    ("slug", "role", "text"),
    [
        (
            "grange",
            "teacher",
            "A little girl brought her cousin's old phone in her bag. Must we ring her mum?",
        ),
        ("calcot", "teacher", "my cousin starts at our school and we chat on whatsapp, do i have to stop"),
        ("barley-lane", "parent", "she is ten and all her friends have it, should I let her"),
        ("coads-green", "pupil", "do i have to keep to this, im in year 3"),
        ("grange", "teacher", "my sister keeps ringing while i have the class, ok to pick up"),
    ],
)
def test_what_only_asks_of_a_duty_gets_its_answer(slug: str, role: str, text: str) -> None:
    assert asked(text, policy=slug, role=role).help is None


@pytest.mark.clause("G18")
def test_a_contractor_is_a_visitor_too() -> None:
    """Whoever comes to mend the roof keeps the phone away where children are."""
    answer = asked("phone on the playground when kids are about ok?", policy="grange", role="contractor")
    assert answer.ruling.verdict is Verdict.PROHIBITED
    assert "G18" in {cite for each in answer.ruling.deciding for cite in each.cites}


@pytest.mark.clause("G72b")
def test_a_picture_for_the_childs_own_parent() -> None:
    answer = asked("can I send a mum the picture of her own boy", policy="grange", role="teacher")
    assert answer.ruling.verdict is not Verdict.PROHIBITED
