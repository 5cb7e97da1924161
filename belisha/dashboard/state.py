"""The state of a school: policy, offices, acknowledgements, training, and what is late."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count
from django.urls import reverse
from markupsafe import Markup

from belisha.acknowledgements.queries import asked_people, bindings, people_at
from belisha.base.charts import Bar, Series, stacked_bars
from belisha.base.suppression import SMALL, protect, words_of
from belisha.base.text import capital
from belisha.dashboard.timeline import timeline
from belisha.duties.models import Duty, Sweep
from belisha.people.models import School
from belisha.people.roles import role_group
from belisha.policies.documents.document_control import status_with_ratification
from belisha.policies.documents.offices import office_coverage
from belisha.policies.queries import InForce, policy_in_force
from belisha.training.pages import statuses_at, tallies

SERIES = (Series("done", "done"), Series("in time", "open"), Series("late", "late"))


@dataclass(frozen=True, slots=True)
class Figures:
    """A chart with its table: for each group how many are done, in time and late."""

    title: str
    picture: Markup
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    has_withheld: bool = False
    link: str = ""


def state_page(school: School, on: date, *, sees_names: bool) -> dict[str, Any]:
    """Return the context of the school's state page on a day.

    Counts of fewer than five are withheld, with whatever they could be worked out from, unless the reader
    may see the names behind them anyway.
    """
    in_force = policy_in_force(school.slug)
    return {
        "school": school,
        "in_force": in_force,
        "status": status_with_ratification(in_force.version, in_force.policy.control, on)
        if in_force
        else None,
        "timeline": timeline(in_force.version, on) if in_force else Markup(""),
        "offices": office_coverage(school, in_force.policy, on) if in_force else (),
        "acknowledged": _acknowledged(school, on, sees_names=sees_names),
        "trained": _trained(school, in_force, on, sees_names=sees_names),
        "late": _late(school, on, sees_names=sees_names),
        "today": on,
        **_swept(school),
    }


def _swept(school: School) -> dict[str, Any]:
    """Return when what is due was last worked out, and what failed, each with the day since which it does."""
    row = Sweep.objects.filter(school=school).first()
    faults = [(name, date.fromisoformat(since)) for name, since in sorted(row.faults.items())] if row else []
    return {"swept_on": row.swept_on if row else None, "sweep_faults": faults}


def _acknowledged(school: School, on: date, *, sees_names: bool) -> list[Figures]:
    people = people_at(school, on)
    found = []
    for place, binding in enumerate(bindings(school)):
        counted: dict[str, Counter[str]] = {}
        for each in asked_people(school, binding, on, people):
            word = "done" if each.is_done else "late" if each.is_late(on) else "open"
            counted.setdefault(role_group(each.roles), Counter())[word] += 1
        title = f"{binding.version.document.title}, version {binding.version.label}"
        found.append(group_figures(title, counted, f"ack{place}", sees_names=sees_names))
    return found


def _trained(school: School, in_force: InForce | None, on: date, *, sees_names: bool) -> list[Figures]:
    found = []
    for place, (clause, groups) in enumerate(tallies(school, statuses_at(school, on), on).items()):
        title = in_force.policy.by_id[clause].title if in_force else clause
        counted = {each.group: Counter(done=each.done, open=each.open, late=each.late) for each in groups}
        figures = group_figures(title, counted, f"training{place}", sees_names=sees_names)
        found.append(replace(figures, link=reverse("training:not_yet", args=[school.slug, clause])))
    return found


def group_figures(title: str, counted: dict[str, Counter[str]], name: str, *, sees_names: bool) -> Figures:
    """Return the figures by group; only groups of which nothing is withheld are drawn."""
    bars, rows = [], []
    for group, words in sorted(counted.items()):
        counts = {each.kind: words[each.kind] for each in SERIES}
        shown = counts if sees_names else protect(counts).cells
        if None not in shown.values():
            bars.append(Bar(capital(group), tuple(counts.values())))
        rows.append((capital(group), tuple(map(words_of, shown.values()))))
    picture = stacked_bars(title, SERIES, bars, name=name)
    return Figures(title, picture, tuple(rows), has_withheld=len(bars) < len(rows))


def _late(school: School, on: date, *, sees_names: bool) -> list[dict[str, Any]]:
    """Return what is late by title, and how many; fewer than five only as that."""
    late = Duty.objects.filter(school=school, due_on__lt=on, is_confidential=False).open()
    rows = late.values("title").annotate(count=Count("pk")).order_by("-count", "title")[:20]
    return [
        {
            "title": row["title"],
            "count": str(row["count"]) if sees_names or row["count"] >= SMALL else f"fewer than {SMALL}",
        }
        for row in rows
    ]
