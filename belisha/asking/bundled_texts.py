"""List the texts whose vectors ship with Belisha, and work out what else ships of the vocabulary."""

from belisha.asking.clause_index import clause_entries
from belisha.asking.phrase_index import entries_of, plain_entries, stems_of
from belisha.asking.prepared import Prepared, fingerprint_of
from belisha.asking.spelling import known_words_of
from belisha.rules.judge import compile_policy
from belisha.rules.language.reading import library_slugs, load_policy
from belisha.rules.vocabulary.loading import load_vocabulary, pack_files
from belisha.rules.vocabulary.packs import with_awake
from belisha.rules.vocabulary.words import Vocabulary


def bundled_texts() -> list[str]:
    """Return the plain texts of the phrases of vocabulary and packs, and of the shipped policies' clauses.

    A phrase may read otherwise while the packs are awake, whose words stand for people too: both are listed.
    """
    vocabulary = load_vocabulary()
    entries = [*plain_entries(with_awake(vocabulary, pack_files())), *plain_entries(vocabulary)]
    for slug in library_slugs():
        entries += clause_entries(compile_policy(load_policy(slug), vocabulary, on=None))
    return [each.text for each in entries]


def prepare(vocabulary: Vocabulary) -> Prepared:
    """Work out what a first question needs of a vocabulary, whatever ships."""
    entries = entries_of(vocabulary)
    return Prepared(
        fingerprint=fingerprint_of(vocabulary),
        texts=tuple(each.text for each in entries),
        stems=stems_of(entries),
        known_words=known_words_of(vocabulary),
    )
