"""Word the headline of an answer: the verdict, and the condition or the person that it depends on."""

from dataclasses import dataclass

from belisha.policies.documents.verdict_labels import label_for
from belisha.rules.ruling import OpenCondition, Ruling, Situation, Verdict
from belisha.rules.vocabulary.words import Vocabulary
from belisha.rules.wording.grammar import and_list, sentence, the

LONGEST = 90
DUTIES = {Verdict.REQUIRED: "must", Verdict.RECOMMENDED: "should"}


@dataclass(frozen=True, slots=True)
class Headline:
    """`Yes, if` `it is a break`; `Ask first:` `the headteacher, in writing`; `No`, and nothing more.

    `turns_on` are the facts of the condition. `is_plain` is True where the headline is no verdict: the answer
    has then no verdict's colour.
    """

    word: str
    more: str = ""
    meaning: str = ""
    is_conditional: bool = False
    turns_on: frozenset[str] = frozenset()
    is_plain: bool = False

    @property
    def words(self) -> str:
        """Return the headline on one line."""
        return f"{self.word} {self.more}".strip()


def headline(vocabulary: Vocabulary, situation: Situation, ruling: Ruling, *, asker: str = "") -> Headline:
    """Return the headline of a ruling on a situation. `asker` is the role that asks, if another is to act.

    A duty says what it is and whose: the question may have been about something else that triggers it.
    """
    words = label_for(ruling.verdict)
    plain = Headline(words.word, meaning=words.meaning)
    if not situation.action:
        return plain
    if ruling.condition:
        return _conditional(ruling.condition, ruling.verdict)
    if ruling.verdict in DUTIES:
        whose = (
            "You"
            if situation.role == (asker or situation.role)
            else sentence(the(situation.role, vocabulary)).rstrip(".")
        )
        label = vocabulary.actions[situation.action].label
        return Headline(f"{whose} {DUTIES[ruling.verdict]}", label, words.meaning)
    if ruling.remote_case and not ruling.ask_first:
        return Headline("No, unless", ruling.remote_case, words.meaning)
    whom = and_list(ruling.ask_first)
    return Headline(f"{words.word}:", whom, words.meaning) if 0 < len(whom) <= LONGEST else plain


def _conditional(condition: OpenCondition, verdict: Verdict) -> Headline:
    words = label_for(verdict)
    return Headline(
        f"{words.word}, if",
        ", or if ".join(condition.words) or "what it says applies here",
        f"{words.meaning.removesuffix('.')} on this condition, and it is not known yet whether it is so.",
        is_conditional=True,
        turns_on=condition.turns_on,
    )
