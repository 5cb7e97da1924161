"""Pages of evidence: what a reporter adds, what a case holds, one item, its bytes, and bundles."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from belisha.access.actor import Actor
from belisha.base.encrypted_files import FileState, FileTooLargeError
from belisha.cases.actions import cases
from belisha.cases.actions import evidence as actions
from belisha.cases.actions.chronology import CaseRefusedError
from belisha.cases.export import CASE, POLICE, export_case, police_item
from belisha.cases.models import IncidentCase, Report
from belisha.cases.permissions import can_redact, can_see_case
from belisha.cases.public_views import report_of
from belisha.cases.readings import chat_of, email_line, email_of
from belisha.cases.work_views import case_context, case_of
from belisha.evidence.actions import (
    EvidenceAlteredError,
    EvidenceRefusedError,
    facts_of,
    open_item,
    verify_item,
)
from belisha.evidence.captures import FACTS
from belisha.evidence.file_types import EMAIL, TEXT, FileRefusedError
from belisha.evidence.models import EvidenceItem, ItemState
from belisha.evidence.page_capture import OFF, CaptureError, can_capture
from belisha.evidence.queries import custody_of
from belisha.evidence.record import EvidenceEvent
from belisha.evidence.stamping import timestamp_of, trusted_certificates
from belisha.people.actor import actor_of
from belisha.people.models import School
from belisha.people.shortcuts import own_school_or_404
from belisha.policies.queries import policy_in_force

REFUSALS = (
    CaptureError,
    CaseRefusedError,
    FileRefusedError,
    FileTooLargeError,
    EvidenceRefusedError,
    EvidenceAlteredError,
)
NO_ROOM = "The file could not be kept: there is no room on the disk. Keep the original, and try again later."
NOT_SAVED = (
    "Nothing was kept or shown: the site cannot save anything now, perhaps because its disk is full. "
    "Keep the original, try again later, and tell whoever runs the site."
)
SHOWN = {"image/png", "image/jpeg", "image/gif", "image/webp"}
Reading = dict[str, Any]


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def attach(request: HttpRequest, school: str) -> HttpResponse:
    """Add a file to one's own report, by its receipt. Where the category takes none there is no field."""
    place = get_object_or_404(School, slug=school)
    code = request.POST.get("code", "")
    found = report_of(place, code) if code else None
    if found is None:
        return redirect("cases:come_back", school)
    context: dict[str, Any] = {
        "school": place,
        "in_force": policy_in_force(school),
        "code": code,
        "report": found,
        "facts": FACTS.items(),
        "typed": request.POST,
    }
    if found.is_image:
        return render(request, "cases/attach.html", {**context, "refused": actions.NO_FILES}, status=403)
    refused = ""
    if "send" in request.POST:
        refused = _tried(lambda: _add_to_report(request, found))
        if not refused:
            return render(request, "cases/attached.html", context)
    return render(
        request, "cases/attach.html", {**context, "refused": refused}, status=400 if refused else 200
    )


def _add_to_report(request: HttpRequest, report: Report) -> None:
    upload = _upload(request)
    actions.add_report_file(
        report=report, pieces=upload.chunks(), name=upload.name or "", facts=_facts(request), by=None
    )


@login_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def evidence(request: HttpRequest, school: str, case: str) -> HttpResponse:
    """Show the evidence of a case; add a file, or what somebody saw."""
    actor = actor_of(request)
    found = case_of(actor, own_school_or_404(actor, school), case)
    can_see_case.check(actor, found)
    refused = ""
    if request.method == "POST":
        refused = _tried(lambda: _add(request, actor, found))
        if not refused:
            messages.success(request, "Kept. Its custody begins now.")
            return redirect("cases:evidence", school, case)
        if refused in (NO_ROOM, NOT_SAVED):  # the look at the page could not be recorded either
            return _refused(request, actor, found, refused, status=400)
    cases.record_case_view(by=actor, case=found)
    context = case_context(actor, found) | {
        "items": [
            (owner, item, owner.opened(item.sealed_name), facts_of(owner, item))
            for owner, item in actions.evidence_of(found)
        ],
        "facts": FACTS.items(),
        "refused": refused,
        "typed": request.POST,
        "no_files": actions.NO_FILES,
        "no_capture": "" if can_capture() else OFF,
    }
    return render(request, "cases/evidence.html", context, status=400 if refused else 200)


