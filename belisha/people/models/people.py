from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from belisha.base.scoped import SchoolScoped, ScopedQuerySet, Viewer


class UserManager(BaseUserManager["User"]):
    """Create users with lower-case e-mail addresses."""

    def create_user(self, email: str | None, password: str | None = None, **fields: Any) -> "User":
        """Save and return a user. Without an address or a password they cannot sign in with an account."""
        user = self.model(email=(email or "").strip().lower() or None, **fields)
        user.set_password(password)
        user.save()
        return user

    def visible_to(self, viewer: Viewer) -> models.QuerySet["User"]:
        """Return the viewer, and the people of the schools whose people the viewer manages."""
        own = Q(pk=viewer.user_id) if viewer.user_id else Q(pk__in=[])
        return self.filter(own | Q(memberships__school__in=viewer.managed_ids)).distinct()


class User(AbstractBaseUser):
    """A person of one school. Their memberships say what they may do.

    Each school has its own row for a person, with its own name, address, password and second factor, so that
    nothing that one school does is seen or felt at another. `account` is set by the person: they accepted
    this school's invitation while signed in to that row, and sign in there for both (see decision 0029).
    Rows that joined several schools before this was so keep their memberships.
    """

    email = models.EmailField(null=True, blank=True, db_index=True)  # noqa: DJ001 - no address is NULL
    account = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="people"
    )
    name = models.CharField(max_length=150)
    is_active = models.BooleanField(default=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(ScopedQuerySet):
    """Memberships of a day, and those that a viewer may see."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return the viewer's own rows, and those of the schools whose people the viewer manages."""
        own = Q(user=viewer.user_id) if viewer.user_id else Q(pk__in=[])
        return self.filter(own | Q(school__in=viewer.managed_ids))

    def on(self, day: date) -> Self:
        """Return the memberships of that day."""
        return self.filter(from_on__lte=day).exclude(to_on__lt=day)

    def current_or_future(self, day: date) -> Self:
        """Return the memberships of that day and of any later day."""
        return self.filter(Q(to_on__isnull=True) | Q(to_on__gte=day))


class Membership(SchoolScoped):
    """Somebody's role or office at a school, from and to a date. `role` is a word of the vocabulary.

    `is_deputy`: they fill the office only while its holder is away. `extra_rights` are rights in addition to
    those of the role. `group` is a class or a team, `year_group` a pupil's year.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.SlugField(max_length=60)
    is_deputy = models.BooleanField(default=False, db_column="stands_in")
    extra_rights = models.JSONField(default=list, blank=True)
    line_manager = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    year_group = models.CharField(max_length=20, blank=True)
    group = models.CharField(max_length=60, blank=True)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["school__name", "from_on", "pk"]
        indexes = [models.Index(fields=["school", "role"], name="membership_by_role")]
        constraints = [
            models.UniqueConstraint(fields=["school", "user", "role", "from_on"], name="membership_once"),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="membership_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} at school {self.school_id}"


class AbsenceQuerySet(ScopedQuerySet):
    """Absences that a viewer may see."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return the viewer's own rows, and those of the schools whose people the viewer manages."""
        own = Q(user=viewer.user_id) if viewer.user_id else Q(pk__in=[])
        return self.filter(own | Q(school__in=viewer.managed_ids))


class Absence(SchoolScoped):
    """Days on which somebody is away. Their deputy is asked and told instead."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="absences")
    from_on = models.DateField()
    to_on = models.DateField()

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="absence_ends_after_it_began")
        ]

    def __str__(self) -> str:
        return f"away {self.from_on} to {self.to_on}"
