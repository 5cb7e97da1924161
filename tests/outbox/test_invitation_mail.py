"""An invitation's mail is written with it, tried at once, and kept until the mail server takes it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from belisha.duties.sweeping import sweep
from belisha.outbox.actions import KEPT, forget_old_mail, queue_notice
from belisha.outbox.delivery import deliver
from belisha.outbox.models import Notice, NoticeState
from belisha.people.models import Invitation, School, User
from tests.demo_fixtures import ClientFor
from tests.outbox.mail_server import MailServer, listening, point_at

INVITE = "/s/grange/people/invite/"
NEWCOMER = {"name": "Greta Newcomer", "email": "new@grange.example", "role": "teacher"}


@pytest.fixture
def server(settings: Any) -> MailServer:
    made = MailServer()
    point_at(settings, made)
    return made


def test_it_goes_out_at_once_and_leaves_no_link_behind(client_for: ClientFor, server: MailServer) -> None:
    with listening(server):
        page = client_for("headteacher@grange").post(INVITE, NEWCOMER).content.decode()
        assert deliver().sent == 0
    assert "on its way to new@grange.example" in page
    assert "/join/" not in page
    assert server.to == ["new"]
    assert "/join/" in str(server.got[0].get_payload())
    notice = Notice.objects.get(key=f"invitation {Invitation.objects.get().pk}")
    assert (notice.state, notice.text) == (NoticeState.SENT, "")


def test_with_the_mail_server_away_it_waits_and_the_link_can_be_handed_over(
    client_for: ClientFor, server: MailServer
) -> None:
    page = client_for("headteacher@grange").post(INVITE, NEWCOMER).content.decode()
    assert "will be sent as soon as it is" in page
    assert "/join/" in page
    with listening(server):
        assert deliver().sent == 1
        assert deliver().sent == 0
    assert server.to == ["new"]
    link = next(word for word in page.replace("<", " <").split() if "/join/" in word).rpartition(">")[2]
    assert link in str(server.got[0].get_payload(decode=True).decode())


def test_an_address_that_the_server_refuses_is_said_at_once(
    client_for: ClientFor, server: MailServer
) -> None:
    server.says["new@"] = "550 no such person"
    with listening(server):
        page = client_for("headteacher@grange").post(INVITE, NEWCOMER).content.decode()
    assert "refused mail for new@grange.example" in page
    assert "/join/" in page


def test_one_that_is_withdrawn_or_replaced_sends_nothing(client_for: ClientFor, server: MailServer) -> None:
    head = client_for("headteacher@grange")
    head.post(INVITE, NEWCOMER)
    head.post(INVITE, NEWCOMER)
    second = Invitation.objects.get()
    assert Notice.objects.filter(state=NoticeState.WAITING).count() == 1
    head.post(f"/s/grange/people/manage/{second.pk}/withdraw/")
    assert not Notice.objects.filter(state=NoticeState.WAITING).exists()
    assert not Notice.objects.exclude(text="").exists()
    with listening(server):
        assert deliver().sent == 0
    assert server.to == []


def test_without_a_mail_server_nothing_waits(client_for: ClientFor) -> None:
    page = client_for("headteacher@grange").post(INVITE, NEWCOMER).content.decode()
    assert "/join/" in page
    assert not Notice.objects.exists()


def test_mail_that_went_its_way_or_was_refused_is_forgotten(demo: None) -> None:
    school, user = School.objects.get(slug="grange"), User.objects.get(email="teacher@grange.example")
    for key in ("sent", "refused", "waiting", "fresh"):
        queue_notice(school_id=school.pk, to_id=user.pk, key=key, subject=key, text="Words")
    old = timezone.now() - KEPT - timedelta(days=2)
    Notice.objects.exclude(key="fresh").update(not_before=old, made_at=old)
    Notice.objects.filter(key__in=["sent", "fresh"]).update(state=NoticeState.SENT)
    Notice.objects.filter(key="refused").update(state=NoticeState.DROPPED, refused="x")
    today = timezone.localdate()
    assert forget_old_mail(today) == 2
    assert set(Notice.objects.values_list("key", flat=True)) == {"waiting", "fresh"}
    sweep(date(2099, 1, 4), is_sure=True)
    assert not Notice.objects.filter(key="fresh").exists()


def test_a_mail_is_plain_text_and_its_subject_one_line(client_for: ClientFor, server: MailServer) -> None:
    School.objects.filter(slug="grange").update(name="St Kerb's & Grange\nBcc: all@grange.example")
    newcomer = {**NEWCOMER, "name": "Orla O'Kerb\nand more"}
    with listening(server):
        assert client_for("headteacher@grange").post(INVITE, newcomer).status_code == 200
    (mail,) = server.got
    assert "Orla O'Kerb and more,\r\n" in mail.get_payload()
    assert "St Kerb's & Grange" in mail.get_payload()
    assert mail["Subject"] == "Your account at St Kerb's & Grange Bcc: all@grange.example"
    assert mail["Bcc"] is None
