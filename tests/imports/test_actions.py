"""What an import does to the people of a school."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from belisha.audit.models import Event
from belisha.base.clock import today
from belisha.imports import actions
from belisha.imports.models import Roll, RollLine, RollPerson
from belisha.imports.states import ImportState
from belisha.people.actor import Actor, actor_from
from belisha.people.models import Invitation, Membership, School, User
from tests.imports.steps import HEAD, bring_in, checked, head_of, roles_at, said

STAFF = """Staff Code,Forename,Surname,Work Email,Job Title,Start Date
EJ,Eleanor,Jones,e.jones@grange.example,Class Teacher,01/09/2019
PK,Piotr,Kowal,p.kowal@grange.example,Teaching Assistant,02/09/2024
DM,Dot,Moon,,Lunchtime supervisor,
"""
PUPILS = """Admission Number,Surname,Forename,Year,Reg
101,Ashdown,Ruby,Year 2,Owls
102,Wieczorek,Tomasz,1,Larks
103,Al-Sayed,Fatima,Y2,Owls
"""

pytestmark = pytest.mark.usefixtures("demo")


def test_joiners_come_with_their_roles_and_first_days() -> None:
    bring_in(STAFF)
    teacher = User.objects.get(email="e.jones@grange.example")
    assert (teacher.name, teacher.has_usable_password()) == ("Eleanor Jones", False)
    (held,) = Membership.objects.filter(user=teacher)
    assert (held.role, held.from_on, held.to_on) == ("teacher", date(2019, 9, 1), None)
    supervisor = User.objects.get(name="Dot Moon")
    assert supervisor.email is None
    assert Membership.objects.get(user=supervisor).from_on == today()


def test_pupils_never_get_an_address_or_an_account() -> None:
    bring_in(
        PUPILS.replace("Reg\n", "Reg,Email\n").replace("Owls\n", "Owls,ruby@pupils.example\n", 1),
        role_of_all="pupil",
    )
    ruby = User.objects.get(name="Ruby Ashdown")
    assert ruby.email is None
    assert not ruby.has_usable_password()
    (held,) = Membership.objects.filter(user=ruby)
    assert (held.role, held.year_group, held.group) == ("pupil", "2", "Owls")


def test_the_plain_example_comes_in() -> None:
    roll = bring_in(
        "name,role,year_group\nRuby Ashdown,pupil,2\nMiss Eleanor Jones,teacher,\nMr Peter "
        "Hallam,headteacher,\n"
    )
    assert roll.counts["joiner"] == 3
    assert roles_at("grange", "Mr Peter Hallam") == ["headteacher"]


def test_the_same_file_twice_changes_nothing() -> None:
    bring_in(STAFF)
    before = list(Membership.objects.order_by("pk").values()), list(User.objects.order_by("pk").values())
    again = checked(STAFF)
    assert said(again) == {"same": 3}
    bring_in(None, roll=again)
    assert before == (
        list(Membership.objects.order_by("pk").values()),
        list(User.objects.order_by("pk").values()),
    )


def test_a_change_of_role_ends_one_and_begins_another() -> None:
    bring_in(STAFF)
    roll = bring_in(STAFF.replace("Teaching Assistant", "Class Teacher"))
    assert roll.counts["change"] == 1
    old, new = Membership.objects.filter(user__email="p.kowal@grange.example").order_by("from_on")
    assert (old.role, old.to_on) == ("teaching-assistant", today() - timedelta(days=1))
    assert (new.role, new.from_on, new.to_on) == ("teacher", today(), None)


def test_a_role_that_was_given_by_hand_stays_when_the_roll_changes_another() -> None:
    bring_in(STAFF)
    user = User.objects.get(email="e.jones@grange.example")
    Membership.objects.create(school=user.memberships.get().school, user=user, role="dsl", from_on=today())
    bring_in(STAFF.replace("Class Teacher", "HLTA"))
    assert roles_at("grange", "Eleanor Jones") == ["dsl", "teaching-assistant"]


def test_a_leaver_loses_every_role_and_open_invitation_at_once() -> None:
    bring_in(STAFF)
    user = User.objects.get(email="p.kowal@grange.example")
    school = School.objects.get(slug="grange")
    Membership.objects.create(school=school, user=user, role="governor", from_on=today())
    from belisha.people.accounts.invitations import invite_person

    invite_person(by=head_of("grange"), school=school, email=user.email, name=user.name, role="teacher")
    bring_in(
        STAFF.replace("PK,", "#").replace(
            "#Piotr,Kowal,p.kowal@grange.example,Teaching Assistant,02/09/2024\n", ""
        ),
        gone=True,
    )
    assert roles_at("grange", "Piotr Kowal") == []
    assert not Invitation.objects.filter(email=user.email).open().exists()
    assert not actor_from(user.pk, user.name).memberships


def test_a_last_day_in_the_past_is_a_leaver_and_one_to_come_is_kept() -> None:
    with_days = STAFF.replace("Start Date\n", "Start Date,Leaving Date\n")
    bring_in(with_days)
    later, past = today() + timedelta(days=40), today() - timedelta(days=3)
    changed = with_days.replace("01/09/2019\n", f"01/09/2019,{later:%d/%m/%Y}\n")
    changed = changed.replace("02/09/2024\n", f"02/09/2024,{past:%d/%m/%Y}\n")
    roll = bring_in(changed)
    assert (roll.counts["change"], roll.counts["leaver"]) == (1, 1)
    assert Membership.objects.get(user__email="e.jones@grange.example").to_on == later
    assert Membership.objects.get(user__email="p.kowal@grange.example").to_on == past
    assert said(checked(changed)) == {"same": 3}


def test_those_of_a_sort_that_the_file_does_not_hold_never_leave() -> None:
    bring_in(STAFF)
    bring_in(PUPILS, role_of_all="pupil")
    assert said(checked(STAFF)) == {"same": 3}
    assert "missing" not in said(checked(PUPILS, role_of_all="pupil", drop=True))


def test_whoever_was_invited_by_hand_never_leaves_by_a_roll() -> None:
    roll = checked(STAFF)
    assert said(roll) == {"joiner": 3}


def test_a_part_of_the_roll_is_refused_unless_somebody_says_that_it_is_whole() -> None:
    bring_in(STAFF)
    part = "\n".join(STAFF.splitlines()[:2])
    roll = checked(part)
    assert roll.counts["looks_partial"]
    with pytest.raises(actions.ImportRefusedError, match="a part of the roll"):
        bring_in(None, roll=roll, gone=True, whole=False)
    assert roles_at("grange", "Dot Moon") == ["support-staff"]
    bring_in(None, roll=roll, gone=False)
    assert roles_at("grange", "Dot Moon") == ["support-staff"]


def test_with_a_line_in_error_nobody_is_taken_for_gone() -> None:
    bring_in(STAFF)
    roll = checked(STAFF.replace("02/09/2024", "31/02/2024"))
    assert said(roll) == {"same": 2, "error": 1, "missing": 1}
    with pytest.raises(actions.ImportRefusedError, match="could not be read"):
        bring_in(None, roll=roll, gone=True)


def test_an_address_with_an_account_elsewhere_is_a_new_person_here_and_elsewhere_is_untouched() -> None:
    other = User.objects.get(email="teacher@calcot.example")
    before = list(Membership.objects.filter(school__slug="calcot").order_by("pk").values())
    password, name = other.password, other.name
    roll = bring_in(STAFF.replace("e.jones@grange.example", "Teacher@Calcot.example"))
    assert roll.counts["joiner"] == 3
    here = User.objects.get(email="teacher@calcot.example", memberships__school__slug="grange")
    assert (here.name, here.has_usable_password(), here.account) == ("Eleanor Jones", False, None)
    assert list(other.memberships.values_list("school__slug", "role")) == [("calcot", "teacher")]
    other.refresh_from_db()
    assert (other.password, other.name) == (password, name)
    assert before == list(Membership.objects.filter(school__slug="calcot").order_by("pk").values())
    assert said(checked(STAFF.replace("e.jones@grange.example", "teacher@calcot.example"))) == {"same": 3}


def test_the_address_of_somebody_who_signs_in_is_not_changed() -> None:
    bring_in(STAFF)
    user = User.objects.get(email="e.jones@grange.example")
    user.set_password("quiet-umbrella-forest")
    user.save()
    roll = checked(STAFF.replace("e.jones@", "taken.over@"))
    assert said(roll) == {"same": 3, "note": 1}
    bring_in(None, roll=roll)
    assert bring_in(STAFF.replace("p.kowal@", "piotr@")).counts["change"] == 1
    assert {"e.jones@grange.example", "piotr@grange.example"} <= set(
        User.objects.values_list("email", flat=True)
    )


def test_an_address_of_somebody_elsewhere_is_taken_as_any_other() -> None:
    bring_in(STAFF)
    before = list(User.objects.filter(memberships__school__slug="calcot").order_by("pk").values())
    roll = bring_in(STAFF.replace("p.kowal@grange.example", "dsl@calcot.example"))
    assert RollLine.objects.filter(kind="error").count() == 0
    assert roles_at("calcot", "Piotr Kowal") == []
    assert User.objects.get(name="Piotr Kowal").email == "dsl@calcot.example"
    assert before == list(User.objects.filter(memberships__school__slug="calcot").order_by("pk").values())
    assert roll.state == ImportState.DONE


def test_somebody_likely_the_same_is_asked_and_never_assumed() -> None:
    bring_in("name,role\nEleanor Jones,teacher\nDot Moon,cook\n")
    roll = checked("Staff Code,Name,Role\nEJ,Elenor Jones,teacher\nDM,Dot Moon,cook\n")
    assert said(roll) == {"joiner": 2}
    with pytest.raises(actions.ImportRefusedError, match="First answer"):
        bring_in(None, roll=roll)
    lines = list(roll.lines.filter(likely__isnull=False))
    assert [line.likely.name for line in lines if line.likely] == ["Eleanor Jones", "Dot Moon"]
    answers = {lines[0].pk: "another", lines[1].pk: "same"}
    roll = actions.resolve_possible_matches(by=head_of("grange"), roll=roll, answers=answers)
    assert said(roll) == {"joiner": 1, "same": 1, "missing": 1}
    bring_in(None, roll=roll)
    assert User.objects.filter(name="Dot Moon").count() == 1
    assert said(checked("Staff Code,Name,Role\nEJ,Elenor Jones,teacher\nDM,Dot Moon,cook\n")) == {
        "same": 2,
        "missing": 1,
    }


def test_two_imports_at_once_are_refused_in_words() -> None:
    checked(STAFF)
    with pytest.raises(actions.ImportRefusedError, match="under way already"):
        checked(PUPILS, role_of_all="pupil")
    assert Roll.objects.count() == 1


def test_people_who_changed_since_the_dry_run_are_shown_anew() -> None:
    bring_in(STAFF)
    roll = checked(STAFF.replace("Teaching Assistant", "HLTA").replace("Class Teacher", "cook"))
    Membership.objects.filter(user__email="e.jones@grange.example").update(to_on=today() - timedelta(days=9))
    with pytest.raises(actions.ImportRefusedError, match="changed since you looked"):
        bring_in(None, roll=roll)
    roll.refresh_from_db()
    assert roll.state == ImportState.CHECKED


def test_whoever_imports_keeps_their_own_roles() -> None:
    me = User.objects.get(email=f"{HEAD}@grange.example")
    given, _, family = me.name.rpartition(" ")
    line = f"HT,{given},{family},{me.email},{{}},\n"
    bring_in(STAFF + line.format("Headteacher"))
    roll = bring_in(STAFF + line.format("Cook"))
    assert set(roles_at("grange", me.name)) == {"headteacher", "support-staff"}
    assert roll.state == ImportState.DONE
    assert said(checked(STAFF)).get("missing") is None


@pytest.mark.parametrize("step", [1, 2, 500])
def test_an_import_in_steps_is_the_same_as_in_one(step: int) -> None:
    roll = checked(STAFF)
    bring_in(None, roll=roll, step=step)
    assert (
        Membership.objects.filter(school__slug="grange", user__in=RollPerson.objects.values("user")).count()
        == 3
    )
    assert actions.apply_next(by=head_of("grange"), roll=roll).state == ImportState.DONE


def test_an_import_of_today_can_be_undone() -> None:
    bring_in(STAFF)
    before = list(Membership.objects.order_by("pk").values())
    people = list(User.objects.order_by("pk").values("pk", "name", "email"))
    roll = bring_in(
        STAFF.replace("Class Teacher", "cook")
        .replace("PK,", "#")
        .replace("#Piotr,Kowal,p.kowal@grange.example", "NN,New,One,n@grange.example")
        .replace("Dot,Moon", "Dorothy,Moon"),
        gone=True,
    )
    assert (roll.counts["change"], roll.counts["joiner"], roll.counts["missing"]) == (2, 1, 1)
    actions.undo_import(by=head_of("grange"), roll=roll)
    assert list(Membership.objects.order_by("pk").values()) == before
    assert list(User.objects.order_by("pk").values("pk", "name", "email")) == people
    assert said(checked(STAFF)) == {"same": 3}


def test_an_import_is_not_undone_once_something_changed() -> None:
    bring_in(STAFF)
    roll = bring_in(STAFF.replace("Class Teacher", "cook"))
    Membership.objects.filter(user__email="e.jones@grange.example", role="support-staff").delete()
    with pytest.raises(actions.ImportRefusedError, match="changed since"):
        actions.undo_import(by=head_of("grange"), roll=roll)
    Roll.objects.filter(pk=roll.pk).update(applied_on=today() - timedelta(days=1))
    with pytest.raises(actions.ImportRefusedError, match="on the day"):
        actions.undo_import(by=head_of("grange"), roll=roll)


def test_what_the_file_said_is_forgotten() -> None:
    done = bring_in(STAFF)
    assert "Eleanor" not in repr(list(RollLine.objects.values_list("row", "says", "name", "undo")))
    assert Roll.objects.get(pk=done.pk).table is None
    left = checked(PUPILS, role_of_all="pupil")
    assert actions.forget_old_imports(today()) == 0
    Roll.objects.filter(pk=left.pk).update(begun_at=left.begun_at - timedelta(days=7))
    assert actions.forget_old_imports(today() + timedelta(days=1)) == 6
    left.refresh_from_db()
    assert (left.state, left.table) == (ImportState.DROPPED, None)
    assert actions.forget_old_imports(today() + timedelta(days=1)) == 0


def test_the_record_has_numbers_and_nobodys_name() -> None:
    bring_in(STAFF)
    events = list(Event.objects.order_by("-pk").values("verb", "subject", "detail")[:4])
    assert [event["verb"] for event in events] == [
        "finished-import",
        "brought-in-people",
        "began-import",
        "chose-roll",
    ]
    assert len(events[1]["detail"]["joined"]) == 3
    written = repr(events)
    assert not any(word in written for word in ("Eleanor", "Jones", "grange.example", "Moon", "EJ"))


def test_the_record_says_who_was_given_an_office() -> None:
    bring_in("name,role\nRobin Vale,teacher\nAlex Kerb,clerk to the governors\n")
    clerk = User.objects.get(name="Alex Kerb")
    told = Event.objects.filter(verb="brought-in-people").latest("number")
    assert told.detail["offices"] == {"clerk": [clerk.pk]}


def test_only_those_who_look_after_people_may() -> None:
    from django.core.exceptions import PermissionDenied

    roll = checked(STAFF)
    teacher = User.objects.get(email="teacher@grange.example")
    for actor in (actor_from(teacher.pk, teacher.name), head_of("calcot"), Actor()):
        for verb in _verbs(actor, roll):
            with pytest.raises(PermissionDenied):
                verb()


def _verbs(actor: Actor, roll: Roll) -> list[Callable[[], object]]:
    school = roll.school
    return [
        lambda: actions.start_import(by=actor, school=school, file_name="x", data=STAFF.encode()),
        lambda: actions.map_columns(by=actor, roll=roll, columns={}, role_of_all=""),
        lambda: actions.map_titles(by=actor, roll=roll, roles={}),
        lambda: actions.check_import(by=actor, roll=roll),
        lambda: actions.resolve_possible_matches(by=actor, roll=roll, answers={}),
        lambda: actions.begin_import(
            by=actor, roll=roll, seen="", are_missing_gone=False, is_whole=False, invites=False
        ),
        lambda: actions.apply_next(by=actor, roll=roll),
        lambda: actions.cancel_import(by=actor, roll=roll),
        lambda: actions.undo_import(by=actor, roll=roll),
    ]


def test_nobody_gives_or_takes_rights_by_a_roll_that_they_lack() -> None:
    manager = User.objects.get(email="support-staff@grange.example")
    school = School.objects.get(slug="grange")
    Membership.objects.filter(user=manager).update(extra_rights=["look-after-people"])
    bring_in(STAFF + "HH,Hetty,Head,hetty@grange.example,Headteacher,\n")
    by = actor_from(manager.pk, manager.name)
    for changed in (
        STAFF.replace("Class Teacher", "Headteacher") + "HH,Hetty,Head,hetty@grange.example,Headteacher,\n",
        STAFF + "HH,Hetty,Head,hetty@grange.example,Cook,\n",
        STAFF
        + "HH,Hetty,Head,hetty@grange.example,Headteacher,\nNN,New,Head,n@grange.example,Headteacher,\n",
    ):
        roll = checked(changed, by=by)
        (line,) = roll.lines.filter(kind="error")
        assert "a role that you may give and take yourself" in line.says[0][2]
        actions.cancel_import(by=by, roll=roll)
    roll = checked(STAFF, by=by)
    assert said(roll) == {"same": 3}
    assert school.pk == roll.school_id
