"""The record of a school. Reading it is recorded too."""

import json
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from belisha.audit.actions import record as write_event
from belisha.audit.forms import EventFilterForm
from belisha.audit.queries import events_at
from belisha.audit.verbs import Verb
from belisha.audit.verification import FIELDS, event_line
from belisha.base.clock import today
from belisha.dashboard.permissions import check_can_see_record
from belisha.dashboard.record import DashboardEvent
from belisha.dashboard.record_page import record_page
from belisha.people.actor import Actor, actor_of
from belisha.people.models import School
from belisha.people.shortcuts import own_school_or_404

KIND = "belisha record 1"


@login_required
@require_GET
def record(request: HttpRequest, school: str) -> HttpResponse:
    """Show what was changed or refused at the school, newest first; looking is an event itself."""
    actor, place = _reader(request, school)
    form = EventFilterForm(request.GET)
    context: dict[str, Any] = {"school": place, "form": form, "lines": [], "older": None}
    if not form.is_valid():
        return render(request, "dashboard/record.html", context, status=400)
    with transaction.atomic():
        context |= record_page(actor, place, form.cleaned_data, _number(request.GET.get("before", "")))
        shown = [line.event.number for line in context["lines"]]
        detail = {"newest": max(shown, default=0), "oldest": min(shown, default=0), "shown": len(shown)}
        _tell(actor, place, DashboardEvent.LOOKED_AT_RECORD, detail)
    kept = request.GET.copy()
    kept["before"] = str(context["older"])
    context |= {"next": kept.urlencode(), "is_filtered": any(form.cleaned_data.values())}
    return render(request, "dashboard/record.html", context)


@login_required
@require_POST
def export(request: HttpRequest, school: str) -> StreamingHttpResponse:
    """Return the whole record as JSON lines with ids for people; `belisha verify FILE` checks it."""
    actor, place = _reader(request, school)
    last = _tell(actor, place, DashboardEvent.TOOK_COPY_OF_RECORD, {})
    rows = events_at(actor, place.pk).filter(number__lte=last.number).order_by("number")

    def text() -> Iterator[str]:
        begun = {"kind": KIND, "school": place.slug, "chain": place.pk, "whole": True}
        yield json.dumps({**begun, "made_at": timezone.now().isoformat()}) + "\n"
        for row in rows.values_list(*FIELDS).iterator(chunk_size=2000):
            yield event_line(row) + "\n"
        yield json.dumps({"end": last.number, "hash": last.hash}) + "\n"

    response = StreamingHttpResponse(text(), content_type="application/jsonl")
    name = f"record-{place.slug}-{today().isoformat()}.jsonl"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _reader(request: HttpRequest, slug: str) -> tuple[Actor, School]:
    actor = actor_of(request)
    school = own_school_or_404(actor, slug)
    check_can_see_record(actor, school)
    return actor, school


def _tell(actor: Actor, school: School, verb: Verb, detail: dict[str, Any]) -> Any:
    return write_event(school_id=school.pk, by=actor.user_id, verb=verb, subject="record", detail=detail)


def _number(word: str) -> int | None:
    return int(word) if word.isascii() and word.isdigit() and len(word) < 19 else None
