"""Consents: for each child, purpose and year; two parents; paper; a file; withdrawal; a silent flag."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from belisha.base.clock import today
from belisha.channels.models import OfficialPost
from belisha.channels.queries import posts_to_take_down
from belisha.duties.models import Duty
from belisha.duties.sweeping import sweep_school
from belisha.people.models import Membership, User
from belisha.registers.consent_actions import ConsentInput, give_consents, link_parent
from belisha.registers.consent_import import import_consents, plan_consents, pupils_by_name, read_consents
from belisha.registers.consents import consents_of, may_speak
from belisha.registers.models import RegisterEntry
from tests.demo_fixtures import ClientFor
from tests.ratification.ratifying import person
from tests.registers.asking_for import school, text_of, user


@pytest.fixture
def child(demo: None) -> User:
    """A pupil of Grange with one parent linked."""
    found = user("pupil@grange")
    link_parent(
        by=person("headteacher@grange"),
        school=school(),
        parent_id=user("parent@grange").pk,
        child_id=found.pk,
    )
    return found


def given(child: User, topic: str = "website") -> bool:
    found = consents_of(school(), [child.pk], today()).get((child.pk, topic))
    return bool(found and found.is_given)


@pytest.mark.clause("G72a", "K82a")
def test_a_parent_answers_for_each_purpose_and_changes_their_mind(client_for: ClientFor, child: User) -> None:
    """Pictures need a parent's consent: given per purpose and year, with its history, and withdrawn."""
    parent = client_for("parent@grange")
    assert not given(child), "silence is no consent"
    said = {"child": str(child.pk), "topic-website": "yes", "topic-press": "no"}
    assert parent.post("/s/grange/consents/", said).status_code == 302
    assert given(child)
    assert not given(child, "press")
    answer = parent.post("/s/grange/consents/", {**said, "topic-website": "no"}, follow=True)
    assert "the school takes down the rest" in text_of(answer)
    assert not given(child)
    rows = RegisterEntry.objects.filter(register="consents", person=child, topic="website")
    assert sorted(rows.values_list("state", "answer")) == [("recorded", "no"), ("superseded", "yes")]


def test_a_stranger_answers_for_nobody(client_for: ClientFor, child: User) -> None:
    stranger = client_for("teacher@grange")
    assert "No child is linked to you" in text_of(stranger.get("/s/grange/consents/"))
    stranger.post("/s/grange/consents/", {"child": str(child.pk), "topic-website": "yes"})
    assert not RegisterEntry.objects.filter(register="consents").exists()


def test_two_parents_who_differ_mean_no(child: User) -> None:
    other = user("governor@grange")
    head = person("headteacher@grange")
    link_parent(by=head, school=school(), parent_id=other.pk, child_id=child.pk)
    for name, answer in (("parent@grange", "yes"), ("governor@grange", "no")):
        give_consents(
            by=person(name), school=school(), given=ConsentInput(child.pk, user(name).pk, {"website": answer})
        )
    assert not given(child)
    give_consents(
        by=person("governor@grange"),
        school=school(),
        given=ConsentInput(child.pk, other.pk, {"website": "yes"}),
    )
    assert given(child)


@pytest.mark.clause("H62a", "H62b")
def test_consent_to_contact_names_the_reasons(client_for: ClientFor, child: User) -> None:
    """Contact on school equipment: the parent's written permission states the reasons, or it is not taken."""
    parent = client_for("parent@grange")
    said = {"child": str(child.pk), "topic-contact": "yes"}
    answer = parent.post("/s/grange/consents/", said)
    assert answer.status_code == 400
    assert "Say for which reasons staff may be in contact" in text_of(answer)
    parent.post("/s/grange/consents/", {**said, "reason": "Reading at home"})
    assert given(child, "contact")


