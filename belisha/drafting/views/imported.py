from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from belisha.base.data_keys import KeyLostError
from belisha.base.encrypted_files import read_file
from belisha.base.file_encryption import DamagedFileError
from belisha.drafting import actions
from belisha.drafting.import_review import (
    ReviewProgress,
    actions_offered,
    can_be_rule,
    in_review_order,
    passages_around,
)
from belisha.drafting.models import ImportDecision, ImportedClause, ImportedDocument
from belisha.drafting.permissions import check_can_change
from belisha.drafting.preview import preview_of
from belisha.drafting.views.loading import draft_or_404
from belisha.evidence.file_types import FileRefusedError
from belisha.people.actor import actor_of
from belisha.people.shortcuts import own_school_or_404
from belisha.policies.actions import TransitionRefusedError
from belisha.policies.documents.reading import read_source
from belisha.policies.models import PolicyVersion
from belisha.policies.own_document.actions import check_can_keep_document, set_document
from belisha.policies.own_document.file_kinds import NotADocumentError
from belisha.policies.states import PUBLIC
from belisha.rules.edit import EditRefusedError
from belisha.rules.errors import PolicyError
from belisha.rules.language.clauses import Force
from belisha.rules.vocabulary.loading import load_vocabulary


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Show the next clause that was read from the document, beside its passage, and take the decision."""
    actor, place, found = draft_or_404(request, school, version)
    document = _document_or_404(found)
    if request.method == "POST":
        check_can_change(actor, found)
        _decide(request, document)
        return redirect("drafting:review", school=place.slug, version=found.pk)
    clauses = list(document.clauses.all())
    left = in_review_order(clauses)
    context = {
        "school": place,
        "version": found,
        "document": document,
        "progress": ReviewProgress(len(clauses) - len(left), len(clauses)),
        "row": left[0] if left else None,
        "has_undo": any(each.decided_by_id == actor.user_id for each in clauses if each.decision),
        **(_clause_context(left[0], document, found) if left else {}),
    }
    return render(request, "drafting/review.html", context)


@login_required
@require_safe
def original(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Download the document as it came, byte for byte."""
    _, _, found = draft_or_404(request, school, version)
    document = _document_or_404(found)
    if document.file is None:
        raise Http404
    try:
        data = b"".join(read_file(document.file))
    except (KeyLostError, DamagedFileError, OSError):
        message = "The document cannot be read any more. Tell whoever runs the site."
        return HttpResponse(message, status=503, content_type="text/plain; charset=utf-8")
    response = HttpResponse(data, content_type="application/octet-stream")
    name = "".join(
        each if each.isascii() and (each.isalnum() or each in " ._-") else "_" for each in document.name
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@login_required
@require_POST
def original_of_record(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Make the document that a published version was read from its document of record."""
    actor = actor_of(request)
    own_school_or_404(actor, school)
    published = PolicyVersion.objects.visible_to(actor).filter(school__slug=school, state__in=PUBLIC)
    found = get_object_or_404(published, pk=version)
    document = _document_or_404(found)
    if document.file is None:
        raise Http404
    check_can_keep_document(actor, found)
    try:
        data = b"".join(read_file(document.file))
        set_document(by=actor, version=found, name=document.name, data=data)
    except (KeyLostError, DamagedFileError, OSError):
        messages.error(request, "The document cannot be read any more. Choose the file instead.")
    except (NotADocumentError, FileRefusedError) as error:
        messages.error(request, f"{error}. Choose another file instead.")
    else:
        messages.success(request, "The document is linked from the policy and from each clause.")
    return redirect("policies:own_document", school=school, version=found.pk)


def _document_or_404(version: PolicyVersion) -> ImportedDocument:
    found: ImportedDocument | None = ImportedDocument.objects.filter(version=version).first()
    if found is None:
        raise Http404
    return found


def _clause_context(
    row: ImportedClause, document: ImportedDocument, version: PolicyVersion
) -> dict[str, object]:
    words = load_vocabulary()
    policy = read_source(version.source)
    stated = policy.by_id.get(row.clause)
    roles = (("", tuple((each.id, each.label) for each in words.roles.values())),)
    who = getattr(stated, "who", ())
    return {
        "clause": stated,
        "passages": passages_around(document, row.proposed["text"]),
        "preview": preview_of(policy, stated, {}, "", None) if stated else None,
        "forces": (("", tuple((each.value, each.value) for each in Force)),),
        "force": getattr(getattr(stated, "force", None), "value", ""),
        "roles": roles,
        "who": who[0] if isinstance(who, tuple) and len(who) == 1 else "",
        "several": [words.roles[each].label for each in who]
        if isinstance(who, tuple) and len(who) > 1
        else [],
        "actions": (("", tuple(actions_offered(row, stated, words))),),
        "action": getattr(stated, "action", ""),
        "can_be_rule": can_be_rule(stated),
    }


def _decide(request: HttpRequest, document: ImportedDocument) -> None:
    """Take one decision, or undo the last. What went wrong is said on the next page."""
    actor, what = actor_of(request), request.POST.get("do", "")
    if what == ImportDecision.RIGHT and request.POST.get("action") == "":
        what = ImportDecision.GUIDANCE  # what it is about is "none of these"
    try:
        if what == "undo":
            undone = actions.undo_decision(by=actor, document=document)
            messages.success(request, "Undone." if undone else "There is nothing of yours to undo.")
            return
        row = document.clauses.filter(pk=_number(request.POST.get("row", ""))).first()
        if row is not None and what == "split":
            actions.split_clause(by=actor, clause=row, lines=request.POST.get("lines", ""))
            messages.success(request, "Split in two. Check each.")
            return
        if row is not None and what == "join":
            actions.join_clauses(by=actor, clause=row)
            messages.success(request, "Joined. Check the whole clause.")
            return
        if row is None or what not in ImportDecision.values:
            messages.error(request, "That clause is not here any more. Here is the next one.")
            return
        chosen = {name: _known(name, request.POST.get(name, "")) for name in ("force", "who", "action")}
        actions.settle_clause(by=actor, clause=row, decision=what, **chosen)
    except actions.SettledMeanwhileError as error:
        messages.error(request, str(error))
    except (EditRefusedError, TransitionRefusedError, PolicyError, actions.ChangedMeanwhileError) as error:
        messages.error(request, f"It was not saved. {error}")


def _known(name: str, value: str) -> str:
    """Return a choice if it is one of those offered, else nothing."""
    words = load_vocabulary()
    offered = {"force": {each.value for each in Force}, "who": set(words.roles), "action": set(words.actions)}
    return value if value in offered[name] else ""


def _number(word: str) -> int:
    return int(word) if word.isascii() and word.isdigit() and len(word) < 12 else 0
