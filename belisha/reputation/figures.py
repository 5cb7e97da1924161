"""Figures for governors: looks at public places, and what is said of the school."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Count, Q

from belisha.base.figures import FigureGroup, ListPage, school_figure, within
from belisha.reputation.models import Mention, PlaceLook, Tone
from belisha.reputation.permissions import can_see_reputation
from belisha.reputation.states import MentionState

PAGE = ListPage("reputation:front", can_see_reputation.check)
NOT_JUDGED = "not judged yet"


@school_figure(
    "looks",
    "Looks at public places",
    (
        "How often somebody looked within the period at a place where the school is talked about, by "
        "what they found."
    ),
    group=FigureGroup.PUBLIC,
    page=PAGE,
)
def looks(school_id: int, first: date, last: date) -> Mapping[str, int]:
    """Count looks at public places by whether something was found."""
    rows = PlaceLook.objects.filter(within("at", first, last), school=school_id)
    found = rows.aggregate(some=Count("pk", filter=Q(found__gt=0)), all=Count("pk"))
    return {"nothing found": found["all"] - found["some"], "something found": found["some"]}


@school_figure(
    "mentions",
    "What is said of the school in public",
    "Mentions that came in within the period, by how they speak of the school, as a person judged it.",
    group=FigureGroup.PUBLIC,
    page=PAGE,
    urgent=(NOT_JUDGED,),
)
def mentions(school_id: int, first: date, last: date) -> Mapping[str, int]:
    """Count mentions by tone; those set aside as not about the school are left out."""
    rows = Mention.objects.filter(within("seen_at", first, last), school=school_id).exclude(
        state=MentionState.NOT_US
    )
    found = dict(rows.order_by().values_list("tone").annotate(count=Count("pk")))
    return {
        NOT_JUDGED: found.get("", 0),
        **{str(each.label).lower(): found.get(each.value, 0) for each in Tone},
    }
