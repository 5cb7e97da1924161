"""What this room keeps about people: the entries of each register, and who answers for which child."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from django.db.models import Case, DateField, DateTimeField, F, Q, When
from django.db.models.expressions import Combinable

from belisha.base.holdings import Disclosed, Holding, Subject, exempt, holding
from belisha.base.retention_schedule import RetentionTrigger, retention_kinds
from belisha.people.memberships.leaving import left_on
from belisha.registers.descriptions import RegisterDescription, load_registers
from belisha.registers.files import destroy_files_of
from belisha.registers.models import (
    RegisterEntry,
    RegisterSettings,
    Responsibility,
)
from belisha.registers.record import RegisterEvent

_PARTS = (
    *(("made_by_id", "who made it"), ("person_id", "whom it is about")),
    *(("decided_by_id", "who decided it"), ("other_id", "the other side of it")),
)


def _subjects_of(register: str) -> Callable[[RegisterEntry], Iterator[Subject]]:
    def subjects(row: RegisterEntry) -> Iterator[Subject]:
        if row.register != register:
            return
        for name, part in _PARTS:
            if user := getattr(row, name):
                yield Subject(part, user)

    return subjects


def _about(found: RegisterDescription) -> Callable[[int], Q]:
    def about(user: int) -> Q:
        has_part = Q(made_by=user) | Q(person=user) | Q(other=user) | Q(decided_by=user)
        return Q(register=found.name) & has_part

    return about


def _disclosed(found: RegisterDescription) -> Callable[[RegisterEntry, int], Disclosed]:
    """Return what a person is told of an entry: all that they wrote; of others' entries that it is there.

    A register that hides from whom it is about tells them nothing.
    """

    def disclosed(row: RegisterEntry, user: int) -> Disclosed:
        if row.register != found.name or (found.hides_from_subject and row.made_by_id != user):
            return []
        told: list[tuple[str, str]] = [(found.label, row.title or row.topic), ("State", row.state)]
        told.append(("On", f"{row.made_at:%d %B %Y}"))
        if row.made_by_id == user:
            told += [(name, str(value)) for name, value in row.values.items() if value]
        return told

    return disclosed


def _dispose(rows: Sequence[RegisterEntry]) -> None:
    """Delete entries with their notes and documents; what renewed one of them stays."""
    found = [row.pk for row in rows]
    RegisterEntry.objects.filter(start__in=found).exclude(pk__in=found).update(start=None)
    RegisterEntry.objects.filter(pk__in=found).update(start=None)
    destroy_files_of(found)
    RegisterEntry.objects.filter(pk__in=found).delete()


def _triggers(found: RegisterDescription) -> Mapping[str, Combinable]:
    trigger = retention_kinds()[found.retention].trigger
    is_left = trigger == RetentionTrigger.LEAVING
    then: Combinable = left_on("made_by") if is_left else F("ended_at")
    kind = DateField() if is_left else DateTimeField()
    return {trigger: Case(When(register=found.name, then=then), default=None, output_field=kind)}


for _found in load_registers().values():
    holding(
        Holding(
            key=f"register-{_found.name}",
            model=RegisterEntry,
            title=_found.label,
            kind=_found.retention,
            about=_about(_found),
            subjects=_subjects_of(_found.name),
            disclosed=_disclosed(_found),
            triggers=_triggers(_found),
            dispose=_dispose,
            stub=lambda row: {"register": row.register, "state": row.state},
            looks=(
                RegisterEvent.LOOKED_AT_ENTRY,
                RegisterEvent.LOOKED_AT_REGISTER,
                RegisterEvent.EXPORTED_REGISTER,
            ),
            noun="entry",
        )
    )

holding(
    Holding(
        key="responsibilities",
        model=Responsibility,
        title="Who has parental responsibility for whom",
        kind="consent",
        about=lambda user: Q(parent=user) | Q(child=user),
        subjects=lambda row: (Subject("parent or carer", row.parent_id), Subject("child", row.child_id)),
        disclosed=lambda row, _: [("Parental responsibility, from", row.from_on)],
        triggers={"withdrawal": F("to_on")},
    )
)
exempt(RegisterSettings, "within how many days requests are decided: nobody's personal data")
