"""Writing gives back the same file, and reading what was written the same policy."""

from dataclasses import replace
from importlib.resources import files

import pytest
from hypothesis import given, settings

from belisha.rules.errors import Mistakes
from belisha.rules.language.clauses import Clause, Condition, Deed, Effect, Exemption, Grant, GrantKind
from belisha.rules.language.formatting import format_condition, format_effect, format_exemption
from belisha.rules.language.lines import join_parts, split_parts
from belisha.rules.language.policy import Policy
from belisha.rules.language.reading import library_slugs, load_policy, read_policy
from belisha.rules.language.reading_conditions import read_condition, read_exemptions
from belisha.rules.language.reading_effects import read_effect
from belisha.rules.language.reading_words import Reader
from belisha.rules.language.writing import write_clause, write_policy
from tests.rules.small_vocabulary import SMALL
from tests.rules.strategies import LINES, conditions, effects, exemptions, policies, some
from tests.rules.test_reading import EXAMPLE

SHIPPED = library_slugs()


def reader() -> Reader:
    return Reader(SMALL, Mistakes("test.md"))


@settings(max_examples=200, deadline=None)
@given(policies())
def test_a_policy_that_is_written_and_read_is_the_same_policy(policy: Policy) -> None:
    text = write_policy(policy)
    again = read_policy(text, vocabulary=SMALL)
    assert again == policy
    assert write_policy(again) == text


@given(conditions())
def test_a_condition_is_read_back(condition: Condition) -> None:
    assert read_condition(reader(), format_condition(condition), 1) == condition


@given(exemptions())
def test_an_exemption_is_read_back(exemption: Exemption) -> None:
    assert read_exemptions(reader(), format_exemption(exemption), 1) == (exemption,)


@given(effects())
def test_an_effect_is_read_back(effect: Effect) -> None:
    reading = reader()
    assert read_effect(reading, format_effect(effect), 1) == effect
    assert not reading.mistakes.found


@given(some(LINES, 1))
def test_the_parts_of_a_value_are_taken_apart_as_they_were_joined(parts: tuple[str, ...]) -> None:
    assert split_parts(join_parts(parts, ";"), ";") == parts
    assert split_parts(join_parts(parts, ","), ",") == parts


@pytest.mark.parametrize("slug", SHIPPED)
def test_a_shipped_policy_is_written_back_as_it_stands(slug: str, shipped_text: dict[str, str]) -> None:
    assert write_policy(load_policy(slug)) == shipped_text[slug]


@pytest.mark.parametrize("slug", SHIPPED)
def test_a_shipped_policy_is_called_what_its_file_is_called(slug: str) -> None:
    assert load_policy(slug).control.slug == slug


def test_the_words_of_a_grant_stand_in_their_order() -> None:
    declared = Grant(
        GrantKind.DECLARATION, ("headteacher",), written=True, on_entry=True, approved_by=("school",)
    )
    parts = (Condition("in-lesson", negated=True), declared)
    said = "not in-lesson and declaration to headteacher, written, on entry, approved by school"
    assert format_exemption(Exemption(parts)) == said


@pytest.mark.parametrize(
    ("what", "written"),
    [
        ("screenshots (with dates)", "keep (screenshots (with dates))"),
        ("a smile :)", r"keep (a smile :\))"),
        ("a)(b", r"keep (a\)\(b)"),
        (r"C:\pictures", r"keep (C:\\pictures)"),
    ],
)
def test_brackets_that_are_in_pairs_stay_as_they_are(what: str, written: str) -> None:
    effect = Effect(Deed.KEEP, what)
    assert format_effect(effect) == written
    assert read_effect(reader(), written, 1) == effect


def test_a_statement_that_looks_like_structure_is_kept_safe() -> None:
    policy = read_policy(EXAMPLE, vocabulary=SMALL)
    text = "# Not a title\n- who: not a field\n#hashtag and - who: stay as they are\n\\# one more"
    clause = replace(policy.clauses[0], text=text)
    written = write_clause(clause)
    assert (
        "\n\\# Not a title\n\\- who: not a field\n#hashtag and - who: stay as they are\n\\\\# one more\n"
        in written
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"title": "two\nlines"}, "the title of a clause must be one line"),
        ({"title": " spaced"}, "the title of a clause must be one line"),
        ({"text": "\nblank line first"}, "the statement of `friend-pupil` must have words"),
        ({"text": "carriage\r\nreturn"}, "the statement of `friend-pupil` must have words"),
        ({"cites": ("X1, X2",)}, "cannot stand in a list"),
        ({"by": "soon\nor later"}, "`by` must be one line"),
        ({"then": (Effect(Deed.KEEP, " spaced"),)}, "must have no spaces around them"),
        ({"section": "Elsewhere"}, "`friend-pupil` is out of order"),
    ],
)
def test_what_cannot_stand_in_a_file_is_refused(change: dict[str, object], message: str) -> None:
    policy = read_policy(EXAMPLE, vocabulary=SMALL)
    clause: Clause = replace(policy.clauses[0], **change)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=message):
        write_policy(replace(policy, clauses=(clause,)))


@pytest.fixture(scope="module")
def shipped_text() -> dict[str, str]:
    folder = files("belisha").joinpath("library", "policies")
    return {slug: folder.joinpath(f"{slug}.md").read_text(encoding="utf-8") for slug in SHIPPED}
