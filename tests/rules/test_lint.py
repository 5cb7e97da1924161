"""The rot that is known to be in the five policies is found, from the policies that ship."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from belisha.rules.language.policy import ChangeEntry, LinkedPolicy, Policy
from belisha.rules.language.reading import library_slugs, load_policy
from belisha.rules.lint import LintFinding, Severity, lint, lint_file
from belisha.rules.linting.lint_context import every_check

ON = date(2026, 11, 21)

# What is wrong with the five on that day: the policy, what finds it, and words of the finding.
ROT = [
    ("grange", "review-overdue", "`September 2024`"),
    ("grange", "review-not-a-day", "is a month"),
    ("grange", "editions", "`2022` and `2023`"),
    ("grange", "superseded", "cited in its `2022` edition"),
    ("grange", "superseded", "cited in its `2023` edition"),
    ("grange", "absolutes", "under no circumstances"),
    ("grange", "signatures", "`Headteacher` is blank"),
    ("grange", "signatures", "`Chair of Governors` is blank"),
    ("grange", "audience", "`visitor`"),
    ("barley-lane", "review-overdue", "`Spring Term 2026`"),
    ("barley-lane", "review-not-a-day", "is a term"),
    ("barley-lane", "review-far", "4 years after it was approved"),
    ("barley-lane", "approver", "`senior leadership team`, but its own clauses make the governing body"),
    ("barley-lane", "notice", "bracket"),
    ("barley-lane", "platform-ages", "Every other platform is given as `14`"),
    ("barley-lane", "services", "`Moshi Monsters` closed"),
    ("barley-lane", "services", "`Club Penguin` closed"),
    ("barley-lane", "defined-twice", "cyber bullying"),
    ("hr-cooperative", "stale", "2015-09-30"),
    ("hr-cooperative", "review-missing", "review date"),
    ("hr-cooperative", "never-ratified", "model"),
    ("hr-cooperative", "numbering", "there is no section `4`"),
    ("hr-cooperative", "permission-in-bans", "Your own family"),
    ("coads-green", "review-missing", "No date for the next review"),
    ("coads-green", "stale", "approved on or before `2021-03-23`"),
    ("coads-green", "notice", "footer"),
    ("calcot", "review-overdue", "`June 2023`"),
    ("calcot", "notice", "Error! Bookmark not defined."),
    ("calcot", "notice", "links lead nowhere"),
    ("calcot", "versions", "Version `1` stands for 2 dates"),
    ("calcot", "platform-ages", "WhatsApp is given as `16`"),
    ("calcot", "signatures", "typed"),
    ("calcot", "website", "`required on website` says no"),
]


@pytest.mark.parametrize(("slug", "check", "words"), ROT)
def test_the_rot_of_the_five(slug: str, check: str, words: str) -> None:
    found = [finding.sentence for finding in lint(load_policy(slug), ON) if finding.check == check]
    assert any(words in sentence for sentence in found), found


@pytest.mark.parametrize("slug", library_slugs())
def test_a_finding_tells_where_it_is_and_what_to_do(slug: str) -> None:
    policy = load_policy(slug)
    for finding in lint(policy, ON):
        assert finding.where, finding
        assert finding.do.endswith("."), finding
        assert (
            not finding.value
            or finding.check in ("editions", "audience")
            or finding.value in finding.sentence
        )
        assert all(cite in {c for clause in policy.clauses for c in clause.cites} for cite in finding.cites)


@pytest.mark.parametrize("slug", library_slugs())
def test_a_notice_that_a_check_derived_is_not_told_twice(slug: str) -> None:
    policy = load_policy(slug)
    found = lint(policy, ON)
    told = [finding.sentence for finding in found if finding.check == "notice"]
    patterns = [check.noticed for check in every_check() if check.noticed]
    names = {finding.check for finding in found}
    derived = [check.noticed for check in every_check() if check.noticed and check.name in names]
    assert len(patterns) > 10
    assert not [notice for notice in told if any(pattern.search(notice) for pattern in derived)]
    assert all(notice in policy.control.notices for notice in told)


def test_the_gravest_come_first() -> None:
    order = [list(Severity).index(finding.severity) for finding in lint(load_policy("calcot"), ON)]
    assert order == sorted(order)


def test_nothing_is_overdue_before_its_time() -> None:
    assert "review-overdue" not in checks_of(lint(load_policy("grange"), date(2024, 9, 30)))
    assert "review-overdue" in checks_of(lint(load_policy("grange"), date(2024, 10, 1)))


def test_guidance_is_superseded_when_the_next_edition_comes_into_force() -> None:
    before, after = date(2024, 9, 1), date(2024, 9, 2)
    cited = [f.value for f in lint(load_policy("grange"), before) if f.check == "superseded"]
    assert cited == ["2022"]
    cited = [f.value for f in lint(load_policy("grange"), after) if f.check == "superseded"]
    assert sorted(cited) == ["2022", "2023"]


def test_an_age_is_held_against_what_the_platform_asked_on_that_day() -> None:
    when_ratified = lint(load_policy("calcot"), date(2021, 6, 30))
    assert not [f for f in when_ratified if f.check == "platform-ages" and "WhatsApp" in f.sentence]


def altered(**changes: object) -> Policy:
    policy = load_policy("coads-green")
    return dataclasses.replace(policy, control=dataclasses.replace(policy.control, notices=(), **changes))


def test_a_policy_that_is_cared_for() -> None:
    policy = altered(
        standing="ratified",
        ratified_by="Governing Board",
        ratified="23 March 2026",
        ratified_on=date(2026, 3, 23),
        review_due="23 March 2027",
        review_due_on=date(2027, 3, 23),
        audience=("staff", "governor", "parent", "volunteer", "contractor", "pupil"),
        changes=(ChangeEntry("1", "March 2021"), ChangeEntry("2", "March 2026")),
        linked=(LinkedPolicy("Behaviour policy"),),
    )
    # Its ban on contact binds staff alone, though it speaks to volunteers and others: that is the document's.
    assert {finding.check for finding in lint(policy, ON)} <= {"narrower-than-scope"}


@pytest.mark.parametrize(
    ("changes", "check", "words"),
    [
        ({"review_due": "soon"}, "review-not-a-day", "`soon` cannot be read"),
        ({"standing": "ratified"}, "never-ratified", "not by whom"),
        ({"standing": "ratified", "ratified_by": "Governing Board"}, "never-ratified", "not on which day"),
        ({"approved_by": "headteacher"}, "never-ratified", "no ratification by governors"),
        ({"required_on_website": True}, "website", "no website history"),
        ({"linked": (LinkedPolicy("KCSIE", "2020"),)}, "superseded", "cited in its `2020` edition"),
        ({"linked": (LinkedPolicy("Whistle-blowing", "2019"),)}, "linked-old", "`2019` edition, 7 years old"),
        (
            {
                "review_period": "1 year",
                "review_due": "1 May 2024",
                "review_due_on": date(2024, 5, 1),
            },
            "review-far",
            "3 years after it was approved, though its review period is `1 year`",
        ),
    ],
)
def test_faults_of_document_control(changes: dict[str, object], check: str, words: str) -> None:
    found = [finding.sentence for finding in lint(altered(**changes), ON) if finding.check == check]
    assert any(words in sentence for sentence in found), found


def test_a_file_with_mistakes_has_each_of_them_as_a_finding() -> None:
    text = "---\nslug: x\nnonsense: 1\n---\n\n# X\n\n## S\n\n### C {#c}\n\nWords.\n\n- who: nobody\n"
    found = lint_file(text, ON, name="x.md")
    assert len(found) > 3
    assert checks_of(found) == {"reading"}
    assert any(
        "`nobody`" in finding.sentence and finding.where.startswith("x.md, line ") for finding in found
    )


def test_a_file_without_front_matter_is_a_plain_document() -> None:
    assert "broken-references" in checks_of(lint_file("See page Error! Bookmark not defined.", ON))


def checks_of(found: tuple[LintFinding, ...]) -> set[str]:
    return {finding.check for finding in found}
