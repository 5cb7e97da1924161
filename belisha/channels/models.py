from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from belisha.base.scoped import SchoolScoped, ScopedQuerySet, Viewer
from belisha.channels.states import BEFORE, EnquiryState, PostState

WRITE, APPROVE = "write-posts", "approve-posts"
PERSON: dict[str, Any] = {"on_delete": models.PROTECT, "null": True, "blank": True, "related_name": "+"}


class PostQuerySet(ScopedQuerySet):
    """Official posts, by viewer."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return the posts of the schools where the viewer writes or approves posts."""
        return self.filter(school__in=viewer.ids_with(WRITE, APPROVE))

    def before(self) -> Self:
        """Return the posts that are not out yet."""
        return self.filter(state__in=BEFORE)


class OfficialPost(SchoolScoped):
    """A post on an official account, from draft to removal. It is posted by hand.

    `findings` are those of the last check as plain values, made by `version` of the policy at `checked_at`.
    `overrides` has the reason for each finding that is overridden, by its key. `checksum` is that of the
    words that were approved. `shows_children`: a second person has to approve it too. `children` are those
    whom it shows, and `refusals` say why it may not, by the consents for its `purpose` (a topic of the
    register). If nobody has approved it when `post_on` is over, it expires.
    """

    channel = models.CharField(max_length=80)
    text = models.TextField()
    state = models.CharField(max_length=24, choices=[(s, s) for s in PostState], default=PostState.DRAFT)
    shows_children = models.BooleanField(default=False)
    has_picture = models.BooleanField(default=False)
    alt_text = models.CharField(max_length=300, blank=True)
    picture_source = models.CharField(max_length=200, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, **PERSON)
    author_role = models.SlugField(max_length=60)
    made_at = models.DateTimeField(default=timezone.now)
    purpose = models.SlugField(max_length=40, blank=True)
    children = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    post_on = models.DateField(null=True, blank=True)
    refusals = models.JSONField(default=list, blank=True)
    findings = models.JSONField(default=list, blank=True)
    overrides = models.JSONField(default=dict, blank=True)
    version = models.ForeignKey(
        "policies.PolicyVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, **PERSON)
    seconded_by = models.ForeignKey(settings.AUTH_USER_MODEL, **PERSON)
    approved_at = models.DateTimeField(null=True, blank=True)
    checksum = models.CharField(max_length=64, blank=True)
    link = models.URLField(max_length=400, blank=True)
    posted_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["school", "state"], name="post_by_state")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(PostState)), name="post_state_known"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=models.F("author")),
                name="post_author_never_approves",
            ),
            models.CheckConstraint(
                condition=~Q(state=PostState.POSTED) | Q(posted_at__isnull=False, link__gt=""),
                name="post_that_is_out_has_its_link",
            ),
        ]

    def __str__(self) -> str:
        return f"official post {self.pk}"


class EnquiryQuerySet(ScopedQuerySet):
    """Enquiries, by viewer."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return the enquiries of the schools where the viewer writes or approves posts."""
        return self.filter(school__in=viewer.ids_with(WRITE, APPROVE))


class Enquiry(SchoolScoped):
    """A question that arrived at an official account (K66a). Who asked it is not kept.

    `words` are encrypted. `about_child`: a parent asks about their own child (K66b). `is_grave`: the words
    may tell of harm. `owner` answers it by `due_on`. `answer` is what was posted by hand, or why nothing was.
    """

    channel = models.CharField(max_length=80)
    words = models.TextField()
    link = models.URLField(max_length=400, blank=True)
    about_child = models.BooleanField(default=False)
    is_grave = models.BooleanField(default=False)
    arrived_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField()
    state = models.CharField(max_length=20, choices=[(s, s) for s in EnquiryState], default=EnquiryState.OPEN)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer = models.TextField(blank=True)
    answer_link = models.URLField(max_length=400, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["school", "state", "due_on"], name="enquiry_by_state")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(EnquiryState)), name="enquiry_state_known"),
            models.CheckConstraint(
                condition=Q(state=EnquiryState.OPEN, ended_at=None)
                | (~Q(state=EnquiryState.OPEN) & Q(ended_at__isnull=False, answer__gt="")),
                name="enquiry_ended_with_an_answer_or_why_not",
            ),
        ]

    def __str__(self) -> str:
        return f"enquiry {self.pk}"
