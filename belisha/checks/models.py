from django.db import models

from belisha.base.scoped import SchoolScoped, ScopedQuerySet, Viewer

# Whoever approves what the school publishes also says which words are no problem in it.
ALLOW = "approve-posts"
LONGEST_WORDS = 60


class AllowedWordQuerySet(ScopedQuerySet):
    """Allowed words, by viewer."""

    def visible_to(self, viewer: Viewer) -> "AllowedWordQuerySet":
        """Return the words of the schools where the viewer may allow some."""
        return self.filter(school__in=viewer.ids_with(ALLOW))


class AllowedWord(SchoolScoped):
    """A word or phrase that is not a problem at the school, in plain small letters ("rose cottage")."""

    words = models.CharField(max_length=LONGEST_WORDS)

    objects = AllowedWordQuerySet.as_manager()

    class Meta:
        ordering = ["words"]
        constraints = [
            models.UniqueConstraint(fields=["school", "words"], name="allowed_word_once"),
        ]

    def __str__(self) -> str:
        return self.words
