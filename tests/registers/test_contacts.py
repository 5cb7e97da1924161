"""Contact attempts: reported in a minute, routed by this policy, and seen by nobody else."""

import pytest
from django.test import Client

from belisha.audit.models import Event
from belisha.outbox.models import Notice
from belisha.people.models import Membership
from belisha.registers.models import RegisterEntry
from tests.demo_fixtures import ClientFor
from tests.registers.asking_for import answer_to, page_of, school, text_of, user

TRIED = {
    "who": "pupil",
    "name": "starfish99",
    "topic": "befriend",
    "platform": "instagram",
    "done": "ignored",
}


def report(client: Client, slug: str, **more: str) -> RegisterEntry:
    answer = client.post(f"/s/{slug}/contact-attempt/", {**TRIED, **more})
    assert answer.status_code == 302, text_of(answer)
    return RegisterEntry.objects.get(pk=int(answer.headers["Location"].rstrip("/").split("/")[-1]))


FIVE = [
    pytest.param("barley-lane", "pupil", "headteacher", marks=pytest.mark.clause("B112", "B131b")),
    pytest.param("hr-cooperative", "pupil", "headteacher", marks=pytest.mark.clause("H54b")),
    pytest.param("calcot", "pupil", "dsl", marks=pytest.mark.clause("K76a")),
    pytest.param("calcot", "staff", "headteacher", marks=pytest.mark.clause("K76b")),
    pytest.param("grange", "pupil", "dsl", marks=pytest.mark.clause("G17b", "G44")),
    pytest.param("coads-green", "staff", "headteacher", marks=pytest.mark.clause("C20b", "C20c")),
]


@pytest.mark.parametrize(("slug", "who", "office"), FIVE)
def test_an_attempt_goes_to_whom_this_policy_names(
    client_for: ClientFor, slug: str, who: str, office: str
) -> None:
    """A report of a contact attempt goes to the office that this school's policy names by who began."""
    entry = report(client_for(f"teacher@{slug}"), slug, who=who)
    assert entry.office == office
    assert client_for(f"{office}@{slug}").get(page_of(entry)).status_code == 200
    other = "dsl" if office == "headteacher" else "headteacher"
    assert client_for(f"{other}@{slug}").get(page_of(entry)).status_code == 404


@pytest.mark.clause("B132")
def test_a_parent_reports_a_member_of_staff_to_the_headteacher(client_for: ClientFor) -> None:
    """At Barley Lane a parent reports an attempt by a member of staff, and the headteacher gets it."""
    entry = report(client_for("parent@barley-lane"), "barley-lane", who="staff", name="a teacher")
    assert entry.office == "headteacher"
    assert [clause["clause"] for clause in entry.clauses] == ["staff-attempt"]


BY_STAFF = [
    pytest.param("calcot", "follow-account", marks=pytest.mark.clause("K72b"), id="follows the account"),
    pytest.param("hr-cooperative", "message-online", marks=pytest.mark.clause("H87"), id="sends a message"),
]


@pytest.mark.parametrize(("slug", "topic"), BY_STAFF)
def test_a_pupil_reports_what_a_member_of_staff_tried(client_for: ClientFor, slug: str, topic: str) -> None:
    """A member of staff who does what the policy bars goes to the headteacher, and to nobody else."""
    entry = report(client_for(f"pupil@{slug}"), slug, who="staff", name="a teacher", topic=topic)
    assert (entry.office, entry.topic) == ("headteacher", topic)
    for role in ("dsl", "slt", "teacher", "parent"):
        assert client_for(f"{role}@{slug}").get(page_of(entry)).status_code == 404


def test_whoever_it_is_about_does_not_get_it(client_for: ClientFor) -> None:
    """An attempt by the headteacher goes past the headteacher, even if only the name is written."""
    head = user("headteacher@barley-lane")
    entry = report(client_for("parent@barley-lane"), "barley-lane", who="staff", name=head.name)
    assert entry.person == head
    assert entry.office == "chair-of-governors"
    assert client_for("headteacher@barley-lane").get(page_of(entry)).status_code == 404


def test_nothing_of_it_stands_in_mail_or_in_the_clear(client_for: ClientFor) -> None:
    entry = report(client_for("teacher@calcot"), "calcot")
    mail = Notice.objects.get(key__startswith=f"contacts {entry.pk} ")
    assert mail.to == user("dsl@calcot")
    assert not any(word in f"{mail.subject} {mail.text}" for word in ("starfish", "pupil", "nstagram"))
    assert "starfish" not in entry.details


def test_each_look_is_recorded_and_the_reporters_own_is_not(client_for: ClientFor) -> None:
    teacher, dsl = client_for("teacher@calcot"), client_for("dsl@calcot")
    entry = report(teacher, "calcot")
    looks = Event.objects.filter(verb="looked-at-entry", subject=f"contacts {entry.pk}")
    teacher.get(page_of(entry))
    assert not looks.exists()
    assert "starfish99" in text_of(dsl.get(page_of(entry)))
    assert [event.by for event in looks] == [user("dsl@calcot").pk]


