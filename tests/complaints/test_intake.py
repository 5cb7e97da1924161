"""Concerns are open to everybody and silenced by nobody: pacing, holding back, the spool, handing on."""

import hashlib
import itertools
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from belisha.audit.models import Event
from belisha.complaints import actions
from belisha.complaints.actions import hand_on_matter, receive_matter, take_in_spool
from belisha.complaints.duty_sources import complaint_duties
from belisha.complaints.entries import entries_for_hearers
from belisha.complaints.models import Entry, HeardBy, Matter
from belisha.complaints.pacing import STEPS, has_worked, is_paced, new_stamp, pace_for
from belisha.complaints.receipts import new_receipt, receipt_hash
from belisha.complaints.spool import FOLDER, SentMatter, SpooledMatter, read_spool
from belisha.people.actor import actor_from
from belisha.people.models import School, User
from tests.demo_fixtures import ClientFor

WORDS = "Somebody took a photograph of my child."
MANY = STEPS[0][0]


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    """The spool of each test is its own, with the key that it is encrypted with."""
    settings.DATA_DIR = tmp_path


def school() -> School:
    return School.objects.get(slug="barley-lane")


def sent(words: str = WORDS, *, about: bool = False) -> SentMatter:
    heard_by = HeardBy.GOVERNORS if about else HeardBy.SCHOOL
    return SentMatter("concern", heard_by, words, is_about_school=about)


def flood(count: int = MANY) -> None:
    """So many came in within the hour."""
    for number in range(count):
        actions.submit_matter(SpooledMatter(school().pk, sent(f"Flood {number}"), new_receipt()))


def worked(stamp: str, bits: int) -> str:
    return next(str(n) for n in itertools.count() if has_worked(stamp, str(n), bits))


def person(role: str) -> Any:
    user = User.objects.get(email=f"{role}@barley-lane.example")
    return actor_from(user.pk, user.name)


def test_work_is_counted_in_zero_bits() -> None:
    number = worked("stamp", 9)
    assert hashlib.sha256(f"stamp:{number}".encode()).digest()[0] == 0
    assert not has_worked("stamp", number, 60)
    assert not has_worked("stamp", "", 1)
    assert not has_worked("stamp", "1" * 21, 0)


def test_the_pace_follows_the_load_and_asks_nothing_of_few() -> None:
    assert pace_for(0).bits == pace_for(0).seconds == 0
    assert [pace_for(many).bits for many, _, _ in STEPS] == [bits for _, bits, _ in STEPS]
    assert is_paced("", "", 0)
    assert not is_paced("", "", MANY)
    assert not is_paced("forged.17.0:1:x", "", MANY)


def test_time_does_what_a_script_does(time_machine: Any) -> None:
    time_machine.move_to(timezone.now(), tick=False)
    stamp = new_stamp(pace_for(MANY))
    assert not is_paced(stamp, "", MANY)
    assert is_paced(stamp, worked(stamp, pace_for(MANY).bits), MANY)
    time_machine.shift(timedelta(seconds=pace_for(MANY).seconds + 1))
    assert is_paced(stamp, "", MANY)


def test_in_a_flood_nothing_is_refused_and_what_worked_is_not_held_back(demo: None) -> None:
    flood()
    page = Client().get("/s/barley-lane/tell/concern/").content.decode()
    assert "pace.js" in page
    stamp = re.search(r'name="sending" value="([^"]+)"', page)
    bits = re.search(r'data-work-bits="(\d+)"', page)
    assert stamp
    assert bits
    work = worked(stamp[1], int(bits[1]))
    first = Client().post("/s/barley-lane/tell/concern/", {"words": WORDS, "sending": stamp[1], "work": work})
    assert first.status_code == 200
    assert not Matter.objects.order_by("-pk")[0].is_quarantined
    again = Client().post(
        "/s/barley-lane/tell/concern/", {"words": "More", "sending": stamp[1], "work": work}
    )
    assert again.status_code == 200
    assert Matter.objects.order_by("-pk")[0].is_quarantined, "one stamp let two through"
    bare = Client().post("/s/barley-lane/tell/concern/", {"words": "Bare"})
    assert "Your receipt" in bare.content.decode()
    assert Matter.objects.filter(is_quarantined=True).count() == 2


def test_another_school_is_not_slowed_by_a_flood(demo: None) -> None:
    flood()
    assert "pace.js" not in Client().get("/s/grange/tell/concern/").content.decode()
    Client().post("/s/grange/tell/concern/", {"words": WORDS})
    assert not Matter.objects.get(school__slug="grange").is_quarantined


