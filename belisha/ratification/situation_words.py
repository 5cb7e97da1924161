"""A situation as a reader takes it in: "teacher: befriend somebody, towards a pupil; it is lesson time"."""

from belisha.answers.fact_words import fact_words
from belisha.policies.clause_words import action_words
from belisha.rules.phrasing import a, label_of
from belisha.rules.ruling import Situation
from belisha.rules.vocabulary import load_vocabulary


def situation_words(situation: Situation) -> str:
    """Who, what, towards whom, and every circumstance that is known."""
    vocabulary = load_vocabulary()
    said = f"{label_of(situation.role, vocabulary)}: {action_words(situation.action)}"
    if situation.towards:
        said += f", towards {a(situation.towards, vocabulary)}"
    facts = [fact_words(name, value) for name, value in sorted(situation.facts.items())]
    return "; ".join([said, *facts])