@pytest.mark.clause("K76c")
def test_repeats_show_as_a_pattern_to_whom_it_goes(client_for: ClientFor) -> None:
    """A second attempt by the same pupil stands out as a pattern, for the DSL to judge."""
    teacher, dsl = client_for("teacher@calcot"), client_for("dsl@calcot")
    pupil = user("pupil@calcot")
    Membership.objects.filter(user=pupil).update(group="Oak")
    Membership.objects.filter(user=user("teacher@calcot")).update(group="Oak")
    assert f'value="{pupil.name}, Oak"' in teacher.get("/s/calcot/contact-attempt/").content.decode()
    first = report(teacher, "calcot", name=f"{pupil.name}, Oak")
    assert first.person == pupil
    assert "attempt 1" not in text_of(dsl.get(page_of(first)))
    second = report(client_for("supply-teacher@calcot"), "calcot", name=pupil.name)
    assert second.person == pupil
    assert "This is attempt 2 of the same person or account" in text_of(dsl.get(page_of(second)))
    assert "This is attempt" not in text_of(teacher.get(page_of(first)))


def test_repeats_by_one_account_name_show_as_a_pattern_too(client_for: ClientFor) -> None:
    teacher, dsl = client_for("teacher@calcot"), client_for("dsl@calcot")
    report(teacher, "calcot")
    again = report(client_for("supply-teacher@calcot"), "calcot", name="@StarFish99")
    other = report(teacher, "calcot", name="somebody-else")
    assert "This is attempt 2" in text_of(dsl.get(page_of(again)))
    assert "This is attempt" not in text_of(dsl.get(page_of(other)))


def test_only_pupils_of_ones_own_class_can_be_chosen(client_for: ClientFor) -> None:
    pupil = user("pupil@calcot")
    Membership.objects.filter(user=pupil).update(group="Ash")
    Membership.objects.filter(user=user("teacher@calcot")).update(group="Oak")
    for name in ("teacher", "parent"):
        page = client_for(f"{name}@calcot").get("/s/calcot/contact-attempt/")
        assert pupil.name not in page.content.decode()


@pytest.mark.clause("H54c")
def test_the_school_is_led_to_tell_pupils_where_the_official_page_is(client_for: ClientFor) -> None:
    """After an attempt the head sees the step to tell pupils that contact belongs on the official site."""
    head = client_for("headteacher@hr-cooperative")
    entry = report(client_for("teacher@hr-cooperative"), "hr-cooperative")
    shown = text_of(head.get(page_of(entry)))
    assert "What the policy asks next" in shown
    assert "official school site" in shown
    done = head.post(page_of(entry), {"do": "note", "clause": "tell-students", "words": ""})
    assert done.status_code == 302
    assert "This is done" not in text_of(head.get(page_of(entry)))


@pytest.mark.clause("B111", "B131a")
def test_an_answer_about_contact_leads_to_the_report(client_for: ClientFor) -> None:
    """An answer about friending a pupil leads to the short report, because the policy asks for one."""
    answer = answer_to(
        client_for("teacher@barley-lane"), "barley-lane", "as=teacher&action=befriend&towards=pupil"
    )
    assert "Report a friend request or message" in answer


def test_a_name_is_asked_for_and_nothing_typed_is_lost(client_for: ClientFor) -> None:
    answer = client_for("teacher@calcot").post(
        "/s/calcot/contact-attempt/", {**TRIED, "name": "", "note": "At night"}
    )
    assert answer.status_code == 400
    assert "Enter a name or an account name" in text_of(answer)
    assert "At night" in answer.content.decode()
    assert not RegisterEntry.objects.filter(school=school("calcot"), register="contacts").exists()


def test_it_is_finished_by_whom_it_went_to(client_for: ClientFor) -> None:
    teacher, dsl = client_for("teacher@calcot"), client_for("dsl@calcot")
    entry = report(teacher, "calcot")
    assert teacher.post(page_of(entry), {"do": "close", "words": ""}).status_code == 403
    assert dsl.post(page_of(entry), {"do": "close", "words": "Spoke to the parents"}).status_code == 302
    entry.refresh_from_db()
    assert entry.state == "closed"


def test_a_report_is_not_taken_back(client_for: ClientFor) -> None:
    teacher = client_for("teacher@calcot")
    entry = report(teacher, "calcot")
    assert "Withdraw" not in text_of(teacher.get(page_of(entry)))
    assert teacher.post(page_of(entry), {"do": "withdraw", "words": ""}).status_code == 403
    entry.refresh_from_db()
    assert entry.state == "recorded"
