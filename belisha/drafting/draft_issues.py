"""The issues to fix in a draft, worked out once for each text and day."""

from datetime import date
from functools import lru_cache

from belisha.drafting.queries import SourceModel
from belisha.policies.documents.reading import read_source
from belisha.policies.models import PolicyVersion
from belisha.rules.edit import OF_ANOTHER, DraftIssue, to_mend
from belisha.rules.vocabulary.loading import load_vocabulary


def issues_of(version: PolicyVersion, model: SourceModel | None, on: date) -> tuple[DraftIssue, ...]:
    """Return the issues of the draft, most serious first; for a revision also statements left from the
    last text.
    """
    before = version.follows.source if version.follows else ""
    return _mends(version.source, model.source if model else "", before, on)


def still_of_another(version: PolicyVersion, model: SourceModel | None, on: date) -> tuple[DraftIssue, ...]:
    """Return what the text still says of another school or document: each wants a yes to be published."""
    return tuple(each for each in issues_of(version, model, on) if each.check in OF_ANOTHER)


@lru_cache(maxsize=64)
def _mends(source: str, model: str, before: str, on: date) -> tuple[DraftIssue, ...]:
    return to_mend(
        read_source(source),
        load_vocabulary(),
        on=on,
        model=read_source(model) if model else None,
        before=read_source(before) if before else None,
    )
