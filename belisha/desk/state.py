"""How a school stands: the policy, the offices, who has acknowledged, who is trained, what is late."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from markupsafe import Markup

from belisha.acknowledgements.queries import asked, belonging, bindings
from belisha.base.charts import Bar, Series, stacked_bars
from belisha.base.words import capital
from belisha.desk.timeline import timeline
from belisha.duties.models import Duty
from belisha.people.models import School
from belisha.people.roles import group_of
from belisha.policies.document_control import standing_on_record
from belisha.policies.offices import offices_standing
from belisha.policies.queries import InForce, policy_in_force
from belisha.training.pages import lines_of, tallies

DONE, OPEN, LATE = Series("done", "done"), Series("in time", "open"), Series("late", "late")


@dataclass(frozen=True, slots=True)
class Figures:
    """A picture with its table: a group and how many of it have done something, have time, are late."""

    title: str
    picture: Markup
    rows: tuple[Bar, ...]
    link: str = ""


def state_page(school: School, on: date) -> dict[str, Any]:
    """Everything that the page of the school's state shows on a day."""
    in_force = policy_in_force(school.slug)
    return {
        "school": school,
        "in_force": in_force,
        "standing": standing_on_record(in_force.version, in_force.policy.control, on) if in_force else None,
        "timeline": timeline(in_force.version, on) if in_force else Markup(""),
        "offices": offices_standing(school, in_force.policy, on) if in_force else (),
        "acknowledged": _acknowledged(school, on),
        "trained": _trained(school, in_force, on),
        "late": _late(school, on),
        "today": on,
    }


def _acknowledged(school: School, on: date) -> list[Figures]:
    people = belonging(school, on)
    found = []
    for place, binding in enumerate(bindings(school)):
        counted: dict[str, Counter[str]] = {}
        for each in asked(school, binding, on, people):
            word = "done" if each.is_done else "late" if each.is_late(on) else "open"
            counted.setdefault(group_of(each.roles), Counter())[word] += 1
        title = f"{binding.version.document.title}, version {binding.version.label}"
        found.append(_figures(title, counted, f"ack{place}"))
    return found


def _trained(school: School, in_force: InForce | None, on: date) -> list[Figures]:
    found = []
    for place, (clause, groups) in enumerate(tallies(school, lines_of(school, on), on).items()):
        title = in_force.policy.by_id[clause].title if in_force else clause
        counted = {each.group: Counter(done=each.done, open=each.open, late=each.late) for each in groups}
        figures = _figures(title, counted, f"training{place}")
        found.append(replace(figures, link=reverse("training:not_yet", args=[school.slug, clause])))
    return found


def _figures(title: str, counted: dict[str, Counter[str]], name: str) -> Figures:
    rows = tuple(
        Bar(capital(group), (words["done"], words["open"], words["late"]))
        for group, words in sorted(counted.items())
    )
    return Figures(title, stacked_bars(title, (DONE, OPEN, LATE), rows, name=name), rows)


def _late(school: School, on: date) -> list[dict[str, Any]]:
    """What is late, by its title: how many, and since when the oldest."""
    late = Duty.objects.filter(school=school, due_on__lt=on).open()
    rows = late.values("title").annotate(count=Count("pk"), offices=Count("pk", filter=~Q(office="")))
    return list(rows.order_by("-count", "title")[:20])
