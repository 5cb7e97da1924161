"""Every mistake of a file is told, with its line, the value and what was expected."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belisha.rules.errors import Mistake, PolicyError
from belisha.rules.language.policy import Policy
from belisha.rules.language.writing import write_policy
from belisha.rules.nearest import nearest
from tests.rules.strategies import policies
from tests.rules.test_reading import EXAMPLE, read

# Three lines to a case: a line of the example, what stands in its place, what is said of it.
CASES = [
    case.split("\n")
    for case in Path(__file__).with_name("mistakes.txt").read_text(encoding="utf-8").strip().split("\n\n")
]


def mistakes_in(text: str) -> tuple[Mistake, ...]:
    try:
        read(text)
    except PolicyError as error:
        return error.mistakes
    return ()


def mistakes(text: str) -> list[str]:
    return [str(mistake) for mistake in mistakes_in(text)]


def with_line(old: str, new: str) -> str:
    assert EXAMPLE.count(f"\n{old}\n") == 1, f"`{old}` is not one line of the example"
    return EXAMPLE.replace(f"\n{old}\n", f"\n{new}\n".replace(r"\n", "\n"))


@pytest.mark.parametrize(("old", "new", "message"), CASES)
def test_a_mistake_is_told_with_its_line_its_value_and_what_was_expected(
    old: str, new: str, message: str
) -> None:
    assert f"example.md:{message}" in mistakes(with_line(old, new))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "example.md:1: the file must begin with its front matter, between two lines of `---`"),
        ("# Title\n", "example.md:1: the file must begin with its front matter, between two lines of `---`"),
        ("---\ntitle: x\n", "example.md:1: the front matter has no end; expected a second line of `---`"),
    ],
)
def test_a_file_without_front_matter_is_refused(text: str, message: str) -> None:
    assert mistakes(text) == [message]


TEN = [
    ("slug: example", "slug: EXAMPLE"),
    ("standing: approved", "standing: proposed"),
    ("approved on: 2026-03-31", "approved on: Spring"),
    ("# Social Media Policy", "# Another"),
    ("- who: staff, headteacher", "- who: staf"),
    ("- must not: befriend", "- must not: befreind"),
    ("- towards: pupil", "- towards: pupill"),
    ("- when: age below 18 or not in-lesson", "- when: age"),
    ("- since: 2026-01-01", "- sinse: 2026-01-01"),
    ("- steps: friend-pupil", "- steps: nothing-of-the-kind"),
]


@settings(deadline=None)
@given(st.sets(st.sampled_from(TEN), min_size=1))
def test_a_file_with_ten_mistakes_reports_ten(made: set[tuple[str, str]]) -> None:
    text = EXAMPLE
    for old, new in made:
        text = text.replace(f"\n{old}\n", f"\n{new}\n")
    wrong = {
        number for number, line in enumerate(text.split("\n"), start=1) if line in {new for _, new in made}
    }
    assert {int(line.split(":")[1]) for line in mistakes(text)} == wrong
    assert len(mistakes(text)) == len(made)


@settings(deadline=None)
@given(policies(), st.data())
def test_a_file_with_a_line_lost_or_doubled_is_read_or_refused_in_sentences(
    policy: Policy, data: st.DataObject
) -> None:
    lines = write_policy(policy).split("\n")
    at = data.draw(st.integers(0, len(lines) - 1))
    damaged = lines[:at] + lines[at : at + 1] * data.draw(st.sampled_from([0, 2])) + lines[at + 1 :]
    found = mistakes_in("\n".join(damaged))
    assert all(1 <= each.line <= len(damaged) and "\n" not in str(each) for each in found)


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("- within: 24 hours", "a time stands in `by`"),
        ("- exception: friend-pupil", "`exception to: its-id`"),
        (
            "- unless: permission of headteacher and school",
            "for both, write `permission of headteacher and permission of school`",
        ),
        ("- then: report to headteacher, then the dsl", "a second `then` line says what follows"),
        ("- every: banana", "does not say how often"),
        ("- exception to: friend-pupil", "is the clause itself"),
        ("- despite: no-such-clause", "is not a clause of this policy"),
    ],
)
def test_another_way_of_writing_is_told_how_to_say_it(line: str, hint: str) -> None:
    found = mistakes(with_line("- unless: immediate-family", line))
    assert any(hint in each for each in found), found


def test_two_actions_in_one_rule_are_told_apart() -> None:
    found = mistakes(with_line("- must not: befriend", "- must not: befriend, contact"))
    assert any("make a clause for each" in each for each in found), found


def test_a_near_word_never_drops_a_not() -> None:
    assert nearest("not-in-break", ["in-break", "not-in-breaks"]) == ("not-in-breaks",)
