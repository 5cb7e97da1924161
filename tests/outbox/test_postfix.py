"""What a real Postfix refuses, in its own words: whom each refusal is held against, and that it goes on."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import time_machine

from belisha.outbox.bounced_addresses import unreached
from belisha.outbox.delivery import deliver
from belisha.outbox.models import Notice, NoticeState, Priority
from belisha.people.models import School, User
from tests.duties.sweeps import MONDAY, instant, person, small_school
from tests.outbox import postfix
from tests.outbox.test_delivery import write

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not postfix.can_run(), reason=postfix.WHY_NOT),
]
# What each service refuses, and the words that the page shows of it.
REFUSES_SITE = {
    "relay": ("-o rewrite_service_name=elsewhere", "Relay access denied"),
    "encryption": ("-o smtpd_tls_security_level=encrypt", "Must issue a STARTTLS command first"),
    "sign-in": (
        "-o smtpd_client_restrictions=permit_sasl_authenticated,reject",
        "Client host rejected: Access denied",
    ),
    "helo": ("-o smtpd_helo_restrictions=static:REJECT", "Helo command rejected: Access denied"),
    "sender": ("-o smtpd_sender_restrictions=static:REJECT", "Sender address rejected: Access denied"),
    "unlisted sender": (
        "-o smtpd_reject_unlisted_sender=yes",
        "Sender address rejected: User unknown in local recipient table",
    ),
    "blocked": (
        "-o {smtpd_client_restrictions=check_client_access static:{554 5.7.1 Blocked using a blocklist}}",
        "Blocked using a blocklist",
    ),
    "dmarc": (
        "-o {smtpd_data_restrictions=check_client_access static:{550 5.7.26 Not accepted: DMARC policy}}",
        "DMARC policy",
    ),
}
REFUSES_ADDRESS = {
    "unknown": "-o {local_recipient_maps=inline:{ben=1}}",
    "disabled": "-o {smtpd_recipient_restrictions=check_recipient_access "
    "inline:{{ann@small.example=550 5.2.1 Mailbox disabled for this recipient}}, permit}",
}
OTHERS = {
    "content": "-o cleanup_service_name=strict",
    "big": "-o message_size_limit=60",
    "later": "-o {smtpd_recipient_restrictions=check_recipient_access "
    "inline:{{ann@small.example=DEFER}}, permit}",
    "plain": "",
}


@pytest.fixture(scope="module")
def server() -> Iterator[postfix.Postfix]:
    """A running Postfix, in a folder that its own user reaches, as he does not those of pytest."""
    services = {name: options for name, (options, _) in REFUSES_SITE.items()} | REFUSES_ADDRESS | OTHERS
    with TemporaryDirectory(prefix="postfix-") as folder, postfix.running(Path(folder), services) as found:
        yield found


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(instant(MONDAY, 12), tick=True) as now:
        yield now


@pytest.fixture
def school(db: None) -> School:
    return small_school()


@pytest.fixture
def ann(school: School) -> User:
    return person(school, "Ann")


@pytest.fixture
def ben(school: School) -> User:
    return person(school, "Ben")


def point_at(settings: Any, server: postfix.Postfix, service: str) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.ports[service]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = False, 20
    settings.DEFAULT_FROM_EMAIL = "belisha@small.example"


@pytest.mark.parametrize("service", REFUSES_SITE)
def test_what_is_said_of_the_site_marks_nobody_and_it_goes_on(
    school: School, ann: User, server: postfix.Postfix, settings: Any, noon: Any, service: str
) -> None:
    write(school, ann, "to ann", pace=Priority.AT_ONCE)
    point_at(settings, server, service)
    found = deliver()
    assert (found.sent, found.refused) == (0, 0)
    assert REFUSES_SITE[service][1] in found.trouble
    assert Notice.objects.get().state == NoticeState.WAITING
    assert not unreached({ann.pk})
    point_at(settings, server, "plain")
    noon.shift(60 * 60 * 5)
    assert deliver().sent == 1


@pytest.mark.parametrize("service", REFUSES_ADDRESS)
def test_what_is_said_of_an_address_marks_it_alone(
    school: School, ann: User, ben: User, server: postfix.Postfix, settings: Any, service: str
) -> None:
    write(school, ann, "to ann", pace=Priority.AT_ONCE)
    write(school, ben, "to ben", pace=Priority.AT_ONCE)
    point_at(settings, server, service)
    found = deliver()
    assert (found.sent, found.refused, found.trouble) == (1, 1, "")
    assert unreached({ann.pk, ben.pk}) == {ann.pk}


@pytest.mark.parametrize("service", ["content", "big"])
def test_what_is_said_of_one_mail_marks_nobody(
    school: School, ann: User, server: postfix.Postfix, settings: Any, service: str
) -> None:
    write(school, ann, "to ann", pace=Priority.AT_ONCE)
    point_at(settings, server, service)
    deliver()
    assert Notice.objects.get().state == NoticeState.DROPPED
    assert not unreached({ann.pk})


def test_what_is_refused_for_now_goes_later(
    school: School, ann: User, server: postfix.Postfix, settings: Any, noon: Any
) -> None:
    write(school, ann, "to ann", pace=Priority.AT_ONCE)
    point_at(settings, server, "later")
    assert deliver().sent == 0
    assert not unreached({ann.pk})
    point_at(settings, server, "plain")
    noon.shift(60 * 60 * 5)
    assert deliver().sent == 1
