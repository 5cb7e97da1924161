from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from belisha.access.actor import Actor
from belisha.drafting import actions
from belisha.drafting.actions.merging import OURS, THEIRS, WORDS, merged_of
from belisha.drafting.models import Merging
from belisha.drafting.queries import in_force_of, next_label
from belisha.drafting.views.loading import authors_school
from belisha.people.models import School
from belisha.policies.documents.clause_text import clause_kind
from belisha.policies.models import PolicyDocument
from belisha.policies.versions.clause_diff import changes_between
from belisha.rules.edit import clause_in_words
from belisha.rules.errors import Mistake, PolicyError
from belisha.rules.language.clauses import Clause
from belisha.rules.language.writing import write_clause
from belisha.rules.merge import MergeChange, Merged, MergeStep
from belisha.rules.vocabulary.loading import load_vocabulary

TAKES = (THEIRS, OURS, WORDS)
TAKEN = {THEIRS: "The model’s", OURS: "Ours", WORDS: "Our own words of it"}


@login_required
@require_POST
def start(request: HttpRequest, school: str, document: int) -> HttpResponse:
    """Start or continue merging a new version of the model."""
    actor, place = authors_school(request, school)
    found = get_object_or_404(PolicyDocument.objects.visible_to(actor), pk=document, school=place)
    version = in_force_of(found)
    if version is None:
        raise Http404
    try:
        merging = actions.start_merging(by=actor, version=version)
    except actions.UndecidedError as error:
        messages.error(request, str(error))
        return redirect("drafting:drafts", school=place.slug)
    return redirect("drafting:merging", school=place.slug, merging=merging.pk)


@login_required
@require_safe
def merging_page(request: HttpRequest, school: str, merging: int) -> HttpResponse:
    """Show every clause that the model has changed, with the decisions so far."""
    _, place, found = _merging(request, school, merging)
    merged = merged_of(found)
    rows = [
        (step, what_changed(step), TAKEN.get(found.decisions.get(step.id, {}).get("take", ""), ""))
        for step in merged.to_decide
    ]
    context = {
        "school": place,
        "merging": found,
        "rows": rows,
        "left": sum(not taken for _, _, taken in rows),
        "easy": sum(not taken and step.change is MergeChange.THEIRS for step, _, taken in rows),
        "ours_only": sum(step.change is MergeChange.OURS for step in merged.steps),
        "label": next_label(found.document),
    }
    return render(request, "drafting/merging.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, school: str, merging: int, clause: str) -> HttpResponse:
    """Show one clause in three versions, and record which one to take."""
    actor, place, found = _merging(request, school, merging)
    if found.ended_at is not None:
        return redirect("drafting:merging", school=place.slug, merging=found.pk)
    merged = merged_of(found)
    step = next((each for each in merged.to_decide if each.id == clause), None)
    if step is None:
        raise Http404
    decided = found.decisions.get(step.id, {})
    take = decided.get("take", "")
    start = step.ours or step.theirs
    text = decided.get("text") or (write_clause(start) if start else "")
    mistakes: tuple[Mistake, ...] = ()
    wrong = ""
    if request.method == "POST":
        take, text = request.POST.get("take", ""), request.POST.get("text", text).replace("\r\n", "\n")
        try:
            wrong = "" if take in TAKES else "Choose what your policy should say"
            if not wrong:
                decision = {"take": take, **({"text": text} if take == WORDS else {})}
                actions.record_decisions(by=actor, merging=found, decisions={step.id: decision})
                return _next(place, found, merged, step)
        except PolicyError as error:
            mistakes = error.mistakes
    context = {
        "school": place,
        "merging": found,
        "step": step,
        "sides": _sides(step),
        "changes": changes_between(step.base, step.theirs, merged.theirs),
        "what": what_changed(step),
        "take": take,
        "text": text,
        "mistakes": mistakes,
        "wrong": wrong,
        "has_error": bool(mistakes or wrong),
    }
    return render(request, "drafting/decide.html", context, status=400 if mistakes or wrong else 200)


@login_required
@require_POST
def all_theirs(request: HttpRequest, school: str, merging: int) -> HttpResponse:
    """Take everything that only the model has changed and that is undecided."""
    actor, place, found = _merging(request, school, merging)
    steps = [step for step in merged_of(found).to_decide if step.change is MergeChange.THEIRS]
    left = {step.id: {"take": THEIRS} for step in steps if step.id not in found.decisions}
    try:
        actions.record_decisions(by=actor, merging=found, decisions=left)
    except actions.UndecidedError as error:
        messages.error(request, str(error))
    return redirect("drafting:merging", school=place.slug, merging=found.pk)


@login_required
@require_POST
def finish(request: HttpRequest, school: str, merging: int) -> HttpResponse:
    """Create the draft, or drop the merge."""
    actor, place, found = _merging(request, school, merging)
    back = redirect("drafting:merging", school=place.slug, merging=found.pk)
    try:
        if "drop" in request.POST:
            actions.drop_merging(by=actor, merging=found)
            return redirect("drafting:drafts", school=place.slug)
        draft = actions.finish_merging(by=actor, merging=found, label=next_label(found.document))
    except (actions.UndecidedError, actions.LabelTakenError) as error:
        messages.error(request, str(error))
        return back
    except PolicyError as error:
        said = "; ".join(each.message for each in error.mistakes)
        messages.error(
            request, f"The whole policy cannot be read yet: {said}. Make another choice for that clause."
        )
        return back
    return redirect("drafting:draft", school=place.slug, version=draft.pk)


def what_changed(step: MergeStep) -> str:
    """Return what the model did with the clause, and whether the school has changed it too."""
    if step.base is None:
        did = "New in the model"
    elif step.theirs is None:
        did = "Taken out of the model"
    else:
        did = "Changed in the model"
    if not step.is_conflict:
        return did
    if step.ours is None:
        return f"{did}; taken out by us"
    return f"{did}; {'added by us too' if step.base is None else 'changed by us too'}"


def _merging(request: HttpRequest, school: str, merging: int) -> tuple[Actor, School, Merging]:
    actor, place = authors_school(request, school)
    rows = Merging.objects.visible_to(actor).select_related(
        "document", "ours", "model__school", "draft", "school"
    )
    return actor, place, get_object_or_404(rows, pk=merging, school=place)


def _sides(step: MergeStep) -> list[tuple[str, Clause | None, str, str]]:
    """Return the three texts: heading, clause, kind and meaning of each."""
    words = load_vocabulary()
    three = [("The model before", step.base), ("Ours", step.ours), ("The model now", step.theirs)]
    return [
        (heading, each, clause_kind(each) if each else "", clause_in_words(each, words) if each else "")
        for heading, each in three
    ]


def _next(place: School, found: Merging, merged: Merged, step: MergeStep) -> HttpResponse:
    """Redirect to the next undecided clause, or back to the list."""
    left = [each.id for each in merged.to_decide if each.id not in found.decisions and each.id != step.id]
    if left:
        return redirect("drafting:decide", school=place.slug, merging=found.pk, clause=left[0])
    return redirect("drafting:merging", school=place.slug, merging=found.pk)