def test_paper_is_entered_with_a_witness(client_for: ClientFor, child: User) -> None:
    head = client_for("headteacher@grange")
    page = f"/s/grange/consents/children/{child.pk}/"
    refused = head.post(page, {"do": "paper", "topic-website": "yes", "signed": "2026-09-10"})
    assert "Enter who saw it signed or holds the paper" in text_of(refused)
    done = head.post(
        page, {"do": "paper", "topic-website": "yes", "signed": "2026-09-10", "witness": "The office"}
    )
    assert done.status_code == 302
    assert given(child)
    assert "on paper (The office)" in text_of(head.get(page))


@pytest.mark.clause("K82a")
def test_a_withdrawal_opens_dated_tasks_for_what_shows_the_child(client_for: ClientFor, child: User) -> None:
    """A consent that is withdrawn lists what shows the child, and each place is to be taken down by a day."""
    parent = person("parent@grange")
    shown = record_image(client_for, child, topic="website", place="News of May")
    kept = record_image(client_for, child, topic="network", place="Class folder")
    for answer in ("yes", "no"):
        give_consents(
            by=parent, school=school(), given=ConsentInput(child.pk, parent.user_id, {"website": answer})
        )
    shown.refresh_from_db()
    kept.refresh_from_db()
    assert shown.due_on == today() + timedelta(days=5)
    assert kept.due_on is None
    sweep_school(school(), today(), is_sure=True)
    duty = Duty.objects.open().get(source="registers", link__endswith=f"/images/{shown.pk}/")
    assert duty.title == "Take down what shows a child whose parents have withdrawn their consent"


def test_a_post_that_is_out_is_taken_down_once_a_consent_is_withdrawn(
    client_for: ClientFor, child: User
) -> None:
    parent, head = person("parent@grange"), person("headteacher@grange")
    yes, no = (ConsentInput(child.pk, parent.user_id, {"social": answer}) for answer in ("yes", "no"))
    give_consents(by=parent, school=school(), given=yes)
    post = OfficialPost.objects.create(
        school=school(), channel="The page", text="Sports day", state="posted", purpose="social",
        author_id=head.user_id, author_role="headteacher", link="https://page.example/1",
        posted_at=timezone.now(), shows_children=True,
    )  # fmt: skip
    post.children.add(child)
    assert posts_to_take_down(school(), today()) == []
    give_consents(by=parent, school=school(), given=no)
    (found,) = posts_to_take_down(school(), today())
    assert (found.post, found.day) == (post, today() + timedelta(days=5))
    sweep_school(school(), today(), is_sure=True)
    mine = Duty.objects.open().filter(source="channels", link__endswith=f"/posts/{post.pk}/")
    assert mine.get().title == "Take down an official post: a consent was withdrawn"
    shown = text_of(client_for("headteacher@grange").get(f"/s/grange/posts/of/{child.pk}/"))
    assert "Sports day" in shown
    assert "to be taken down by" in shown
    OfficialPost.objects.filter(pk=post.pk).update(state="removed")
    sweep_school(school(), today(), is_sure=True)
    assert not mine.exists()


AGES = [("Year 9", True), ("9", True), ("Year 8", None), ("Year 7", False), ("Year 2", False), ("", None)]


@pytest.mark.parametrize(("year", "speaks"), AGES)
def test_from_which_year_a_pupil_is_heard(year: str, *, speaks: bool | None) -> None:
    assert may_speak(year) is speaks


def test_at_thirteen_the_pupils_own_view_is_asked_and_shown(client_for: ClientFor, child: User) -> None:
    pupil = client_for("pupil@grange")
    said = {"child": str(child.pk), "topic-website": "no"}
    Membership.objects.filter(user=child).update(year_group="Year 2")
    assert "From the age of 13" in text_of(pupil.get("/s/grange/consents/"))
    pupil.post("/s/grange/consents/", said)
    with pytest.raises(PermissionDenied, match="from the age of 13"):
        give_consents(
            by=person("pupil@grange"),
            school=school(),
            given=ConsentInput(child.pk, child.pk, {"press": "no"}),
        )
    assert not RegisterEntry.objects.filter(register="consents", other=child).exists()
    Membership.objects.filter(user=child).update(year_group="Year 8")
    assert "Your own view is asked from the age of 13" in text_of(pupil.post("/s/grange/consents/", said))
    assert pupil.post("/s/grange/consents/", {**said, "old_enough": "on"}).status_code == 302
    parent = person("parent@grange")
    yes = ConsentInput(child.pk, parent.user_id, {"website": "yes"})
    give_consents(by=parent, school=school(), given=yes)
    assert given(child), "the child’s voice is shown, and decides nothing"
    assert "Child says no" in text_of(client_for("slt@grange").get("/s/grange/consents/children/"))


