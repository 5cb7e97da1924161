"""Turn command-line words into values: a policy, a role, another party, a vocabulary."""

import sys
from datetime import date
from pathlib import Path

from belisha.answers.question import LONGEST
from belisha.asking.entities import named_role
from belisha.asking.text import normalise
from belisha.cli.errors import UsageError
from belisha.cli.text_files import is_path, text_of
from belisha.rules.errors import Mistake, PolicyError
from belisha.rules.language.policy import Policy
from belisha.rules.language.reading import load_policy, read_policy, shipped_slugs
from belisha.rules.nearest import did_you_mean
from belisha.rules.vocabulary.loading import WordsFile, as_far_as_possible, default_vocabulary, extend
from belisha.rules.vocabulary.own_names import spoken_words
from belisha.rules.vocabulary.words import Role, Vocabulary
from belisha.rules.wording.grammar import or_list


def words_of(paths: list[str]) -> Vocabulary:
    """Return the shipped vocabulary extended by these files. Raise VocabularyError listing every error."""
    base = default_vocabulary()
    return extend(base, _files_of(paths)) if paths else base


def mistakes_beside(paths: list[str], policy: str) -> tuple[Mistake, ...]:
    """Return the mistakes of a policy's file, read with as many of the words in `paths` as can be read.

    A policy that ships has none, nor has a file that is not there.
    """
    if not is_path(policy):
        return ()
    words, _ = as_far_as_possible(default_vocabulary(), _files_of(paths))
    try:
        text = text_of(policy)
        if text.lstrip("\ufeff").startswith("---"):
            read_policy(text, name=Path(policy).name, vocabulary=words)
    except PolicyError as error:
        return error.mistakes
    except (OSError, UsageError):
        pass
    return ()


def _files_of(paths: list[str]) -> list[WordsFile]:
    return [WordsFile(Path(each).name, text_of(each)) for each in paths]


def policy_of(word: str, words: Vocabulary | None = None) -> Policy:
    """Return the shipped policy with this slug, or the policy in this file.

    Raise UsageError if there is neither, PolicyError listing every error of a file.
    """
    if word in shipped_slugs():
        return load_policy(word, vocabulary=words)
    return read_policy(text_of_policy(word), name=Path(word).name, vocabulary=words)


def text_of_policy(word: str) -> str:
    """Return the text of the policy or document in a file. Raise UsageError if there is none."""
    if is_path(word):
        return text_of(word)
    near = did_you_mean(word, shipped_slugs()) or "; `belisha policies` lists those that ship"
    raise UsageError(f"`{word}` is neither a policy that ships nor a file{near}")


def role_of(word: str, words: Vocabulary) -> str:
    """Return the role id for an id, an office or an everyday name. Raise UsageError if unknown."""
    role = named_role(word, words)
    if role is None:
        names = [name for each in words.roles.values() for name in (each.id, *each.names)]
        raise UsageError(f"`{word}` is not a role that Belisha knows{did_you_mean(word, names)}")
    return role


def asker_of(word: str, policy: Policy, words: Vocabulary) -> str:
    """Return the role that a word names under a policy, whose own names go first.

    Where the policy itself uses the word and it is only another name of the role, the role is said: the
    document may mean somebody else by it. Raise UsageError if the word names nobody.
    """
    own = spoken_words(policy, words)
    role = role_of(word, own)
    said = normalise(word)
    label = own.roles[role].label
    others = policy.used_words.intersection(own.roles) - {role}
    others = frozenset(each for each in others if _has_name(own.roles[each], said))
    if others and said not in (role, role.replace("-", " "), normalise(label)):
        named = or_list(sorted(own.roles[each].label for each in others))
        only = own.roles[next(iter(others))]
        if role not in policy.used_words and len(others) == 1 and _is_meant(only, said):
            print(f"belisha: `{word}` is read as: {named}, of whom the policy speaks.", file=sys.stderr)
            return only.id
        print(f"belisha: `{word}` is read as: {label}. If not, say: {named}.", file=sys.stderr)
        return role
    if said not in (normalise(label), role.replace("-", " "), role):
        texts = " ".join(clause.text for clause in policy.clauses).casefold()
        if f" {said} " in f" {texts} ":
            line = f"calls: {said} = ..."
            print(f"belisha: `{word}` is read as: {label}. If not, add `{line}`.", file=sys.stderr)
    return role


def _has_name(role: Role, said: str) -> bool:
    """Return whether a word is part of a name of the role: "manager" of "manager of the setting"."""
    return any(f" {said} " in f" {each} " for each in _names_of(role))


def _is_meant(role: Role, said: str) -> bool:
    """Return whether a word may stand for the role: a name begins with it.

    At its end it is a wider word: a lead practitioner is not any practitioner.
    """
    return any(f"{each} ".startswith(f"{said} ") for each in _names_of(role))


def _names_of(role: Role) -> list[str]:
    return [normalise(each) for each in (role.id.replace("-", " "), role.label, *role.names)]


def party_of(word: str, words: Vocabulary) -> str:
    """Return the id of the role or outside body that a word names. Raise UsageError if unknown."""
    role = named_role(word, words)
    if role is not None:
        return role
    for party in words.parties.values():
        if normalise(word) in {party.id, normalise(party.label), *map(normalise, party.names)}:
            return party.id
    names = [name for each in words.roles.values() for name in (each.id, *each.names)]
    names += [name for each in words.parties.values() for name in (each.id, *each.names)]
    near = did_you_mean(word, names)
    raise UsageError(f"`{word}` is not a role or body that Belisha knows{near}")


def question_of(said: str) -> str:
    """Return the question without undecodable and unprintable characters.

    Raise UsageError if nothing is left, or if it is longer than a question may be.
    """
    question = readable(said)
    if not question:
        raise UsageError("the question is empty")
    if len(question) > LONGEST:
        raise UsageError(f"the question has {len(question):,} characters; ask in at most {LONGEST}")
    return question


def readable(said: str) -> str:
    """Return words on one line, without undecodable and unprintable characters."""
    read = said.encode("utf-8", "replace").decode("utf-8")
    return " ".join("".join(each if each.isprintable() else " " for each in read).split())


def today() -> date:
    """Return the machine's date. The pure packages below never read a clock."""
    return date.today()  # noqa: DTZ011 - a school's day is the machine's day
