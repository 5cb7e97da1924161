"""How many have acknowledged a document: by role, by class or team, and of earlier versions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from markupsafe import Markup

from belisha.acknowledgements.audience import asked_elsewhere
from belisha.acknowledgements.models import Acknowledgement
from belisha.acknowledgements.queries import Asked, Belonging, Binding, asked, belonging, bindings
from belisha.base.charts import Bar, Series, stacked_bars
from belisha.base.words import capital
from belisha.people.models import School
from belisha.people.roles import role_label
from belisha.policies.models import PolicyVersion
from belisha.policies.states import PUBLIC
from belisha.rules.vocabulary import load_vocabulary

SERIES = (Series("have", "done"), Series("not yet", "open"), Series("late", "late"))


@dataclass(frozen=True, slots=True)
class Row:
    """One role, class or team: how many have, have not yet, and are late."""

    label: str
    done: int
    open: int
    late: int

    @property
    def all(self) -> int:
        """How many are asked."""
        return self.done + self.open + self.late


@dataclass(frozen=True)
class Earlier:
    """A version that was published before: how many acknowledged it, then."""

    version: PolicyVersion
    count: int


@dataclass(frozen=True)
class DocumentState:
    """How one document in force stands."""

    binding: Binding
    total: Row
    by_role: tuple[Row, ...]
    by_group: tuple[Row, ...]
    picture: Markup
    missing: tuple[Asked, ...]
    earlier: tuple[Earlier, ...]


def states_of(school: School, on: date) -> list[DocumentState]:
    """How each document in force stands on a day."""
    people = belonging(school, on)
    counts = _counts(school)
    return [_state(school, each, on, people, counts) for each in bindings(school)]


def not_covered(school: School, on: date) -> list[tuple[str, tuple[str, ...]]]:
    """Roles of people here who are to sign an acceptable use policy, where none is in force for them."""
    found = bindings(school)
    people = {role for each in belonging(school, on) for role in each.roles}
    covered = {role for each in found if each.is_acceptable_use for role in each.audience(on).roles}
    gaps: dict[str, tuple[str, ...]] = {}
    for binding in found:
        if not binding.is_acceptable_use:
            asks = asked_elsewhere(binding.policy, load_vocabulary(), on)
            gaps.update({role: asks[role] for role in asks if role in people - covered})
    return sorted((capital(role_label(role)), clauses) for role, clauses in gaps.items())


def _state(
    school: School, binding: Binding, on: date, people: Sequence[Belonging], counts: Mapping[int, int]
) -> DocumentState:
    everybody = asked(school, binding, on, people)
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
            Earlier(version, counts.get(version.pk, 0))
            for version in earlier.defer("source").order_by("-published_at")
            if version.pk != binding.version.pk
        ),
    )


def _counts(school: School) -> dict[int, int]:
    rows = Acknowledgement.objects.filter(school=school).order_by().values_list("version")
    return dict(rows.annotate(count=Count("pk")))


def _rows(labelled: Iterable[tuple[str, Asked]], on: date) -> tuple[Row, ...]:
    found: dict[str, list[Asked]] = {}
    for label, each in labelled:
        found.setdefault(label, []).append(each)
    return tuple(_row(label, found[label], on) for label in sorted(found))


def _row(label: str, people: Sequence[Asked], on: date) -> Row:
    done = sum(each.is_done for each in people)
    late = sum(each.is_late(on) for each in people)
    return Row(label, done, len(people) - done - late, late)
