"""Triage of stories by the five policies: category, route, steps, branches, conflicts of interest."""

from __future__ import annotations

import pytest

from belisha.rules.errors import SituationError
from belisha.rules.language.reading import load_policy
from belisha.triage import ReportAnswers, Triage, load_playbooks, triage

BY_PARENT = "A parent keeps posting insults about me on Facebook and calls me useless."
BY_PUPIL = "A pupil in my class keeps sending me nasty messages on Instagram."


def told(policy: str, story: str, role: str = "teacher") -> Triage:
    return triage(load_policy(policy), story, role=role)


def test_seven_playbooks_and_more_ship_with_steps_and_a_source_for_each_row() -> None:
    books = load_playbooks()

    assert {
        "cyberbullying", "contact-attempt", "offensive-post", "impersonation", "extremism", "indecent-image",
        "adult-concern",
    } <= set(books)  # fmt: skip
    for book in books.values():
        assert book.route
        assert book.steps
        for row in (*book.route, *book.steps, *book.do_not, *book.clocks):
            assert row.source, (book.id, row.values)


@pytest.mark.clause("B88", "B89a", "B89b")
def test_who_did_it_decides_which_branch_of_the_playbook_is_shown() -> None:
    """Show the steps for an adult, or those for a pupil or colleague, by who did it."""
    adult, pupil = told("barley-lane", BY_PARENT), told("barley-lane", BY_PUPIL)

    assert {"B89a", "B89b"} <= set(adult.cites)
    assert "B88" not in adult.cites
    assert "B88" in pupil.cites
    assert not {"B89a", "B89b"} & set(pupil.cites)


@pytest.mark.clause("G84c", "G84d", "G84j")
def test_an_indecent_image_bars_attachments_and_calls_the_police_at_once() -> None:
    """Allow no attachment, call the police at once, forbid investigating and say why."""
    found = told("grange", "I found indecent pictures of a child on the caretaker's work laptop.")

    assert found.category == "indecent-image"
    assert not found.attach.allowed
    assert {"G84c", "G84d", "G84j"} <= set(found.cites)
    assert "police" in [each.office for each in found.route]
    assert "G84d" in [cite for each in found.do_not for cite in each.cites]


@pytest.mark.clause("G84g")
@pytest.mark.parametrize(
    ("story", "awaited"),
    [
        ("I found pornography on a teacher's laptop", "the advice of the LADO is recorded"),
        (
            "I found indecent pictures of a child on a laptop.",
            "the advice of the police or the LADO is recorded",
        ),
    ],
)
def test_looking_into_it_waits_for_advice(story: str, awaited: str) -> None:
    """Lock every step that investigates or disciplines until advice is recorded."""
    locked = {cite: each.locked_until for each in told("grange", story).steps for cite in each.cites}
    assert (locked["G54a"], locked["G54b"]) == (awaited, awaited)
    assert not any(until for cite, until in locked.items() if cite not in ("G54a", "G54b"))


def test_other_breaches_are_investigated_without_waiting() -> None:
    found = told("grange", BY_PARENT)
    assert not any(each.locked_until for each in found.steps)


def test_a_report_about_the_head_goes_to_the_chair() -> None:
    found = told("coads-green", "The headteacher posted a rude comment about one of our parents on Facebook.")

    offices = [each.office for each in found.route]
    assert "headteacher" not in offices
    assert offices[0] == "chair-of-governors"
    assert found.route[0].instead_of == ("headteacher",)
    assert "C44" in found.route[0].cites


def test_answers_from_lists_are_triaged_without_a_story() -> None:
    chosen = ReportAnswers(category="cyberbullying", alleged=("pupil",), harmed=("pupil",))
    found = triage(load_policy("barley-lane"), chosen, role="parent")

    assert found.category == "cyberbullying"
    assert found.sure == 1
    assert {"B82", "B83", "B88"} <= set(found.cites)


def test_a_word_that_is_no_role_or_category_is_refused() -> None:
    with pytest.raises(SituationError, match="wizard"):
        told("grange", BY_PARENT, role="wizard")
    with pytest.raises(SituationError, match="magic"):
        triage(load_policy("grange"), ReportAnswers(category="magic"), role="parent")


def routed(found: Triage) -> list[str]:
    return [each.office for each in found.route]


def test_a_report_about_an_office_goes_past_whoever_holds_it() -> None:
    about_dsl = told("calcot", "The DSL added my daughter on Snapchat.", role="parent")
    about_chair = told("coads-green", "The chair of governors posted a rude comment about a teacher.")
    about_head = told("grange", "The headteacher has been looking at porn on his work laptop.")

    assert "dsl" not in routed(about_dsl)
    assert "headteacher" in routed(about_dsl)
    assert {"lado", "local-authority"} <= set(routed(about_chair))
    assert not {"headteacher", "slt", "line-manager"} & set(routed(about_head))
    assert routed(about_head)[0] == "chair-of-governors"
    assert "instead" in next(each.do for each in about_head.steps if "G84e" in each.cites)


def test_a_parent_is_not_sent_to_a_line_manager_that_only_staff_have() -> None:
    story = "Children in Year 6 made a group to post insults about my daughter."
    by_teacher, by_parent = (told("grange", story, role=role) for role in ("teacher", "parent"))

    assert "line-manager" in routed(by_teacher)
    assert "line-manager" not in routed(by_parent)
    assert "headteacher" in routed(by_parent)
    assert by_parent.cites == by_teacher.cites


def test_whoever_holds_the_office_is_not_sent_to_themselves() -> None:
    found = told("calcot", "A Year 3 pupil tried to add me on Instagram.", role="dsl")

    assert "dsl" not in routed(found)
    assert found.route[0].instead_of == ("dsl",)


def test_where_the_policy_is_silent_guidance_stands_with_edition_and_date() -> None:
    found = triage(load_policy("grange"), ReportAnswers(category="extremism"), role="parent")
    sourced = [each for each in (*found.route, *found.steps) if each.origin.value == "statutory"]

    assert "prevent" in routed(found)
    assert sourced
    assert all(each.source and each.source.edition and not each.cites for each in sourced)


@pytest.mark.parametrize(
    "story", ["", " ", "!!!", "\N{SLIGHTLY SMILING FACE}", "x" * 9000, "a b " * 900, "\x00"]
)
def test_any_text_is_met_with_a_proposal(story: str) -> None:
    found = triage(load_policy("barley-lane"), story, role="pupil")

    assert found.category in load_playbooks()
    assert found.route


def test_a_branch_that_is_not_known_is_asked_for_and_not_taken() -> None:
    found = triage(load_policy("barley-lane"), ReportAnswers(category="cyberbullying"), role="teacher")
    known = ReportAnswers(category="cyberbullying", facts={"by-adult": True, "removal-refused": True})
    sure = triage(load_policy("barley-lane"), known, role="teacher")

    assert not {"B88", "B89a", "B89b", "B90"} & set(found.cites)
    assert {"by-adult", "removal-refused"} <= {each.fact for each in found.asks}
    assert {"B89a", "B89b", "B90", "B90b"} <= set(sure.cites)
