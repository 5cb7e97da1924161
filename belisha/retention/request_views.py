"""Pages: requests about personal data, and breaches."""

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from belisha.access.actor import Actor
from belisha.base.clock import today
from belisha.base.holdings import holdings
from belisha.base.page_parts import Cell, FormPart, LinksPart, Part, PlainPage, TablePart, TextPart
from belisha.base.templating import day
from belisha.people.accounts.encryption import decrypt
from belisha.people.models import School
from belisha.people.shortcuts import bound_data
from belisha.retention import requests as request_actions
from belisha.retention.forms import (
    DataRequestForm,
    DayForm,
    ReasonForm,
    RequestAnswerForm,
    RowCorrectionForm,
)
from belisha.retention.gathering import GatheredRoom, gather
from belisha.retention.models import DataRequest, DataRequestKind
from belisha.retention.pages import front_link, keeper, show, tell_look
from belisha.retention.permissions import can_keep_data_protection
from belisha.retention.record import RetentionEvent
from belisha.retention.requests import PURPOSE, why_kept
from belisha.retention.statements import TRIGGER_WORDS
from belisha.retention.states import RequestState


@login_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def requests(request: HttpRequest, school: str) -> HttpResponse:
    """List requests about personal data, and take one in."""
    actor, place = keeper(request, school)
    form, refused = DataRequestForm(bound_data(request), school=place), ""
    if request.method == "POST":
        can_keep_data_protection.check(actor, place)
        if form.is_valid():
            given: dict[str, Any] = dict(form.cleaned_data)
            given["person"] = int(given["person"]) if given["person"] else None
            try:
                made = request_actions.take_in_request(by=actor, school=place, **given)
                return redirect("retention:request", school, made.pk)
            except request_actions.RequestError as error:
                refused = str(error)
    rows = [_request_row(place, each) for each in DataRequest.objects.visible_to(actor).filter(school=place)]
    parts: list[Part] = [
        TablePart("", ("Request", "Kind", "Due", "Status"), rows, "Nobody has asked yet."),
        FormPart(
            "Record the request",
            form,
            "Record a request",
            "However it came: by letter, by word of mouth, in a review.",
        ),
    ]
    lead = "Anybody may ask to see, correct or erase data about them. The school has a month to answer."
    return show(
        request, place, PlainPage("Requests about personal data", parts, lead, front_link(place), refused)
    )


def _request_row(place: School, each: DataRequest) -> list[str | Cell]:
    is_late = each.state == RequestState.RECEIVED and each.due_on < today()
    colour = "red" if is_late else "blue" if each.state == RequestState.RECEIVED else "green"
    return [
        Cell(f"No. {each.pk}", reverse("retention:request", args=[place.slug, each.pk])),
        each.get_kind_display(),
        day(each.due_on),
        Cell("Late" if is_late else each.state.capitalize(), tag=colour),
    ]


@login_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def request_page(request: HttpRequest, school: str, asked: int) -> HttpResponse:
    """Show one request with everything that the rooms hold about the person. Each look is recorded."""
    actor, place = keeper(request, school)
    found = get_object_or_404(DataRequest.objects.visible_to(actor).filter(school=place), pk=asked)
    forms, refused = _request_forms(request), ""
    if request.method == "POST":
        can_keep_data_protection.check(actor, place)
        try:
            if _act(request, actor, found, forms):
                messages.success(request, "Saved.")
                return redirect("retention:request", school, asked)
        except request_actions.RequestError as error:
            refused = str(error)
    tell_look(actor, place, f"data request {found.pk}", RetentionEvent.LOOKED_AT_DATA_REQUEST)
    page = _request_page(place, found, forms, refused, may=can_keep_data_protection(actor, place))
    return show(request, place, page)


def _request_forms(request: HttpRequest) -> dict[str, Any]:
    do = request.POST.get("do", "")

    def data(name: str) -> Any:
        return request.POST if do == name else None

    return {
        "identity": DayForm(data("identity"), prefix="identity", initial={"on": today}),
        "extend": ReasonForm(
            data("extend"), prefix="extend", label="Why it takes longer, as you told the person"
        ),
        "answer": RequestAnswerForm(data("answer"), prefix="answer"),
        "refuse": ReasonForm(
            data("refuse"), prefix="refuse", label="Why it is refused, as you told the person"
        ),
    }


def _act(request: HttpRequest, actor: Actor, found: DataRequest, forms: dict[str, Any]) -> bool:
    do = request.POST.get("do", "")
    if do in ("erase", "correct"):
        return _change_row(request, actor, found)
    form = forms.get(do)
    if form is None or not form.is_valid():
        return False
    if do == "identity":
        request_actions.confirm_identity(by=actor, asked=found, on=form.cleaned_data["on"])
    elif do == "extend":
        request_actions.extend_request(by=actor, asked=found, why=form.cleaned_data["why"])
    elif do == "answer":
        request_actions.answer_request(by=actor, asked=found, words=form.cleaned_data["words"])
    else:
        request_actions.answer_request(by=actor, asked=found, words=form.cleaned_data["why"], is_refused=True)
    return True


def _change_row(request: HttpRequest, actor: Actor, found: DataRequest) -> bool:
    holding = holdings().get(request.POST.get("holding", ""))
    number = request.POST.get("row", "")
    if holding is None or not (number.isascii() and number.isdigit() and len(number) < 19):
        raise request_actions.RequestError("Choose a record from the list.")
    if request.POST.get("do") == "erase":
        request_actions.erase_row(by=actor, asked=found, holding=holding, pk=int(number))
    else:
        field, value = request.POST.get("field", ""), " ".join(request.POST.get("value", "").split())
        if not value:
            raise request_actions.RequestError("Enter what is right.")
        request_actions.correct_row(
            by=actor, asked=found, holding=holding, pk=int(number), field=field, value=value
        )
    return True


