"""A term at the demonstration's schools, part by part."""

from belisha.base.clock import today
from belisha.demo.acknowledgements_history import build_acknowledgements_history
from belisha.demo.drafts_history import build_drafts_history
from belisha.demo.people_history import build_people_history
from belisha.demo.ratification_history import build_ratification_history
from belisha.demo.registers_history import build_registers_history
from belisha.demo.training_history import build_training_history
from belisha.duties.models import Sweep
from belisha.duties.sweeping import sweep_school
from belisha.people.models import School

PARTS = (
    build_acknowledgements_history,
    build_training_history,
    build_ratification_history,
    build_registers_history,
)


def build_history() -> None:
    """Add what has happened at each school so far, then what is due. Schools that have it are left alone."""
    for school in _schools_without_history():
        build_people_history(school)
    build_drafts_history(_schools_without_history())
    for school in _schools_without_history():
        for build in PARTS:
            build(school)
        sweep_school(school, today())


def _schools_without_history() -> list[School]:
    """Return the schools that were never swept, including those that the builders created."""
    return list(School.objects.exclude(pk__in=Sweep.objects.values("school")).order_by("pk"))