def test_parents_are_asked_each_school_year_until_they_have_answered(
    client_for: ClientFor, child: User
) -> None:
    parent = user("parent@grange")
    asked = Duty.objects.filter(source="registers each year", person=parent).open()
    sweep_school(school(), today(), is_sure=True)
    assert asked.get().title == "Say what may be shown of your child this school year"
    page = client_for("parent@grange").get(asked.get().link, follow=True)
    assert "Consent to photographs" in text_of(page)
    client_for("parent@grange").post("/s/grange/consents/", {"child": str(child.pk), "topic-website": "no"})
    sweep_school(school(), today(), is_sure=True)
    assert not asked.exists()
    with time_machine.travel(date(2027, 9, 2), tick=True):
        sweep_school(school(), today(), is_sure=True)
        assert asked.get().due_on == date(2027, 10, 1)


def record_image(client_for: ClientFor, child: User, **said: str) -> RegisterEntry:
    slt = client_for("slt@grange")
    answer = slt.post("/s/grange/registers/images/new/", {"person": str(child.pk), "title": "Fair", **said})
    assert answer.status_code == 302, text_of(answer)
    return RegisterEntry.objects.get(pk=int(answer.headers["Location"].rstrip("/").split("/")[-1]))


@pytest.mark.clause("G74a", "G74b", "G72b", "G73")
def test_a_leavers_images_come_due_are_deleted_and_proven(client_for: ClientFor, child: User) -> None:
    """Where images are kept is recorded; when the child leaves each place is due, deleted, and certified."""
    ict = client_for("ict-team@grange")
    ict.post("/s/grange/registers/equipment/new/", {"title": "iPad 3", "topic": "tablet",
             "person": str(user("teacher@grange").pk)})  # fmt: skip
    entry = record_image(client_for, child, topic="network", place="Class folder", device="iPad 3")
    Membership.objects.filter(user=child).update(to_on=today() - timedelta(days=1))
    sweep_school(school(), today(), is_sure=True)
    mine = Duty.objects.open().filter(source="registers of leavers", link__endswith=f"/images/{entry.pk}/")
    assert mine.get().due_on == today() + timedelta(days=29)
    slt = client_for("slt@grange")
    page = f"/s/grange/registers/images/{entry.pk}/"
    assert slt.post(page, {"do": "close", "words": "Deleted with its copies"}).status_code == 302
    assert "Sealed: it verifies" in text_of(slt.get(page))
    sweep_school(school(), today(), is_sure=True)
    assert not mine.exists()


@pytest.mark.clause("G74a")
def test_a_picture_of_a_class_is_recorded_once_and_comes_due_for_each_child(
    client_for: ClientFor, child: User
) -> None:
    """A picture of several children is entered once; who leaves has an entry of their own that comes due."""
    other = User.objects.create(name="Gwendolen Verge")
    Membership.objects.create(
        school=school(), user=other, role="pupil", group="Oak", from_on=date(2026, 9, 1)
    )
    slt = client_for("slt@grange")
    said = {"title": "Harvest", "topic": "social", "place": "Album of October", "key": "one-form"}
    for _ in range(2):
        slt.post("/s/grange/registers/images/new/", {**said, "person": [str(child.pk), str(other.pk)]})
    made = RegisterEntry.objects.filter(register="images", title="Harvest")
    assert set(made.values_list("person", flat=True)) == {child.pk, other.pk}
    assert made.count() == 2
    refused = slt.post("/s/grange/registers/images/new/", said)
    assert refused.status_code == 400
    assert "Choose: Who is shown" in text_of(refused)
    Membership.objects.filter(user=other).update(to_on=today() - timedelta(days=1))
    sweep_school(school(), today(), is_sure=True)
    due = Duty.objects.open().filter(source="registers of leavers")
    assert [each.link for each in due] == [f"/s/grange/registers/images/{made.get(person=other).pk}/"]
    page = f"/s/grange/registers/images/{made.get(person=child).pk}/"
    assert slt.get(f"{page}change/").content.count(b'type="checkbox"') == 0


