"""Whether the words of a rule sound as strong as the rule is."""

from collections.abc import Mapping

from belisha.rules.editing.force_words import force_words
from belisha.rules.language.clauses import Force

# For each force the sorts of words that agree with it: one of them is enough. Any other sort is against it.
AGREE: Mapping[Force, tuple[str, ...]] = {
    Force.MUST: ("asks", "bans"),
    Force.SHOULD: ("asks", "bans"),
    Force.MUST_NOT: ("bans",),
    Force.SHOULD_NOT: ("bans",),
    Force.MAY: ("permits",),
}


def sounds_otherwise(text: str, force: Force) -> str:
    """Return the words of a text that say something else than the force of its rule; empty where they agree.

    Words that forbid are against a rule that permits; words that permit or ask, where none forbids, against
    one that forbids; words that only permit against one that asks.
    """
    found = dict(force_words().sorts(text))
    found.pop("neither", None)
    if any(sort in found for sort in AGREE[force]):
        return ""
    return next((found[sort] for sort in ("bans", "permits", "asks") if sort in found), "")
