"""What people write after a command: a policy, a role, another party, words of their own."""

from datetime import date
from pathlib import Path

from belisha.answers.question import LONGEST
from belisha.asking.mentions import named_role
from belisha.asking.text import fold
from belisha.cli.failing import Misused
from belisha.cli.files import is_path, text_of
from belisha.rules.nearest import did_you_mean
from belisha.rules.policy import Policy
from belisha.rules.reading import library_slugs, load_policy, read_policy
from belisha.rules.vocabulary import WordsFile, default_vocabulary, extend
from belisha.rules.words import Vocabulary


def words_of(paths: list[str]) -> Vocabulary:
    """The words that ship and those of the files. Raises VocabularyError with every mistake of a file."""
    base = default_vocabulary()
    return extend(base, [WordsFile(Path(each).name, text_of(each)) for each in paths]) if paths else base


def policy_of(word: str, words: Vocabulary | None = None) -> Policy:
    """The shipped policy of that slug, or the policy in that file.

    Raises Misused where there is neither, PolicyError with every mistake of a file.
    """
    if word in library_slugs():
        return load_policy(word, vocabulary=words)
    return read_policy(text_of_policy(word), name=Path(word).name, vocabulary=words)


def text_of_policy(word: str) -> str:
    """The text of the policy or document in a file. Raises Misused where there is none."""
    if is_path(word):
        return text_of(word)
    near = did_you_mean(word, library_slugs()) or "; `belisha policies` lists those that ship"
    raise Misused(f"`{word}` is neither a policy that ships nor a file{near}")


def role_of(word: str, words: Vocabulary) -> str:
    """The role that a word names: its id, an office, or an everyday name. Raises Misused for others."""
    role = named_role(word, words)
    if role is None:
        names = [name for each in words.roles.values() for name in (each.id, *each.names)]
        raise Misused(f"`{word}` is not a role that Belisha knows{did_you_mean(word, names)}")
    return role


def party_of(word: str, words: Vocabulary) -> str:
    """The role, or the body outside the school, that a word names. Raises Misused for others."""
    role = named_role(word, words)
    if role is not None:
        return role
    for party in words.parties.values():
        if fold(word) in {party.id, fold(party.label), *map(fold, party.names)}:
            return party.id
    names = [name for each in words.roles.values() for name in (each.id, *each.names)]
    names += [name for each in words.parties.values() for name in (each.id, *each.names)]
    near = did_you_mean(word, names)
    raise Misused(f"`{word}` is not a role or body that Belisha knows{near}")


def question_of(said: str) -> str:
    """A question without what a shell could not read and what no screen shows.

    Raises Misused where nothing is left, or where it is no question but a document.
    """
    read = said.encode("utf-8", "replace").decode("utf-8")
    question = " ".join("".join(each if each.isprintable() else " " for each in read).split())
    if not question:
        raise Misused("the question is empty")
    if len(question) > LONGEST:
        raise Misused(f"the question has {len(question):,} characters; ask in at most {LONGEST}")
    return question


def today() -> date:
    """The day on which the command runs. Nothing below this floor looks at a clock."""
    return date.today()  # noqa: DTZ011 - a school's day is the machine's day
