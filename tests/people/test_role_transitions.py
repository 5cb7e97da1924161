"""A last day to come, and going from one role to another."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from belisha.audit.models import Event
from belisha.base.clock import today
from belisha.people.actor import ANONYMOUS, actor_from
from belisha.people.memberships.role_transitions import leave_on, move_to_role
from belisha.people.models import Invitation, Membership, School, User
from tests.demo_fixtures import ClientFor
from tests.pages import day_in

DAY = timedelta(days=1)


@pytest.fixture
def grange(demo: None) -> School:
    return School.objects.get(slug="grange")


def user_of(person: str) -> User:
    return User.objects.get(email=f"{person}.example")


def at(person: str, rest: str = "") -> str:
    return f"/s/grange/people/{user_of(person).pk}/{rest}"


def rows_of(person: str) -> list[tuple[str, object, object]]:
    rows = Membership.objects.filter(user=user_of(person)).order_by("from_on", "pk")
    return [(row.role, row.from_on, row.to_on) for row in rows]


def verbs(person: str) -> list[str]:
    rows = Event.objects.filter(subject=f"person {user_of(person).pk}").order_by("number")
    return list(rows.values_list("verb", flat=True))


def test_a_last_day_to_come_ends_every_role_then(client_for: ClientFor, grange: School) -> None:
    head, last = client_for("headteacher@grange"), today() + 30 * DAY
    teacher = user_of("teacher@grange")
    Membership.objects.create(school=grange, user=teacher, role="dsl", from_on=today())
    Membership.objects.create(school=grange, user=teacher, role="volunteer", from_on=last + DAY)
    page = head.get(at("teacher@grange", "leave/")).content.decode()
    assert day_in(page, "last_on") == today()
    page = head.post(at("teacher@grange", "leave/"), {"last_on": last.isoformat()}, follow=True)
    assert f"leaves on {last:%-d %B %Y}. Their 3 roles end on that day" in page.content.decode()
    assert {(role, to_on) for role, _, to_on in rows_of("teacher@grange")} == {
        ("teacher", last),
        ("dsl", last),
    }
    assert verbs("teacher@grange") == ["gave-role-its-last-day-on-leaving"] * 3
    assert client_for("teacher@grange").get("/me/").status_code == 200, "until then they are here"


def test_today_ends_it_at_once_and_a_day_past_is_refused(client_for: ClientFor) -> None:
    head, address = client_for("headteacher@grange"), at("teacher@grange", "leave/")
    refused = head.post(address, {"last_on": (today() - DAY).isoformat()})
    assert refused.status_code == 400
    assert "must be today or in the future" in refused.content.decode()
    assert head.post(address, {"last_on": "soon"}).status_code == 400
    said = head.post(address, {"last_on": today().isoformat()}, follow=True).content.decode()
    assert "Their access ended at once" in said


def test_a_last_day_never_locks_everybody_out(client_for: ClientFor) -> None:
    Membership.objects.filter(school__slug="grange", role="head-of-school").delete()
    last = (today() + 9 * DAY).isoformat()
    refused = client_for("headteacher@grange").post(at("headteacher@grange", "leave/"), {"last_on": last})
    assert refused.status_code == 400
    assert "Somebody who can sign in must always be able to" in refused.content.decode()


def test_an_open_invitation_ends_with_the_last_day(grange: School) -> None:
    head, teacher = user_of("headteacher@grange"), user_of("teacher@grange")
    by = actor_from(head.pk, head.name)
    invitation = Invitation.objects.create(
        school=grange,
        email=teacher.email or "",
        name="T",
        role="teacher",
        token_hash="x",
        expires_at=timezone.now() + 300 * DAY,
    )
    leave_on(by=by, school=grange, user=teacher, last_on=today() + DAY)
    invitation.refresh_from_db()
    assert timezone.localtime(invitation.expires_at).date() == today() + 2 * DAY
    assert invitation.expires_at < timezone.now() + 2 * DAY


def test_one_role_becomes_another_in_one_go(client_for: ClientFor) -> None:
    head, (old,) = client_for("headteacher@grange"), Membership.objects.filter(user=user_of("teacher@grange"))
    change = at("teacher@grange", f"role/{old.pk}/")
    assert f'href="{change}becomes/"' in head.get(change).content.decode()
    day = today() + 20 * DAY
    given = {"role": "slt", "from_on": day.isoformat(), "to_on": ""}
    assert head.post(f"{change}becomes/", given).status_code == 302
    assert rows_of("teacher@grange") == [("teacher", old.from_on, day - DAY), ("slt", day, None)]
    assert verbs("teacher@grange") == ["ended-role-for-another", "gave-role"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"role": "teacher"}, "They have this role already"),
        ({"from_on": "2001-01-01"}, "The new role must begin after the first day of the old one"),
        ({"role": ""}, "Choose the person’s role"),
    ],
)
def test_what_cannot_become_says_why_and_changes_nothing(
    client_for: ClientFor, changes: dict[str, str], said: str
) -> None:
    before = rows_of("teacher@grange")
    (old,) = Membership.objects.filter(user=user_of("teacher@grange"))
    given = {"role": "volunteer", "from_on": today().isoformat(), **changes}
    response = client_for("headteacher@grange").post(at("teacher@grange", f"role/{old.pk}/becomes/"), given)
    assert response.status_code == 400
    assert said in response.content.decode()
    assert rows_of("teacher@grange") == before


def test_where_the_new_role_may_not_be_given_the_old_one_stays(grange: School) -> None:
    row = Membership.objects.get(user=user_of("teacher@grange"))
    Membership.objects.filter(user=user_of("slt@grange"), role="slt").update(
        extra_rights=["look-after-people"]
    )
    clerk = user_of("slt@grange")
    for by in (actor_from(clerk.pk, clerk.name), ANONYMOUS):
        with pytest.raises(PermissionDenied):
            move_to_role(by=by, membership=row, role="headteacher", from_on=today() + DAY)
        with pytest.raises(PermissionDenied):
            leave_on(by=ANONYMOUS, school=grange, user=row.user, last_on=today() + DAY)
    assert rows_of("teacher@grange") == [("teacher", row.from_on, None)]
