from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from belisha.base.scoped import SchoolScoped, ScopedQuerySet, Viewer


class School(models.Model):
    """Whoever keeps one policy: a school, or several that share it (`serves` names them)."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    serves = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Makes users from a lower-cased e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A saved user; without a password nobody can sign in as it yet."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def visible_to(self, viewer: Viewer) -> models.QuerySet["User"]:
        """Yourself, and the people of the schools whose people you look after."""
        own = Q(pk=viewer.user_id) if viewer.user_id else Q(pk__in=[])
        return self.filter(own | Q(memberships__school__in=viewer.managed_ids)).distinct()


class User(AbstractBaseUser):
    """A person with an account. What they may do follows from their memberships."""

    email = models.EmailField(unique=True)
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
    """Somebody's role at a school, from and to a date. `role` is a word of the vocabulary."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.SlugField(max_length=60)
    manages_people = models.BooleanField(default=False)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["school__name", "from_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "user", "role", "from_on"], name="membership_once"),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="membership_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} at school {self.school_id}"


class InvitationQuerySet(ScopedQuerySet):
    """Invitations, by who looks."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those of the schools whose people you look after."""
        return self.filter(school__in=viewer.managed_ids)

    def open(self) -> Self:
        """Those that can still be followed."""
        return self.filter(accepted_at__isnull=True, expires_at__gt=timezone.now())


class Invitation(SchoolScoped):
    """A way in for one person. The link holds a token; only its hash is kept."""

    email = models.EmailField()
    name = models.CharField(max_length=150)
    role = models.SlugField(max_length=60)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_accepted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"
