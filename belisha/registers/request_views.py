"""The request door: ask for leave from an answer, and the requests that one made or decides."""

from datetime import date

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from belisha.access.actor import Actor
from belisha.base.clock import today
from belisha.people.actor import actor_of
from belisha.people.models import School
from belisha.people.shortcuts import bound_data, own_school_or_404
from belisha.policies.documents.views import in_force_or_404
from belisha.policies.queries import InForce
from belisha.registers import queries
from belisha.registers.asked_forms import AskedFor, add_conditions, asked_for, filled_in
from belisha.registers.deciders import Decider, decider_for
from belisha.registers.descriptions import RegisterDescription, load_registers
from belisha.registers.documents import act_words
from belisha.registers.forms import YES_NO, EntryForm
from belisha.registers.leave import authorities, authorities_words
from belisha.registers.list_views import register_or_404
from belisha.registers.models import RegisterEntry
from belisha.registers.people import choices_for
from belisha.registers.permissions import can_make
from belisha.registers.recording import record_or_ask
from belisha.registers.situations import query_of, situation_from
from belisha.registers.text import request_title
from belisha.rules.vocabulary.loading import load_vocabulary, wider

PERMISSIONS, EXCEPTIONS = "permissions", "exceptions"


@login_required
@never_cache
@require_safe
def requests(request: HttpRequest, school: str) -> HttpResponse:
    """List the requests that wait for the person's decision, and their own."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    on = today()
    asking = [each for each in load_registers().values() if each.begins == "asked" and each.has_form]
    context = {
        "school": place,
        "today": on,
        "to_decide": [(entry, request_title(entry)) for entry in queries.to_decide(actor, place, on)],
        "own": [(entry, request_title(entry)) for entry in queries.own_requests(actor, place)],
        "asking": [each for each in asking if can_make(actor, place, each)],
    }
    return render(request, "registers/requests.html", context)


@login_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, school: str) -> HttpResponse:
    """Ask for the leave that an answer named, with everything filled in that the answer knew."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    found = in_force_or_404(school)
    situation = situation_from(request.GET, actor.roles_at(school))
    if situation is None:
        return redirect("registers:new", school, PERMISSIONS)
    wanted = asked_for(found.policy, situation, today())
    register = _register_for(wanted)
    can_make.check(actor, place, register)
    form = _form(request, actor, place, register, wanted, found)
    if request.method == "POST" and form.is_valid():
        done = form.cleaned_data["already"] == "yes"
        entry = record_or_ask(
            by=actor,
            school=place,
            register=register,
            form=form,
            asked_for=wanted,
            is_done_already=done,
            start=_start(request, actor, place),
        )
        messages.success(request, "Your request is sent. You see here how it goes on.")
        return redirect("registers:entry", school, register.name, entry.pk)
    decider = _decider(actor, place, found, wanted, register, today())
    context = {
        "school": place,
        "register": register,
        "form": form,
        "wanted": wanted,
        "act": act_words(situation),
        "query": query_of(situation),
        "clauses": [found.policy.by_id[each.clause] for each in wanted.leave],
        "office": authorities_words([decider.office]) if decider.office else "",
        "names": [each.name for each in decider.people],
        "is_written": any(each.written for each in wanted.leave),
        "is_prior": any(each.prior for each in wanted.leave),
    }
    return render(request, "registers/ask.html", context, status=400 if form.errors else 200)


def _start(request: HttpRequest, actor: Actor, school: School) -> RegisterEntry | None:
    """Return the actor's own entry that this request renews, or None."""
    number = request.GET.get("start", "")
    if not number.isdecimal():
        return None
    rows = RegisterEntry.objects.filter(school=school, made_by=actor.user_id, pk=int(number[:18]))
    return rows.first()


def _register_for(wanted: AskedFor) -> RegisterDescription:
    """Return where it is asked for: the register of that very action, permissions, or exceptions."""
    actions = wider(load_vocabulary().actions, wanted.situation.action)
    own = next((each for each in load_registers().values() if each.asks in actions), None)
    if wanted.leave and own is not None:
        return own
    return register_or_404(PERMISSIONS if wanted.leave else EXCEPTIONS)


def _form(
    request: HttpRequest,
    actor: Actor,
    place: School,
    register: RegisterDescription,
    wanted: AskedFor,
    found: InForce,
) -> EntryForm:
    form = EntryForm(
        register,
        bound_data(request),
        request.FILES or None,
        people=choices_for(actor, place, register, today()),
        initial=filled_in(wanted, actor, today()),
        policy=found.policy,
    )
    add_conditions(form, wanted.open_conditions)
    form.fields["already"] = forms.ChoiceField(
        label="Have you done it already?",
        choices=YES_NO,
        widget=forms.RadioSelect,
        initial="no",
        error_messages={"required": "Say whether you have done it already"},
    )
    return form


def _decider(
    actor: Actor, place: School, found: InForce, wanted: AskedFor, register: RegisterDescription, on: date
) -> Decider:
    named = authorities(wanted.leave) or register.deciders
    return decider_for(place.pk, named, asker=actor.user_id, concerned=(), on=on, policy=found.policy)
