"""The page about the security standard names every requirement once, and tests that exist."""

import re
from collections import Counter

from tests.house.project import ROOT

PAGE = (ROOT / "docs" / "reference" / "asvs.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| ([\d., ]+) \| (met|not applicable|\*\*not yet\*\*) \| (.+) \|$", PAGE, re.MULTILINE)
IN_LEVELS_1_AND_2 = 253


def test_every_requirement_is_named_once_and_counted() -> None:
    numbers = [number for row in ROWS for number in row[0].split(", ")]
    assert [each for each, count in Counter(numbers).items() if count > 1] == []
    assert len(numbers) == IN_LEVELS_1_AND_2
    counted = Counter({state.strip("*"): 0 for _, state, _ in ROWS})
    for found, state, _ in ROWS:
        counted[state.strip("*")] += len(found.split(", "))
    said = re.search(r"(\d+) met, (\d+) not applicable, (\d+) not yet", PAGE)
    assert said
    assert [int(each) for each in said.groups()] == [
        counted[each] for each in ("met", "not applicable", "not yet")
    ]


def test_what_is_met_names_a_test_that_is_there_or_a_page() -> None:
    for numbers, state, how in ROWS:
        tests = re.findall(r"`(tests/[\w/.]+)`", how)
        assert all((ROOT / each).is_file() for each in tests), numbers
        assert state != "met" or tests or ".md)" in how, numbers
