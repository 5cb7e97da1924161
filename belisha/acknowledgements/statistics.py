"""How many people have acknowledged a document: by role, by class or team, and of earlier versions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from markupsafe import Markup

from belisha.acknowledgements.audience import asked_elsewhere
from belisha.acknowledgements.models import Acknowledgement
from belisha.acknowledgements.queries import (
    AskedPerson,
    Binding,
    SchoolPerson,
    asked_people,
    bindings,
    people_at,
)
from belisha.base.charts import Bar, Series, stacked_bars
from belisha.base.text import capital
from belisha.people.models import School
from belisha.people.roles import role_label
from belisha.policies.models import PolicyVersion
from belisha.policies.states import PUBLIC
from belisha.rules.vocabulary.loading import load_vocabulary

SERIES = (Series("have", "done"), Series("not yet", "open"), Series("late", "late"))


@dataclass(frozen=True, slots=True)
class CountRow:
    """The counts for a role, class or team: done, open and late."""

    label: str
    done: int
    open: int
    late: int

    @property
    def all(self) -> int:
        """Return how many people are asked."""
        return self.done + self.open + self.late


@dataclass(frozen=True)
class EarlierVersion:
    """An earlier published version, and how many people acknowledged it."""

    version: PolicyVersion
    count: int


@dataclass(frozen=True)
class DocumentState:
    """The figures of one document in force."""

    binding: Binding
    total: CountRow
    by_role: tuple[CountRow, ...]
    by_group: tuple[CountRow, ...]
    picture: Markup
    missing: tuple[AskedPerson, ...]
    earlier: tuple[EarlierVersion, ...]


def document_states(school: School, on: date) -> list[DocumentState]:
    """Return the figures of each document in force on a day."""
    people = people_at(school, on)
    counts = _counts(school)
    return [_state(school, each, on, people, counts) for each in bindings(school)]


def not_covered(school: School, on: date) -> list[tuple[str, tuple[str, ...]]]:
    """Return the roles that must sign an acceptable use policy while none is in force for them."""
    found = bindings(school)
    people = {role for each in people_at(school, on) for role in each.roles}
    covered = {role for each in found if each.is_acceptable_use for role in each.audience(on).roles}
    gaps: dict[str, tuple[str, ...]] = {}
    for binding in found:
        if not binding.is_acceptable_use:
            asks = asked_elsewhere(binding.policy, load_vocabulary(), on)
            gaps.update({role: asks[role] for role in asks if role in people - covered})
    return sorted((capital(role_label(role)), clauses) for role, clauses in gaps.items())


def _state(
    school: School, binding: Binding, on: date, people: Sequence[SchoolPerson], counts: Mapping[int, int]
) -> DocumentState:
    everybody = asked_people(school, binding, on, people)
    by_role = _rows(((capital(role_label(each.roles[0])), each) for each in everybody), on)
    title = f"{binding.version.document.title}: who has acknowledged it, by role"
    earlier = PolicyVersion.objects.filter(document=binding.version.document_id, state__in=PUBLIC)
    return DocumentState(
        binding=binding,
        total=_row("Everybody", everybody, on),
        by_role=by_role,
        by_group=_rows(((each.group, each) for each in everybody if each.group), on),
        picture=stacked_bars(
            title,
            SERIES,
            [Bar(row.label, (row.done, row.open, row.late)) for row in by_role],
            name=f"document-{binding.version.document_id}",
        ),
        missing=tuple(sorted((e for e in everybody if not e.is_done), key=lambda e: (e.due_on, e.name))),
        earlier=tuple(
            EarlierVersion(version, counts.get(version.pk, 0))
            for version in earlier.defer("source").order_by("-published_at")
            if version.pk != binding.version.pk
        ),
    )


def _counts(school: School) -> dict[int, int]:
    rows = Acknowledgement.objects.standing().filter(school=school).order_by().values_list("version")
    return dict(rows.annotate(count=Count("pk")))


def _rows(labelled: Iterable[tuple[str, AskedPerson]], on: date) -> tuple[CountRow, ...]:
    found: dict[str, list[AskedPerson]] = {}
    for label, each in labelled:
        found.setdefault(label, []).append(each)
    return tuple(_row(label, found[label], on) for label in sorted(found))


def _row(label: str, people: Sequence[AskedPerson], on: date) -> CountRow:
    done = sum(each.is_done for each in people)
    late = sum(each.is_late(on) for each in people)
    return CountRow(label, done, len(people) - done - late, late)
