from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from belisha.drafting import actions
from belisha.drafting.permissions import check_can_change
from belisha.drafting.queries import source_model
from belisha.drafting.views.loading import draft_or_404
from belisha.policies.actions import TransitionRefusedError
from belisha.policies.documents.reading import read_source
from belisha.rules.edit import EditRefusedError, clause_checksum, read_clause_text
from belisha.rules.errors import Mistake, PolicyError
from belisha.rules.language.clauses import Clause
from belisha.rules.language.writing import write_clause


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def as_text(request: HttpRequest, school: str, version: int, clause: str) -> HttpResponse:
    """Show a clause of the draft in the policy language, and save it."""
    actor, place, found = draft_or_404(request, school, version)
    check_can_change(actor, found)
    stated = read_source(found.source).by_id.get(clause)
    if stated is None:
        raise Http404
    text, was = write_clause(stated), clause_checksum(stated)
    mistakes: tuple[Mistake, ...] = ()
    theirs: Clause | None = None
    if request.method == "POST":
        text, was = request.POST.get("text", "").replace("\r\n", "\n"), request.POST.get("was", "")
        try:
            edited = read_clause_text(text, stated.section)
            if edited.id != clause:
                message = f"the short name of a clause stays: expected `{{#{clause}}}`"
                raise PolicyError([Mistake("clause", 1, message)])
            edited = replace(edited, section=stated.section)
            actions.save_clause(by=actor, version=found, clause=edited, original_checksum=was)
        except actions.ChangedMeanwhileError as error:
            theirs, was = error.now, clause_checksum(error.now) if error.now else ""
        except PolicyError as error:
            mistakes = error.mistakes
        except (EditRefusedError, TransitionRefusedError) as error:
            mistakes = (Mistake("clause", 0, str(error)),)
        else:
            messages.success(request, f"“{edited.title}” is saved.")
            return redirect("drafting:edit", school=place.slug, version=found.pk, clause=clause)
    wrong = bool(mistakes or theirs)
    context = {
        "school": place,
        "version": found,
        "clause": stated,
        "text": text,
        "was": was,
        "mistakes": mistakes,
        "theirs": write_clause(theirs) if theirs else "",
        "has_error": wrong,
    }
    return render(
        request, "drafting/clause_text.html", context, status=(409 if theirs else 400) if wrong else 200
    )


@login_required
@require_POST
def change(request: HttpRequest, school: str, version: int, clause: str) -> HttpResponse:
    """Move a clause up or down, remove it, or restore it."""
    actor, place, found = draft_or_404(request, school, version)
    do = request.POST.get("do", "")
    at = clause
    try:
        if do in ("up", "down"):
            actions.move_clause_in_draft(by=actor, version=found, clause=clause, down=do == "down")
        elif do == "remove":
            actions.remove_clause_from_draft(by=actor, version=found, clause=clause)
            messages.success(request, "The clause is removed. You can restore it at the end of its section.")
            at = f"gone-{clause}"
        elif do == "put-back":
            model = source_model(found)
            actions.restore_clause(
                by=actor, version=found, clause=clause, model=model.policy if model else None
            )
    except (EditRefusedError, TransitionRefusedError) as error:
        messages.error(request, str(error))
    where = redirect("drafting:draft", school=place.slug, version=found.pk)
    where["Location"] += f"?at={at}#{at}"
    return where