def test_a_flag_makes_every_answer_no_and_only_the_dsl_sees_why(client_for: ClientFor, child: User) -> None:
    parent = person("parent@grange")
    give_consents(
        by=parent, school=school(), given=ConsentInput(child.pk, parent.user_id, {"website": "yes"})
    )
    dsl = client_for("dsl@grange")
    dsl.post("/s/grange/registers/flags/new/", {"person": str(child.pk), "reason": "An order of a court"})
    flag = RegisterEntry.objects.get(register="flags")
    assert not given(child)
    assert "An order of a court" in text_of(dsl.get(f"/s/grange/registers/flags/{flag.pk}/"))
    assert client_for("slt@grange").get(f"/s/grange/registers/flags/{flag.pk}/").status_code == 404
    shown = text_of(client_for("slt@grange").get("/s/grange/consents/children/"))
    assert "order of a court" not in shown
    page = text_of(client_for("slt@grange").get(f"/s/grange/consents/children/{child.pk}/"))
    assert "Not to be" not in page, "the flag is silent"


CSV = "Name,Class,Website,Newspapers and television\n{}\n"


def upload(client: Any, text: str) -> Any:
    file = SimpleUploadedFile("consents.csv", text.encode(), "text/csv")
    return client.post("/s/grange/consents/import/", {"file": file, "witness": "The office"})


def test_a_file_of_consents_is_taken_in_twice_without_change(client_for: ClientFor, child: User) -> None:
    head = client_for("headteacher@grange")
    text = CSV.format(f"{child.name},,yes,N")
    assert upload(head, text).status_code == 302
    assert given(child)
    assert not given(child, "press")
    assert upload(head, text).status_code == 302
    assert RegisterEntry.objects.filter(register="consents", person=child).count() == 2


WRONG = [
    ("{0},,yes,no\n{0},,no,no", "is in line 2 already. Leave one of the two lines out"),
    ("Nobody Here,,yes,no", "no pupil is called “Nobody Here”"),
    ("{0},,perhaps,no", "“perhaps” is neither yes nor no"),
]


@pytest.mark.parametrize(("lines", "said"), WRONG)
def test_a_wrong_file_says_what_to_do_and_nothing_is_half_done(
    client_for: ClientFor, child: User, lines: str, said: str
) -> None:
    answer = upload(client_for("headteacher@grange"), CSV.format(lines.format(child.name)))
    assert answer.status_code == 400
    assert said in text_of(answer)
    assert "Nothing was taken in" in text_of(answer)
    assert not RegisterEntry.objects.filter(register="consents").exists()


@pytest.mark.parametrize("count", [50, 500])
def test_a_file_of_consents_takes_the_same_few_queries_however_long(demo: None, count: int) -> None:
    place, head = school(), person("headteacher@grange")
    users = User.objects.bulk_create([User(name=f"Pupil {number}") for number in range(count)])
    Membership.objects.bulk_create(
        [
            Membership(school=place, user=each, role="pupil", group="Oak", from_on=date(2026, 9, 1))
            for each in users
        ]
    )
    text = "Name,Class,Website,Press\n" + "".join(f"{each.name},Oak,yes,no\n" for each in users)
    with CaptureQueriesContext(connection) as captured:
        plan = plan_consents(read_consents(text.encode()), pupils_by_name(place))
        changed = import_consents(by=head, school=place, plan=plan, witness="The office")
    assert changed == 2 * count
    assert len(captured) < 40
