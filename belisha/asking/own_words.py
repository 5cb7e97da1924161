"""Whether a school's own words are found: which phrases lose to a word that ships."""

from collections.abc import Iterator
from dataclasses import dataclass

from belisha.asking.asking import ask
from belisha.rules.language.policy import Policy
from belisha.rules.vocabulary.loading import taken_names
from belisha.rules.vocabulary.words import Vocabulary

AS = "teacher"


@dataclass(frozen=True, slots=True)
class PhraseCheck:
    """A phrase of an own action, and the action that a question with it is taken for (empty: none)."""

    phrase: str
    action: str
    found: str

    @property
    def loses(self) -> bool:
        """Whether a question with the phrase is taken for something else."""
        return self.action != self.found


def check_phrases(policy: Policy, vocabulary: Vocabulary, base: Vocabulary) -> Iterator[PhraseCheck]:
    """Yield each phrase of an action that is not in `base`, asked of the policy as a question."""
    for action in vocabulary.actions.values():
        if action.id in base.actions:
            continue
        for phrase in (action.label, *action.phrases):
            answer = ask(policy, f"Can I {phrase}?", role=AS, vocabulary=vocabulary)
            yield PhraseCheck(phrase, action.id, answer.situation.action if answer.situation else "")


def names_taken(vocabulary: Vocabulary, base: Vocabulary) -> Iterator[str]:
    """Yield a sentence for each name that an own word takes from one that ships."""
    for name, (own, shipped) in taken_names(vocabulary, base).items():
        yield f"`{name}` now means `{own}`, and no longer `{shipped}`."