def _request_page(
    place: School, found: DataRequest, forms: dict[str, Any], refused: str, *, may: bool
) -> PlainPage:
    who = found.person.name if found.person else "Somebody who is not in the list"
    said = [f"{who} asked on {day(found.received_on)}. Answer by {day(found.due_on)}."]
    said += [decrypt(found.words, PURPOSE)] if found.words else []
    said += [f"Extended: {found.extended_why}"] if found.extended_why else []
    parts: list[Part] = [TextPart("", said)]
    is_open = found.state == RequestState.RECEIVED
    if found.person_id:
        parts += _gathered(place, found, is_open=is_open and may)
    if not is_open:
        parts.append(TextPart("What the person was told", [decrypt(found.answer, PURPOSE)]))
    elif may:
        parts += [
            FormPart(
                "Save",
                forms["identity"],
                "Who asks",
                "If you had to ask who they are, the month runs from then.",
                do="identity",
                is_secondary=True,
            ),
            FormPart(
                "Extend by two months",
                forms["extend"],
                "Extend",
                "Only if it is complex, and once.",
                do="extend",
                is_secondary=True,
            ),
            FormPart("Record the answer", forms["answer"], "Answer", do="answer"),
            FormPart(
                "Record the refusal",
                forms["refuse"],
                "Refuse",
                "Only what the law lets you refuse.",
                do="refuse",
                is_secondary=True,
            ),
        ]
    back = ("Requests about personal data", reverse("retention:requests", args=[place.slug]))
    colour = "blue" if is_open else "green"
    title = f"Request no. {found.pk}"
    return PlainPage(
        title, parts, found.get_kind_display() + ".", back, refused, (found.state.capitalize(), colour)
    )


def _gathered(place: School, found: DataRequest, *, is_open: bool) -> list[Part]:
    rooms = gather(place, found.person_id or 0)
    address = reverse("retention:data", args=[place.slug, found.pk])
    parts: list[Part] = [
        TablePart(
            "What the school holds about them here",
            ("Records", "How many", "Kept for"),
            [
                [
                    each.holding.title,
                    str(len(each.rows)),
                    f"{each.kept.period} from {TRIGGER_WORDS[each.kept.trigger]}",
                ]
                for each in rooms
            ],
            "Nothing.",
            "Others’ names are left out. Read it through before you give it to the person.",
        ),
        LinksPart("", [("Download everything about them as a file", address, "")]),
    ]
    for each in rooms:
        rows = [
            [
                "No. " + str(row.pk),
                ", ".join(row.parts),
                "; ".join(f"{label}: {value}" for label, value in row.told),
            ]
            for row in each.rows[:50]
        ]
        parts.append(TablePart(each.holding.title, ("Record", "Their part", "What it says"), rows))
        if is_open:
            parts += _row_forms(place, found, each)
    return parts


def _row_forms(place: School, found: DataRequest, room: GatheredRoom) -> list[Part]:
    """Return what changes a room's rows: a correction, or a button for each row that can be erased."""
    if found.kind == DataRequestKind.CORRECTION:
        return [_correction(room)]
    if found.kind != DataRequestKind.ERASURE or not room.rows:
        return []
    why = why_kept(place, room.holding, room.rows[0].pk)
    if why:
        return [TextPart("", [f"These stay. {why}"], is_inset=True)]
    return [
        FormPart(
            f"Erase no. {row.pk}",
            do="erase",
            is_secondary=True,
            hidden=[("holding", room.holding.key), ("row", str(row.pk))],
        )
        for row in room.rows[:20]
    ]


def _correction(room: GatheredRoom) -> Part:
    """Return the form that puts a row right, or why that is done elsewhere."""
    if not room.holding.corrections:
        return TextPart("", ["Put this right where it is kept, and say in the answer what you did."])
    rows = [(row.pk, f"No. {row.pk}") for row in room.rows]
    form = RowCorrectionForm(rows=rows, fields=room.holding.corrections, auto_id=f"id_{room.holding.key}_%s")
    hidden = [("holding", room.holding.key)]
    return FormPart("Put it right", form, do="correct", hidden=hidden, is_secondary=True)


@login_required
@never_cache
@require_GET
def data_file(request: HttpRequest, school: str, asked: int) -> HttpResponse:
    """Return what the rooms hold about the person as JSON, with others left out. It is recorded."""
    actor, place = keeper(request, school)
    found = get_object_or_404(DataRequest.objects.visible_to(actor).filter(school=place), pk=asked)
    if not found.person_id:
        raise Http404("This request is not about anybody in the list.")
    rooms = [
        {
            "records": each.holding.title,
            "purpose": each.kept.kind.purpose,
            "lawful basis": each.kept.kind.basis,
            "kept for": f"{each.kept.period} from {TRIGGER_WORDS[each.kept.trigger]}",
            "rows": [
                {"number": row.pk, "your part": list(row.parts), "it says": dict(row.told)}
                for row in each.rows
            ],
        }
        for each in gather(place, found.person_id)
    ]
    tell_look(actor, place, f"data request {found.pk}", RetentionEvent.GATHERED_PERSONS_DATA)
    text = json.dumps(
        {"school": place.name, "on": today().isoformat(), "held": rooms}, indent=2, ensure_ascii=False
    )
    response = HttpResponse(text, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="data-request-{found.pk}.json"'
    return response
