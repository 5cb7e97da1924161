"""The page that shows a reminder before it is sent, to one person or to everyone who is outstanding."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from belisha.acknowledgements.permissions import check_can_see_names
from belisha.acknowledgements.queries import AskedPerson
from belisha.acknowledgements.reminders import outstanding_at, reminder_mail, reminder_round, send_reminders
from belisha.acknowledgements.shortcuts import binding_or_404, own_version_or_404
from belisha.base.clock import today
from belisha.people.actor import actor_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remind(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Show the reminder and who gets it (`person`: one of them), and send it."""
    actor = actor_of(request)
    found = own_version_or_404(actor, school, version)
    check_can_see_names(actor, found.school)
    binding = binding_or_404(found.school, found)
    people = _chosen(outstanding_at(found.school, binding, today()), request.GET.get("person", ""))
    if request.method == "POST":
        sent = send_reminders(by=actor, binding=binding, people={each.person_id for each in people})
        messages.success(request, _sent(sent))
        return redirect("acknowledgements:state", school)
    sorted_people = reminder_round(binding, people, today())
    context = {
        "school": found.school,
        "version": binding.version,
        "round": sorted_people,
        "mail": reminder_mail(binding, sorted_people.to[0], today()) if sorted_people.to else None,
        "is_one": bool(request.GET.get("person")),
    }
    return render(request, "acknowledgements/remind.html", context)


def _chosen(people: list[AskedPerson], person: str) -> list[AskedPerson]:
    """Return everyone, or the one person with that id. Raise Http404 if they are not outstanding."""
    if not person:
        return people
    found = [each for each in people if str(each.person_id) == person]
    if not found:
        raise Http404
    return found


def _sent(count: int) -> str:
    if not count:
        return "Nobody was reminded: everyone on the list was reminded today or cannot be reached by email."
    return f"{count} reminder{'' if count == 1 else 's'} will be sent in the school’s working hours."
