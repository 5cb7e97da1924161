"""Public pages, without an account: complain, raise a concern, come back with a receipt."""

from contextlib import suppress
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from belisha.complaints import actions
from belisha.complaints.entries import entries_for_sender
from belisha.complaints.forms import LONGEST, MatterForm, ReceiptForm, WordsForm
from belisha.complaints.models import ComplaintsProcedure, HeardBy, Matter, MatterKind
from belisha.complaints.pacing import new_stamp, pace_for
from belisha.complaints.receipts import receipt_hash
from belisha.complaints.routing import MatterRoute, route_for
from belisha.complaints.spool import SentMatter
from belisha.people.models import School
from belisha.people.offices.right_holders import holders_of_right
from belisha.people.roles import role_label
from belisha.policies.queries import policy_in_force


@require_safe
def tell(request: HttpRequest, school: str) -> HttpResponse:
    """Choose between a complaint, a private concern, and coming back with a receipt."""
    place = get_object_or_404(School, slug=school)
    found = policy_in_force(school)
    routes = [(kind, route_for(place, found.policy if found else None, kind)) for kind in MatterKind]
    return render(
        request,
        "complaints/tell.html",
        {"school": place, "in_force": found, "routes": routes, "procedure": procedure_of(place)},
    )


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest, school: str, kind: str) -> HttpResponse:
    """Send a complaint or a concern. The page that follows shows the receipt once."""
    if kind not in MatterKind.values:
        raise Http404
    found = policy_in_force(school)
    place = found.school if found else get_object_or_404(School, slug=school)
    pace = pace_for(actions.recent_matters(place))
    # Words that somebody typed elsewhere and chose to take along: shown, to be changed and sent, or not.
    is_taken_along = "take_along" in request.POST
    words = request.POST.get("words", "")[:LONGEST] if is_taken_along else ""
    posted = None if is_taken_along else request.POST or None
    form = MatterForm(posted, initial={"sending": new_stamp(pace), "words": words})
    policy = found.policy if found else None
    way = route_for(place, policy, MatterKind(kind))
    context: dict[str, Any] = {
        "school": place,
        "in_force": found,
        "kind": MatterKind(kind),
        "way": way,
        "hearers": _hearers(place, way),
        "form": form,
        "pace": pace,
    }
    if form.is_valid():
        given = form.cleaned_data
        is_about_school, sending, work = (given.pop(name) for name in ("about_the_school", "sending", "work"))
        way = route_for(place, policy, MatterKind(kind), about_the_school=is_about_school)
        sent = SentMatter(kind, way.heard_by, is_about_school=is_about_school, **given)
        try:
            code = actions.receive_matter(school=place, sent=sent, sending=sending, work=work)
        except actions.NotKeptError:
            return render(request, "complaints/not_kept.html", context, status=503)
        context |= {"code": code, "hearers": _hearers(place, way), "procedure": procedure_of(place)}
        return render(request, "complaints/brought.html", context)
    return render(request, "complaints/bring.html", context, status=400 if form.errors else 200)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def come_back(request: HttpRequest, school: str) -> HttpResponse:
    """Show the answer, and add to the matter. The code travels in the form, never in an address."""
    place = get_object_or_404(School, slug=school)
    form = ReceiptForm(request.POST or None)
    context: dict[str, Any] = {"school": place, "in_force": policy_in_force(school), "form": form}
    if request.method != "POST" or not form.is_valid():
        return render(request, "complaints/receipt.html", context, status=400 if form.errors else 200)
    code = form.cleaned_data["code"]
    matter = Matter.objects.filter(school=place, receipt_hash=receipt_hash(code)).first()
    if matter is None:
        form.add_error("code", "No matter at this school has this receipt. Check each letter")
        return render(request, "complaints/receipt.html", context, status=400)
    more = WordsForm(request.POST if "words" in request.POST else None)
    if "escalate" in request.POST:
        more = WordsForm()
        # A second click finds it with the governors already.
        with suppress(actions.MatterTransitionError):
            matter = actions.escalate_matter(
                matter=matter, words=request.POST.get("words", "").strip()[:5000]
            )
        context["was_added"] = True
    elif more.is_bound and more.is_valid():
        matter = actions.add_words(matter=matter, words=more.cleaned_data["words"])
        context["was_added"] = True
        more = WordsForm()
    context |= {
        "matter": matter,
        "said": entries_for_sender(matter),
        "more": more,
        "code": code,
        "procedure": procedure_of(place),
    }
    context["can_escalate"] = matter.heard_by == HeardBy.SCHOOL
    return render(request, "complaints/mine.html", context, status=400 if more.errors else 200)


@never_cache
@require_safe
def leave(request: HttpRequest, school: str) -> HttpResponse:  # noqa: ARG001 - it is the school's address
    """Lead away to a page that has nothing to do with the school, and let the browser forget these pages."""
    answer = HttpResponseRedirect(settings.BELISHA_HIDE_TO)
    kinds = ["cache", "storage"] if request.user.is_authenticated else ["cache", "cookies", "storage"]
    answer["Clear-Site-Data"] = ", ".join(f'"{kind}"' for kind in kinds)
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def procedure_of(school: School) -> ComplaintsProcedure | None:
    """Return where the school's complaints procedure is, if it has said so."""
    return ComplaintsProcedure.objects.filter(school=school).first()


def _hearers(school: School, way: MatterRoute) -> list[str]:
    return [role_label(word) for word in holders_of_right(school, way.heard_by)]
