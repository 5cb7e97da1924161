from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from belisha.base.models import EncryptedFile
from belisha.base.scoped import SchoolScoped, ScopedQuerySet, Viewer
from belisha.people.roles import with_ancestors
from belisha.registers.descriptions import RegisterDescription, load_registers
from belisha.registers.encryption import opened_values
from belisha.registers.states import OPEN, STANDING, EntryState

PERSON: dict[str, Any] = {"on_delete": models.PROTECT, "null": True, "blank": True, "related_name": "+"}


class EntryQuerySet(ScopedQuerySet):
    """Entries, by who looks."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return what the viewer made, what goes to an office of theirs, and the registers that they read.

        Whoever an entry of a hidden register is about does not see it, whatever their office.
        """
        if viewer.user_id is None:
            return self.none()
        registers = load_registers()
        own = Q(made_by=viewer.user_id)
        hidden = [each.name for each in registers.values() if each.hides_from_subject]
        seen = Q(pk__in=[])
        roles: dict[int, frozenset[str]] = {}
        for school, role in viewer.offices:
            roles[school] = roles.get(school, frozenset()) | with_ancestors(role)
        for school, words in roles.items():
            read = [name for name, each in registers.items() if not words.isdisjoint(each.readers)]
            seen |= Q(school=school) & (Q(register__in=read) | Q(office__in=words) | Q(also_office__in=words))
        about = Q(register__in=hidden) & Q(person=viewer.user_id)
        about_them = Q(person=viewer.user_id) & ~Q(register__in=hidden)
        at_own = Q(school__in=viewer.school_ids)
        return self.filter((own & at_own) | (about_them & at_own) | (seen & ~about))

    def standing(self) -> Self:
        """Return the entries that count."""
        return self.filter(state__in=STANDING)

    def open(self) -> Self:
        """Return the requests that wait for a decision or an answer."""
        return self.filter(state__in=OPEN)


