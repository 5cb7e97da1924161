from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from belisha.access.actor import Actor
from belisha.base.clock import today
from belisha.duties import actions, queries
from belisha.duties.forms import FilterForm, MarkDoneForm
from belisha.duties.models import Duty
from belisha.duties.permissions import (
    can_see_all,
    check_can_say_done,
    check_can_see_some,
    is_own,
)
from belisha.people.actor import actor_of
from belisha.people.roles import role_label
from belisha.people.shortcuts import own_school_or_404

# So many are eight screens of a phone.
ROWS = 20


@login_required
@require_safe
def school(request: HttpRequest, school: str) -> HttpResponse:
    """Show everyone's duties at a school, or for a line manager those of their team."""
    actor, on = actor_of(request), today()
    place = own_school_or_404(actor, school)
    check_can_see_some(actor, place)
    sees_all = can_see_all(actor, place)
    chosen = FilterForm(request.GET).chosen()
    page = Paginator(queries.at_school(actor, place, chosen, on), ROWS).get_page(request.GET.get("page"))
    kept = {name: str(value) for name, value in request.GET.items() if name != "page" and value}
    context = {
        "school": place,
        "page": page,
        "rows": [(duty, _owed_by(duty) or str(duty.person)) for duty in page],
        "chosen": chosen,
        "kept": f"&{urlencode(kept)}" if kept else "",
        "counts": queries.counts(actor, place, on),
        "sees_all": sees_all,
        "groups": (("", tuple((each, each) for each in queries.groups_of(place, on))),),
        "offices": (("", tuple((each, role_label(each)) for each in queries.offices_of(actor, place))),),
        "today": on,
    }
    return render(request, "duties/school.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def done(request: HttpRequest, duty: int) -> HttpResponse:
    """Ask how the person's own duty was done."""
    actor = actor_of(request)
    found = _own_or_404(actor, duty)
    if found.done_at is not None or found.dropped_at is not None:
        return redirect("dashboard:home")
    check_can_say_done(actor, found)
    form = MarkDoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.say_done(by=actor, duty=found, how=form.cleaned_data["how"])
        return redirect("dashboard:home")
    context = {"duty": found, "form": form}
    return render(request, "duties/done.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def undo(request: HttpRequest, duty: int) -> HttpResponse:
    """Undo on the same day that a duty was done."""
    actor = actor_of(request)
    found = _own_or_404(actor, duty)
    if found.done_at is not None:
        actions.undo_done(by=actor, duty=found)
    return redirect("dashboard:home")


def _own_or_404(actor: Actor, duty: int) -> Duty:
    """Return the actor's own duty. Raise Http404, or PermissionDenied for another's that they may see."""
    found: Duty = get_object_or_404(Duty.objects.visible_to(actor).select_related("school"), pk=duty)
    if not is_own(actor, found):
        message = "Only the person asked can mark this as done."
        raise PermissionDenied(message)
    return found


def _owed_by(duty: Duty) -> str:
    return role_label(duty.office) if duty.office else ""
