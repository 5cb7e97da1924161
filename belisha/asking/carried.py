"""Which texts Belisha carries vectors of."""

from belisha.asking.clausebook import clause_entries
from belisha.asking.phrasebook import plain_entries
from belisha.rules.judge import compile_policy
from belisha.rules.reading import library_slugs, load_policy
from belisha.rules.vocabulary import load_vocabulary


def carried_texts() -> list[str]:
    """The plain texts of the vocabulary's phrases and of the shipped policies' clauses."""
    vocabulary = load_vocabulary()
    entries = list(plain_entries(vocabulary))
    for slug in library_slugs():
        entries += clause_entries(compile_policy(load_policy(slug), vocabulary, on=None))
    return [each.text for each in entries]
