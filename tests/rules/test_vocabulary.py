"""The words are read from TOML, a school may add to them, and every mistake is told at once."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.rules.errors import VocabularyError
from belisha.rules.nearest import did_you_mean, nearest, quoted
from belisha.rules.vocabulary.loading import (
    EMPTY,
    WordsFile,
    default_vocabulary,
    extend,
    load_vocabulary,
    narrower,
    taken_names,
    wider,
)
from belisha.rules.vocabulary.words import Fact, FactKind, Platform, Role, Vocabulary
from tests.rules.small_vocabulary import SMALL


def read(text: str, base: Vocabulary = SMALL) -> Vocabulary:
    return extend(base, [WordsFile("school.toml", text)])


def mistakes(text: str, base: Vocabulary = SMALL) -> list[str]:
    with pytest.raises(VocabularyError) as caught:
        read(text, base)
    return str(caught.value).split("\n")


def test_every_key_is_read() -> None:
    words = read(
        """
        [roles.dsl]
        label = "designated safeguarding lead"
        within = ["staff"]
        names = ["safeguarding lead", "safeguarding lead"]
        office = true

        [facts.age-of-caller]
        label = "age of the caller"
        question = "How old is the caller?"
        why = "Some answers turn on it."
        kind = "number"
        words = ["years old"]
        denials = ["no age"]
        implies = ["not in-lesson"]
        unusual = true

        [platforms.signal]
        label = "Signal"

        [spellings]
        facebok = "facebook"

        [elsewhere]
        phrases = ["what is for lunch", "what is for lunch"]
        """
    )
    assert words.roles["dsl"] == Role(
        "dsl", "designated safeguarding lead", ("staff",), ("safeguarding lead",), is_office=True
    )
    assert words.facts["age-of-caller"] == Fact(
        "age-of-caller", "How old is the caller?", "age of the caller", FactKind.NUMBER,
        "Some answers turn on it.", ("years old",), ("no age",), ("not in-lesson",), True,
    )  # fmt: skip
    assert words.platforms["signal"] == Platform("signal", "Signal")
    assert words.spellings == {"facebok": "facebook"}
    assert words.elsewhere == ("what is for lunch",)
    assert words.actions == SMALL.actions


def test_a_school_adds_names_and_phrases_and_takes_none_away() -> None:
    words = read(
        """
        [roles.pupil]
        names = ["learner"]
        [phrases]
        befriend = ["add on snap", "make friends"]
        """
    )
    assert words.roles["pupil"].names == ("child", "student", "learner")
    assert words.actions["befriend"].phrases == ("make friends", "add on snap")
    assert SMALL.roles["pupil"].names == ("child", "student")


def test_what_is_settled_stays_settled() -> None:
    growing = "only `names`, `phrases`, `words`, `denials` or `values` may be added to"
    worded = "`label`, `question` or `why` said otherwise"
    assert mistakes('[roles.pupil]\nwithin = ["staff"]\noffice = true') == [
        f"school.toml:1: `{key}` of `roles.pupil` is settled; {growing}, and {worded}"
        for key in ("office", "within")
    ]


def test_a_school_calls_a_word_that_ships_as_it_likes() -> None:
    fact = '[facts.in-lesson]\nlabel = "in class"\nquestion = "In class?"'
    found = read(f'[roles.pupil]\nlabel = "child"\n{fact}')
    assert (found.roles["pupil"].label, found.roles["pupil"].within) == ("child", ("everyone",))
    assert (found.facts["in-lesson"].question, found.facts["in-lesson"].implies) == (
        "In class?",
        ("school-hours",),
    )


def test_a_file_that_says_again_what_is_there_is_no_mistake() -> None:
    assert read('[roles.pupil]\nlabel = "pupil"\nwithin = ["everyone"]') == SMALL


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[roles.dsl]\nlable = "x"\nlabel = "x"',
         "1: `lable` is not a key of `roles.dsl`; did you mean `label`?"),
        ("[roles.dsl]\nnames = []", "1: `roles.dsl` has no `label`"),
        ('[facts.f]\nlabel = "x"', "1: `facts.f` has no `question`"),
        ('[role.dsl]\nlabel = "x"', "1: `role` is not a table of words; did you mean `roles`?"),
        ('[roles.DSL]\nlabel = "x"', "1: `DSL` must be small letters and figures joined by hyphens"),
        ("[roles]\ndsl = 1", "1: `dsl` must be a table: `[roles.dsl]`"),
        ('[roles.dsl]\nlabel = "x"\nwithin = "staff"',
         "1: `within` of `roles.dsl` must be a list of words in quotation marks"),
        ('[roles.dsl]\nlabel = "x"\noffice = "yes"', "1: `office` of `roles.dsl` must be true or false"),
        ('[roles.dsl]\nlabel = ""', "1: `label` of `roles.dsl` must be words in quotation marks"),
        ('[facts.f]\nlabel = "x"\nquestion = "?"\nkind = "date"',
         "1: `kind` of `facts.f` must be `yes-no`, `number`, `platform` or `choice`"),
        ('\n[roles.dsl]\nlabel = "x"\nwithin = ["staf"]',
         "2: `dsl` is within `staf`, which is not a wider role; did you mean `staff`?"),
        ('[actions.a]\nlabel = "x"\nwithin = ["b"]\n[actions.b]\nlabel = "x"\nwithin = ["a"]',
         "1: `a` is within itself: `a`, `b` and `a`"),
        ('[actions.a]\nlabel = "x"\nwithin = ["a"]', "1: `a` is within itself: `a` and `a`"),
        ('[facts.f]\nlabel = "x"\nquestion = "?"\nimplies = ["not in-leson"]',
         "1: `f` implies `in-leson`, which is not a fact; did you mean `in-lesson`?"),
        ('[roles.learner]\nlabel = "x"\nnames = ["Sprog"]\n[roles.other]\nlabel = "x"\nnames = ["sprog"]',
         "4: `sprog` is a name of `other` and of `learner`; a name means one role"),
        ('[roles.learner]\nlabel = "x"\nnames = ["pupil"]',
         "1: `pupil` is a name of `learner` and of `pupil`; a name means one role"),
        ('[platforms.other]\nlabel = "x"', "1: `other` stands for every platform that no clause names"),
        ('[phrases]\nbefreind = ["x"]', "1: `befreind` is not an action; did you mean `befriend`?"),
        ("[elsewhere]\nwords = []",
         "1: `elsewhere` has `phrases`, a list of words in quotation marks, and not `words`"),
        ("[spellings]\nx = 1", "1: the spelling of `x` must be words in quotation marks"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line(text: str, message: str) -> None:
    assert mistakes(text) == [f"school.toml:{message}"]


def test_a_file_that_is_not_toml_is_told_beside_the_mistakes_of_the_others() -> None:
    with pytest.raises(VocabularyError) as caught:
        extend(SMALL, [WordsFile("a.toml", "[roles"), WordsFile("b.toml", "[spellings]\nx = 1")])
    assert [mistake.file for mistake in caught.value.mistakes] == ["a.toml", "b.toml"]


def test_words_are_loaded_from_files(tmp_path: Path) -> None:
    whole, more = tmp_path / "whole.toml", tmp_path / "more.toml"
    whole.write_text('[roles.staff]\nlabel = "staff"', encoding="utf-8")
    more.write_text('[roles.teacher]\nlabel = "teacher"\nwithin = ["staff"]', encoding="utf-8")
    assert list(load_vocabulary(whole, more).roles) == ["staff", "teacher"]
    more.write_bytes(b"\xff")
    with pytest.raises(VocabularyError, match=r"more\.toml: this is not UTF-8 text"):
        load_vocabulary(whole, more)


def test_the_shipped_vocabulary_is_read_once_and_can_be_added_to(tmp_path: Path) -> None:
    assert load_vocabulary() is load_vocabulary() is default_vocabulary()
    more = tmp_path / "more.toml"
    more.write_text('[roles.lighthouse-keeper]\nlabel = "keeper"', encoding="utf-8")
    assert set(load_vocabulary(None, more).roles) == {*default_vocabulary().roles, "lighthouse-keeper"}


def test_wider_words_come_nearest_first_and_once() -> None:
    words = read(
        """
        [roles]
        a = { label = "a", within = ["b", "c"] }
        b = { label = "b", within = ["d"] }
        c = { label = "c", within = ["d"] }
        d = { label = "d" }
        """,
        EMPTY,
    ).roles
    assert wider(words, "a") == ("a", "b", "c", "d")
    assert wider(words, "d") == ("d",)
    assert narrower(words, "d") == ("d", "a", "b", "c")
    with pytest.raises(KeyError):
        wider(words, "e")
    with pytest.raises(KeyError):
        narrower(words, "e")


@given(st.sampled_from(sorted(SMALL.roles)), st.sampled_from(sorted(SMALL.roles)))
def test_wider_and_narrower_say_the_same(one: str, other: str) -> None:
    assert (other in wider(SMALL.roles, one)) == (one in narrower(SMALL.roles, other))


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("pupill", ("pupil",)),
        ("teachers", ("teacher",)),
        ("head", ("headteacher",)),
        ("family-immediate", ("immediate-family",)),
        ("Immediate Family", ("immediate-family",)),
        ("xyzzy", ()),
        ("", ()),
        ("-", ()),
    ],
)
def test_the_nearest_words_are_those_that_may_have_been_meant(word: str, found: tuple[str, ...]) -> None:
    assert nearest(word, [*SMALL.roles, *SMALL.facts]) == found


def test_a_list_of_words_reads_as_a_sentence() -> None:
    assert quoted([]) == ""
    assert quoted("abc", "and") == "`a`, `b` and `c`"
    assert did_you_mean("pupill", ["pupil"]) == "; did you mean `pupil`?"
    assert did_you_mean("pupill", []) == ""


def test_a_name_of_a_new_word_is_no_longer_a_name_of_a_word_that_ships() -> None:
    base = default_vocabulary()
    assert "tutor" in base.roles["teacher"].names
    own = extend(base, [WordsFile("our-words.toml", '[roles.tutor]\nlabel = "tutor"\nwithin = ["staff"]')])
    assert "tutor" not in own.roles["teacher"].names
    assert taken_names(own, base) == {"tutor": ("tutor", "teacher")}
