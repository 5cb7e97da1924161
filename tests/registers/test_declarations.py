"""Declarations: nil counts, approval where the policy says so, each year anew, and answers read them."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from belisha.base.clock import today
from belisha.cases.intake import SentReport
from belisha.cases.routing import hearing_of
from belisha.duties.models import Duty
from belisha.duties.sweeping import sweep_school
from belisha.people.memberships.actions import add_person
from belisha.people.models import Membership
from belisha.people.offices.holders import holders_by_office
from belisha.registers.consent_actions import link_parent
from belisha.registers.models import RegisterEntry
from tests.demo_fixtures import ClientFor
from tests.ratification.ratifying import person
from tests.registers.asking_for import answer_to, grant, page_of, school, text_of, user

NEW = "/s/{}/registers/declarations/new/"
NIECE = "as=teacher&action=befriend&towards=pupil&fact=family-link:yes"
DAYS = {"from_on": today().isoformat(), "to_on": (today() + timedelta(days=200)).isoformat()}


def declare(client: Client, slug: str, **said: str) -> RegisterEntry:
    answer = client.post(NEW.format(slug), said)
    assert answer.status_code == 302, text_of(answer)
    return RegisterEntry.objects.get(pk=int(answer.headers["Location"].rstrip("/").split("/")[-1]))


def in_one_class(slug: str) -> str:
    for name in (f"pupil@{slug}", f"teacher@{slug}"):
        Membership.objects.filter(user=user(name)).update(group="Oak")
    return str(user(f"pupil@{slug}").pk)


@pytest.mark.clause("K74", "K70a")
def test_a_declared_and_approved_family_link_changes_the_answer(client_for: ClientFor) -> None:
    """At Calcot a niece is a matter of approval: no before, no while it waits, yes once it is approved."""
    teacher, head = client_for("teacher@calcot"), client_for("headteacher@calcot")
    niece = in_one_class("calcot")
    assert "Ask first" in answer_to(teacher, "calcot", NIECE)
    entry = declare(teacher, "calcot", topic="family-link", how="My niece", other=niece)
    assert entry.state == "asked"
    assert entry.office == "headteacher"
    assert "You have asked" in answer_to(teacher, "calcot", NIECE)
    grant(head, entry, **DAYS)
    answer = answer_to(teacher, "calcot", NIECE)
    assert "Under the declaration that was approved on" in answer
    assert "Declare a link" not in answer
    assert "Ask first" in answer_to(teacher, "calcot", "as=teacher&action=befriend&towards=pupil")


@pytest.mark.clause("G78f")
def test_a_social_contact_is_made_known_to_the_leadership_team(client_for: ClientFor) -> None:
    """At Grange a social contact is declared, not approved: the leadership team alone sees it."""
    teacher = client_for("teacher@grange")
    entry = declare(
        teacher, "grange", topic="social-link", how="We sing in one choir", other=in_one_class("grange")
    )
    assert entry.state == "recorded"
    assert "We sing in one choir" in text_of(client_for("slt@grange").get(page_of(entry)))
    assert client_for("support-staff@grange").get(page_of(entry)).status_code == 404


@pytest.mark.clause("H54a", "H72a", "H56")
def test_family_and_conflicts_are_declared_at_the_model_policy(client_for: ClientFor) -> None:
    """Immediate family needs no approval under the model policy; a possible conflict is declared too."""
    teacher = client_for("teacher@hr-cooperative")
    family = declare(teacher, "hr-cooperative", topic="immediate-family", how="My son")
    conflict = declare(teacher, "hr-cooperative", topic="conflict", how="I coach a pupil’s father")
    assert {family.state, conflict.state} == {"recorded"}
    answer = answer_to(
        teacher, "hr-cooperative", "as=teacher&action=befriend&towards=pupil&fact=immediate-family:yes"
    )
    assert "You should not" not in answer.split("The clause")[0]


@pytest.mark.clause("K74b")
def test_everybody_is_asked_each_school_year_and_nil_counts(client_for: ClientFor) -> None:
    """Each member of staff is asked from 1 September; to have nothing to declare is an answer."""
    place = school("calcot")
    sweep_school(place, today(), is_sure=True)
    asked = Duty.objects.filter(school=place, source="registers each year").open()
    me = user("teacher@calcot")
    assert asked.filter(person=me).exists()
    declare(client_for("teacher@calcot"), "calcot", topic="nothing")
    sweep_school(place, today(), is_sure=True)
    assert not asked.filter(person=me).exists()
    status = text_of(client_for("headteacher@calcot").get("/s/calcot/registers/declarations/year/"))
    assert f"{me.name} Answered" in status
    assert "Late" in status
    with time_machine.travel(date(2027, 9, 2), tick=True):
        sweep_school(place, today(), is_sure=True)
        assert asked.filter(person=me, key__contains="2027").exists()


@pytest.mark.clause("K74b")
def test_a_joiner_is_asked_by_the_site_itself(client_for: ClientFor) -> None:
    """Whoever joins is asked to declare links within days of their own."""
    head = person("headteacher@calcot")
    place = school("calcot")
    joiner = add_person(by=head, school=place, name="Cleo Newt", role="teacher", from_on=today())
    sweep_school(place, today(), is_sure=True)
    duty = Duty.objects.get(school=place, source="registers each year", person=joiner)
    assert duty.due_on == today() + timedelta(days=14)


def test_a_link_without_anybody_is_refused_in_a_sentence(client_for: ClientFor) -> None:
    answer = client_for("teacher@calcot").post(NEW.format("calcot"), {"topic": "family-link"})
    assert answer.status_code == 400
    assert "Choose with whom, or say how you are linked" in text_of(answer)


def test_a_policy_that_asks_for_no_declarations_asks_nobody(demo: None) -> None:
    place = school("coads-green")
    sweep_school(place, today(), is_sure=True)
    assert not Duty.objects.filter(school=place, source="registers each year").exists()


def test_a_declaration_names_a_parent_of_ones_class_or_any_by_name(client_for: ClientFor) -> None:
    teacher, parent = client_for("teacher@calcot"), user("parent@calcot")
    pupil = int(in_one_class("calcot"))
    new = NEW.format("calcot")
    assert f"{parent.name}, parent of" not in text_of(teacher.get(new))
    link_parent(by=person("headteacher@calcot"), school=school("calcot"), parent_id=parent.pk, child_id=pupil)
    assert f"{parent.name}, parent of {user('pupil@calcot').name}" in text_of(
        teacher.get(NEW.format("calcot"))
    )
    chosen = declare(teacher, "calcot", topic="social-link", other=str(parent.pk))
    typed = declare(teacher, "calcot", topic="social-link", name=parent.name.upper(), key="two")
    assert chosen.other == typed.other == parent
    unknown = declare(teacher, "calcot", topic="social-link", name="Somebody Unknown", key="three")
    assert unknown.other is None


def test_both_sides_of_a_link_are_seen_once(client_for: ClientFor) -> None:
    teacher, slt, head = (client_for(f"{name}@calcot") for name in ("teacher", "slt", "headteacher"))
    mine = declare(teacher, "calcot", topic="social-link", how="Choir", other=str(user("slt@calcot").pk))
    theirs = declare(slt, "calcot", topic="social-link", how="Choir", other=str(user("teacher@calcot").pk))
    listed = head.get("/s/calcot/registers/declarations/").content.decode()
    assert page_of(mine) in listed
    assert page_of(theirs) not in listed
    assert "Declared it too" in text_of(head.get(page_of(mine)))
    assert "Declared it too" not in text_of(teacher.get(page_of(mine))), "only those who read all see it"


def test_a_case_does_not_go_to_whoever_declared_a_link_with_the_one_it_is_about(
    client_for: ClientFor,
) -> None:
    """Where the DSL has declared a link with the parent who tried, another hears the case."""
    place, parent, dsl = school("calcot"), user("parent@calcot"), user("dsl@calcot")
    sent = SentReport("Sent a message at night", role="teacher", about="parent", about_name=parent.name)
    before = hearing_of(place, sent, None, today())
    assert dsl.pk not in before.barred_people
    declare(client_for("dsl@calcot"), "calcot", topic="social-link", how="Neighbours", name=parent.name)
    after = hearing_of(place, sent, None, today())
    assert dsl.pk in after.barred_people
    held = holders_by_office(place.pk, {each.office: () for each in after.hearers}, today())
    assert all(set(each.user_ids) - {dsl.pk} for each in held.values())
