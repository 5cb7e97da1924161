"""What is to be mended in a draft, worked out once for each text and day."""

from datetime import date
from functools import lru_cache

from belisha.drafting.queries import ModelTaken
from belisha.policies.models import PolicyVersion
from belisha.policies.reading import read_source
from belisha.rules.edit import Mend, to_mend
from belisha.rules.vocabulary import load_vocabulary


def mends_of(version: PolicyVersion, model: ModelTaken | None, on: date) -> tuple[Mend, ...]:
    """Everything to mend in the draft, gravest first; of a revision also what it still says of the last."""
    before = version.follows.source if version.follows else ""
    return _mends(version.source, model.source if model else "", before, on)


@lru_cache(maxsize=64)
def _mends(source: str, model: str, before: str, on: date) -> tuple[Mend, ...]:
    return to_mend(
        read_source(source),
        load_vocabulary(),
        on=on,
        model=read_source(model) if model else None,
        before=read_source(before) if before else None,
    )
