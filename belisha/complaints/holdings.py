"""What this room keeps about people: complaints and concerns."""

from collections.abc import Iterator, Mapping, Sequence

from django.db.models import Case, DateTimeField, OuterRef, Q, Subquery, When

from belisha.base.holdings import Disclosed, Holding, Subject, exempt, holding
from belisha.base.triggers import delete_write_once, disposing
from belisha.complaints.encryption import decrypted
from belisha.complaints.models import ComplaintsProcedure, Entry, Matter
from belisha.complaints.record import ComplaintEvent
from belisha.complaints.states import MatterState

_LAST_ENTRY = Entry.objects.filter(matter=OuterRef("pk")).order_by("-at").values("at")[:1]
_CLOSED_AT = Case(
    When(state=MatterState.CLOSED, then=Subquery(_LAST_ENTRY)), default=None, output_field=DateTimeField()
)


def _subjects(matter: Matter) -> Iterator[Subject]:
    if matter.name:
        yield Subject("who brought it", name=decrypted(matter.name))
    writers = matter.entries.filter(by__isnull=False).order_by("by").values_list("by", flat=True).distinct()
    for writer in writers:
        yield Subject("who handled it", writer)


def _disclosed(matter: Matter, user_id: int) -> Disclosed:
    """Return what the person wrote as a handler, not what the sender said."""
    own = matter.entries.filter(by=user_id)
    return [(f"{each.get_kind_display()}, {each.at:%d %B %Y}", decrypted(each.words)) for each in own]


def _dispose(matters: Sequence[Matter]) -> None:
    ids = [matter.pk for matter in matters]
    with disposing(Entry):
        delete_write_once(Entry, list(Entry.objects.filter(matter__in=ids).values_list("pk", flat=True)))
    Matter.objects.filter(pk__in=ids).delete()


def _stub(matter: Matter) -> Mapping[str, str]:
    return {"kind": matter.kind, "heard by": matter.heard_by}


holding(
    Holding(
        key="matters",
        model=Matter,
        title="Complaints and concerns",
        kind="complaint",
        about=lambda user: Q(pk__in=Entry.objects.filter(by=user).values("matter")),
        subjects=_subjects,
        disclosed=_disclosed,
        triggers={"outcome": _CLOSED_AT},
        dispose=_dispose,
        stub=_stub,
        looks=(ComplaintEvent.LOOKED_AT_MATTER,),
        noun="matter",
        parts=(Entry,),
    )
)
exempt(ComplaintsProcedure, "where the school’s own procedure is found")
