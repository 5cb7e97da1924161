"""Who is due, how it stands, and signatures on paper."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from belisha.access.actor import ANONYMOUS
from belisha.acknowledgements.actions import NotInForceError
from belisha.acknowledgements.duty_sources import acknowledgement_duties
from belisha.acknowledgements.models import Acknowledgement, Method
from belisha.acknowledgements.overview_views import guarded
from belisha.acknowledgements.paper_actions import enter_paper
from belisha.acknowledgements.sheet_codes import sheet_code
from belisha.acknowledgements.statistics import document_states, not_covered
from belisha.acknowledgements.verification import verify_acknowledgement
from belisha.base.clock import today
from belisha.demo.acknowledgements_history import build_acknowledgements_history
from belisha.duties.models import Duty
from belisha.duties.sweeping import sweep_school
from belisha.people.actor import actor_from
from belisha.people.models import Membership, School, User
from belisha.policies.actions import bring_in_version
from belisha.policies.models import ChangeKind, DocumentKind, PolicyDocument, PolicyVersion
from belisha.policies.states import VersionState
from tests.acknowledgements.acknowledging import forget_all

ClientFor = Callable[[str], Client]


@pytest.fixture(autouse=True)
def without_second_factor(settings: Any) -> None:
    """How heads sign in is tested elsewhere."""
    settings.BELISHA_SECOND_FACTOR = "optional"


@pytest.fixture
def grange(demo: None) -> School:
    forget_all()
    return School.objects.get(slug="grange")


def in_force(school: School) -> PolicyVersion:
    version: PolicyVersion = PolicyVersion.objects.in_force().get(
        school=school, document__kind=DocumentKind.POLICY
    )
    return version


def user(role: str, school: str = "grange") -> User:
    return User.objects.get(email=f"{role}@{school}.example")


def head() -> Any:
    return actor_from(user("headteacher").pk, "")


def enter(version: PolicyVersion, *people: User, witness: str = "dsl", by: Any = None) -> Any:
    return enter_paper(
        by=by or head(),
        version=version,
        people=[each.pk for each in people],
        signed_on=today(),
        witnesses=[user(witness).pk],
    )


def republish(school: School, change: str, label: str, text: str = "") -> PolicyVersion:
    before = in_force(school)
    source = before.source.replace("Every employee keeps to this policy", text or "Every employee follows it")
    return bring_in_version(
        by=ANONYMOUS, school=school, source=source, label=label, change=change, follows=before
    )


def due(school: School) -> dict[int, Any]:
    return {each.person_id or 0: each for each in acknowledgement_duties(school, today())}


def test_everybody_bound_is_due_with_the_clause_and_the_schools_days(grange: School) -> None:
    found = due(grange)
    assert user("parent").pk not in found
    teacher = found[user("teacher").pk]
    assert teacher.due_on == today() + timedelta(days=grange.acknowledge_within)
    assert teacher.clause == "for-whom"
    assert teacher.link == reverse("acknowledgements:acknowledge", args=["grange", in_force(grange).pk])
    assert user("teacher").name not in teacher.title


def test_joiners_count_from_their_first_day_and_leavers_are_dropped(grange: School) -> None:
    PolicyVersion.objects.filter(pk=in_force(grange).pk).update(
        published_at=in_force(grange).published_at - timedelta(days=100)
    )
    Membership.objects.filter(user=user("teacher")).update(from_on=today() - timedelta(3))
    Membership.objects.filter(user=user("volunteer")).update(to_on=today() - timedelta(1))
    Membership.objects.filter(user=user("governor")).update(from_on=today() + timedelta(1))
    found = due(grange)
    assert found[user("teacher").pk].due_on == today() + timedelta(days=grange.acknowledge_within - 3)
    assert user("volunteer").pk not in found
    assert user("governor").pk not in found


def test_who_has_signed_is_not_due_until_something_of_substance_changes(grange: School) -> None:
    teacher = user("teacher")
    key = due(grange)[teacher.pk].key
    enter(in_force(grange), teacher)
    assert teacher.pk not in due(grange)
    republish(grange, ChangeKind.EDITORIAL, "two")
    assert teacher.pk not in due(grange)
    assert due(grange)[user("governor").pk].key != ""
    assert due(grange)[user("governor").pk].link.endswith(f"/{in_force(grange).pk}/")
    republish(grange, ChangeKind.SUBSTANTIVE, "three", "Every employee heeds it")
    again = due(grange).get(teacher.pk)
    assert again is not None
    assert again.key != key
    assert "what changed" in again.title
    assert "what changed" not in due(grange)[user("governor").pk].title


def test_acceptable_use_policies_are_asked_by_role(demo: None) -> None:
    forget_all()
    calcot = School.objects.get(slug="calcot")
    build_acknowledgements_history(calcot)
    kinds = {each.binding.version.document.slug: each for each in document_states(calcot, today())}
    assert set(kinds) == {"calcot", "acceptable-use-staff", "acceptable-use-pupil", "acceptable-use-parent"}
    assert {row.label for row in kinds["acceptable-use-pupil"].by_role} == {"Pupil"}
    assert "Teacher" in {row.label for row in kinds["acceptable-use-staff"].by_role}
    assert "Pupil" not in dict(not_covered(calcot, today()))
    count = Acknowledgement.objects.count()
    build_acknowledgements_history(calcot)
    assert Acknowledgement.objects.count() == count > 0
    assert PolicyDocument.objects.filter(school=calcot).count() == 4
    assert all(verify_acknowledgement(each).is_verified for each in Acknowledgement.objects.all())
    pupils = PolicyVersion.objects.filter(document__slug="acceptable-use-pupil")
    pupils.update(state=VersionState.WITHDRAWN)
    assert dict(not_covered(calcot, today()))["Pupil"] == ("behave-positively", "signed-policies")


def test_paper_is_entered_for_several_at_once(client_for: ClientFor, grange: School) -> None:
    version = in_force(grange)
    client = client_for("headteacher@grange")
    signers = [user("volunteer"), user("support-staff")]
    sheet = client.get(
        reverse("acknowledgements:sheet", args=["grange", version.pk]), {"who": "role:volunteer"}
    )
    html = sheet.content.decode()
    code = sheet_code(version.pk, version.checksum)
    assert code in html
    assert version.checksum in html
    assert signers[0].name in html
    assert signers[1].name not in html
    form = {
        "code": code.lower(),
        "signed_on": today().isoformat(),
        "witness": str(user("dsl").pk),
        "people": [str(each.pk) for each in signers],
    }
    address = reverse("acknowledgements:enter_paper", args=["grange", version.pk])
    assert client.post(address, form).status_code == 302
    made = Acknowledgement.objects.filter(how=Method.PAPER)
    assert {each.person_id for each in made} == {each.pk for each in signers}
    one = made[0]
    assert (one.signed_on, one.entered_by_id) == (today(), user("headteacher").pk)
    assert one.witnesses == [[user("dsl").pk, user("dsl").name]]
    assert all(verify_acknowledgement(each).is_verified for each in made)
    # A second time nobody is left to tick: nothing is entered twice.
    assert client.post(address, form).status_code == 400
    assert made.count() == 2


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"code": "AAAA-2222"}, "is not the code of the version in force"),
        ({"code": ""}, "Enter the code"),
        ({"signed_on": "2035-01-01"}, "The day must lie between"),
        ({"signed_on": "yesterday"}, "Enter the day as"),
        ({"witness": "volunteer"}, "Nobody can be the witness of their own signature"),
        ({"witness": "headteacher"}, "somebody else must have seen"),
        ({"witness": ""}, "Choose who saw them sign"),
        ({"people": []}, "Tick everybody who signed"),
        ({"people": ["parent"]}, "Select a valid choice"),
        ({"people": ["headteacher"]}, "Acknowledge it on your own account"),
    ],
)
def test_a_wrong_sheet_is_refused(
    client_for: ClientFor, grange: School, changed: dict[str, Any], sentence: str
) -> None:
    version = in_force(grange)
    form: dict[str, Any] = {
        "code": sheet_code(version.pk, version.checksum),
        "signed_on": today().isoformat(),
        "witness": "dsl",
        "people": ["volunteer"],
    } | changed
    form["people"] = [str(user(each).pk) for each in form["people"]]
    form["witness"] = str(user(form["witness"]).pk) if form["witness"] else ""
    address = reverse("acknowledgements:enter_paper", args=["grange", version.pk])
    response = client_for("headteacher@grange").post(address, form)
    assert response.status_code == 400
    assert sentence in response.content.decode().replace("&#39;", "'")
    assert "<title>Error: " in response.content.decode()
    assert not Acknowledgement.objects.exists()


def test_two_witnesses_may_include_who_enters_it(grange: School) -> None:
    entered = enter_paper(
        by=head(),
        version=in_force(grange),
        people=[user("volunteer").pk],
        signed_on=today(),
        witnesses=[user("headteacher").pk, user("dsl").pk],
    )
    assert len(entered.made) == 1


def test_the_action_guards_itself(grange: School) -> None:
    version, volunteer = in_force(grange), user("volunteer")
    for attempt in (
        lambda: enter(version, volunteer, by=actor_from(user("teacher").pk, "")),
        lambda: enter(version, volunteer, witness="volunteer"),
        lambda: enter(version, volunteer, witness="headteacher"),
        lambda: enter(version, volunteer, witness="pupil"),
        lambda: enter(version, user("headteacher")),
        lambda: enter(version, user("parent")),
        lambda: enter(version, user("teacher", "calcot")),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    republish(grange, ChangeKind.SUBSTANTIVE, "two")
    with pytest.raises(NotInForceError):
        enter(version, volunteer)
    assert not Acknowledgement.objects.exists()


def test_the_school_says_who_can_be_a_witness(client_for: ClientFor, grange: School) -> None:
    version = in_force(grange)
    address = reverse("acknowledgements:enter_paper", args=["grange", version.pk])
    page = client_for("headteacher@grange").get(address).content.decode()
    listed = page.split('name="witness"')[1].split("</select>")[0]
    assert user("dsl").name in listed
    assert user("pupil").name not in listed
    School.objects.filter(pk=grange.pk).update(rights={"witness-paper": ["clerk"]})
    version = in_force(grange)
    with pytest.raises(PermissionDenied, match="one of these at the school: clerk to the governors"):
        enter(version, user("volunteer"), witness="dsl")
    enter(version, user("volunteer"), witness="clerk")


def test_a_sheet_of_an_earlier_version_is_refused(client_for: ClientFor, grange: School) -> None:
    old = in_force(grange)
    republish(grange, ChangeKind.SUBSTANTIVE, "two")
    address = reverse("acknowledgements:enter_paper", args=["grange", old.pk])
    client = client_for("headteacher@grange")
    code = sheet_code(old.pk, old.checksum)
    assert code in client.get(address, {"code": code}).content.decode()
    form = {"code": code, "signed_on": today().isoformat(), "witness": str(user("dsl").pk)}
    response = client.post(address, form | {"people": [str(user("volunteer").pk)]})
    assert "has not agreed to this one" in response.content.decode().replace("&#39;", "'").replace("\n", " ")
    assert not Acknowledgement.objects.exists()


def test_who_has_agreed_is_told_with_their_receipts(client_for: ClientFor, grange: School) -> None:
    old = in_force(grange)
    (made,) = enter(old, user("volunteer")).made
    head = client_for("headteacher@grange")
    address = reverse("acknowledgements:signed", args=["grange", old.pk])
    assert address in head.get(reverse("acknowledgements:state", args=["grange"])).content.decode()
    receipt = reverse("acknowledgements:receipt", args=["grange", made.pk])
    for label, kind, counts in (
        ("two", ChangeKind.EDITORIAL, True),
        ("three", ChangeKind.SUBSTANTIVE, False),
    ):
        republish(grange, kind, label)
        now = head.get(reverse("acknowledgements:signed", args=["grange", in_force(grange).pk]))
        assert (receipt in now.content.decode()) is counts
    assert receipt in head.get(address).content.decode()


def test_the_state_counts_and_names_only_for_who_may(client_for: ClientFor, grange: School) -> None:
    enter(in_force(grange), user("volunteer"), user("support-staff"))
    address = reverse("acknowledgements:state", args=["grange"])
    everyone = f"{address}?all={in_force(grange).pk}"
    seen = client_for("headteacher@grange").get(everyone).content.decode()
    state = document_states(grange, today())[0]
    assert f"{state.total.done} of {state.total.all} people have agreed" in seen
    assert state.total.done == 2
    assert user("teacher").name in seen
    assert "names different people in different places" in seen
    figures = client_for("clerk@grange").get(everyone).content.decode()
    assert "people have agreed" in figures
    assert user("teacher").name not in figures
    assert client_for("teacher@grange").get(address).status_code == 403


def test_who_is_late(grange: School) -> None:
    PolicyVersion.objects.filter(pk=in_force(grange).pk).update(
        published_at=in_force(grange).published_at - timedelta(days=100)
    )
    Membership.objects.filter(school=grange).update(from_on=date(2020, 1, 1))
    enter(in_force(grange), user("volunteer"))
    total = document_states(grange, today())[0].total
    assert (total.done, total.open, total.late) == (1, 0, total.all - 1)


def test_earlier_versions_stay_counted_and_readable(client_for: ClientFor, grange: School) -> None:
    old = in_force(grange)
    enter(old, user("volunteer"), user("teacher"))
    republish(grange, ChangeKind.SUBSTANTIVE, "two")
    state = document_states(grange, today())[0]
    assert state.total.done == 0
    assert [(each.version.pk, each.count) for each in state.earlier] == [(old.pk, 2)]
    text = client_for("teacher@grange").get(reverse("acknowledgements:text", args=["grange", old.pk]))
    assert "Every employee keeps to this policy" in text.content.decode()


def test_the_file_is_guarded_against_formulas(client_for: ClientFor, grange: School) -> None:
    User.objects.filter(pk=user("teacher").pk).update(name='=HYPERLINK("x")')
    body = client_for("headteacher@grange").get(reverse("acknowledgements:not_yet_csv", args=["grange"]))
    rows = list(csv.reader(StringIO(body.content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["Document", "Version", "Name"]
    assert any(row[2] == '\'=HYPERLINK("x")' for row in rows)
    assert len(rows) - 1 == len(due(grange))
    assert [guarded(each) for each in ("-1", " =1", "@x", "\t=1", "plain", "")] == [
        "'-1",
        "' =1",
        "'@x",
        "'\t=1",
        "plain",
        "",
    ]
    assert client_for("clerk@grange").get(body.request["PATH_INFO"]).status_code == 403


@pytest.mark.parametrize("name", ["state", "not_yet_csv", "paper"])
def test_nobody_and_another_school(client_for: ClientFor, grange: School, client: Client, name: str) -> None:
    address = reverse(f"acknowledgements:{name}", args=["grange"])
    assert client.get(address).status_code == 302
    assert client_for("headteacher@calcot").get(address).status_code == 404
    assert client_for("teacher@grange").get(address).status_code == 403
    assert client_for("headteacher@grange").get(address).status_code == 200


@pytest.mark.parametrize("name", ["sheet", "enter_paper"])
def test_sheets_are_for_who_looks_after_people(client_for: ClientFor, grange: School, name: str) -> None:
    address = reverse(f"acknowledgements:{name}", args=["grange", in_force(grange).pk])
    assert client_for("headteacher@calcot").get(address).status_code == 404
    assert client_for("teacher@grange").get(address).status_code == 403
    other = in_force(School.objects.get(slug="calcot")).pk
    assert client_for("headteacher@grange").get(f"/s/grange/acknowledge/paper/{other}/").status_code == 404
    assert client_for("headteacher@grange").get(f"/s/grange/acknowledge/{other}/").status_code == 404


def test_the_page_of_seals_is_public(client: Client, demo: None) -> None:
    response = client.get(reverse("acknowledgements:seals", args=["grange"]))
    assert response.status_code == 200
    assert client.get("/s/nowhere/seal/").status_code == 404


@pytest.mark.parametrize(("name", "most"), [("state", 20), ("not_yet_csv", 20), ("paper", 16)])
def test_more_people_ask_no_more_of_the_database(
    client_for: ClientFor, grange: School, django_assert_max_num_queries: Any, name: str, most: int
) -> None:
    client, address = client_for("headteacher@grange"), reverse(f"acknowledgements:{name}", args=["grange"])
    users = User.objects.bulk_create(User(email=f"t{n}@grange.example", name=f"T {n}") for n in range(60))
    Membership.objects.bulk_create(
        Membership(school=grange, user=each, role="teacher", group=f"Class {each.pk % 5}", from_on=today())
        for each in users
    )
    with django_assert_max_num_queries(most):
        assert client.get(address).status_code == 200


def test_the_sweep_opens_and_drops_what_is_due(grange: School) -> None:
    teacher = user("teacher")
    Duty.objects.filter(school=grange, source="acknowledgements").delete()
    sweep_school(grange, today())
    open_ones = Duty.objects.filter(school=grange, source="acknowledgements").open()
    count = open_ones.count()
    assert count == document_states(grange, today())[0].total.all
    sweep_school(grange, today())
    assert open_ones.count() == count
    enter(in_force(grange), teacher)
    assert not open_ones.filter(person=teacher).exists()
    Membership.objects.filter(user=user("volunteer")).update(to_on=today() - timedelta(1))
    sweep_school(grange, today())
    assert open_ones.count() == count - 2
    republish(grange, ChangeKind.SUBSTANTIVE, "two")
    sweep_school(grange, today())
    assert open_ones.filter(person=teacher).count() == 1
    assert open_ones.count() == count - 1


def test_a_deputy_is_asked_as_what_they_are(grange: School) -> None:
    teacher = user("teacher")
    Membership.objects.create(
        school=grange, user=teacher, role="headteacher", is_deputy=True, from_on=today() - timedelta(400)
    )
    enter(in_force(grange), teacher)
    assert "headteacher" not in Acknowledgement.objects.get().role_name
