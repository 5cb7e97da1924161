"""The people whom an entry may be about, for the person who enters it."""

from datetime import date

from belisha.access.actor import Actor
from belisha.people.models import School
from belisha.registers.descriptions import RegisterDescription
from belisha.registers.permissions import can_read
from belisha.registers.queries import own_classes, pupils_of, staff_of

Choices = list[tuple[str, str]]


def choices_for(actor: Actor, school: School, register: RegisterDescription, on: date) -> dict[str, Choices]:
    """Return the choices of the fields "person" and "other" of a register.

    Pupils are those of the actor's own classes; whoever reads the whole register may choose any pupil.
    """
    found = {}
    for name, kind in (("person", register.person), ("other", register.other)):
        if kind:
            found[name] = _choices(actor, school, register, kind, on)
    return found


def _choices(actor: Actor, school: School, register: RegisterDescription, kind: str, on: date) -> Choices:
    if kind == "staff":
        return staff_of(school, on)
    reads_all = can_read(actor, school, register)
    classes = None if reads_all else own_classes(actor, school, on)
    pupils = pupils_of(school, on, classes)
    return pupils if kind == "pupil" else [*pupils, *staff_of(school, on)]
