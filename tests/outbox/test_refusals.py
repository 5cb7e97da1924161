"""Whom a refusal is about: while the server refuses the site everything waits, and nobody is marked."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from belisha.outbox.bounced_addresses import unreached
from belisha.outbox.delivery import deliver
from belisha.outbox.models import Notice, NoticeState, Priority
from belisha.people.models import School, User
from tests.duties.sweeps import MONDAY, instant, person, small_school
from tests.outbox.mail_server import MailServer, listening, point_at
from tests.outbox.test_delivery import write

pytestmark = pytest.mark.django_db
NOON = instant(MONDAY, 12)


@pytest.fixture
def school(db: None) -> School:
    return small_school()


@pytest.fixture
def ann(school: School) -> User:
    return person(school, "Ann")


@pytest.fixture
def server(settings: Any) -> MailServer:
    made = MailServer()
    point_at(settings, made)
    return made


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as now:
        yield now


# What servers say of the site as a sender, as Postfix, Exim, Exchange Online and Gmail word it.
OF_THE_SITE = (
    "554 5.7.1 Relay access denied",
    "550 relay not permitted",
    "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)",
    "530 5.7.0 Must issue a STARTTLS command first",
    "530 5.7.57 Client not authenticated to send mail",
    "550 5.7.26 Unauthenticated email from small.example is not accepted due to domain's DMARC policy",
    "550 5.7.23 The message was rejected because of Sender Policy Framework violation",
    "550 5.7.60 SMTP; Client does not have permissions to send as this sender",
    "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using a blocklist",
    "550 Sender verify failed",
    "550 5.1.0 <site@small.example>: Sender address rejected: User unknown in local recipient table",
    "550 Administrative prohibition",
    "550 5.0.0 Rejected by our mail policy",
)
OF_THE_ADDRESS = (
    "550 5.1.1 <ann@small.example>: Recipient address rejected: User unknown in local recipient table",
    "550 No such user here",
    "550 5.4.1 Recipient address rejected: Access denied",
    "550 5.2.1 The email account that you tried to reach is disabled",
    "556 5.1.10 Recipient address has null MX",
    "550 Unrouteable address",
    "554 delivery error: dd This user doesn't have a yahoo.com account (ann) [-5]",
)


@pytest.mark.parametrize("said", OF_THE_SITE)
def test_a_server_that_refuses_the_site_marks_nobody_and_it_goes_on_by_itself(
    school: School, ann: User, server: MailServer, noon: time_machine.Traveller, said: str
) -> None:
    people = [ann, *(person(school, f"Ann{n}") for n in range(1, 7))]
    for each in people:
        write(school, each, f"to {each.name}", pace=Priority.AT_ONCE)
    server.says["@small"] = said
    with listening(server):
        found = deliver()
        assert (found.sent, found.refused) == (0, 0)
        assert found.trouble == said
        assert Notice.objects.filter(tries=0).count() == 4, "after three refusals the others are left alone"
        noon.shift(timedelta(days=6))
        deliver()
        assert not Notice.objects.exclude(state=NoticeState.WAITING).exists()
        assert not Notice.objects.exclude(refused="").exists()
        assert not unreached({each.pk for each in people})
        server.says.clear()
        noon.shift(timedelta(hours=5))
        assert deliver().sent == 7


@pytest.mark.parametrize("said", OF_THE_ADDRESS)
def test_a_server_that_refuses_an_address_marks_it_and_sends_the_others(
    school: School, ann: User, server: MailServer, said: str
) -> None:
    ben = person(school, "Ben")
    write(school, ann, "to ann", pace=Priority.AT_ONCE)
    write(school, ben, "to ben", pace=Priority.AT_ONCE)
    server.says["ann@"] = said
    with listening(server):
        found = deliver()
    assert (found.sent, found.refused, found.trouble) == (1, 1, "")
    assert unreached({ann.pk, ben.pk}) == {ann.pk}


def test_a_sender_that_is_refused_before_the_address_is_named(
    school: School, ann: User, server: MailServer
) -> None:
    server.says_of_sender = "550 5.1.8 Sender address rejected: Domain not found"
    write(school, ann, "to ann", pace=Priority.AT_ONCE)
    with listening(server):
        assert deliver().trouble.startswith("550 5.1.8")
        server.says_of_sender = ""
    assert Notice.objects.get().state == NoticeState.WAITING


def test_one_mailbox_that_takes_nothing_from_outside_is_given_up_while_others_are_reached(
    school: School, ann: User, server: MailServer, noon: time_machine.Traveller
) -> None:
    ben = person(school, "Ben")
    server.says["ann@"] = "550 5.7.1 You are not allowed to send to this mailbox"
    write(school, ann, "to ann", pace=Priority.AT_ONCE)
    with listening(server):
        for hour in range(0, 24 * 6, 4):
            noon.move_to(NOON + timedelta(hours=hour, minutes=hour))
            write(school, ben, f"to ben {hour}", pace=Priority.AT_ONCE)
            assert deliver().sent == 1
    row = Notice.objects.get(key="to ann")
    assert (row.state, row.refused) == (NoticeState.DROPPED, "")
