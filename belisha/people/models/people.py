from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from belisha.base.scoped import SchoolScoped, ScopedQuerySet, Viewer


class UserManager(BaseUserManager["User"]):
    """Makes users from a lower-cased e-mail address."""

    def create_user(self, email: str | None, password: str | None = None, **fields: Any) -> "User":
        """A saved user; without a password nobody can sign in as it yet, nor ever without an address."""
        user = self.model(email=(email or "").strip().lower() or None, **fields)
        user.set_password(password)
        user.save()
        return user

    def visible_to(self, viewer: Viewer) -> models.QuerySet["User"]:
        """Yourself, and the people of the schools whose people you look after."""
        own = Q(pk=viewer.user_id) if viewer.user_id else Q(pk__in=[])
        return self.filter(own | Q(memberships__school__in=viewer.managed_ids)).distinct()


class User(AbstractBaseUser):
    """A person. What they may do follows from their memberships; without an address they cannot sign in."""

    email = models.EmailField(unique=True, null=True, blank=True)
    name = models.CharField(max_length=150)
    is_active = models.BooleanField(default=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(ScopedQuerySet):
    """Memberships, by day and by who looks."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Your own, and those of the schools whose people you look after."""
        own = Q(user=viewer.user_id) if viewer.user_id else Q(pk__in=[])
        return self.filter(own | Q(school__in=viewer.managed_ids))

    def on(self, day: date) -> Self:
        """Those that hold on the day."""
        return self.filter(from_on__lte=day).exclude(to_on__lt=day)


class Membership(SchoolScoped):
    """Somebody's role or office at a school, from and to a date. `role` is a word of the vocabulary.

    `stands_in` marks a deputy: they hold the office while nobody else is there to. `extra_rights` are rights
    that the person has beside those of the role. `group` is a class or a team, `year_group` a pupil's year.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.SlugField(max_length=60)
    stands_in = models.BooleanField(default=False)
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
    """Absences, by who looks."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Your own, and those of the schools whose people you look after."""
        own = Q(user=viewer.user_id) if viewer.user_id else Q(pk__in=[])
        return self.filter(own | Q(school__in=viewer.managed_ids))


class Absence(SchoolScoped):
    """Days on which somebody is away, so that whoever stands in for them is asked and told."""

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
