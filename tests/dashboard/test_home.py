"""The home page, the state of a school, and the way from nothing to the first answer."""

import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from belisha.access.actor import ANONYMOUS
from belisha.answers.models import AnswerLog
from belisha.audit.models import Event
from belisha.base.clock import today
from belisha.dashboard.navigation import NAVIGATION, links
from belisha.dashboard.setup_code import is_setup_code, setup_code, spend_setup_code
from belisha.dashboard.state import group_figures, state_page
from belisha.dashboard.timeline import timeline
from belisha.duties.models import Duty
from belisha.duties.sweeping import sweep_school
from belisha.people.actor import actor_from
from belisha.people.models import Membership, School, Term, User
from belisha.policies.actions import bring_in_version, draft_version
from belisha.policies.models import PolicyVersion
from belisha.policies.queries import policy_in_force
from belisha.ratification.consultation.actions import open_consultation
from belisha.ratification.publication.actions import withdraw_version
from tests.demo_fixtures import ClientFor
from tests.pages import day_in
from tests.ratification.ratifying import person as actor_of_person

GIVEN = {
    "school": "Zebra Crossing Primary School",
    "name": "Zadie Zebra",
    "email": "zadie@zebra.example",
    "role": "support-staff",
    "password": "kerb-lantern-puffin",
}


@pytest.fixture
def code(demo: None, tmp_path: Path, settings: LazySettings) -> str:
    settings.DATA_DIR = tmp_path
    return setup_code(tmp_path)


def test_every_place_of_work_is_there() -> None:
    school = School(slug="x")
    for _, places in NAVIGATION:
        assert all(reverse(place.name, args=[school.slug]) for place in places)


@pytest.mark.clause("B57")
def test_each_person_sees_the_doors_that_they_may_open(client_for: ClientFor) -> None:
    """The headteacher's home page opens every place from which the policy is run day to day."""
    school = School.objects.get(slug="grange")

    def seen(role: str) -> set[str]:
        user = User.objects.get(email=f"{role}@grange.example")
        found = links(actor_from(user.pk, user.name), school, today())
        return {link.address.removeprefix("/s/grange/") for _, shown in found for link in shown}

    assert {"people/manage/", "set-up/"} <= seen("headteacher")
    assert not {"people/manage/", "set-up/", "matters/", "record/"} & seen("teacher")
    assert "matters/" in seen("chair-of-governors")
    assert "lessons/" in seen("teacher")  # they may record one, and keep no record of others
    assert "training/all/" not in seen("teacher")
    assert "duties/" not in seen("teacher")
    manager = User.objects.get(email="teacher@grange.example")
    Membership.objects.filter(school=school, role="teaching-assistant").update(line_manager=manager)
    assert "duties/" in seen("teacher")
    for role in ("headteacher", "teacher", "chair-of-governors", "parent"):
        client = client_for(f"{role}@grange")
        statuses = {door: client.get(f"/s/grange/{door}").status_code for door in seen(role)}
        assert set(statuses.values()) <= {200, 302}, statuses


def test_home_shows_what_is_asked_of_me_alone(client_for: ClientFor) -> None:
    school, user = School.objects.get(slug="grange"), User.objects.get(email="teacher@grange.example")
    late = today() - timedelta(3)
    for key, person in (("mine", user), ("another’s", User.objects.get(email="dsl@grange.example"))):
        Duty.objects.create(
            school=school,
            source="x",
            key=key,
            title=f"Do what is {key}",
            person=person,
            due_on=late,
            opened_on=late,
        )
    shown = client_for("teacher@grange").get("/me/").content.decode()
    assert "Do what is mine" in shown
    assert "Late" in shown
    assert "another’s" not in shown


def test_what_no_sweep_has_opened_yet_is_asked_all_the_same_and_once(client_for: ClientFor) -> None:
    client = client_for("teacher@grange")
    words = "Social Media Policy and agree to it"
    Duty.objects.all().delete()
    shown = client.get("/me/").content.decode()
    assert words in shown
    assert "You have nothing to do" not in shown
    assert "1 to do" in shown
    sweep_school(School.objects.get(slug="grange"), today())
    assert client.get("/me/").content.decode().count(words) == 1


