"""The vocabulary as one policy speaks it: with its own names for people."""

from collections.abc import Iterable
from dataclasses import replace

from belisha.rules.language.policy import Naming, Policy
from belisha.rules.vocabulary.packs import with_packs
from belisha.rules.vocabulary.tables import WordTable, asleep_in
from belisha.rules.vocabulary.words import Vocabulary


def with_own_names(vocabulary: Vocabulary, calls: Iterable[Naming]) -> Vocabulary:
    """Return the vocabulary in which each role is called what the policy calls it.

    The name means that role and no other. Without names of its own, the vocabulary is given back itself.
    """
    names = {naming.word.casefold(): naming for naming in calls if naming.role in vocabulary.roles}
    if not names:
        return vocabulary
    roles = {
        role.id: replace(role, names=tuple(each for each in role.names if each.casefold() not in names))
        for role in vocabulary.roles.values()
    }
    for naming in names.values():
        role = roles[naming.role]
        own = dict.fromkeys((*role.names, role.label))
        own.pop(naming.word, None)
        roles[role.id] = replace(role, label=naming.word, names=tuple(own))
    return replace(vocabulary, roles=WordTable(roles, asleep_in(vocabulary.roles)))


def spoken_words(policy: Policy, words: Vocabulary) -> Vocabulary:
    """Return the words as a policy speaks them: with the packs that it uses, and its own names."""
    return with_own_names(with_packs(words, policy), policy.control.calls)
