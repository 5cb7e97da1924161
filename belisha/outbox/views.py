from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from belisha.base.clock import today
from belisha.outbox import actions, queries
from belisha.outbox.bounced_addresses import hash_of_address
from belisha.outbox.models import Notice
from belisha.outbox.permissions import check_can_mend_mail
from belisha.people.actor import actor_of
from belisha.people.shortcuts import own_school_or_404


@login_required
@require_GET
def mail(request: HttpRequest, school: str) -> HttpResponse:
    """Show which mail did not reach the school's people, why, and how to fix it."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    check_can_mend_mail(actor, place)
    page = Paginator(queries.refused(actor, place), 50).get_page(request.GET.get("page"))
    context = {
        "school": place,
        "outbox": queries.outbox(actor, place),
        "page": page,
        "rows": [(row, hash_of_address(row.goes_to) != row.refused) for row in page],
        "sends": bool(settings.EMAIL_HOST),
        "gaps": queries.calendar_gaps(place, today()),
    }
    return render(request, "outbox/mail.html", context)


@login_required
@require_POST
def again(request: HttpRequest, school: str, notice: int) -> HttpResponse:
    """Send a refused mail again."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    check_can_mend_mail(actor, place)
    found = get_object_or_404(Notice.objects.visible_to(actor), pk=notice, school=place)
    actions.try_again(by=actor, notice=found)
    return redirect("outbox:mail", school=place.slug)