def figures_of(school: str, role: str = "headteacher") -> dict[str, str]:
    """Return the figure beside each page that the person may open, by the page's words."""
    place, user = School.objects.get(slug=school), User.objects.get(email=f"{role}@{school}.example")
    found = links(actor_from(user.pk, user.name), place, today())
    return {link.words: link.figure.words for _, shown in found for link in shown if link.figure}


def test_each_page_has_the_number_that_matters(demo: None) -> None:
    school = School.objects.get(slug="grange")
    Duty.objects.filter(school=school).delete()
    people = list(User.objects.filter(memberships__school=school).distinct()[:3])
    for number, user in enumerate(people):
        Duty.objects.create(
            school=school,
            source="acknowledgements",
            key=f"read {user.pk}",
            title="Read",
            person=user,
            due_on=today() - timedelta(days=1) if number == 0 else today(),
            opened_on=today(),
        )
    found = figures_of("grange")
    assert found["Acknowledgements"] == "3 have not acknowledged"
    assert found["Duties"] == "3 to do, 1 late"
    assert found["Training record"] == "nothing to do"
    assert found["Offices"] == "all filled"
    assert found["Complaints and concerns"].endswith("open")
    Duty.objects.filter(school=school).update(done_at=timezone.now())
    assert figures_of("grange")["Acknowledgements"] == "everyone has acknowledged"
    Membership.objects.filter(school__slug="barley-lane", role="ict-team").delete()
    assert figures_of("barley-lane")["Offices"] == "1 vacant"
    assert "Acknowledgements" not in figures_of("grange", "teacher")


def test_setting_up_is_offered_while_something_is_left(demo: None) -> None:
    school = School.objects.get(slug="grange")
    Term.objects.filter(school=school).delete()
    assert "left" in figures_of("grange")["Set up your school"]
    Term.objects.create(school=school, name="A", starts_on=today(), ends_on=today() + timedelta(days=60))
    version = PolicyVersion.objects.in_force().get(school=school, document__kind="policy")
    AnswerLog.objects.create(
        school=school,
        version=version,
        asked_at=timezone.now(),
        role="teacher",
        verdict="allowed",
        is_sure=True,
    )
    assert "Set up your school" not in figures_of("grange")


def test_the_header_counts_what_is_to_do_and_lets_one_sign_out(client_for: ClientFor) -> None:
    school, user = School.objects.get(slug="grange"), User.objects.get(email="teacher@grange.example")
    Duty.objects.filter(person=user).delete()
    client = client_for("teacher@grange")
    page = client.get("/s/grange/policy/").content.decode()
    assert "belisha-top__count" not in page
    for number in range(3):
        Duty.objects.create(
            school=school,
            source="x",
            key=f"x {number}",
            title="Do it",
            person=user,
            due_on=today(),
            opened_on=today(),
        )
    page = client.get("/s/grange/policy/").content.decode()
    assert 'belisha-top__count">3<' in page
    assert 'action="/account/sign-out/"' in page
    assert "belisha-top__count" not in Client().get("/s/grange/policy/").content.decode()


@pytest.mark.parametrize("address", ["/duties/", "/s/grange/desk/"])
def test_addresses_in_old_mail_lead_home(client_for: ClientFor, address: str) -> None:
    assert client_for("teacher@grange").get(address).headers["Location"] == "/me/"


@pytest.mark.clause("B53")
def test_the_state_is_for_those_who_look_after_the_policy(client_for: ClientFor) -> None:
    """Those who look after the policy for the governors see its state: what is done, due and late."""
    assert client_for("clerk@grange").get("/s/grange/state/").status_code == 200
    assert client_for("governor@grange").get("/s/grange/state/").status_code == 200
    assert client_for("teacher@grange").get("/s/grange/state/").status_code == 403
    assert client_for("headteacher@calcot").get("/s/grange/state/").status_code == 404
    assert Client().get("/s/grange/state/").status_code == 302


