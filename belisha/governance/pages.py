"""What the pages for governors share: who may read them, how they are drawn, which period was chosen."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from belisha.access.actor import Actor
from belisha.base.clock import today
from belisha.base.page_parts import PlainPage
from belisha.governance.permissions import can_see_report
from belisha.governance.report import periods
from belisha.people.actor import actor_of
from belisha.people.models import School
from belisha.people.shortcuts import own_school_or_404


def reader(request: HttpRequest, slug: str) -> tuple[Actor, School]:
    """Return who reads and which school. Raise Http404 or PermissionDenied."""
    actor = actor_of(request)
    school = own_school_or_404(actor, slug)
    can_see_report.check(actor, school)
    return actor, school


def show(request: HttpRequest, school: School, page: PlainPage) -> HttpResponse:
    """Draw a page of parts."""
    return render(request, "base/parts_page.html", {"school": school, "page": page}, status=page.status)


def chosen_period(request: HttpRequest) -> tuple[int, date, date]:
    """Return which period the reader chose: its place in the list, the first and the last day."""
    found = periods(today())
    word = request.GET.get("period", "0")
    place = int(word) if word in {str(each) for each in range(len(found))} else 0
    return place, found[place][1], found[place][2]