class RegisterEntry(SchoolScoped):
    """One entry of a register, decided or only recorded. What it says is encrypted in `details`.

    `person` is whom it is about (the child, the holder, who tried), `other` the other side of a link.
    `situation` is what was asked (role, action, towards, facts); `clauses` are those that ask for leave, each
    with its id, cites, authorities, form and checksum. `office` decides it or was told; `also_office` is told
    or decides beside it. `answer` is "yes" or "no" where the entry is one. `form` is how leave was given
    ("written", "spoken"); `is_prior` whether it was given before the act. `key` keeps a second click from
    making a second entry. `start` is the entry that this one renews.
    """

    register = models.SlugField(max_length=40)
    state = models.CharField(max_length=12, choices=[(s, s) for s in EntryState])
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, **PERSON)
    made_at = models.DateTimeField(default=timezone.now)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, **PERSON)
    other = models.ForeignKey(settings.AUTH_USER_MODEL, **PERSON)
    title = models.CharField(max_length=120, blank=True)
    topic = models.SlugField(max_length=60, blank=True)
    channel = models.SlugField(max_length=60, blank=True)
    answer = models.CharField(max_length=3, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    details = models.TextField(blank=True)
    situation = models.JSONField(default=dict, blank=True)
    clauses = models.JSONField(default=list, blank=True)
    version = models.ForeignKey(
        "policies.PolicyVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    office = models.SlugField(max_length=60, blank=True)
    also_office = models.SlugField(max_length=60, blank=True)
    decide_by = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, **PERSON)
    decided_as = models.SlugField(max_length=60, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    form = models.CharField(max_length=8, blank=True)
    is_prior = models.BooleanField(null=True, blank=True)
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    start = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    key = models.CharField(max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index(fields=["school", "register", "state", "made_at"], name="entry_by_register"),
            models.Index(fields=["school", "person", "register"], name="entry_by_person"),
            models.Index(fields=["school", "made_by", "register"], name="entry_by_maker"),
            models.Index(fields=["school", "state", "due_on"], name="entry_by_due"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["school", "key"], name="entry_once"),
            models.CheckConstraint(condition=Q(state__in=list(EntryState)), name="entry_state_known"),
            models.CheckConstraint(
                condition=Q(from_on__isnull=True) | Q(to_on__isnull=True) | Q(to_on__gte=models.F("from_on")),
                name="entry_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | ~Q(decided_as=""), name="entry_decided_as_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.pk}"

    @property
    def description(self) -> RegisterDescription:
        """Return the description of its register. Raise KeyError if the site has none any more."""
        return load_registers()[self.register]

    @property
    def values(self) -> dict[str, Any]:
        """Return what it says, decrypted."""
        return opened_values(self.details)

    @property
    def cites(self) -> str:
        """Return the places of the clauses in the school's document, such as "G36"."""
        return ", ".join(dict.fromkeys(cite for clause in self.clauses for cite in clause["cites"]))


class EntryNoteKind(models.TextChoices):
    """What a note of an entry is."""

    ASKED = "asked", "Asked"
    ASKED_BACK = "back", "Asked back"
    ANSWERED = "answer", "Answered"
    DECIDED = "decided", "Decided"
    DONE = "done", "Done"
    NOTE = "note", "Note"


class EntryNote(models.Model):
    """What was said or done about an entry, in the order of time. The words are encrypted."""

    entry = models.ForeignKey(RegisterEntry, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=8, choices=EntryNoteKind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **PERSON)
    at = models.DateTimeField(default=timezone.now)
    clause = models.SlugField(max_length=80, blank=True)
    words = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} of {self.entry_id}"


class EntryFile(models.Model):
    """A file that goes with a request: a draft, a plan, a letter. It is encrypted under a key of its own."""

    entry = models.ForeignKey(RegisterEntry, on_delete=models.CASCADE, related_name="files")
    file = models.OneToOneField(EncryptedFile, on_delete=models.PROTECT, related_name="+")
    name = models.TextField()
    media_type = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"file of {self.entry_id}"


class SealedDocument(models.Model):
    """A statement under the site's seal: a written permission, or that something was deleted."""

    entry = models.ForeignKey(RegisterEntry, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=40)
    statement = models.TextField()
    sha256 = models.CharField(max_length=64)
    signature = models.CharField(max_length=120)
    public_key = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["entry", "kind"], name="sealed_once_for_each_kind")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.entry_id}"


class SettingsQuerySet(ScopedQuerySet):
    """The settings of the schools that the viewer belongs to."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return them."""
        return self.filter(school__in=viewer.school_ids)


class RegisterSettings(SchoolScoped):
    """What a school sets: within how many working days a request is decided, and when pupils go home.

    `home_time` is a time of day; None: that of `library/request-door.toml`.
    """

    decide_within = models.PositiveSmallIntegerField(default=5)
    home_time = models.TimeField(null=True, blank=True)

    objects = SettingsQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school"], name="register_settings_once")]

    def __str__(self) -> str:
        return f"registers of school {self.school_id}"


class ResponsibilityQuerySet(ScopedQuerySet):
    """Who has parental responsibility for whom, by who looks."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return the viewer's own, and those of the schools whose consents they read."""
        readers = load_registers()["consents"].readers
        schools = {school for school, role in viewer.offices if not with_ancestors(role).isdisjoint(readers)}
        return self.filter((Q(parent=viewer.user_id) & ~Q(parent=None)) | Q(school__in=schools))


class Responsibility(SchoolScoped):
    """That somebody has parental responsibility for a child of the school, from and to a day."""

    parent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    child = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    objects = ResponsibilityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "parent", "child"], name="responsibility_once"),
            models.CheckConstraint(condition=~Q(parent=models.F("child")), name="no_parent_of_oneself"),
        ]

    def __str__(self) -> str:
        return f"responsibility {self.pk}"
