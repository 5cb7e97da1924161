"""Terms from a calendar file, in the forms in which councils publish them."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from belisha.people.models import Term
from belisha.people.settings.term_calendar import TermCalendarError, terms_of_calendar
from tests.demo_fixtures import ClientFor

ADDRESS = "/s/grange/set-up/terms/calendar/"
Events = tuple[tuple[str, str, str], ...]


def calendar(*events: tuple[str, str, str]) -> bytes:
    """A calendar of whole days; the end is exclusive, empty for none."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Council//Term dates//EN"]
    for number, (title, first, end) in enumerate(events):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{number}@council.example",
            "DTSTAMP:20260101T000000Z",
            f"SUMMARY:{title}",
        ]
        lines += [f"DTSTART;VALUE=DATE:{first}", *([f"DTEND;VALUE=DATE:{end}"] if end else []), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


WHOLE: Events = (
    ("Autumn term", "20300903", "20301221"),
    ("Autumn half term", "20301021", "20301026"),
    ("Christmas holidays", "20301221", "20310106"),
    ("Spring Term 2031", "20310106", "20310405"),
)
HALVES: Events = (
    ("Autumn Term 1", "20300903", "20301019"),
    ("Autumn Term 2", "20301028", "20301221"),
    ("Spring term 1st half", "20310106", "20310215"),
    ("Spring term 2nd half", "20310224", "20310405"),
)
EDGES: Events = (
    ("Autumn term starts", "20300903", ""),
    ("October half term - schools close", "20301018", ""),
    ("INSET day (autumn term)", "20300902", ""),
    ("Autumn term ends", "20301220", ""),
    ("First day of spring term", "20310106", ""),
    ("Last day of spring term", "20310404", ""),
)
HOLIDAYS: Events = (
    ("Start of autumn term", "20300903", "20300904"),
    ("Schools break up for Christmas holiday", "20301220", "20301221"),
    ("Return to school after Christmas holidays", "20310106", "20310107"),
    ("School closes for Easter break", "20310404", "20310405"),
)


@pytest.mark.parametrize(
    "events", [WHOLE, HALVES, EDGES, HOLIDAYS], ids=["whole", "halves", "edges", "holidays"]
)
def test_terms_are_read_in_each_form(events: Events) -> None:
    found = [(each.name, each.starts_on, each.ends_on) for each in terms_of_calendar(calendar(*events))]
    assert found == [
        ("Autumn Term 2030", date(2030, 9, 3), date(2030, 12, 20)),
        ("Spring Term 2031", date(2031, 1, 6), date(2031, 4, 4)),
    ]


def test_numbered_terms_keep_their_names() -> None:
    events = (("Term 1", "20300903", "20301019"), ("Term 2", "20301028", "20301221"))
    assert [each.name for each in terms_of_calendar(calendar(*events))] == ["Term 1 2030", "Term 2 2030"]


def test_times_are_read_as_london_days() -> None:
    text = calendar(("Summer term", "20310422", "20310723")).decode()
    text = text.replace("DTSTART;VALUE=DATE:20310422", "DTSTART:20310421T230000Z")
    text = text.replace("DTEND;VALUE=DATE:20310723", "DTEND:20310722T230000Z")
    (term,) = terms_of_calendar(text.encode())
    assert (term.starts_on, term.ends_on) == (date(2031, 4, 22), date(2031, 7, 22))


def test_a_whole_day_that_ends_is_no_longer_of_the_term_however_its_length_is_given() -> None:
    """icalevents 0.3.1 gives the day after, too: findings/icalevents-last-day-of-term.sh."""
    ending = calendar(("Autumn term", "20300903", "20301221"))
    lasting = ending.replace(b"DTEND;VALUE=DATE:20301221", b"DURATION:P109D")
    assert terms_of_calendar(ending) == terms_of_calendar(lasting)
    assert terms_of_calendar(lasting)[0].ends_on == date(2030, 12, 20)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "no calendar"),
        (b"Autumn,3 September\n", "not a calendar file"),
        (calendar(("Christmas holidays", "20301221", "20310106")), "1 event, but none says when a term"),
        (b"x" * 2_000_001, "larger than 2 MB"),
    ],
)
def test_a_file_without_terms_says_what_to_do(data: bytes, says: str) -> None:
    with pytest.raises(TermCalendarError, match=says):
        terms_of_calendar(data)


def _upload(head: Client, data: bytes) -> str:
    answer = head.post(ADDRESS, {"calendar": SimpleUploadedFile("terms.ics", data)})
    assert answer.status_code == 200
    return answer.content.decode()


def test_terms_are_shown_first_and_added_when_confirmed(client_for: ClientFor) -> None:
    head = client_for("headteacher@grange")
    before = Term.objects.filter(school__slug="grange").count()
    page = _upload(head, calendar(*WHOLE))
    assert "Autumn Term 2030: 3 September 2030 to 20 December 2030" in page
    assert Term.objects.filter(school__slug="grange").count() == before
    ticked = ["Autumn Term 2030|2030-09-03|2030-12-20", "Spring Term 2031|2031-01-06|2031-04-04"]
    done = head.post(ADDRESS, {"add": "yes", "term": ticked}, follow=True).content.decode()
    assert "Added Autumn Term 2030, Spring Term 2031." in done
    again = _upload(head, calendar(*WHOLE))
    assert again.count("There is already a term with this name") == 2


def test_a_file_that_is_none_is_refused_on_the_page(client_for: ClientFor) -> None:
    head = client_for("headteacher@grange")
    answer = head.post(ADDRESS, {"calendar": SimpleUploadedFile("terms.ics", b"PK\x03\x04")})
    assert answer.status_code == 400
    assert "This is not a calendar file" in answer.content.decode()
