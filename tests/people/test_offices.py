"""Who holds an office on a day, which offices a policy relies on, and where nobody holds one."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from belisha.demo.people_history import TERMS, TRUST, build_people_history
from belisha.duties.sources import duty_sources
from belisha.people.actor import actor_from
from belisha.people.models import Absence, Membership, Oversight, School, SchoolKind, Term, User
from belisha.people.offices.holders import (
    OfficeHolder,
    OfficeStatus,
    find_holders,
    line_manager_of,
    office_holders,
    vacant_since,
)
from belisha.policies.documents.offices import office_coverage, offices_relied_on, vacant_offices
from belisha.policies.queries import policy_in_force
from belisha.rules.language.clauses import Office, Rule
from belisha.rules.language.reading import library_slugs, load_policy
from belisha.rules.vocabulary.loading import load_vocabulary
from tests.demo_fixtures import ClientFor

DAY = date(2026, 11, 23)
LONG_AGO = date(2026, 9, 1)


def somebody(user: int, role: str, *, is_deputy: bool = False) -> OfficeHolder:
    return OfficeHolder(user, f"P{user}", role, is_deputy, LONG_AGO, None)


@pytest.mark.parametrize(
    ("away", "in_absence", "held", "people"),
    [
        (set(), (), OfficeStatus.HOLDER, (1,)),
        ({1}, (), OfficeStatus.DEPUTY, (2,)),
        ({1, 2}, (), OfficeStatus.NOBODY, ()),
        ({1, 2}, ("slt",), OfficeStatus.IN_ABSENCE, (3,)),
        ({1, 2, 3}, ("slt",), OfficeStatus.NOBODY, ()),
        ({1, 2, 3}, ("slt", "governor"), OfficeStatus.IN_ABSENCE, (4,)),
        ({2}, ("slt",), OfficeStatus.HOLDER, (1,)),
    ],
)
def test_an_office_goes_to_holder_deputy_and_whom_the_policy_names(
    away: set[int], in_absence: tuple[str, ...], held: OfficeStatus, people: tuple[int, ...]
) -> None:
    rows = [
        somebody(1, "headteacher"),
        somebody(2, "headteacher", is_deputy=True),
        somebody(3, "slt"),
        somebody(4, "governor"),
    ]
    found = find_holders("headteacher", rows, away, in_absence)
    assert (found.held, found.user_ids) == (held, people)
    assert {each.user_id for each in found.away} == away & {1, 2}


def test_a_wider_office_is_held_by_whoever_holds_a_narrower() -> None:
    assert find_holders("slt", [somebody(1, "headteacher"), somebody(1, "slt")], set()).user_ids == (1,)
    assert find_holders("head-of-school", [somebody(1, "headteacher")], set()).is_gap


@pytest.fixture
def grange(demo: None) -> School:
    school = School.objects.get(slug="grange")
    Absence.objects.filter(school=school).delete()
    Membership.objects.filter(school=school, is_deputy=True).delete()
    return school


def user_of(person: str) -> User:
    return User.objects.get(email=f"{person}.example")


def away(school: School, person: str, first: date = DAY, last: date = DAY) -> None:
    Absence.objects.create(school=school, user=user_of(person), from_on=first, to_on=last)


def test_offices_are_held_from_and_to_a_date(grange: School) -> None:
    row = Membership.objects.get(school=grange, role="headteacher")
    assert office_holders(grange.pk, "headteacher", DAY).user_ids == (row.user_id,)
    assert office_holders(grange.pk, "headteacher", LONG_AGO - timedelta(days=1)).is_gap
    Membership.objects.filter(pk=row.pk).update(to_on=DAY)
    assert not office_holders(grange.pk, "headteacher", DAY).is_gap
    gone = office_holders(grange.pk, "headteacher", DAY + timedelta(days=9))
    assert gone.is_gap
    assert vacant_since(grange.pk, gone, DAY + timedelta(days=9)) == DAY + timedelta(days=1)


def test_absence_brings_the_deputy_and_then_the_policys_words(grange: School) -> None:
    slt = user_of("slt@grange")
    Membership.objects.create(school=grange, user=slt, role="headteacher", is_deputy=True, from_on=LONG_AGO)
    assert office_holders(grange.pk, "headteacher", DAY).user_ids == (user_of("headteacher@grange").pk,)
    away(grange, "headteacher@grange")
    found = office_holders(grange.pk, "headteacher", DAY)
    assert (found.held, found.user_ids) == (OfficeStatus.DEPUTY, (slt.pk,))
    assert office_holders(grange.pk, "headteacher", DAY + timedelta(days=1)).held is OfficeStatus.HOLDER
    away(grange, "slt@grange")
    instead = office_holders(grange.pk, "headteacher", DAY, ("clerk",))
    assert (instead.held, instead.user_ids) == (OfficeStatus.IN_ABSENCE, (user_of("clerk@grange").pk,))
    assert office_holders(grange.pk, "headteacher", DAY).is_gap


def test_an_absence_elsewhere_or_an_account_that_is_closed(grange: School) -> None:
    away(School.objects.get(slug="calcot"), "headteacher@grange")
    assert not office_holders(grange.pk, "headteacher", DAY).is_gap
    User.objects.filter(email="headteacher@grange.example").update(is_active=False)
    assert office_holders(grange.pk, "headteacher", DAY).is_gap


def test_a_deputy_has_the_rights_of_the_office_only_while_filling_it(grange: School) -> None:
    teacher = user_of("teacher@grange")
    Membership.objects.create(
        school=grange, user=teacher, role="headteacher", is_deputy=True, from_on=LONG_AGO
    )
    assert not actor_from(teacher.pk, "").may("look-after-people", grange.pk)
    assert "headteacher" not in actor_from(teacher.pk, "").roles_at("grange")
    today = timezone.localdate()
    away(grange, "headteacher@grange", today, today)
    assert actor_from(teacher.pk, "").may("look-after-people", grange.pk)
    assert "headteacher" in actor_from(teacher.pk, "").roles_at("grange")


def test_a_line_manager_is_each_persons_own(grange: School) -> None:
    slt, head, teacher = (user_of(f"{role}@grange") for role in ("slt", "headteacher", "teacher"))
    Membership.objects.filter(user=teacher).update(line_manager=slt)
    Membership.objects.filter(user=slt).update(line_manager=head)
    assert office_holders(grange.pk, "line-manager", DAY, of=teacher.pk).user_ids == (slt.pk,)
    away(grange, "slt@grange")
    assert office_holders(grange.pk, "line-manager", DAY, of=teacher.pk).user_ids == (head.pk,)
    Membership.objects.filter(user=head).update(line_manager=slt)
    away(grange, "headteacher@grange")
    assert line_manager_of(grange.pk, teacher.pk, DAY) is None
    assert office_holders(grange.pk, "line-manager", DAY, of=teacher.pk).user_ids == (
        user_of("line-manager@grange").pk,
    )


# --- what a policy relies on


@pytest.mark.parametrize("slug", library_slugs())
def test_every_office_that_a_clause_names_is_relied_on(slug: str) -> None:
    policy = load_policy(slug)
    relied = {each.office: each for each in offices_relied_on(policy)}
    roles = load_vocabulary().roles
    for clause in policy.clauses:
        words = set(clause.who) if isinstance(clause, Rule) else set()
        words |= {clause.office, *clause.in_absence} if isinstance(clause, Office) else set()
        if isinstance(clause, Rule):
            words |= {word for effect in clause.then for word in effect.to}
        for word in words:
            if word in roles and roles[word].is_office and not roles[word].is_institution:
                assert clause in relied[word].clauses
    assert set(policy.control.ask_whom) <= relied.keys()
    assert not any(roles[office].is_institution for office in relied)


def test_in_absence_is_read_off_the_policy() -> None:
    policy = load_policy("grange")
    shared = {"title": "", "text": "", "section": "", "cites": ()}
    clause = Office(
        id="new", office="dsl", answers_for="safety", in_absence=("headteacher", "clerk"), **shared
    )
    again = replace(clause, id="again", in_absence=("clerk", "ict-team"))
    relied = offices_relied_on(replace(policy, clauses=(*policy.clauses, clause, again)))
    found = {each.office: each for each in relied}
    assert found["dsl"].in_absence == ("headteacher", "clerk", "ict-team")
    assert {clause, again} <= set(found["dsl"].clauses)
    assert clause in found["clerk"].clauses
    assert found["clerk"].in_absence == ()


def test_a_gap_is_an_office_that_nobody_fills(grange: School) -> None:
    found = policy_in_force("grange")
    assert found
    relied = [each.relied.office for each in office_coverage(grange, found.policy, DAY)]
    assert vacant_offices(grange, found.policy, DAY) == ()
    Membership.objects.filter(school=grange, role="dsl").delete()
    assert [each.relied.office for each in vacant_offices(grange, found.policy, DAY)] == ["dsl"] * (
        "dsl" in relied
    )
    Membership.objects.filter(school=grange, role="headteacher").delete()
    gone = {each.relied.office for each in vacant_offices(grange, found.policy, DAY)}
    assert "headteacher" in gone


def test_a_gap_opens_a_duty_for_whoever_looks_after_people(grange: School) -> None:
    asked = duty_sources()["offices"].source
    assert list(asked(grange, DAY)) == []
    Membership.objects.filter(school=grange, role="headteacher").update(to_on=date(2026, 11, 20))
    (wanted,) = [each for each in asked(grange, DAY) if "headteacher" in each.key]
    assert wanted.office == "head-of-school"
    assert wanted.title == "Name someone as headteacher"
    assert wanted.clause
    assert wanted.link == "/s/grange/people/fill/headteacher/"
    assert (wanted.due_on - date.fromisoformat(wanted.key[-10:])).days == 7
    later = [each for each in asked(grange, DAY + timedelta(days=3)) if "headteacher" in each.key]
    assert [each.key for each in later] == [wanted.key]
    assert list(asked(School.objects.create(slug="bare", name="Bare"), DAY)) == []


# --- the page


def test_the_page_is_for_whom_sees_the_state(client_for: ClientFor) -> None:
    for person in ("headteacher@grange", "clerk@grange", "chair-of-governors@grange"):
        assert client_for(person).get("/s/grange/offices/").status_code == 200
    refused = client_for("teacher@grange").get("/s/grange/offices/")
    assert refused.status_code == 403
    assert client_for("headteacher@calcot").get("/s/grange/offices/").status_code == 404
    assert Client().get("/s/grange/offices/").headers["Location"].startswith("/account/sign-in/")


def test_a_gap_stands_in_red_with_a_way_to_fill_it(client_for: ClientFor, grange: School) -> None:
    head = client_for("headteacher@grange")
    assert "stand empty" not in head.get("/s/grange/offices/").content.decode()
    office = next(
        each.office
        for each in offices_relied_on(load_policy("grange"))
        if each.office not in {"headteacher", "slt", "clerk", "head-of-school"} and each.clauses
    )
    Membership.objects.filter(school=grange, role=office).delete()
    page = head.get("/s/grange/offices/").content.decode()
    assert "One office is vacant" in page
    assert f"/s/grange/people/fill/{office}/" in page
    clerk = client_for("clerk@grange").get("/s/grange/offices/").content.decode()
    assert "One office is vacant" in clerk
    assert "/people/fill/" not in clerk


def test_an_office_is_filled_from_the_people_of_the_school(client_for: ClientFor, grange: School) -> None:
    head = client_for("headteacher@grange")
    teacher = user_of("teacher@grange")
    address = "/s/grange/people/fill/designated-person/"
    page = head.post(address, {"q": "teacher@grange"}, follow=True).content.decode()
    assert f'value="{teacher.pk}"' in page
    assert "No people found" in head.post(address, {"q": "zzz"}, follow=True).content.decode()
    filled = {"person": str(teacher.pk), "from_on": "2026-11-20", "is_deputy": "on"}
    assert head.post(address, filled).headers["Location"] == "/s/grange/offices/"
    assert Membership.objects.get(user=teacher, role="designated-person").is_deputy
    assert head.post(address, filled).status_code == 400
    stranger = {**filled, "person": str(user_of("teacher@calcot").pk)}
    assert "Choose a person of the school" in head.post(address, stranger).content.decode()
    assert "Choose a person" in head.post(address, {"from_on": "2026-11-20"}).content.decode()
    assert client_for("teacher@grange").post(address, filled).status_code == 403
    assert head.get("/s/grange/people/fill/teacher/").headers["Location"] == "/s/grange/people/manage/"


# --- the demonstration


def test_the_demonstrations_people_live_and_a_second_run_changes_nothing(demo: None) -> None:
    def kept() -> list[Any]:
        rows = (Membership, Absence, Term, Oversight, School)
        return [list(model.objects.order_by("pk").values()) for model in rows]

    for school in School.objects.exclude(slug=TRUST):
        build_people_history(school)
    first = kept()
    for school in School.objects.exclude(slug=TRUST):
        build_people_history(school)
    assert kept() == first
    grange = School.objects.get(slug="grange")
    assert Term.objects.filter(school=grange).count() == len(TERMS)
    assert Membership.objects.filter(school=grange, is_deputy=True).exists()
    assert Membership.objects.filter(school=grange, line_manager__isnull=False).exists()
    trust = School.objects.get(slug=TRUST)
    assert trust.kind == SchoolKind.TRUST
    assert trust.oversees.count() == 2
    assert School.objects.get(slug="hr-cooperative").kind == SchoolKind.HR_BODY


def test_an_office_leads_to_whom_it_may_be_changed_for(client_for: ClientFor) -> None:
    """Whoever looks after people changes a holder or names a deputy from the list itself."""
    page = "/s/grange/offices/"
    holder = User.objects.get(email="headteacher@grange.example")
    Membership.objects.filter(school__slug="grange", is_deputy=True).delete()
    shown = client_for("headteacher@grange").get(page).content.decode()
    assert f'href="/s/grange/people/{holder.pk}/"' in shown
    assert "?deputy=1" in shown
    fill = client_for("headteacher@grange").get("/s/grange/people/fill/headteacher/?deputy=1")
    assert 'name="is_deputy" checked' in fill.content.decode()
    looked_at = client_for("chair-of-governors@grange").get(page).content.decode()
    assert holder.name in looked_at
    assert "?deputy=1" not in looked_at
    assert f"/people/{holder.pk}/" not in looked_at


def test_no_migration_is_missing(demo: None) -> None:
    call_command("makemigrations", "people", check=True, dry_run=True, verbosity=0)
