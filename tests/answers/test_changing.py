"""What was understood can be changed by its parts, and only by those that could change the answer."""

from __future__ import annotations

from django.test import Client

from belisha.answers.answering import answer
from belisha.answers.changing import MOST_ACTIONS, MOST_FACTS, ChangeForm, change_form
from belisha.answers.question import Question
from belisha.asking.neighbours import neighbours
from belisha.base.clock import today
from belisha.policies.documents.views import in_force_or_404
from belisha.rules.vocabulary.loading import load_vocabulary


def _form(school: str, **asked: str) -> ChangeForm:
    found = in_force_or_404(school)
    return change_form(found, answer(found.policy, Question(**asked), today()))


def test_the_actions_offered_are_few_and_the_policy_speaks_of_them(demo: None) -> None:
    form = _form("grange", role="teacher", action="befriend", towards="pupil")
    named = [each for each, _, _ in form.actions]
    assert named[0] == "befriend"
    assert 2 <= len(named) <= MOST_ACTIONS
    assert len({words for _, words, _ in form.actions}) == len(named)


def test_only_parties_that_the_clauses_tell_apart_are_offered(demo: None) -> None:
    form = _form("grange", role="teacher", action="befriend", towards="pupil")
    parties = [each for each, _ in form.parties]
    assert parties[0] == "pupil"
    assert len(parties) < len(load_vocabulary().roles) / 2


def test_the_facts_offered_are_those_known_and_those_that_would_be_asked_for(demo: None) -> None:
    form = _form("grange", role="pupil", action="use-phone")
    assert len(form.facts) <= MOST_FACTS
    found = in_force_or_404("grange")
    asks = {
        each.fact
        for each in answer(found.policy, Question(role="pupil", action="use-phone"), today()).ruling.asks
    }
    assert {each.name for each in form.facts} >= asks - {"towards"}


def test_a_yes_or_no_may_be_unknown_again_and_a_long_choice_is_a_list(demo: None) -> None:
    found = in_force_or_404("coads-green")
    asked = Question(
        role="pupil", action="use-social-media", facts={"platform": "facebook", "in-lesson": True}
    )
    fields = {each.name: each for each in change_form(found, answer(found.policy, asked, today())).facts}
    assert fields["in-lesson"].choices[-1] == ("", "Not known", "")
    assert fields["in-lesson"].value == "yes"
    assert not fields["in-lesson"].options
    assert ("facebook", "Facebook") in fields["platform"].options


def test_without_an_action_the_page_leads_to_the_lists(demo: None) -> None:
    address = "/s/grange/ask/?as=teacher&q=Where+can+I+buy+a+bicycle"
    page = Client().get(address).content.decode()
    assert 'name="action"' not in page
    assert "?as=teacher#lists" in page


def test_neighbours_read_alike_and_never_hold_the_action_itself() -> None:
    near = neighbours("befriend")
    assert "befriend" not in near
    assert set(near) <= set(load_vocabulary().actions)
