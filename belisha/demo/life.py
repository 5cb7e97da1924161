"""A term of life at the demonstration's schools, part by part."""

from belisha.base.clock import today
from belisha.demo.acknowledgements_life import build_acknowledgements_life
from belisha.demo.drafts_life import build_drafts_life
from belisha.demo.people_life import build_people_life
from belisha.demo.ratification_life import build_ratification_life
from belisha.demo.training_life import build_training_life
from belisha.duties.models import Sweep
from belisha.duties.sweeping import sweep_school
from belisha.people.models import School

PARTS = (build_acknowledgements_life, build_training_life, build_ratification_life)


def build_life() -> None:
    """What has happened at each school so far, and then what is due. Done once: then it is somebody's own."""
    for school in _without_life():
        build_people_life(school)
    build_drafts_life(_without_life())
    for school in _without_life():
        for build in PARTS:
            build(school)
        sweep_school(school, today())


def _without_life() -> list[School]:
    """The schools that were never swept, those too that the building itself has made."""
    return list(School.objects.exclude(pk__in=Sweep.objects.values("school")).order_by("pk"))
