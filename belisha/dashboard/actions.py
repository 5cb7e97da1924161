from datetime import date

from django.db import transaction
from django.utils.text import slugify

from belisha.access.rights import load_rights
from belisha.audit.actions import record
from belisha.dashboard.record import DashboardEvent
from belisha.people.models import Membership, School, User

# The rights needed to bring a school to its first answer, whatever the person's role.
TO_BEGIN = (
    "look-after-people",
    "set-up-school",
    "write-policy",
    "publish-policy",
    "see-state",
    "keep-training",
)


@transaction.atomic
def begin_school(
    *, school: str, name: str, email: str, role: str, password: str, on: date
) -> tuple[School, User]:
    """Create a school and its first person, with the rights to set it up, and return both.

    The caller has checked the setup code. Raise django.db.IntegrityError if the school was added meanwhile.
    """
    place = School.objects.create(slug=slugify(school)[:50], name=school)
    user = User.objects.create_user(email, password, name=name)
    Membership.objects.create(
        school=place,
        user=user,
        role=role,
        from_on=on,
        extra_rights=[right for right in TO_BEGIN if right in load_rights()],
    )
    record(school_id=place.pk, by=user.pk, verb=DashboardEvent.BEGAN_SCHOOL, subject=f"school {place.pk}")
    return place, user
