"""A situation in words: "teacher: befriend somebody, towards a pupil; it is lesson time"."""

from belisha.answers.fact_words import fact_words
from belisha.policies.documents.clause_text import action_label
from belisha.rules.ruling import Situation
from belisha.rules.vocabulary.loading import load_vocabulary
from belisha.rules.wording.grammar import a, label_of


def situation_text(situation: Situation) -> str:
    """Return who, what, towards whom, and every known fact, in words."""
    vocabulary = load_vocabulary()
    said = f"{label_of(situation.role, vocabulary)}: {action_label(situation.action)}"
    if situation.towards:
        said += f", towards {a(situation.towards, vocabulary)}"
    facts = [fact_words(name, value) for name, value in sorted(situation.facts.items())]
    return "; ".join([said, *facts])
