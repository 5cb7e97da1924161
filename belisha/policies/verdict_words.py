"""A verdict in people's words, with the sentence that goes with it. The shapes are in `verdict.html`."""

from dataclasses import dataclass

from belisha.rules.ruling import Verdict


@dataclass(frozen=True, slots=True)
class VerdictWords:
    """The word that stands large, and what it means in a sentence."""

    word: str
    meaning: str


VERDICT_WORDS: dict[Verdict, VerdictWords] = {
    Verdict.PROHIBITED: VerdictWords("No", "The policy does not allow this."),
    Verdict.NEEDS_PERMISSION: VerdictWords(
        "Ask first", "The policy allows this only with permission or consent."
    ),
    Verdict.DISCOURAGED: VerdictWords("You should not", "The policy advises against this."),
    Verdict.REQUIRED: VerdictWords("You must", "The policy requires this."),
    Verdict.RECOMMENDED: VerdictWords("You should", "The policy recommends this."),
    Verdict.ALLOWED: VerdictWords("Yes", "The policy allows this."),
    Verdict.SILENT: VerdictWords("Not covered", "The policy does not speak of this."),
    Verdict.DEPENDS: VerdictWords("It depends", "The answer turns on something that is not known yet."),
}


def words_for(verdict: Verdict | str) -> VerdictWords:
    """The words for a verdict."""
    return VERDICT_WORDS[Verdict(verdict)]
