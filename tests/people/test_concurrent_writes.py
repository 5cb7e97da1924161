"""Two who do the same at one moment: one does it, the other gets a sentence, and nothing breaks off."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from belisha.people.accounts import invitations
from belisha.people.actor import actor_from
from belisha.people.models import Membership, School, User
from belisha.training.actions import CompletedTraining, record_training
from belisha.training.models import TrainingRecord

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one write at a time"),
]


@pytest.fixture
def head(transactional_db: None) -> User:
    grange = School.objects.create(slug="kerb", name="Kerb School")
    user = User.objects.create_user("head@kerb.example", name="Head")
    Membership.objects.create(school=grange, user=user, role="headteacher", from_on=date(2026, 9, 1))
    return user


def at_once(act: Callable[[], object], times: int = 4) -> list[object]:
    """What each of so many got, who began together: a value or the error."""
    start = Barrier(times)

    def run(_: int) -> object:
        start.wait(timeout=30)
        try:
            return act()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


def test_one_link_that_is_followed_at_once_makes_one_account(head: User) -> None:
    by, school = actor_from(head.pk, head.name), School.objects.get(slug="kerb")
    _, token = invitations.invite_person(
        by=by, school=school, email="new@kerb.example", name="New", role="teacher"
    )
    came = at_once(lambda: invitations.accept_invitation(token=token, password="kerb-lantern-puffin"))
    assert [type(each) for each in came].count(User) == 1
    closed = (User, invitations.InvitationClosedError, invitations.SignInFirstError)
    assert all(isinstance(each, closed) for each in came), came


def test_training_that_is_entered_at_once_is_there_once(head: User) -> None:
    by, school = actor_from(head.pk, head.name), School.objects.get(slug="kerb")
    done = CompletedTraining("a-clause", "Training", date(2026, 11, 2))
    came = at_once(lambda: record_training(by=by, school=school, people=[head.pk], done=done))
    assert sorted(came, key=str) == [0, 0, 0, 1]
    assert TrainingRecord.objects.count() == 1
