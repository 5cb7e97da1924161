"""Pages: the watch list, adding a place, one place with its looks."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from belisha.base.page_parts import Cell, FormPart, LinksPart, Part, PlainPage, TablePart, TextPart
from belisha.base.templating import day
from belisha.people.models import School
from belisha.people.shortcuts import bound_data
from belisha.policies.queries import policy_in_force
from belisha.reputation import watching
from belisha.reputation.decision_path import title_words
from belisha.reputation.forms import LookForm, PlaceForm
from belisha.reputation.models import Mention, PlaceLook, WatchedPlace
from belisha.reputation.pages import show, watcher
from belisha.reputation.permissions import can_watch_reputation
from belisha.reputation.places import place_kinds
from belisha.reputation.private_people import WHY, PrivatePersonError
from belisha.reputation.states import OPEN, MentionState
from belisha.reputation.watching import next_look

TAGS = {"new": "yellow", "decided": "blue", "ended": "green", "not about us": "grey"}


@login_required
@require_GET
def front(request: HttpRequest, school: str) -> HttpResponse:
    """Show what is said of the school: open mentions, the watch list with the last look, what was dealt
    with.
    """
    actor, place = watcher(request, school)
    found = Mention.objects.visible_to(actor).filter(school=place)
    parts: list[Part] = []
    if can_watch_reputation(actor, place):
        parts.append(
            LinksPart(
                "",
                [
                    (
                        "Record something that was said",
                        reverse("reputation:add_mention", args=[school]),
                        "",
                    ),
                    ("Add a place to the watch list", reverse("reputation:add_place", args=[school]), ""),
                ],
            )
        )
    rows = [
        _mention_row(place, each) for each in found.filter(state__in=OPEN).order_by("due_on", "seen_at")[:100]
    ]
    parts.append(TablePart("To deal with", ("What", "Seen", "Status"), rows, "Nothing is open."))
    places = WatchedPlace.objects.visible_to(actor).filter(school=place, ended_at__isnull=True)
    looked = [_place_row(place, each) for each in places.annotate(last=Max("looks__at"))]
    empty = "No place is watched yet. Begin with Google reviews, and the Wikipedia article if there is one."
    parts.append(TablePart("Watch list", ("Place", "Last look", "Next look"), looked, empty))
    done = [_mention_row(place, each) for each in found.exclude(state__in=OPEN)[:50]]
    if done:
        parts.append(TablePart("Dealt with", ("What", "Seen", "Status"), done))
    parts.append(_clauses(place))
    lead = (
        "What people say of the school in public, and what the school does about it. Private people "
        "are not watched."
    )
    return show(request, place, PlainPage("What is said of the school", parts, lead))


def _clauses(place: School) -> Part:
    """Return what the school's policy asks about its reputation, and how its guidance stands."""
    found = policy_in_force(place.slug)
    clauses = [
        (
            f"{clause.title} ({', '.join(clause.cites)})",
            reverse("policies:clause", args=[place.slug, clause.id]),
            "",
        )
        for clause in (found.policy.clauses if found else ())
        if any(word in clause.title.lower() for word in title_words())
    ]
    heading = "What the policy asks"
    if not clauses:
        return TextPart(heading, ["The policy says nothing about the school’s reputation."])
    return LinksPart(heading, clauses)


def _mention_row(place: School, each: Mention) -> list[Any]:
    heard = Cell("Read it now", tag="red") if each.heard and each.state == MentionState.NEW else None
    address = reverse("reputation:mention", args=[place.slug, each.pk])
    return [
        Cell(each.title, address),
        day(each.seen_at),
        heard or Cell(each.state.capitalize(), tag=TAGS[each.state]),
    ]


def _place_row(place: School, each: Any) -> list[Any]:
    _, due = next_look(each)
    return [
        Cell(each.title, reverse("reputation:place", args=[place.slug, each.pk])),
        day(each.last) or "never",
        day(due),
    ]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, school: str) -> HttpResponse:
    """Add a public place to the watch list. A person's account or name is refused, with the reason (RE7)."""
    actor, place = watcher(request, school)
    can_watch_reputation.check(actor, place)
    form, refused = PlaceForm(bound_data(request), school=place), ""
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = dict(form.cleaned_data)
        given["days"] = given["days"] or 0
        try:
            made = watching.add_place(by=actor, school=place, **given)
            messages.success(request, "It is on the watch list.")
            return redirect("reputation:place", school, made.pk)
        except (watching.WatchError, PrivatePersonError) as error:
            refused = str(error)
    back = ("What is said of the school", reverse("reputation:front", args=[school]))
    about = [f"{each.title}: {each.about}" for each in place_kinds().values()]
    parts: list[Part] = [FormPart("Add it", form), TextPart("Places, and what to do there", about)]
    return show(request, place, PlainPage("Add a place to the watch list", parts, WHY, back, refused))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def place_page(request: HttpRequest, school: str, place: int) -> HttpResponse:
    """Show one place: look, and say what you found, also when it was nothing."""
    actor, here = watcher(request, school)
    found = get_object_or_404(WatchedPlace.objects.visible_to(actor).filter(school=here), pk=place)
    do = request.POST.get("do", "")
    form = LookForm(bound_data(request) if do == "look" else None)
    if request.method == "POST":
        can_watch_reputation.check(actor, here)
        if do == "end":
            watching.end_place(by=actor, place=found)
            messages.success(request, "It is off the watch list.")
            return redirect("reputation:front", school)
        if do == "nothing" or (do == "look" and form.is_valid()):
            given = form.cleaned_data if do == "look" else {"found": 0, "note": ""}
            watching.record_look(by=actor, place=found, **given)
            messages.success(request, "Your look is recorded.")
            return redirect("reputation:place", school, place)
    looks = PlaceLook.objects.visible_to(actor).filter(place=found).select_related("by")[:50]
    rows = [
        [day(each.at), each.by.name, str(each.found) if each.found else "nothing found", each.note]
        for each in looks
    ]
    kind = place_kinds().get(found.kind)
    said = [*([kind.about] if kind else []), f"Somebody looks every {found.days} days."]
    said += [f"Its feed could not be read: {found.feed_trouble}"] if found.feed_trouble else []
    parts: list[Part] = [LinksPart("", [("Open the place", found.address, "")]), TextPart("", said)]
    if can_watch_reputation(actor, here) and found.ended_at is None:
        add_address = reverse("reputation:add_mention", args=[school])
        parts += [
            FormPart("I looked: nothing new", do="nothing"),
            FormPart("Record the look", form, "You found something", do="look", is_secondary=True),
            LinksPart("", [("Record it", f"{add_address}?place={found.pk}", "")]),
            FormPart("Take it off the watch list", do="end", is_secondary=True),
        ]
    parts.append(TablePart("Looks", ("When", "Who", "Found", "Note"), rows, "Nobody has looked yet."))
    back = ("What is said of the school", reverse("reputation:front", args=[school]))
    return show(request, here, PlainPage(found.title, parts, "", back))
