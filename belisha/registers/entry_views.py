"""Pages of one entry: make a new one, see it, decide it, close it, and its certificate."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from belisha.access.actor import Actor
from belisha.base.certificates import PERMISSION, fingerprint
from belisha.base.clock import today
from belisha.base.seals import SealError
from belisha.people.actor import actor_of
from belisha.people.models import School
from belisha.people.shortcuts import bound_data, own_school_or_404
from belisha.policies.printing.pdf import CannotPrintError
from belisha.policies.queries import policy_in_force
from belisha.registers import actions, queries, request_actions
from belisha.registers.descriptions import RegisterDescription
from belisha.registers.documents import certificate_of, permission_pdf, stated_rows, verify_document
from belisha.registers.entry_page import entry_context, initial_of
from belisha.registers.exceptions import EntryTransitionError
from belisha.registers.files import bytes_of, name_of
from belisha.registers.forms import EntryForm, EntryWordsForm, GrantForm
from belisha.registers.list_views import register_or_404
from belisha.registers.models import RegisterEntry
from belisha.registers.people import choices_for, choices_of
from belisha.registers.permissions import can_change, can_make
from belisha.registers.recording import change, record_or_ask

# What each button does with some words.
Verb = Callable[..., RegisterEntry]
WITH_WORDS: Mapping[str, Verb] = {
    "ask_back": request_actions.ask_back,
    "answer": request_actions.answer_back,
    "decline": request_actions.decline,
}
WORDS_ARE_OPTIONAL: Mapping[str, Verb] = {
    "withdraw": request_actions.withdraw,
    "close": actions.close_entry,
    "check": actions.check_again,
    "note": actions.note_entry,
}
DONE = {
    "ask_back": "Your question is sent.",
    "answer": "Your answer is sent.",
    "decline": "Declined. Whoever asked is told.",
    "withdraw": "Withdrawn.",
    "close": "Closed.",
    "check": "Checked. It is due again later.",
    "note": "Noted.",
    "grant": "Granted. Whoever asked is told.",
}


@login_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, school: str, register: str) -> HttpResponse:
    """Record an entry, or ask for one that is decided, in a form made from the register's description."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    found = register_or_404(register)
    if not found.has_form:
        return redirect(_own_form(found, place))
    can_make.check(actor, place, found)
    in_force = policy_in_force(school)
    form = EntryForm(
        found,
        bound_data(request),
        request.FILES or None,
        people=choices_for(actor, place, found, today()),
        policy=in_force.policy if in_force else None,
        alike=lambda value: queries.alike(place, found, value),
    )
    if request.method == "POST" and form.is_valid():
        entry = record_or_ask(by=actor, school=place, register=found, form=form)
        if form.takes_several and (count := len(form.person_ids("person"))) > 1:
            messages.success(request, f"Saved: an entry for each of {count} people.")
            return redirect("registers:register", school, register)
        messages.success(
            request, "Saved." if entry.decided_at or not entry.decide_by else "Your request is sent."
        )
        return redirect("registers:entry", school, register, entry.pk)
    context = {"school": place, "register": found, "form": form}
    return render(request, "registers/new.html", context, status=400 if form.errors else 200)


@login_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def change_page(request: HttpRequest, school: str, register: str, number: int) -> HttpResponse:
    """Correct what stands in a register, such as who looks after an account."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    entry = queries.entry_of(actor, place, register, number)
    if entry is None:
        raise Http404
    can_change.check(actor, entry)
    in_force = policy_in_force(school)
    form = EntryForm(
        entry.description,
        bound_data(request),
        people=choices_of(actor, place, entry, today()),
        policy=in_force.policy if in_force else None,
        initial=initial_of(entry),
        is_change=True,
    )
    form.fields.pop("file", None)
    if request.method == "POST" and form.is_valid():
        change(by=actor, entry=entry, form=form)
        messages.success(request, "Saved.")
        return redirect("registers:entry", school, register, number)
    actions.record_look(by=actor, entry=entry)
    context = {"school": place, "register": entry.description, "form": form, "entry": entry}
    return render(request, "registers/change.html", context, status=400 if form.errors else 200)


def _own_form(register: RegisterDescription, school: School) -> str:
    """Return the address of a register that has a form of its own."""
    try:
        return reverse(f"registers:new_{register.name}", args=[school.slug])
    except NoReverseMatch as error:
        raise Http404 from error


@login_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def entry_page(request: HttpRequest, school: str, register: str, number: int) -> HttpResponse:
    """Show one entry with what may be done with it. Each look at a sensitive one is recorded."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    entry = queries.entry_of(actor, place, register, number)
    if entry is None:
        raise Http404
    forms, refused = {"words": EntryWordsForm(), "grant": None}, ""
    if request.method == "POST":
        try:
            forms = _do(request, actor, entry)
        except (EntryTransitionError, SealError) as error:
            refused = str(error)
        else:
            if not any(form is not None and form.errors for form in forms.values()):
                messages.success(request, DONE.get(request.POST.get("do", ""), "Saved."))
                if queries.entry_of(actor, place, register, number) is None:
                    return redirect("registers:register", school, register)
                return redirect("registers:entry", school, register, number)
        entry = queries.entry_of(actor, place, register, number) or entry
    actions.record_look(by=actor, entry=entry)
    context = entry_context(actor, place, entry, today(), forms=forms, refused=refused)
    has_error = bool(refused) or any(form is not None and form.errors for form in forms.values())
    return render(request, "registers/entry.html", context, status=400 if has_error else 200)


