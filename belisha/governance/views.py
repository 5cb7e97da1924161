"""Pages for governors and the head."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.base.clock import today
from belisha.base.page_parts import (
    FormPart,
    Part,
    PlainPage,
    TablePart,
    TextPart,
)
from belisha.base.row_security import across_schools
from belisha.base.suppression import roll_up
from belisha.base.templating import day
from belisha.governance import actions
from belisha.governance.forms import ActionForm, OutcomeForm, PackForm
from belisha.governance.harder import changes_by_role
from belisha.governance.inspection import PackError, inspection_pack
from belisha.governance.models import GovernorsAction, ReportSharing
from belisha.governance.pages import chosen_period, reader, show
from belisha.governance.permissions import can_record_action
from belisha.governance.record import GovernanceEvent
from belisha.governance.report import ReportedFigure, figures_of
from belisha.people.models import Oversight, School
from belisha.people.roles import role_label
from belisha.people.shortcuts import bound_data
from belisha.policies.models import PolicyVersion
from belisha.rules.contradictions import ContradictionError


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def actions_page(request: HttpRequest, school: str) -> HttpResponse:
    """List what governors decided (G56a), record a decision, say what came of one."""
    actor, place = reader(request, school)
    do, refused = request.POST.get("do", ""), ""
    form = ActionForm(bound_data(request) if do == "record" else None, school=place)
    number = request.POST.get("action", "")
    ended = OutcomeForm(request.POST if do == "done" else None, prefix="ended")
    if request.method == "POST":
        can_record_action.check(actor, place)
        try:
            if do == "record" and form.is_valid():
                decided = actions.DecidedAction(**form.cleaned_data)
                actions.record_action(by=actor, school=place, decided=decided)
                messages.success(request, "Recorded.")
                return redirect("governance:actions", school)
            if do == "done" and ended.is_valid():
                rows = GovernorsAction.objects.visible_to(actor).filter(school=place)
                found = get_object_or_404(
                    rows, pk=int(number) if number.isascii() and number.isdigit() else 0
                )
                actions.complete_action(by=actor, action=found, outcome=ended.cleaned_data["outcome"])
                messages.success(request, "Recorded.")
                return redirect("governance:actions", school)
        except actions.GovernanceError as error:
            refused = str(error)
    return show(request, place, _actions_page(actor, place, form, ended, number, refused))


def _actions_page(
    actor: Actor, place: School, form: ActionForm, ended: OutcomeForm, number: str, refused: str
) -> PlainPage:
    may = can_record_action(actor, place)
    found = GovernorsAction.objects.visible_to(actor).filter(school=place)
    parts: list[Part] = []
    for each in found.filter(done_on__isnull=True):
        late = each.due_on is not None and each.due_on < today()
        said = [
            f"Decided on {day(each.decided_on)}{f', minute {each.minute}' if each.minute else ''}.",
            f"{role_label(each.office).capitalize()}{f', by {day(each.due_on)}' if each.due_on else ''}.",
            *([each.why] if each.why else []),
        ]
        parts.append(TextPart(each.what, [*said, *(["It is late."] if late else [])], is_inset=late))
        if may:
            mine = (
                ended if number == str(each.pk) else OutcomeForm(prefix="ended", auto_id=f"id_{each.pk}_%s")
            )
            parts.append(
                FormPart("Carried out", mine, do="done", hidden=[("action", str(each.pk))], is_secondary=True)
            )
    if not parts:
        parts.append(TextPart("", ["Nothing is open."]))
    done = [
        [each.what, day(each.decided_on), day(each.done_on), each.outcome]
        for each in found.exclude(done_on=None)
    ]
    parts.append(TablePart("Carried out", ("What", "Decided", "Done", "What came of it"), done))
    if may:
        parts.append(FormPart("Record the decision", form, "Record a decision", do="record"))
    back = ("Report to governors", reverse("governance:report", args=[place.slug]))
    lead = "What the governing body decided in order to protect the school and everyone linked to it."
    return PlainPage("What governors decided", parts, lead, back, refused)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pack_page(request: HttpRequest, school: str) -> HttpResponse:
    """Make the inspection pack as of a day."""
    actor, place = reader(request, school)
    form, refused = PackForm(bound_data(request)), ""
    if request.method == "POST" and form.is_valid():
        on = form.cleaned_data["on"]
        try:
            content = inspection_pack(place, on)
            record(
                school_id=place.pk,
                by=actor.user_id,
                verb=GovernanceEvent.MADE_INSPECTION_PACK,
                subject=f"pack {on}",
            )
            response = HttpResponse(content, content_type="application/zip")
            response["Content-Disposition"] = f'attachment; filename="inspection-{place.slug}-{on}.zip"'
            return response
        except PackError as error:
            refused = str(error)
    lead = (
        "One file with the policy that was in force on that day, its document control, the "
        "governors’ report and what "
        "governors decided. It names nobody, and can be checked."
    )
    back = ("Report to governors", reverse("governance:report", args=[school]))
    return show(
        request, place, PlainPage("Inspection pack", [FormPart("Download", form)], lead, back, refused)
    )


@across_schools("a body adds up what schools share with it")
@login_required
@require_GET
def schools_page(request: HttpRequest, school: str) -> HttpResponse:
    """Show a body the sum of the figures of the schools that share theirs; let a school share its own."""
    actor, place = reader(request, school)
    _, first, last = chosen_period(request)
    found = actions.sharing_schools(place, today())
    by_key: dict[str, list[ReportedFigure]] = {}
    for each in found:
        for figure in figures_of(each.pk, first, last):
            by_key.setdefault(figure.figure.key, []).append(figure)
    parts: list[Part] = [
        TextPart("", ["Sharing: " + (", ".join(each.name for each in found) or "no school yet") + "."])
    ]
    for figures in by_key.values():
        sums, total = roll_up(each.shown for each in figures)
        rows = [[label, str(count), f"{shown} of {len(figures)}"] for label, (count, shown) in sums.items()]
        rows.append(["All together", str(total[0]), f"{total[1]} of {len(figures)}"])
        lead = "Added up from what each school shows. What a school withholds is left out."
        parts.append(
            TablePart(figures[0].figure.title, ("What", "Count", "Schools counted"), rows, lead=lead)
        )
    if can_record_action(actor, place):
        parts += _sharing_parts(place)
    back = ("Report to governors", reverse("governance:report", args=[school]))
    title = "Schools that share their figures"
    return show(request, place, PlainPage(title, parts, f"{day(first)} to {day(last)}", back))


def _sharing_parts(place: School) -> list[Part]:
    shared = set(
        ReportSharing.objects.filter(school=place, to_on__isnull=True).values_list("body", flat=True)
    )
    rows = (
        Oversight.objects.filter(school=place, from_on__lte=today())
        .exclude(to_on__lt=today())
        .select_related("body")
    )
    address, parts = reverse("governance:sharing", args=[place.slug]), list[Part]()
    for each in rows:
        is_shared = each.body_id in shared
        words = f"Stop sharing with {each.body.name}" if is_shared else f"Share with {each.body.name}"
        hidden = [("body", str(each.body_id)), ("agrees", "no" if is_shared else "yes")]
        parts.append(FormPart(words, action=address, hidden=hidden, is_secondary=True))
    return parts


@login_required
@require_POST
def sharing(request: HttpRequest, school: str) -> HttpResponse:
    """Agree that a body adds up the school's figures, or end that."""
    actor, place = reader(request, school)
    can_record_action.check(actor, place)
    word = request.POST.get("body", "")
    body = School.objects.filter(pk=int(word)).first() if word.isdecimal() and len(word) < 19 else None
    if body is None:
        messages.error(request, "Choose the body that adds up the figures.")
        return redirect("governance:schools", school)
    try:
        actions.set_sharing(by=actor, school=place, body=body, agrees=request.POST.get("agrees") == "yes")
        messages.success(request, "Saved.")
    except actions.GovernanceError as error:
        messages.error(request, str(error))
    return redirect("governance:schools", school)


@login_required
@require_GET
def change_page(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Show who is bound harder by a draft, role by role (B53)."""
    actor, place = reader(request, school)
    rows: Any = PolicyVersion.objects.visible_to(actor).filter(school=place)
    found = get_object_or_404(rows, pk=version)
    refused, changes = "", []
    try:
        changes = changes_by_role(found, today())
    except ContradictionError:
        refused = "The draft contradicts itself. Mend that first: what it asks is not known."
    cells = [
        [each.role.capitalize(), str(each.harder), str(each.softer), "; ".join(each.examples)]
        for each in changes
    ]
    lead = (
        "Every action towards pupils, parents and staff, judged for each role by the policy in force "
        "and by this version."
    )
    heads = ("Who", "Bound harder", "Bound less", "For example")
    table = TablePart("By role", heads, cells, "Nobody is bound harder or less: every verdict is the same.")
    back = ("Report to governors", reverse("governance:report", args=[school]))
    return show(
        request, place, PlainPage(f"Who is bound harder: version {found.label}", [table], lead, back, refused)
    )
