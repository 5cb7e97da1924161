"""Pages: the front of this room, what is made from the settings, and who looked at what."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from belisha.audit.actions import record
from belisha.base.clock import today
from belisha.base.page_parts import LinksPart, Part, PlainPage, TablePart, TextPart
from belisha.base.templating import day
from belisha.cases.permissions import can_see_looks
from belisha.people.models import School
from belisha.retention.looks import looks, looks_by_person
from belisha.retention.pages import front_link, keeper, show
from belisha.retention.record import RetentionEvent
from belisha.retention.statements import cookies, edition, practice, processing_rows, risks

LINKS = (
    ("How long things are kept", "periods", "The period of each kind of record, and who decided it"),
    ("Disposal", "disposals", "What has been kept long enough, and certificates of destruction"),
    ("Legal holds", "holds", "What must not be destroyed, whatever its period"),
    ("Requests about personal data", "requests", "See, correct, erase: answer within a month"),
    ("Breaches of personal data", "breaches", "Decide within 72 hours whether to report"),
    ("Who looked at what", "looks", "Every look at a sensitive record"),
    ("Processing record", "processing", "What the school keeps, why, about whom (Article 30)"),
    ("Impact assessment", "assessment", "Risks and what is done about them (Article 35)"),
    ("Privacy notice", "notice", "For everybody; link to it from the school’s website"),
)
LOOKED_SINCE = timedelta(days=90)
NOT_SHOWN = "Looks at reports, cases, evidence and complaints are shown to the data protection officer alone."


@login_required
@require_GET
def front(request: HttpRequest, school: str) -> HttpResponse:
    """Lead to everything about personal data."""
    _, place = keeper(request, school)
    links = [(words, reverse(f"retention:{name}", args=[school]), about) for words, name, about in LINKS]
    return show(request, place, PlainPage("Personal data", [LinksPart("", links)]))


@login_required
@require_GET
def processing_record(request: HttpRequest, school: str) -> HttpResponse:
    """Show the processing record, made from what the rooms hold and the school's periods."""
    _, place = keeper(request, school)
    rows = [
        [
            row.kept.kind.title,
            row.kept.kind.purpose,
            row.kept.kind.basis,
            row.kept.kind.people,
            row.period,
            ", ".join(row.titles),
        ]
        for row in processing_rows(place)
    ]
    heads = ("Records", "Why", "Lawful basis", "About whom", "Kept for", "Where on this site")
    parts: list[Part] = [
        TablePart("What is kept", heads, rows),
        TablePart("How it is protected", ("What", "How it is set"), [list(each) for each in practice()]),
    ]
    return show(request, place, PlainPage("Processing record", parts, _edition(place), front_link(place)))


@login_required
@require_GET
def impact_assessment(request: HttpRequest, school: str) -> HttpResponse:
    """Show a data protection impact assessment, made from the settings."""
    _, place = keeper(request, school)
    parts: list[Part] = [
        TextPart(
            "Why it is needed",
            [
                (
                    "The school records what happens to children and staff online, some of it "
                    "about crimes and about "
                    "safeguarding. That is likely to be a high risk to people, so the law asks "
                    "for this assessment."
                ),
                (
                    "It is needed and in proportion: the policy asks for each record, the periods "
                    "end, few people see each."
                ),
            ],
        ),
        TablePart("Risks", ("Risk", "What is done", "What is left"), [list(each) for each in risks(place)]),
        TablePart("How the site is set", ("What", "How it is set"), [list(each) for each in practice()]),
        TextPart(
            "Before you sign it",
            [
                (
                    "Ask your data protection officer, and those whom it concerns. Add what is "
                    "special about your school."
                )
            ],
        ),
    ]
    return show(request, place, PlainPage("Impact assessment", parts, _edition(place), front_link(place)))


@require_GET
def privacy_notice(request: HttpRequest, school: str) -> HttpResponse:
    """Show the school's privacy notice, made from what it keeps and for how long."""
    place = get_object_or_404(School, slug=school)
    rows = [
        [row.kept.kind.title, row.kept.kind.people, row.kept.kind.purpose, row.kept.kind.basis, row.period]
        for row in processing_rows(place)
    ]
    contact = reverse("policies:contact", args=[school])
    parts: list[Part] = [
        TextPart(
            "",
            [
                f"{place.name} decides why and how these data are used, and answers for them.",
                "Data come from you, from the school’s own records, and from what people tell the school.",
            ],
        ),
        TablePart(
            "What is kept, and for how long",
            ("What", "About whom", "Why", "Lawful basis", "For how long"),
            rows,
        ),
        TextPart(
            "Who sees it",
            [
                (
                    "Those at the school whose work it is. The police, the local authority, the "
                    "Teaching Regulation Agency or a "
                    "platform, where the law or a child’s safety asks for it. Nobody else, and "
                    "nothing is sold."
                ),
                "Nothing is decided about you by a computer alone.",
            ],
        ),
        TextPart(
            "Your rights",
            [
                (
                    "You can ask to see what is kept about you, to have it corrected, and in many "
                    "cases to have it erased. You "
                    "can object. The school answers within a month."
                ),
                "You can complain to the Information Commissioner: ico.org.uk, 0303 123 1113.",
            ],
        ),
        LinksPart(
            "", [("How to reach the school", contact, ""), ("Cookies", reverse("retention:cookies"), "")]
        ),
    ]
    return show(request, place, PlainPage("Privacy notice", parts, _edition(place)))


@require_GET
def cookie_page(request: HttpRequest) -> HttpResponse:
    """Show which cookies the site sets, by its settings."""
    return render(request, "retention/cookies.html", {"cookies": cookies()})


@login_required
@require_GET
def looks_page(request: HttpRequest, school: str) -> HttpResponse:
    """Show every look at a sensitive record of the last months. This look is recorded too."""
    actor, place = keeper(request, school)
    since = today() - LOOKED_SINCE
    with transaction.atomic():
        found = looks(actor, place, since)
        record(
            school_id=place.pk, by=actor.user_id, verb=RetentionEvent.LOOKED_AT_WHO_LOOKED, subject="record"
        )
    rows = [
        [
            timezone.localtime(each.at).strftime("%d %B %Y, %H:%M"),
            each.who,
            each.verb.capitalize(),
            each.kind,
            each.subject,
        ]
        for each in found
    ]
    people = [[who, str(count)] for who, count in looks_by_person(actor, place, since)]
    parts: list[Part] = [
        TablePart("How often", ("Who", "Looks"), people, "Nobody has looked at a sensitive record."),
        TablePart(
            "Each look, newest first", ("When", "Who", "What", "Kind of record", "Which"), rows, "None."
        ),
    ]
    lead = f"Every look at a sensitive record since {day(since)}: who looked, when, and at what kind."
    lead += " Whom a record is about is not named."
    if not can_see_looks(actor, place):
        lead += f" {NOT_SHOWN}"
    return show(request, place, PlainPage("Who looked at what", parts, lead, front_link(place)))


def _edition(place: School) -> str:
    """Say when a statement was made and from which settings: it is made anew each time it is opened."""
    return (
        f"Made on {day(today())} from the settings in use. Edition {edition(place)}: it changes when they do."
    )