def test_small_numbers_are_withheld_from_whoever_may_not_see_names() -> None:
    counted = {
        "staff": Counter(done=9, open=6, late=1),
        "pupils": Counter(done=7, open=5),
        "cooks": Counter(late=2),
    }
    shown = group_figures("Training", counted, "x", sees_names=False)
    assert shown.rows == (
        ("Cooks", ("withheld", "withheld", "withheld")),
        ("Pupils", ("7", "5", "0")),
        ("Staff", ("9", "withheld", "withheld")),
    )
    assert shown.has_withheld
    assert "Staff" not in str(shown.picture)
    whole = group_figures("Training", counted, "x", sees_names=True)
    assert whole.rows[2] == ("Staff", ("9", "6", "1"))
    assert not whole.has_withheld


def test_what_is_late_of_few_is_told_so_to_governors(demo: None) -> None:
    school = School.objects.get(slug="grange")
    late = today() - timedelta(3)
    for key in range(2):
        Duty.objects.create(
            school=school, source="test", key=f"late {key}", title="Feed the fish", office="clerk",
            opened_on=late, due_on=late,
        )  # fmt: skip

    def counts(*, sees_names: bool) -> dict[str, str]:
        rows = state_page(school, today(), sees_names=sees_names)["late"]
        return {row["title"]: row["count"] for row in rows}

    assert counts(sees_names=False)["Feed the fish"] == "fewer than 5"
    assert counts(sees_names=True)["Feed the fish"] == "2"


@pytest.mark.clause("B53")
def test_an_empty_office_is_red(client_for: ClientFor) -> None:
    """An office that the policy relies on and nobody holds is shown as a gap."""
    Membership.objects.filter(school__slug="barley-lane", role="ict-team").delete()
    shown = client_for("clerk@barley-lane").get("/s/barley-lane/state/").content.decode()
    assert "belisha-office--gap" in shown


def test_a_time_line_says_what_it_shows(demo: None) -> None:
    version = PolicyVersion.objects.in_force().get(school__slug="grange")
    version.review_due_on = today() - timedelta(10)
    shown = str(timeline(version, today()))
    listed = re.findall(r"<strong>(.*?)</strong>", shown)
    assert listed[-1] == "Today", "what comes first stands first, in the picture and in the list for phones"
    assert "Review overdue" in listed
    assert [shown.index(f">{words}</text>") for words in listed] == sorted(
        shown.index(f">{words}</text>") for words in listed
    )
    version.review_due_on = None
    assert not timeline(version, today())


def test_a_code_opens_one_school(code: str, tmp_path: Path) -> None:
    assert (tmp_path / "setup.code").stat().st_mode & 0o777 == 0o600
    assert is_setup_code(tmp_path, f" {code.lower()} ")
    assert not is_setup_code(tmp_path, "")
    assert not spend_setup_code(tmp_path, "wrong")
    assert spend_setup_code(tmp_path, code)
    assert not spend_setup_code(tmp_path, code)
    assert not is_setup_code(tmp_path, code)
    assert not is_setup_code(tmp_path, "")


def test_a_school_is_begun_and_its_first_person_signed_in(code: str) -> None:
    client = Client()
    answer = client.post("/begin/", GIVEN | {"code": code})
    assert answer.status_code == 302, answer.content
    school = School.objects.get(name=GIVEN["school"])
    assert answer["Location"] == f"/s/{school.slug}/begin/"
    again = Client().post("/begin/", GIVEN | {"code": code, "school": "Another", "email": "b@c.example"})
    assert again.status_code == 400
    assert School.objects.filter(slug="another").count() == 0


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"code": "AAAA-BBBB-CCCC"}, "The setup code is not right"),
        ({"school": "Grange Infant School", "slug": "x"}, ""),
        ({"school": "???"}, "School name must include letters"),
        ({"password": "short"}, "too short"),
        ({"role": "king"}, "Choose a role from the list"),
    ],
)
def test_a_wrong_beginning_says_what_is_wrong(code: str, given: dict[str, str], says: str) -> None:
    before = School.objects.count()
    answer = Client().post("/begin/", GIVEN | {"code": code} | given)
    if says:
        assert answer.status_code == 400
        assert says in answer.content.decode()
        assert School.objects.count() == before


