"""What this room keeps about people: their acknowledgements."""

from collections.abc import Iterator, Sequence

from django.db.models import F, Q

from belisha.acknowledgements.models import Acknowledgement, SetAside, Understanding
from belisha.base.holdings import Disclosed, Holding, Subject, holding
from belisha.base.triggers import delete_write_once, disposing
from belisha.people.memberships.leaving import left_on


def _subjects(row: Acknowledgement) -> Iterator[Subject]:
    yield Subject("who acknowledged", row.person_id)
    for witness in row.witnesses:
        yield Subject("who witnessed it", witness.get("id"), witness.get("name", ""))
    if row.entered_by_id:
        yield Subject("who entered it", row.entered_by_id)


def _disclosed(row: Acknowledgement, user_id: int) -> Disclosed:
    told: list[tuple[str, str]] = [("Document", str(row.version)), ("On", f"{row.at:%d %B %Y}")]
    if row.person_id == user_id:
        told += [("Agreed to", row.wording), ("How", row.get_how_display()), ("As", row.role_name)]
    return told


def _dispose(rows: Sequence[Acknowledgement]) -> None:
    """Delete acknowledgements with those that took their place, and what set them aside."""
    wanted = set[int]()
    found = {row.pk for row in rows}
    while found - wanted:
        wanted |= found
        found = set(Acknowledgement.objects.filter(replaces__in=found).values_list("pk", flat=True))
    aside = list(SetAside.objects.filter(acknowledgement__in=wanted).values_list("pk", flat=True))
    with disposing(Acknowledgement, SetAside):
        delete_write_once(SetAside, aside)
        delete_write_once(Acknowledgement, sorted(wanted, reverse=True))


holding(
    Holding(
        key="acknowledgements",
        model=Acknowledgement,
        title="Acknowledgements",
        kind="acknowledgement",
        about=lambda user: Q(person=user) | Q(entered_by=user),
        subjects=_subjects,
        disclosed=_disclosed,
        triggers={"leaving": left_on(), "made": F("at")},
        dispose=_dispose,
        stub=lambda row: {"version": str(row.version_id), "role": row.role},
        parts=(SetAside,),
    )
)
holding(
    Holding(
        key="understandings",
        model=Understanding,
        title="Short checks on a policy",
        kind="account",
        about=lambda user: Q(person=user),
        subjects=lambda row: [Subject("whose check it is", row.person_id)],
        disclosed=lambda row, _: [("Tries", str(row.tries)), ("Passed", str(row.passed_at or "not yet"))],
        triggers={"leaving": left_on()},
    )
)