def test_what_is_held_back_is_one_duty_and_is_taken_in(client_for: ClientFor) -> None:
    flood()
    Matter.objects.update(is_quarantined=True)
    (duty,) = complaint_duties(school(), timezone.localdate())
    assert duty.title == "Look through messages that are held back"
    matter = Matter.objects.earliest("pk")
    head = client_for("headteacher@barley-lane")
    assert "Held back" in head.get("/s/barley-lane/matters/").content.decode()
    head.post(f"/s/barley-lane/matters/{matter.reference}/", {"do": "release"})
    matter.refresh_from_db()
    assert not matter.is_quarantined
    assert len(list(complaint_duties(school(), timezone.localdate()))) == 2


def test_words_are_on_disk_and_unreadable_before_the_database_has_them(
    demo: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database is away, as under a lock: the sender gets a receipt, and the sweep takes the words in."""
    real = actions.submit_matter

    def away(_: SpooledMatter) -> None:
        raise DatabaseError

    monkeypatch.setattr(actions, "submit_matter", away)
    code = receive_matter(school=school(), sent=sent(), sending=new_stamp(pace_for(0)))
    assert not Matter.objects.exists()
    (file,) = (Path(settings.DATA_DIR) / FOLDER).iterdir()
    assert b"photograph" not in file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0
    monkeypatch.setattr(actions, "submit_matter", real)
    assert take_in_spool() == 1
    assert take_in_spool() == 0
    matter = Matter.objects.get(receipt_hash=receipt_hash(code))
    assert [each.words for each in entries_for_hearers(matter)] == [WORDS]
    assert not list(read_spool())


def test_a_process_that_dies_between_spool_and_database_loses_nothing(demo: None) -> None:
    spooled = SpooledMatter(school().pk, sent(), new_receipt())
    actions.write_to_spool(spooled, receipt_hash(spooled.code))
    actions.submit_matter(spooled)  # and then it died before the file was removed
    assert take_in_spool() == 0
    assert Matter.objects.count() == Entry.objects.count() == 1


def test_a_full_disk_alone_loses_nothing_and_both_at_once_are_said(
    demo: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(actions, "write_to_spool", full)
    receive_matter(school=school(), sent=sent())
    assert Matter.objects.count() == 1

    def away(_: SpooledMatter) -> None:
        raise DatabaseError

    monkeypatch.setattr(actions, "submit_matter", away)
    answer = Client().post("/s/barley-lane/tell/concern/", {"words": WORDS})
    assert answer.status_code == 503
    assert WORDS in answer.content.decode()


def test_a_damaged_file_keeps_no_other_from_being_taken_in(demo: None, settings: Any) -> None:
    good = SpooledMatter(school().pk, sent(), new_receipt())
    actions.write_to_spool(good, receipt_hash(good.code))
    bad = Path(settings.DATA_DIR) / FOLDER / "0.matter"
    bad.write_text("half a line")
    assert take_in_spool() == 1
    assert bad.exists()


@pytest.mark.parametrize(
    "statement", ["UPDATE complaints_entry SET words = 'x'", "DELETE FROM complaints_entry"]
)
def test_the_database_keeps_the_entries(demo: None, statement: str) -> None:
    receive_matter(school=school(), sent=sent())
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_complaint_that_quotes_what_somebody_wrote_is_kept_whole(demo: None) -> None:
    """email-reply-parser 0.5.12 drops all from "wrote:" on: findings/email-reply-parser-a-complaint.sh."""
    words = (
        'On Tuesday a member of staff wrote:\n\n"Look at yourselves."\n\nPlease tell me what happens next.'
    )
    receive_matter(school=school(), sent=sent(words))
    assert [each.words for each in entries_for_hearers(Matter.objects.get())] == [words]


def test_a_concern_is_handed_on_with_its_words(client_for: ClientFor) -> None:
    receive_matter(school=school(), sent=sent())
    matter = Matter.objects.get()
    page = f"/s/barley-lane/matters/{matter.reference}/"
    head = client_for("headteacher@barley-lane")
    head.post(page, {"do": "hand_on", "words": "It is about a governor's child"})
    assert head.get(page).status_code == 404
    seen = client_for("chair-of-governors@barley-lane").get(page).content.decode()
    assert WORDS in seen
    assert "It is about a governor" in seen
    (duty,) = complaint_duties(school(), timezone.localdate())
    assert duty.office == "chair-of-governors"


def test_what_is_about_the_head_is_not_handed_to_the_head(demo: None) -> None:
    receive_matter(school=school(), sent=sent(about=True))
    matter = Matter.objects.get()
    with pytest.raises(actions.MatterTransitionError, match="stays with the governors"):
        hand_on_matter(by=person("chair-of-governors"), matter=matter, words="Yours?")
    with pytest.raises(PermissionDenied):
        hand_on_matter(by=person("headteacher"), matter=matter, words="Mine")


@pytest.mark.clause("K58b")
def test_the_sender_can_ask_for_the_governors(demo: None) -> None:
    """A concern that is not resolved is taken to the governors by its sender, with the receipt."""
    code = receive_matter(school=school(), sent=sent())
    address = "/s/barley-lane/tell/receipt/"
    seen = Client().post(address, {"code": code}).content.decode()
    assert "Ask the governors to look at it" in seen
    for _ in range(2):
        seen = (
            Client().post(address, {"code": code, "escalate": "yes", "words": "No answer"}).content.decode()
        )
    matter = Matter.objects.get()
    assert (matter.heard_by, matter.state) == (HeardBy.GOVERNORS, "received")
    assert "To the governors" in seen
    assert [each.words for each in entries_for_hearers(matter)].count("No answer") == 1


def test_every_rendering_of_the_words_is_on_the_record(client_for: ClientFor) -> None:
    receive_matter(school=school(), sent=sent())
    matter = Matter.objects.get()
    head, page = client_for("headteacher@barley-lane"), f"/s/barley-lane/matters/{matter.reference}/"
    looks = Event.objects.filter(subject=f"matter {matter.reference}", verb="looked-at-matter")
    head.get(page)
    assert WORDS in head.post(page, {"do": "note", "words": ""}).content.decode()
    assert WORDS in head.post(page, {"do": "sing", "words": "La"}).content.decode()
    head.post(page, {"do": "answer", "words": "Thank you"})
    assert WORDS in head.post(page, {"do": "answer", "words": "Twice"}).content.decode()
    assert looks.count() == 4


def test_pages_with_words_or_names_are_not_stored_by_browsers(client_for: ClientFor) -> None:
    code = receive_matter(school=school(), sent=sent())
    matter = Matter.objects.get()
    head = client_for("headteacher@barley-lane")
    for answer in (
        head.get("/s/barley-lane/matters/"),
        head.get(f"/s/barley-lane/matters/{matter.reference}/"),
        Client().get("/s/barley-lane/tell/concern/"),
        Client().post("/s/barley-lane/tell/receipt/", {"code": code}),
    ):
        assert "no-store" in answer["Cache-Control"]


def test_leaving_lets_the_browser_forget(client_for: ClientFor) -> None:
    page = Client().get("/s/barley-lane/tell/concern/").content.decode()
    assert 'href="/s/barley-lane/tell/leave/"' in page
    answer = Client().get("/s/barley-lane/tell/leave/")
    assert answer.status_code == 302
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    signed_in = client_for("teacher@barley-lane").get("/s/barley-lane/tell/leave/")
    assert "cookies" not in signed_in["Clear-Site-Data"], "it would sign the person out"


@pytest.mark.clause("B56", "K58b")
def test_the_complaints_procedure_has_a_place(client_for: ClientFor) -> None:
    """The school's complaints procedure is entered once and led to from the complaint form."""
    address = "/s/barley-lane/matters/procedure/"
    chair = client_for("chair-of-governors@barley-lane")
    assert chair.post(address, {"title": "Complaints procedure"}).status_code == 400
    chair.post(address, {"title": "Complaints procedure", "address": "https://www.example.org/complaints"})
    assert (
        'href="https://www.example.org/complaints"' in Client().get("/s/barley-lane/tell/").content.decode()
    )
    assert client_for("teacher@barley-lane").get(address).status_code == 403


def test_no_address_of_the_sender_is_logged_or_kept(
    demo: None, caplog: pytest.LogCaptureFixture, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, client = "203.0.113.77", Client()
    caplog.set_level("DEBUG")
    given = {"REMOTE_ADDR": address, "HTTP_X_FORWARDED_FOR": address}
    client.post("/s/barley-lane/tell/concern/", {"words": WORDS}, **given)
    client.post("/s/barley-lane/tell/concern/", {"words": ""}, **given)
    client.post("/s/barley-lane/tell/receipt/", {"code": "WRONG-WRONG-WRONG-WRONG"}, **given)

    def away(_: SpooledMatter) -> None:
        raise DatabaseError

    monkeypatch.setattr(actions, "submit_matter", away)
    client.post("/s/barley-lane/tell/concern/", {"words": WORDS}, **given)
    assert address not in caplog.text
    assert WORDS not in caplog.text
    told = Event.objects.filter(subject__startswith="matter ").values_list("detail", flat=True)
    assert told
    assert address not in str(list(told))
    (spooled,) = read_spool()
    assert address not in str(spooled[1])
