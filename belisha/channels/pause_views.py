"""Page: stop all official posts for now, and let them go out again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from belisha.base.page_parts import FormPart, Part, PlainPage, TablePart, TextPart
from belisha.channels.forms import PauseForm
from belisha.channels.models import PostingPause
from belisha.channels.pausing import begin_pause, end_pause, pause_of
from belisha.channels.permissions import can_end_pause, can_see_posts
from belisha.channels.times import moment
from belisha.people.actor import actor_of
from belisha.people.shortcuts import own_school_or_404


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pause(request: HttpRequest, school: str) -> HttpResponse:
    """Show whether posts are stopped, and when they were; stop them, or let them go out again."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    can_see_posts.check(actor, place)
    do = request.POST.get("do", "")
    form = PauseForm(request.POST if do == "stop" else None)
    if do == "go on":
        held = end_pause(by=actor, school=place)
        missed = (
            f" {held} missed their time and are drafts again: look whether they still fit." if held else ""
        )
        messages.success(request, f"Posts go out again.{missed}")
        return redirect("channels:posts", place.slug)
    if do == "stop" and form.is_valid():
        begin_pause(by=actor, school=place, reason=form.cleaned_data["reason"])
        messages.success(request, "Stopped. Nothing goes out until somebody who approves posts ends it.")
        return redirect("channels:posts", place.slug)
    there = pause_of(place.pk)
    parts: list[Part] = []
    if there is not None:
        who = f" by {there.begun_by.name}" if there.begun_by_id else ""
        parts.append(
            TextPart("", [f"Stopped on {moment(there.begun_at)}{who}: {there.reason}"], is_inset=True)
        )
        if can_end_pause(actor, place):
            lead = "Posts that missed their time become drafts again, and need a new approval."
            parts.append(FormPart("Let posts go out again", do="go on", lead=lead))
    else:
        parts.append(FormPart("Stop all posts", form, do="stop", is_warning=True))
    rows = [
        [moment(each.begun_at), moment(each.ended_at), each.reason]
        for each in PostingPause.objects.visible_to(actor).filter(school=place).exclude(ended_at=None)[:20]
    ]
    if rows:
        parts.append(TablePart("Earlier", ("From", "To", "Why"), rows))
    lead = (
        "For a crisis: nothing goes out on any account of the school, also not what was approved. Posts can "
        "still be written and approved."
    )
    back = ("Official posts", reverse("channels:posts", args=[place.slug]))
    page = PlainPage("Stop all posts for now", parts, lead, back)
    return render(request, "base/parts_page.html", {"school": place, "page": page}, status=page.status)
