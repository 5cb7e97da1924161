from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from belisha.base.models import EncryptedFile
from belisha.base.scoped import SchoolScoped, ScopedQuerySet, Viewer
from belisha.channels.states import BEFORE, EnquiryState, PostState, PublicationState
from belisha.people.models.tokens import KEEP

WRITE, APPROVE = "write-posts", "approve-posts"
PERSON: dict[str, Any] = {"on_delete": models.PROTECT, "null": True, "blank": True, "related_name": "+"}


class ChannelQuerySet(ScopedQuerySet):
    """Rows for those who write or approve official posts."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return the rows of the schools where the viewer writes or approves posts."""
        return self.filter(school__in=viewer.ids_with(WRITE, APPROVE))


class AccountQuerySet(ScopedQuerySet):
    """Accounts that the site posts to, by viewer."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return those of the schools where the viewer has to do with posts, or with connections."""
        return self.filter(school__in=viewer.ids_with(WRITE, APPROVE, KEEP))


class OfficialAccount(SchoolScoped):
    """An official account that posts are sent to by the site itself, by one of `connectors`.

    `kind` is the key of its connector. `channel` is what posts call it. `secret` is a password or the list of
    addresses that news is mailed to, encrypted. It is looked at daily: `trouble` says what was wrong at
    `looked_at`, and since when (`fails_since`).
    """

    channel = models.CharField(max_length=80)
    kind = models.SlugField(max_length=40)
    address = models.URLField(max_length=300, blank=True)
    user_name = models.CharField(max_length=200, blank=True)
    secret = models.TextField(blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, **PERSON)
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True)
    fails_since = models.DateTimeField(null=True, blank=True)

    objects = AccountQuerySet.as_manager()

    class Meta:
        ordering = ["channel", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "channel"], condition=Q(ended_at=None), name="official_account_once"
            ),
            models.CheckConstraint(
                condition=Q(trouble="", fails_since=None) | Q(trouble__gt="", fails_since__isnull=False),
                name="official_account_fails_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"official account {self.pk}"


class PostingPause(SchoolScoped):
    """That nothing is posted anywhere for now, such as in a crisis: who said so, why, and who ended it."""

    reason = models.CharField(max_length=200)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, **PERSON)
    begun_at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, **PERSON)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ChannelQuerySet.as_manager()

    class Meta:
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school"], condition=Q(ended_at=None), name="posting_pause_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"pause of posts {self.pk}"


class PostQuerySet(ScopedQuerySet):
    """Official posts, by viewer."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return the posts of the schools where the viewer writes or approves posts."""
        return self.filter(school__in=viewer.ids_with(WRITE, APPROVE))

    def before(self) -> Self:
        """Return the posts that are not out yet."""
        return self.filter(state__in=BEFORE)


class OfficialPost(SchoolScoped):
    """A post on an official account, from draft to removal: posted by hand, or by the site to `account`.

    `findings` are those of the last check as plain values, made by `version` of the policy at `checked_at`.
    `overrides` has the reason for each finding that is overridden, by its key. `checksum` is that of the
    words that were approved. `shows_children`: a second person has to approve it too. `children` are those
    whom it shows, and `refusals` say why it may not, by the consents for its `purpose` (a topic of the
    register). It goes out on `post_on` at `post_time`; if nobody has approved it by then, it expires.
    `picture` is a copy without notes of place or device, `picture_words` what was read in it.
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
    post_time = models.TimeField(null=True, blank=True)
    account = models.ForeignKey(
        OfficialAccount, on_delete=models.PROTECT, null=True, blank=True, related_name="posts"
    )
    picture = models.OneToOneField(
        EncryptedFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    picture_words = models.TextField(blank=True)
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


class Publication(SchoolScoped):
    """The sending of an approved post to its account by the site, once.

    `token` is what the other side knows the post by; it is chosen before anything is sent, so that whoever
    takes up a broken attempt finds what is there already. `remote` is what the connector needs to remove it.
    `tries` identifies a claim. `trouble` says what was wrong at the last attempt.
    """

    post = models.OneToOneField(OfficialPost, on_delete=models.CASCADE, related_name="publication")
    account = models.ForeignKey(OfficialAccount, on_delete=models.PROTECT, related_name="publications")
    token = models.CharField(max_length=40)
    state = models.CharField(
        max_length=20, choices=[(s, s) for s in PublicationState], default=PublicationState.WAITING
    )
    not_before = models.DateTimeField(default=timezone.now)
    tried_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)
    remote = models.CharField(max_length=300, blank=True)
    out_at = models.DateTimeField(null=True, blank=True)

    objects = AccountQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["account", "token"], name="publication_token_once"),
            models.CheckConstraint(
                condition=Q(state__in=list(PublicationState)), name="publication_state_known"
            ),
        ]
        indexes = [models.Index(fields=["state", "not_before"], name="publication_due")]

    def __str__(self) -> str:
        return f"publication of official post {self.post_id}"


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
