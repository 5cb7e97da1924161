"""The duties to acknowledge documents."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from belisha.acknowledgements.models import Acknowledgement
from belisha.acknowledgements.queries import AskedPerson, Binding, asked_people, bindings, duty_key, people_at
from belisha.duties.sources import DutySpec, duty_source
from belisha.people.models import School

NAME = "acknowledgements"
WHY_DROPPED = "it is no longer asked: a newer version asks instead, or the role has changed"


@duty_source(NAME, WHY_DROPPED)
def acknowledgement_duties(school: School, on: date) -> Iterator[DutySpec]:
    """Yield a duty for everyone whom a document in force binds and who has not acknowledged it."""
    people = None
    for binding in bindings(school):
        people = people_at(school, on) if people is None else people
        earlier = _earlier(binding)
        for each in asked_people(school, binding, on, people):
            if not each.is_done:
                yield _wanted(school, binding, each, on, is_again=each.person_id in earlier)


def _earlier(binding: Binding) -> frozenset[int]:
    found = Acknowledgement.objects.standing().filter(version__document=binding.version.document_id)
    return frozenset(found.values_list("person_id", flat=True))


def _wanted(school: School, binding: Binding, each: AskedPerson, on: date, *, is_again: bool) -> DutySpec:
    title = binding.version.document.title
    saying = next((s for s in binding.audience(on).saying(each.roles) if s.clause), None)
    return DutySpec(
        key=duty_key(binding, each.person_id),
        title=f"Read what changed in the {title}, and agree to it"
        if is_again
        else f"Read the {title} and agree to it",
        due_on=each.due_on,
        person_id=each.person_id,
        clause=saying.clause if saying else "",
        cites=", ".join(saying.cites) if saying else "",
        link=reverse("acknowledgements:acknowledge", args=[school.slug, binding.version.pk]),
    )
