from datetime import date

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.text import slugify

from belisha.access.rights import load_rights
from belisha.audit.actions import record
from belisha.people.models import Membership, School, User

# What somebody needs to bring a school to its first answer, whatever their role there is.
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
    """A new school, and its first person with an account, who may do all that it takes to set it up.

    Whoever calls has checked the setup code. Raises django.db.IntegrityError where somebody was quicker.
    """
    place = School.objects.create(slug=slugify(school)[:50], name=school)
    user = User.objects.create_user(email, password, name=name)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    Membership.objects.create(
        school=place,
        user=user,
        role=role,
        from_on=on,
        extra_rights=[right for right in TO_BEGIN if right in load_rights()],
    )
    record(school_id=place.pk, by=user.pk, verb="began a school", subject=f"school {place.pk}")
    return place, user
