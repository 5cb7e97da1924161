import base64
from typing import Any

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from belisha.base.clock import today
from belisha.base.text import capital
from belisha.checking.check import check
from belisha.checking.draft import POSSIBLE, Checked, FindingSeverity, PostDraft
from belisha.checking.photos import PhotoError, PhotoReport
from belisha.checking.put_right import can_put_right, put_right
from belisha.checking.rulings import audiences, kinds
from belisha.checks.forms import CheckDraftForm
from belisha.checks.marking import grouped, pieces
from belisha.checks.photos import open_photo, text_with_words
from belisha.checks.queries import allowed_words
from belisha.checks.rolls import NOBODY, roll_for
from belisha.checks.uploads import MemoryUpload
from belisha.people.actor import actor_of
from belisha.people.forms import role_choices
from belisha.people.roles import public_groups, role_label
from belisha.policies.documents.views import in_force_or_404
from belisha.policies.queries import InForce
from belisha.registers.facts import recorded_ages

_MEDIA = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


# It changes nothing and keeps nothing, so that a phone's share sheet may post to it without a token of ours.
@csrf_exempt
@never_cache
@sensitive_post_parameters()
@csp_update({"img-src": "data:"})  # type: ignore[arg-type]
@require_http_methods(["GET", "HEAD", "POST"])
def check_page(request: HttpRequest, school: str) -> HttpResponse:
    """Check a draft by the policy and say what it minds. Nothing of it is stored, logged or sent."""
    found = in_force_or_404(school)
    context = _blank(request, found)
    if request.method != "POST":
        return render(request, "checks/check.html", context)
    form = CheckDraftForm(_shared(request), request.FILES)
    context |= {"form": form, "values": form.data}
    if not form.is_valid():
        return render(request, "checks/check.html", context, status=400)
    report = None
    try:
        report = open_photo(form.photo_bytes) if form.cleaned_data.get("photo") is not None else None
    except PhotoError as error:
        form.add_error("photo", str(error))
        return render(request, "checks/check.html", context, status=400)
    context |= _result(request, found, form, report)
    return render(request, "checks/check.html", context)


check_page.upload_handlers = (MemoryUpload,)  # type: ignore[attr-defined]


@require_safe
def share_page(request: HttpRequest, school: str) -> HttpResponse:
    """Show how to check from a phone's share sheet and from a browser's bookmarks."""
    found = in_force_or_404(school)
    address = request.build_absolute_uri(reverse("checks:check", args=[school]))
    return render(request, "checks/share.html", {"in_force": found, "here": "check", "address": address})


@require_safe
def manifest(_: HttpRequest, school: str) -> JsonResponse:
    """Return what lets a phone put the check on its share sheet (Web Share Target)."""
    found = in_force_or_404(school)
    address = reverse("checks:check", args=[school])
    told = {
        "name": f"Check a post: {found.school.name}",
        "short_name": "Check a post",
        "start_url": address,
        "scope": address,
        "display": "standalone",
        "background_color": "#fff8e8",
        "theme_color": "#17130c",
        "icons": [{"src": static("belisha/beacon.svg"), "sizes": "any", "type": "image/svg+xml"}],
        "share_target": {
            "action": address,
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {
                "title": "title",
                "text": "text",
                "url": "url",
                "files": [{"name": "photo", "accept": ["image/*", "video/mp4", "video/quicktime"]}],
            },
        },
    }
    return JsonResponse(told, content_type="application/manifest+json")


def _shared(request: HttpRequest) -> Any:
    """Return the posted fields; what a share sheet gives as title and address is added to the words."""
    given = request.POST
    more = [given[each] for each in ("title", "url") if given.get(each)]
    if not more:
        return given
    joined = given.copy()
    joined["text"] = "\n".join([*filter(None, [given.get("text", "")]), *more])
    return joined


def _blank(request: HttpRequest, found: InForce) -> dict[str, Any]:
    own = actor_of(request).roles_at(found.school.slug)
    return {
        "in_force": found,
        "here": "check",
        "form": None,
        "values": {},
        "own_roles": tuple((role, capital(role_label(role))) for role in own),
        "first_role": own[0] if own else "",
        "role_groups": role_choices(public_groups()),
        "audiences": [(each.id, capital(each.label)) for each in audiences().values()],
        "checked": None,
    }


def _result(
    request: HttpRequest, found: InForce, form: CheckDraftForm, report: PhotoReport | None
) -> dict[str, Any]:
    given = form.cleaned_data
    text = given["text"].replace("\r\n", "\n")
    roll = roll_for(actor_of(request), found.school)
    whole = text_with_words(text, [report] if report else ())
    draft = PostDraft(
        whole,
        given["role"],
        given["audience"],
        has_photo=report is not None,
        has_faces=bool(report and report.faces),
        answers=form.answers,
        allowed=allowed_words(found.school),
        minimum_ages=recorded_ages(found.school),
    )
    checked = check(found.policy, draft, roll, on=today(), school_names=(found.school.name,))
    groups = grouped(checked.findings)
    written = [each for each in checked.findings if each.end <= len(text)]
    is_mendable = any(can_put_right(each) for each in written)
    return {
        "checked": checked,
        "is_child": given["role"] == "pupil",
        "kinds": kinds(),
        "doubt": POSSIBLE,
        "held": checked.severity in (FindingSeverity.BLOCK, FindingSeverity.WARN),
        "groups": groups,
        "pieces": pieces(text, [each for each in groups if each.end <= len(text)]),
        "text": whole,
        "length": len(text),
        "tells_place": bool(report and any(note.kind == "place" for note in report.notes)),
        "put_right": put_right(text, written) if is_mendable else "",
        "answered": form.answers,
        "has_roll": roll is not NOBODY,
        "report": report,
        "copy": _copy(report),
        "verdict_line": _verdict_line(checked),
    }


def _verdict_line(checked: Checked) -> str:
    if checked.severity is FindingSeverity.BLOCK:
        return "Do not post it like this"
    if checked.severity is FindingSeverity.WARN:
        return "Take care before you post"
    if any(each.clauses for each in checked.findings):
        return "Nothing to stop you, but read it once more"
    return "Nothing here that this policy minds"


def _copy(report: PhotoReport | None) -> dict[str, str] | None:
    """Return the clean copy as an address that holds the picture itself, so that nothing has to be kept."""
    if report is None or not report.copy:
        return None
    media = _MEDIA[report.copy_format]
    held = base64.b64encode(report.copy).decode("ascii")
    return {
        "address": f"data:{media};base64,{held}",
        "name": f"to-publish.{report.copy_format.lower().replace('jpeg', 'jpg')}",
    }
