"""What anybody can do, without an account: complain, raise a concern, come back with a receipt."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from belisha.complaints import actions
from belisha.complaints.forms import MatterForm, ReceiptForm, WordsForm
from belisha.complaints.models import Matter, MatterKind
from belisha.complaints.reading import for_bringer
from belisha.complaints.receipts import receipt_hash
from belisha.complaints.routes import Route, route
from belisha.people.models import School
from belisha.people.roles import role_label
from belisha.people.standing_for import holders_of_right
from belisha.people.tokens import new_token
from belisha.policies.queries import policy_in_force


@require_safe
def tell(request: HttpRequest, school: str) -> HttpResponse:
    """Choose: a complaint about the policy, a concern in private, or back to one that was brought."""
    place = get_object_or_404(School, slug=school)
    found = policy_in_force(school)
    routes = [(kind, route(place, found.policy if found else None, kind)) for kind in MatterKind]
    return render(request, "complaints/tell.html", {"school": place, "in_force": found, "routes": routes})


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest, school: str, kind: str) -> HttpResponse:
    """Bring a matter. The receipt is shown once, on the page that follows."""
    place = get_object_or_404(School, slug=school)
    if kind not in MatterKind.values:
        raise Http404
    found = policy_in_force(school)
    form = MatterForm(request.POST or None, initial={"sending": new_token()})
    policy = found.policy if found else None
    way = route(place, policy, MatterKind(kind))
    context: dict[str, Any] = {
        "school": place,
        "in_force": found,
        "kind": MatterKind(kind),
        "way": way,
        "hearers": _hearers(place, way),
        "form": form,
    }
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        about_the_school = given.pop("about_the_school")
        way = route(place, policy, MatterKind(kind), about_the_school=about_the_school)
        try:
            _, code = actions.bring_matter(
                school=place, kind=MatterKind(kind), heard_by=way.heard_by, **given
            )
        except actions.TooManyError:
            return render(request, "complaints/too_many.html", context, status=429)
        context |= {"code": code, "hearers": _hearers(place, way)}
        return render(request, "complaints/brought.html", context)
    return render(request, "complaints/bring.html", context, status=400 if form.errors else 200)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def come_back(request: HttpRequest, school: str) -> HttpResponse:
    """Read what became of it, and add to it. The code travels in the form, never in an address."""
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
    if more.is_bound and more.is_valid():
        matter = actions.add_words(matter=matter, words=more.cleaned_data["words"])
        context["was_added"] = True
        more = WordsForm()
    context |= {"matter": matter, "said": for_bringer(matter), "more": more, "code": code}
    return render(request, "complaints/mine.html", context, status=400 if more.errors else 200)


def _hearers(school: School, way: Route) -> list[str]:
    return [role_label(word) for word in holders_of_right(school, way.heard_by)]