def _add(request: HttpRequest, actor: Actor, case: IncidentCase) -> None:
    if request.POST.get("do") == "capture":
        actions.add_capture(by=actor, case=case, facts=_facts(request))
        return
    if request.POST.get("do") == "page":
        actions.add_page(by=actor, case=case, facts=_facts(request))
        return
    upload = _upload(request)
    actions.add_case_file(
        by=actor, case=case, pieces=upload.chunks(), name=upload.name or "", facts=_facts(request)
    )


@login_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def item_page(request: HttpRequest, school: str, case: str, item: str) -> HttpResponse:
    """Show one item: its facts, whether it verifies, its custody; never the picture itself unasked."""
    actor = actor_of(request)
    found = case_of(actor, own_school_or_404(actor, school), case)
    can_see_case.check(actor, found)
    owner, row = _item(found, item)
    refused = ""
    if request.method == "POST":
        refused = _tried(lambda: _do(request, actor, found, owner, row))
        if not refused:
            messages.success(request, "Recorded.")
            return redirect("cases:item", school, case, item)
        if refused in (NO_ROOM, NOT_SAVED):
            return _refused(request, actor, found, refused, status=400)
    cases.record_case_view(by=actor, case=found)
    is_held = row.state == ItemState.HELD
    context = case_context(actor, found) | {
        "item": row,
        "owner": owner,
        "name": owner.opened(row.sealed_name),
        "facts": [(FACTS.get(name, name), value) for name, value in facts_of(owner, row).items() if value],
        "verified": _state(owner, row),
        "timestamp": timestamp_of(row, trusted_certificates()) if row.timestamp else None,
        "custody": custody_of(row),
        "refused": refused,
        "is_shown": row.media_type in SHOWN and is_held,
        "is_asked": "show" in request.GET,
        "may_redact": can_redact(actor, found),
        "agreed": row.releases.count(),
    }
    context |= _reading(request, actor, owner, row)
    return render(request, "cases/item.html", context, status=400 if context["refused"] else 200)


def _state(owner: Report | IncidentCase, item: EvidenceItem) -> FileState:
    """Return whether an item verifies; unverifiable where the disk does not give it now."""
    try:
        return verify_item(owner=owner, item=item)
    except OSError:
        return FileState.UNVERIFIABLE


def _reading(request: HttpRequest, actor: Actor, owner: Report | IncidentCase, item: EvidenceItem) -> Reading:
    """Return an item read as a chat or an email if that was asked for, and the sentence if it cannot be."""
    found: Reading = {"chat": None, "email": None}
    if "read" not in request.GET or item.state != ItemState.HELD:
        return found
    try:
        if item.media_type == TEXT.media_type:
            order = request.GET.get("order", "")
            found["chat"] = chat_of(owner=owner, item=item, by=actor, order=order)
        elif item.media_type == EMAIL.media_type:
            found["email"] = email_of(owner=owner, item=item, by=actor)
    except REFUSALS as error:
        found["refused"] = str(error)
    return found