def test_the_steps_are_read_off_what_is_there_and_the_first_policy_comes_in_once(
    code: str, settings: LazySettings
) -> None:
    client = Client()
    client.post("/begin/", GIVEN | {"code": code})
    settings.BELISHA_SECOND_FACTOR = "optional"
    school = School.objects.get(name=GIVEN["school"])
    page = f"/s/{school.slug}/begin/"
    assert "0 of 7 done" in client.get(page).content.decode()
    source = PolicyVersion.objects.in_force().get(school__slug="barley-lane").source
    draft = draft_version(school=school, source=source, label="1")
    begun = client.get(page).content.decode()
    assert "1 of 7 done" in begun
    assert f'href="/s/{school.slug}/drafts/{draft.pk}/"' in begun
    assert "Version 1 stands at: draft" in begun
    written = client.get(f"/s/{school.slug}/drafts/{draft.pk}/").content.decode()
    assert f'href="{page}in-force/"' in written
    stating = client.get(f"{page}in-force/").content.decode()
    assert day_in(stating, "review_due_on") == date(2026, 3, 31)
    assert "things in the text need checking" in stating
    assert f'href="/s/{school.slug}/drafts/{draft.pk}/mend/"' in stating
    past, future = today() - timedelta(20), today() + timedelta(300)
    stated = {
        "ratified_by": "Full Governors",
        "met_on": past.isoformat(),
        "minute": "7.2",
        "head_signed_on": past.isoformat(),
        "chair_signed_on": past.isoformat(),
        "review_due_on": future.isoformat(),
    }
    wrong = client.post(f"{page}in-force/", stated | {"review_due_on": past.isoformat()})
    assert wrong.status_code == 400
    assert "Next review date must be in the future" in wrong.content.decode()
    assert client.post(f"{page}in-force/", stated).status_code == 302
    found = policy_in_force(school.slug)
    assert found
    assert found.version.review_due_on == future
    assert "minute 7.2" in found.policy.control.ratified
    assert found.version.published_at <= timezone.now()
    client.post(f"{page}in-force/", stated)
    assert PolicyVersion.objects.filter(school=school).count() == 1
    shown = client.get(f"/s/{school.slug}/ask/?as=teacher&q=Can+I+accept+a+friend+request+from+a+pupil%3F")
    assert "No" in shown.content.decode()


def test_a_school_without_a_policy_says_so(demo: None) -> None:
    School.objects.create(slug="empty", name="Empty School")
    answer = Client().get("/s/empty/")
    assert answer.status_code == 404
    assert "Empty School has no policy in force here yet" in answer.content.decode()
    assert "/s/empty/begin/" not in answer.content.decode()
    assert "Page not found" in Client().get("/s/nowhere/").content.decode()


def test_whoever_sets_up_is_led_on_from_where_no_policy_is_yet(code: str, settings: LazySettings) -> None:
    client = Client()
    assert "Everyone</option>" not in client.get("/begin/").content.decode()
    client.post("/begin/", GIVEN | {"code": code})
    settings.BELISHA_SECOND_FACTOR = "optional"
    school = School.objects.get(name=GIVEN["school"])
    way_on = f'href="/s/{school.slug}/begin/"'
    for page in (f"/s/{school.slug}/", f"/s/{school.slug}/policy/", "/me/"):
        assert way_on in client.get(page).content.decode(), page
    mine = client.get("/me/").content.decode()
    assert "Ask a question" not in mine, "my page offers to ask a policy that is not there"
    assert "will be listed here within" not in mine
    teacher = User.objects.get(email="teacher@grange.example")
    Membership.objects.create(school=school, user=teacher, role="teacher", from_on=today())
    stranger = Client()
    stranger.force_login(teacher)
    shown = stranger.get(f"/s/{school.slug}/").content.decode()
    assert way_on not in shown
    assert 'href="/me/"' in shown


