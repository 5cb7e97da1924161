"""Pages: how long things are kept, legal holds, disposals and their certificates."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from belisha.access.actor import Actor
from belisha.base.clock import today
from belisha.base.holdings import holdings
from belisha.base.page_parts import Cell, FormPart, Part, PlainPage, TablePart, TextPart
from belisha.base.retention_schedule import RetentionPeriod, retention_kinds
from belisha.base.templating import day
from belisha.people.models import School
from belisha.people.shortcuts import bound_data
from belisha.retention import actions, disposal
from belisha.retention.forms import HoldForm, PeriodForm
from belisha.retention.looks import names_of
from belisha.retention.models import Disposal, LegalHold, RetentionSetting
from belisha.retention.pages import front_link, keeper, show
from belisha.retention.periods import due_at, due_rows, kept_for
from belisha.retention.permissions import can_approve_disposal, can_keep_data_protection
from belisha.retention.statements import TRIGGER_WORDS
from belisha.retention.states import DisposalState

COLOURS = {"prepared": "yellow", "approved": "blue", "destroyed": "green", "cancelled": "grey"}
SHOWN = 20


@login_required
@require_GET
def periods(request: HttpRequest, school: str) -> HttpResponse:
    """Show how long each kind of record is kept, from when, and by which source."""
    _, place = keeper(request, school)
    rows = [
        [
            Cell(each.kind.title, reverse("retention:period", args=[place.slug, key])),
            f"{each.period} from {TRIGGER_WORDS[each.trigger]}",
            f"The school: {each.own.reason}" if each.own else f"{each.kind.source} ({day(each.kind.as_of)})",
        ]
        for key, each in kept_for(place).items()
    ]
    lead = "Choose a kind of record to change how long the school keeps it. Each change is on the record."
    table = TablePart("", ("Kind of record", "Kept for", "Why so long"), rows)
    return show(request, place, PlainPage("How long things are kept", [table], lead, front_link(place)))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def period(request: HttpRequest, school: str, kind: str) -> HttpResponse:
    """Change how long a kind of record is kept."""
    actor, place = keeper(request, school)
    if kind not in retention_kinds():
        raise Http404
    kept = kept_for(place)[kind]
    initial = {"trigger": kept.trigger, "years": kept.period.years, "months": kept.period.months}
    form, refused = PeriodForm(bound_data(request), kind=kind, initial=initial), ""
    if request.method == "POST":
        can_keep_data_protection.check(actor, place)
        if form.is_valid():
            given = form.cleaned_data
            length = RetentionPeriod(given["years"] or 0, given["months"] or 0)
            try:
                actions.set_period(
                    by=actor,
                    school=place,
                    kind=kind,
                    trigger=given["trigger"],
                    period=length,
                    reason=given["reason"],
                )
                messages.success(request, "Saved.")
                return redirect("retention:periods", school)
            except actions.RetentionError as error:
                refused = str(error)
    earlier = RetentionSetting.objects.visible_to(actor).filter(school=place, kind=kind)
    rows = [
        [day(each.set_at), str(each.period), TRIGGER_WORDS[each.trigger], each.reason] for each in earlier
    ]
    parts: list[Part] = [
        TextPart("", [f"{kept.kind.purpose}. {kept.kind.source}."], is_inset=True),
        FormPart("Save", form),
        TablePart(
            "Earlier settings", ("Set on", "Period", "From", "Why"), rows, "The default has always held."
        ),
    ]
    back = ("How long things are kept", reverse("retention:periods", args=[school]))
    return show(request, place, PlainPage(kept.kind.title, parts, "", back, refused))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def holds(request: HttpRequest, school: str) -> HttpResponse:
    """List legal holds, place one, lift one."""
    actor, place = keeper(request, school)
    form, refused = (
        HoldForm(bound_data(request) if request.POST.get("do") == "place" else None, school=place),
        "",
    )
    if request.method == "POST":
        can_keep_data_protection.check(actor, place)
        try:
            if _hold(request, actor, place, form):
                return redirect("retention:holds", school)
        except actions.RetentionError as error:
            refused = str(error)
    found = LegalHold.objects.visible_to(actor).filter(school=place).select_related("person")
    parts: list[Part] = []
    for hold in found.filter(lifted_at__isnull=True):
        what = holdings()[hold.holding].title if hold.holding in holdings() else "Everything"
        about = what + (f", no. {hold.row}" if hold.row else "")
        about += f" about {hold.person.name}" if hold.person else ""
        said = [f"{hold.reason} Since {day(hold.placed_at)}."]
        parts += [
            TextPart(about, said),
            FormPart("Lift this hold", do="lift", hidden=[("hold", str(hold.pk))], is_secondary=True),
        ]
    if not parts:
        parts.append(TextPart("", ["There is no legal hold."]))
    parts.append(FormPart("Place the hold", form, "Place a hold", do="place"))
    lead = "What is under a legal hold is not destroyed, however long it has been kept."
    return show(request, place, PlainPage("Legal holds", parts, lead, front_link(place), refused))


def _hold(request: HttpRequest, actor: Actor, place: School, form: HoldForm) -> bool:
    if request.POST.get("do") == "lift":
        number = request.POST.get("hold", "")
        rows = LegalHold.objects.visible_to(actor).filter(school=place)
        hold = get_object_or_404(rows, pk=int(number) if number.isascii() and number.isdigit() else 0)
        actions.lift_hold(by=actor, hold=hold)
        messages.success(request, "The hold is lifted.")
        return True
    if not form.is_valid():
        return False
    given: dict[str, Any] = dict(form.cleaned_data)
    given["person"] = int(given["person"]) if given["person"] else None
    actions.place_hold(by=actor, school=place, **given)
    messages.success(request, "The hold is placed.")
    return True


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def disposals(request: HttpRequest, school: str) -> HttpResponse:
    """Show what is due for disposal, prepare one, list those that were."""
    actor, place = keeper(request, school)
    refused = ""
    if request.method == "POST":
        try:
            made = disposal.prepare_disposal(by=actor, school=place, key=request.POST.get("holding", "")[:60])
            return redirect("retention:disposal", school, made.pk)
        except disposal.DisposalError as error:
            refused = str(error)
    on, parts = today(), list[Part]()
    may = can_keep_data_protection(actor, place)
    for due in due_at(place, on):
        words = (
            f"{due.count} kept longer than {due.kept.period}. The oldest was due on {day(due.oldest_due_on)}."
        )
        late = ["This is more than a year overdue."] if due.is_red(on) else []
        parts.append(TextPart(due.holding.title, [words, *late], is_inset=bool(late)))
        if may:
            parts.append(FormPart("Prepare its disposal", hidden=[("holding", due.holding.key)]))
    if not parts:
        parts.append(TextPart("", ["Nothing has been kept longer than it should."]))
    rows = [
        [
            Cell(f"No. {each.pk}", reverse("retention:disposal", args=[school, each.pk])),
            holdings()[each.holding].title if each.holding in holdings() else each.holding,
            str(each.total),
            Cell(each.state.capitalize(), tag=COLOURS[each.state]),
        ]
        for each in Disposal.objects.visible_to(actor).filter(school=place)[:100]
    ]
    parts.append(
        TablePart("Disposals", ("Disposal", "Records", "How many", "Status"), rows, "There was none yet.")
    )
    lead = "One person prepares a disposal, another approves it. Then the records are destroyed for good."
    return show(request, place, PlainPage("Disposal", parts, lead, front_link(place), refused))


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def disposal_page(request: HttpRequest, school: str, disposal: int) -> HttpResponse:
    """Show one disposal: the preview, the approval by another person, progress, the certificate."""
    actor, place = keeper(request, school)
    found = get_object_or_404(Disposal.objects.visible_to(actor).filter(school=place), pk=disposal)
    refused = ""
    if request.method == "POST":
        try:
            _decide(request, actor, found)
            return redirect("retention:disposal", school, found.pk)
        except DISPOSAL_ERROR as error:
            refused = str(error)
            found.refresh_from_db()
    return show(request, place, _disposal_page(actor, place, found, refused))


DISPOSAL_ERROR = disposal.DisposalError


def _decide(request: HttpRequest, actor: Actor, found: Disposal) -> None:
    if request.POST.get("do") == "approve":
        done = disposal.approve_disposal(by=actor, disposal=found)
        is_done = done.state == DisposalState.DESTROYED
        messages.success(
            request, "Approved and destroyed." if is_done else "Approved. The next sweep destroys them."
        )
    elif request.POST.get("do") == "cancel":
        disposal.cancel_disposal(by=actor, disposal=found)
        messages.success(request, "Cancelled. Nothing more is destroyed.")
    else:
        raise DISPOSAL_ERROR("Choose to approve or to cancel the disposal.")


def _disposal_page(actor: Actor, place: School, found: Disposal, refused: str) -> PlainPage:
    holding = holdings()[found.holding]
    names = names_of({found.prepared_by_id, found.decided_by_id or 0})
    said = [
        (
            f"{found.total} records, kept for {found.period} from {TRIGGER_WORDS[found.trigger]}: "
            f"everything up to {day(found.until)}."
        ),
        f"Prepared by {names[found.prepared_by_id]} on {day(found.prepared_at)}.",
    ]
    if found.decided_at:
        said.append(
            f"{found.state.capitalize()} by {names[found.decided_by_id or 0]} on {day(found.decided_at)}."
        )
    parts: list[Part] = [TextPart("", said)]
    if found.state == DisposalState.PREPARED:
        parts.append(_preview(place, found))
        if can_approve_disposal(actor, found):
            parts.append(
                FormPart(
                    "Approve and destroy them",
                    do="approve",
                    is_warning=True,
                    lead="This cannot be undone. Backups keep a copy until they are deleted.",
                )
            )
        else:
            parts.append(
                TextPart(
                    "", ["Somebody else, who may approve disposals, has to look at this."], is_inset=True
                )
            )
    if found.state == DisposalState.APPROVED:
        parts.append(
            TextPart(
                "Under way", [f"{found.destroyed} of {found.total} are destroyed. The sweep carries on."]
            )
        )
    if found.state in (DisposalState.PREPARED, DisposalState.APPROVED) and can_keep_data_protection(
        actor, place
    ):
        parts.append(FormPart("Cancel this disposal", do="cancel", is_secondary=True))
    if found.state == DisposalState.DESTROYED:
        address = reverse("retention:certificate", args=[place.slug, found.pk])
        rows: list[list[str | Cell]] = [
            ["Destroyed", str(found.destroyed)],
            ["Spared, because no longer due", str(found.spared)],
            ["Finished on", day(found.finished_at)],
            ["Certificate", Cell("Download", address)],
        ]
        parts.append(TablePart("Certificate of destruction", ("What", "How"), rows))
    back = ("Disposal", reverse("retention:disposals", args=[place.slug]))
    return PlainPage(
        f"{holding.title}: disposal no. {found.pk}",
        parts,
        "",
        back,
        refused,
        (found.state.capitalize(), COLOURS[found.state]),
    )


def _preview(place: School, found: Disposal) -> TablePart:
    """Return the first rows that would be destroyed, by number and day: a preview shows nobody's data."""
    holding = holdings()[found.holding]
    kept = kept_for(place)[holding.kind]
    ids = list(found.items.order_by("row").values_list("row", flat=True)[:SHOWN])
    rows = due_rows(place, holding, kept, today()).filter(pk__in=ids)
    cells: list[list[str]] = [
        [
            f"No. {row.pk}",
            day(row.triggered_on),
            ", ".join(f"{key}: {value}" for key, value in holding.stub(row).items()),
        ]
        for row in rows
    ]
    lead = f"The first {len(cells)} of {found.total}." if found.total > len(cells) else ""
    return TablePart(
        "What would be destroyed", ("Record", "Kept since", "What stays in the counts"), cells, lead=lead
    )


@login_required
@require_GET
def certificate(request: HttpRequest, school: str, disposal: int) -> HttpResponse:
    """Return the certificate of destruction, which `belisha verify` checks."""
    actor, place = keeper(request, school)
    found = get_object_or_404(Disposal.objects.visible_to(actor).filter(school=place), pk=disposal)
    if not found.certificate:
        raise Http404("There is no certificate yet: the disposal is not complete.")
    response = HttpResponse(found.certificate, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="destruction-{place.slug}-{found.pk}.json"'
    return response