def _do(
    request: HttpRequest, actor: Actor, case: IncidentCase, owner: Report | IncidentCase, item: EvidenceItem
) -> None:
    verb = request.POST.get("do", "")
    if verb == "mistake":
        actions.declare_mistake(by=actor, case=case, item=item)
    elif verb == "agree":
        actions.agree_to_release(by=actor, case=case, item=item)
    elif verb == "destroy":
        reason = request.POST.get("words", "")
        actions.destroy_evidence(by=actor, case=case, item=item, reason=reason)
    elif verb == "note_email":
        words = email_line(email_of(owner=owner, item=item, by=actor))
        actions.note_reading(by=actor, case=case, item=item, words=words)
    elif verb == "redacted":
        upload = _upload(request)
        actions.add_redacted_copy(
            by=actor, case=case, item=item, pieces=upload.chunks(), name=upload.name or ""
        )
    else:
        raise CaseRefusedError("Choose one of the buttons.")


@login_required
@never_cache
@require_safe
def item_file(request: HttpRequest, school: str, case: str, item: str) -> HttpResponseBase:
    """Hand out the bytes of an item as a download, or a picture that was asked for. Each is recorded."""
    actor = actor_of(request)
    found = case_of(actor, own_school_or_404(actor, school), case)
    can_see_case.check(actor, found)
    owner, row = _item(found, item)
    is_shown = "show" in request.GET and row.media_type in SHOWN
    verb = EvidenceEvent.LOOKED_AT_EVIDENCE if is_shown else EvidenceEvent.COPIED_EVIDENCE
    try:
        pieces = open_item(owner=owner, item=row, by=actor, verb=verb)
    except REFUSALS as error:
        return _refused(request, actor, found, str(error))
    except (OSError, DatabaseError):
        return _refused(request, actor, found, NOT_SAVED, status=503)
    response = StreamingHttpResponse(
        pieces, content_type=row.media_type if is_shown else "application/octet-stream"
    )
    where = "inline" if is_shown else "attachment"
    response["Content-Disposition"] = f'{where}; filename="{row.reference}"'
    return _sealed_off(response)


@login_required
@never_cache
@require_POST
def export(request: HttpRequest, school: str, case: str) -> HttpResponseBase:
    """Hand out the bundle of a case, or of one locked item for the police."""
    actor = actor_of(request)
    found = case_of(actor, own_school_or_404(actor, school), case)
    can_see_case.check(actor, found)
    kind = CASE if request.POST.get("kind") == CASE else POLICE
    try:
        if reference := request.POST.get("item"):
            owner, row = _item(found, reference)
            pieces = police_item(by=actor, owner=owner, item=row)
        else:
            pieces = export_case(by=actor, case=found, kind=kind)
    except REFUSALS as error:
        return _refused(request, actor, found, str(error))
    except (OSError, DatabaseError):
        return _refused(request, actor, found, NOT_SAVED, status=503)
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="case-{found.reference}-{kind}.zip"'
    return _sealed_off(response)


def _refused(
    request: HttpRequest, actor: Actor, case: IncidentCase, said: str, *, status: int = 403
) -> HttpResponse:
    """Return the page that only says why: it shows nothing of the case, so that no look is to be recorded."""
    context = case_context(actor, case) | {"refused": said}
    return render(request, "cases/no_file.html", context, status=status)


def _sealed_off(response: StreamingHttpResponse) -> StreamingHttpResponse:
    """Keep a browser from running anything in a file from outside, or guessing what it is."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _item(case: IncidentCase, reference: str) -> tuple[Report | IncidentCase, EvidenceItem]:
    for owner, item in actions.evidence_of(case):
        if item.reference == reference:
            return owner, item
    raise Http404


def _upload(request: HttpRequest) -> "UploadedFile[Any]":
    """Return the file that was sent. Raise CaseRefusedError if there is none."""
    upload = request.FILES.get("file")
    if not isinstance(upload, UploadedFile):
        raise CaseRefusedError("Choose a file first.")
    return upload


def _facts(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "")[:500].strip() for name in FACTS}


def _tried(act: Callable[[], None]) -> str:
    """Run an action. Return the sentence if it was refused, else nothing."""
    try:
        act()
    except REFUSALS as error:
        return str(error)
    except OSError:
        return NO_ROOM
    except DatabaseError:
        return NOT_SAVED
    return ""
