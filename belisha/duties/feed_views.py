from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from belisha.base.row_security import across_schools
from belisha.duties import feed_actions
from belisha.duties.calendar_feeds import calendar_of, tag_of
from belisha.duties.models import Feed, FeedAlarm
from belisha.people.actor import actor_of
from belisha.people.roles import role_label
from belisha.people.shortcuts import own_school_or_404


@never_cache
@login_required
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Create a link and show it this once: only its hash is stored."""
    actor = actor_of(request)
    office = request.POST.get("office", "")
    if not (slug := request.POST.get("school", "")):
        return redirect("dashboard:home")
    school = own_school_or_404(actor, slug)
    wanted = request.POST.get("alarm", "")
    alarm = wanted if wanted in FeedAlarm.values else FeedAlarm.NONE
    token = feed_actions.make_feed(by=actor, school=school, office=office, alarm=alarm)
    address = request.build_absolute_uri(reverse("duties:calendar", args=[token]))
    webcal = f"webcal://{address.partition('://')[2]}"
    context = {
        "address": address,
        "webcal": webcal,
        "office": role_label(office) if office else "",
        "school": school,
    }
    return render(request, "duties/feed.html", context)


@login_required
@require_POST
def end(request: HttpRequest, feed: int) -> HttpResponse:
    """End a calendar link."""
    actor = actor_of(request)
    feed_actions.end_feed(by=actor, feed=get_object_or_404(Feed.objects.visible_to(actor), pk=feed))
    return redirect("dashboard:home")


@across_schools("a calendar is found by its link")
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Return the calendar of a link, for calendar programs that poll it."""
    try:
        feed, duties = feed_actions.duties_of_feed(token)
    except feed_actions.FeedEndedError as error:
        raise Http404 from error
    at = f", {feed.school.name}" if feed.school else ""
    title = (role_label(feed.office) if feed.office else "My duties") + at
    body = calendar_of(duties, title, feed.alarm)
    tag = tag_of(body)
    if tag in request.headers.get("If-None-Match", ""):
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'inline; filename="duties.ics"'
    response["ETag"] = tag
    response["Cache-Control"] = "private, max-age=900"
    response["Referrer-Policy"] = "no-referrer"
    return response
