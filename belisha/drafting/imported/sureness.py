"""How sure it is that a clause of a document became what it says: unsure ones are looked at first."""

import re

from belisha.drafting.imported.actions import ActionChoice
from belisha.reading.values import ProposedClause
from belisha.rules.language.clauses import Rule

# What lowers sureness was weighed on the clauses of five policies whose rules are known: where the next
# action is as near as the best, more than half are wrong; where it is far, one in ten is.
CLOSE = 0.35
LOST_WAY_OUT = 0.5
LEFT_LIMIT = 0.7
POINTS_BACK = 0.8
LONG, IS_LONG = 0.85, 30
ACTS = 0.8
_LIMITED = re.compile(r"\bonly\b", re.IGNORECASE)
_BACK = re.compile(r"(?:this|these|such|they|it)\b", re.IGNORECASE)


def sureness_of_rule(proposed: ProposedClause, rule: Rule, choice: ActionChoice) -> float:
    """Return how sure a rule is, from 0 to 1, by its force, its action, and what of its words was lost."""
    sure = proposed.confidence * min(1.0, choice.score) * min(1.0, CLOSE + 2 * choice.lead)
    if proposed.unless and not rule.unless:
        sure *= LOST_WAY_OUT
    if _LIMITED.search(proposed.text) and not rule.unless:
        sure *= LEFT_LIMIT
    if _BACK.match(proposed.text):
        sure *= POINTS_BACK
    if len(proposed.text.split()) > IS_LONG:
        sure *= LONG
    return round(sure, 2)


def sureness_of_note(proposed: ProposedClause, choice: ActionChoice) -> float:
    """Return how sure a note is: less where its words are those of a rule that ships."""
    might_act = proposed.modality in ("consequence", "fact") and choice.score >= ACTS
    return round(proposed.confidence * (LONG if might_act else 1.0), 2)
