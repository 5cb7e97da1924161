from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from belisha.base.options import Groups
from belisha.drafting import actions
from belisha.drafting.clause_form.choices import KINDS
from belisha.drafting.clause_form.clause_form_state import EMPTY, ClauseFormState
from belisha.drafting.clause_form.initial_values import initial_values
from belisha.drafting.clause_form.submitted_values import (
    LISTS,
    ROWS,
    submitted_values,
    with_choice,
    without_empty_rows,
)
from belisha.drafting.clause_form.unknown_words import HOW_TO_ADD_A_WORD
from belisha.drafting.permissions import check_can_change
from belisha.drafting.queries import source_model
from belisha.drafting.views.loading import draft_or_404
from belisha.policies.actions import TransitionRefusedError
from belisha.policies.documents.reading import read_source
from belisha.rules.edit import EditRefusedError, clause_checksum, place_for
from belisha.rules.errors import PolicyError
from belisha.rules.language.clauses import Rule


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Show the form for a new clause in a section, and save it."""
    actor, place, found = draft_or_404(request, school, version)
    check_can_change(actor, found)
    policy = read_source(found.source)
    sections = policy.sections or ("",)
    section = request.GET.get("section", sections[-1])
    section = section if section in sections else sections[-1]
    model = source_model(found)
    values = {
        **EMPTY,
        "kind": request.GET.get("kind", "rule"),
        "section": section,
        "cites": place_for(policy, section, model.policy if model else None),
    }
    return _page(request, ClauseFormState(actor, place, found, policy, values))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, school: str, version: int, clause: str) -> HttpResponse:
    """Show a clause of the draft as a form, and save it."""
    actor, place, found = draft_or_404(request, school, version)
    check_can_change(actor, found)
    policy = read_source(found.source)
    stated = policy.by_id.get(clause)
    if stated is None and request.method != "POST":
        raise Http404
    values = {**EMPTY, **(initial_values(stated) if stated else {"id": clause})}
    was = clause_checksum(stated) if stated else "gone"
    return _page(request, ClauseFormState(actor, place, found, policy, values, was))


@login_required
@require_POST
def preview(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Return the preview of the submitted form as page fragments.

    An existing clause is sent with its id and checksum, and is read in its own place.
    """
    actor, place, found = draft_or_404(request, school, version)
    values = {**EMPTY, **submitted_values(request.POST)}
    filled = ClauseFormState(
        actor, place, found, read_source(found.source), values, request.POST.get("was", "")
    )
    if filled.is_new:
        values["id"] = ""
    shown = [each for each in LISTS if each in request.POST.getlist("shown")]
    context = {
        "preview": filled.preview(),
        "chosen": {name: filled.chosen(name) for name in shown},
    }
    return render(request, "drafting/preview_update.html", context)


def _page(request: HttpRequest, filled: ClauseFormState) -> HttpResponse:
    status = 200
    if request.method == "POST":
        section = filled.values["section"]
        filled.values = {**EMPTY, **submitted_values(request.POST)}
        if filled.values["section"] not in ("", *filled.policy.sections):
            filled.values["section"] = section
        opened_on = request.POST.get("was", "")
        if not filled.is_new:
            filled.values["id"] = request.resolver_match.kwargs["clause"] if request.resolver_match else ""
        filled.original_checksum = opened_on
        if "save" in request.POST:
            done = _save(request, filled)
            if done is not None:
                return done
            status = 409 if filled.is_changed else 400
        else:
            with_choice(filled.values, request.POST.get("use", ""))
            _rows_changed(request.POST, filled.values)
    context = {
        "school": filled.school,
        "version": filled.version,
        "policy": filled.policy,
        "form": filled,
        "values": filled.values,
        "errors": filled.errors,
        "choices": filled.choices,
        "missing_word": HOW_TO_ADD_A_WORD,
        "rules": _group((each.id, each.title) for each in filled.policy.clauses if isinstance(each, Rule)),
        "sections": _group((each, each) for each in filled.policy.sections),
        "kinds": _group((kind, words) for kind, words, _ in KINDS),
        "preview": filled.preview() if request.method == "POST" or not filled.is_new else None,
        "has_error": bool(filled.errors or filled.is_changed),
    }
    return render(request, "drafting/clause.html", context, status=status)


def _group(pairs: Iterable[tuple[str, str]]) -> Groups:
    """Choices for a list, in one group without a heading."""
    return (("", tuple(pairs)),)


def _save(request: HttpRequest, filled: ClauseFormState) -> HttpResponse | None:
    """Save the clause and return the redirect, or None if the form has errors."""
    filled.values = without_empty_rows(filled.values)
    read = filled.read()
    clause, filled.errors, filled.near = read.clause, read.errors, dict(read.near)
    if clause is None:
        return None
    if doubt := filled.asks_about(clause):
        filled.doubt, filled.errors = doubt, {"meant": doubt}
        return None
    try:
        actions.save_clause(
            by=filled.actor, version=filled.version, clause=clause, original_checksum=filled.original_checksum
        )
    except actions.ChangedMeanwhileError as error:
        filled.is_changed, filled.concurrent_clause = True, error.now
        filled.original_checksum = clause_checksum(error.now) if error.now else ""
        return None
    except (EditRefusedError, TransitionRefusedError) as error:
        filled.errors = {"": str(error)}
        return None
    except PolicyError as error:
        filled.errors = {"": "; ".join(each.message for each in error.mistakes)}
        return None
    messages.success(request, f"“{clause.title}” is saved.")
    where = redirect("drafting:draft", school=filled.school.slug, version=filled.version.pk)
    where["Location"] += f"?at={clause.id}#{clause.id}"
    return where


def _rows_changed(data: QueryDict, values: dict[str, Any]) -> None:
    """Add an empty row, or take one away, as the button says."""
    name, _, kind = data.get("add", "").partition("-")
    if name in ROWS:
        empty = {"joint": "and" if name == "when" else "or", **({"what": kind} if kind == "fact" else {})}
        values[name] = [*values[name], empty]
    row, _, place = data.get("less", "").rpartition("-")
    if row in ROWS and place.isdecimal():
        values[row] = [each for at, each in enumerate(values[row]) if at != int(place)]
