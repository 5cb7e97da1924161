"""The page for what somebody may not do: why, and whom to ask at their school, by name."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from belisha.access.actor import Actor
from belisha.base.clock import today
from belisha.people.actor import actor_of
from belisha.people.models import Membership, School
from belisha.people.offices.right_holders import holders_of_right
from belisha.people.roles import role_label, role_matches

RIGHT = "look-after-people"
MOST = 3


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the page for 403 with the guard's reason, and who could give the person access."""
    reason = str(exception) if exception and str(exception) else ""
    context = {"reason": reason, "whom": whom_to_ask(actor_of(request))}
    return render(request, "base/errors/403.html", context, status=403)


def whom_to_ask(actor: Actor) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return for each school of the actor who looks after its people: names with their roles."""
    found = []
    for school in School.objects.filter(pk__in=actor.school_ids).order_by("name"):
        words = holders_of_right(school, RIGHT)
        rows = (
            Membership.objects.filter(school=school, user__is_active=True).on(today()).select_related("user")
        )
        people = {
            row.user.name: role_label(row.role)
            for row in rows.exclude(user=actor.user_id).order_by("user__name")
            if role_matches(row.role, words)
        }
        if people:
            found.append((school.name, list(people.items())[:MOST]))
    return found