def _do(request: HttpRequest, actor: Actor, entry: RegisterEntry) -> dict[str, Any]:
    """Run the action of the button. Return the forms, with their errors."""
    do = request.POST.get("do", "")
    form = EntryWordsForm(request.POST)
    if do in WORDS_ARE_OPTIONAL:
        form.fields["words"].required = False
        if form.is_valid():
            _run(WORDS_ARE_OPTIONAL[do], do, actor, entry, form.cleaned_data["words"], request)
        return {"words": form, "grant": None}
    if do in WITH_WORDS:
        if form.is_valid():
            WITH_WORDS[do](by=actor, entry=entry, words=form.cleaned_data["words"])
        return {"words": form, "grant": None}
    if do != "grant":
        message = "Choose one of the buttons on this page."
        raise EntryTransitionError(message)
    may_last = not entry.description.longest_days
    granting = GrantForm(request.POST, has_advice="advice" in request.POST, may_last=may_last)
    if granting.is_valid():
        given = request_actions.Granting(**granting.cleaned_data)
        request_actions.grant(by=actor, entry=entry, granting=given)
    return {"words": EntryWordsForm(), "grant": granting}


def _run(verb: Verb, do: str, actor: Actor, entry: RegisterEntry, words: str, request: HttpRequest) -> None:
    if do == "note":
        verb(by=actor, entry=entry, words=words, clause=request.POST.get("clause", "")[:80])
    else:
        verb(by=actor, entry=entry, words=words)


@login_required
@never_cache
@require_safe
def attached_file(
    request: HttpRequest, school: str, register: str, number: int, file: int
) -> StreamingHttpResponse:
    """Download a file that goes with a request. Of a sensitive register the look is recorded."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    entry = queries.entry_of(actor, place, register, number)
    found = entry.files.filter(pk=file).select_related("file").first() if entry else None
    if entry is None or found is None:
        raise Http404
    actions.record_look(by=actor, entry=entry)
    response = StreamingHttpResponse(bytes_of(found), content_type=found.media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name_of(found))
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@never_cache
@require_safe
def certificate_pdf(request: HttpRequest, school: str, register: str, number: int) -> HttpResponse:
    """Download a written permission as a PDF that encloses its certificate; without a printer the page."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    entry = queries.entry_of(actor, place, register, number)
    made = entry.documents.filter(kind=PERMISSION).first() if entry else None
    if entry is None or made is None:
        raise Http404
    context = {
        "school": place,
        "entry": entry,
        "made": made,
        "rows": stated_rows(made),
        "check": verify_document(made),
        "fingerprint": fingerprint(made.public_key),
        "keys": request.build_absolute_uri(reverse("acknowledgements:seals", args=[school])),
    }
    html = render_to_string("registers/permission_print.html", context, request=request)
    try:
        body = permission_pdf(made, html)
    except CannotPrintError:
        return redirect("registers:entry", school, register, number)
    actions.record_look(by=actor, entry=entry)
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{register}-{number}.pdf"'
    return response


@login_required
@never_cache
@require_safe
def certificate_file(request: HttpRequest, school: str, register: str, number: int) -> HttpResponse:
    """Download the sealed document of an entry, which anybody can check without this site."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    entry = queries.entry_of(actor, place, register, number)
    made = entry.documents.order_by("-pk").first() if entry else None
    if entry is None or made is None:
        raise Http404
    actions.record_look(by=actor, entry=entry)
    response = HttpResponse(certificate_of(made), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{register}-{number}.json"'
    return response
