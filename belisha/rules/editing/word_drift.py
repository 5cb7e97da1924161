"""Words that limit or widen a clause, gained while its rule reads as before: then the two drift apart."""

import re
from collections import Counter
from dataclasses import replace

from belisha.rules.language.clauses import Clause, Rule

TURNING = re.compile(r"\b(?:except|unless|only|also)\b", re.IGNORECASE)


def words_gained(before: Clause, after: Clause) -> tuple[str, ...]:
    """Return the words ("unless") that a clause gained in its text while its rule gained nothing.

    Empty where the rule changed with the words, where no such word came in, and for what is no rule.
    """
    if not isinstance(before, Rule) or not isinstance(after, Rule) or not _same_rule(before, after):
        return ()
    was, now = (Counter(word.lower() for word in TURNING.findall(each.text)) for each in (before, after))
    return tuple(sorted((now - was).keys()))


def _same_rule(before: Rule, after: Rule) -> bool:
    told = {"title": "", "text": "", "section": "", "cites": (), "line": 0}
    return replace(before, **told) == replace(after, **told)  # type: ignore[arg-type]
