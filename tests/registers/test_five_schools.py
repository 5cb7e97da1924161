"""Five schools, five behaviours from one code: what is asked, who decides, who is told, who declares what."""

from dataclasses import dataclass

import pytest

from belisha.base.clock import today
from belisha.policies.queries import policy_in_force
from belisha.registers.asked_forms import asked_for
from belisha.registers.declarations import is_asked_by
from belisha.registers.descriptions import load_registers
from belisha.registers.leave import authorities
from belisha.registers.routing import route_of
from belisha.rules.ruling import Situation
from tests.registers.asking_for import school


@dataclass(frozen=True)
class Behaviour:
    """What a school does: who hears of a pupil's attempt and of a parent's, whom one asks for the name, for a
    new official page and for one's own niece, whether one's own son is allowed, and what is asked each year.
    """

    pupil_tried: str
    parent_tried: str
    name: tuple[str, ...]
    page: tuple[str, ...]
    niece: tuple[str, ...]
    son_is: str
    each_year: tuple[str, ...]


HEAD = ("headteacher",)
YEARLY = ("declarations", "consents")
FIVE = {
    "barley-lane": Behaviour("headteacher", "headteacher", (), (), (), "prohibited", ()),
    "calcot": Behaviour("dsl", "headteacher", (), (), HEAD, "ask first", YEARLY),
    "coads-green": Behaviour("dsl", "headteacher", HEAD, (), (), "prohibited", ()),
    "grange": Behaviour("dsl", "headteacher", HEAD, (), (), "prohibited", YEARLY),
    "hr-cooperative": Behaviour("headteacher", "headteacher", (), HEAD, (), "allowed", YEARLY),
}


def behaviour_of(slug: str) -> Behaviour:
    """What the code does with the policy of a school."""
    found = policy_in_force(slug)
    assert found is not None
    policy, registers = found.policy, load_registers()

    def told(began: str) -> str:
        contacts = registers["contacts"]
        return route_of(
            school(slug), policy, contacts, reporter="teacher", began=began, concerned=(), on=today()
        ).office

    def asked(action: str, towards: str | None = None, **facts: bool) -> tuple[str, ...]:
        words = {name.replace("_", "-"): value for name, value in facts.items()}
        return authorities(asked_for(policy, Situation("teacher", action, towards, words), today()).leave)

    son = asked_for(policy, Situation("teacher", "befriend", "pupil", {"immediate-family": True}), today())
    return Behaviour(
        told("pupil"),
        told("parent"),
        asked("use-school-name"),
        asked("create-official-site"),
        asked("befriend", "pupil", family_link=True),
        "ask first" if son.leave else son.ruling.verdict.value,
        tuple(each.name for each in registers.values() if each.yearly and is_asked_by(policy, each)),
    )


@pytest.mark.parametrize("slug", FIVE)
def test_a_school_behaves_as_its_policy_says(demo: None, slug: str) -> None:
    assert behaviour_of(slug) == FIVE[slug]


def test_no_two_schools_behave_alike() -> None:
    assert len(set(FIVE.values())) == len(FIVE)