def test_home_tells_of_a_consultation_to_whom_it_asks(client_for: ClientFor) -> None:
    before = PolicyVersion.objects.in_force().get(school__slug="coads-green", document__kind="policy")
    head = actor_of_person("headteacher@coads-green")
    version = draft_version(school=before.school, source=before.source, label="next", by=head, follows=before)
    open_consultation(by=head, version=version, audience=["teacher"], closes_on=today())
    where = f"/s/coads-green/versions/{version.pk}/comments/"
    assert where in client_for("teacher@coads-green").get("/me/").content.decode()
    assert where not in client_for("governor@coads-green").get("/me/").content.decode()
    assert where not in client_for("teacher@grange").get("/me/").content.decode()


ON_PAPER = {
    "ratified_by": "Full Governors",
    "met_on": "2026-09-01",
    "minute": "7.2",
    "head_signed_on": "2026-09-01",
    "chair_signed_on": "2026-09-01",
    "review_due_on": "2028-09-01",
}


def withdrawn_and_drafted_anew() -> PolicyVersion:
    """Grange has withdrawn its policy, and somebody has written another."""
    before = PolicyVersion.objects.in_force().get(school__slug="grange", document__kind="policy")
    head = User.objects.get(email="headteacher@grange.example")
    withdraw_version(by=actor_from(head.pk, head.name), version=before, reason="It was wrong")
    return draft_version(school=before.school, source=before.source, label="by itself")


def test_a_school_that_had_a_policy_here_cannot_pass_by_its_governors(client_for: ClientFor) -> None:
    version = withdrawn_and_drafted_anew()
    answer = client_for("headteacher@grange").post("/s/grange/begin/in-force/", ON_PAPER)
    assert answer.status_code == 400
    assert "needs consultation, approval and ratification" in answer.content.decode()
    version.refresh_from_db()
    assert version.state == "draft"
    told = Event.objects.filter(subject=f"version {version.pk}").exclude(refused="").get()
    assert told.by == User.objects.get(email="headteacher@grange.example").pk


def test_what_is_stated_of_paper_stays_on_its_line(code: str) -> None:
    client = Client()
    client.post("/begin/", {**GIVEN, "code": code})
    school = School.objects.get(name=GIVEN["school"])
    source = PolicyVersion.objects.in_force().filter(school__slug="grange").first()
    assert source is not None
    draft_version(school=school, source=source.source, label="1")
    posted = {**ON_PAPER, "minute": "7.2\n- standing: adopted", "ratified_by": "Governors\n- title: Other"}
    assert client.post(f"/s/{school.slug}/begin/in-force/", posted).status_code == 302
    found = policy_in_force(school.slug)
    assert found is not None
    control = found.policy.control
    assert (control.standing, control.ratified_by) == ("ratified", "Governors - title: Other")
    assert control.title == source.document.title


def test_what_changed_leads_to_the_changes(client_for: ClientFor) -> None:
    school = School.objects.get(slug="grange")
    before = PolicyVersion.objects.get(school=school, state="published")
    source = before.source.replace("Nobody ever makes", "Nobody at all makes")
    newer = bring_in_version(by=ANONYMOUS, school=school, source=source, label="the next")
    PolicyVersion.objects.filter(pk=newer.pk).update(follows=before)
    client = client_for("teacher@grange")
    page = client.get("/me/").content.decode()
    address = f"/s/grange/policy/versions/changes/?from={before.pk}&amp;to={newer.pk}"
    assert address in page
    assert "at all" in client.get(address.replace("&amp;", "&")).content.decode()
