"""Tell what kind of words somebody typed, before any action is looked for."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from belisha.asking.kind_features import tells_of_image, tells_of_somebody
from belisha.asking.kind_names import WordsKind
from belisha.asking.kind_weights import load_kind_weights
from belisha.asking.safeguarding import safeguarding

# Chosen on texts of benchmarks/kinds that nothing was learnt from, by their number alone. Help that nobody
# needed costs a glance, help that was not given may cost a child: from UNSURE on help stands first, and up to
# SURE it links to the rule as well, for somebody who only asked. So it does from LIKELY on, where the kinds
# are weighed against each other instead.
UNSURE, SURE, LIKELY = 0.0055, 0.15, 0.2
# A pattern of harm counts only from here on: below it, it stood in questions about rules and never in harm.
PATTERN_FROM = 0.003
# So many times likelier than harm makes what is not sure something that happened, a question of the policy,
# or a question of something else.
INCIDENT_RATHER, QUESTION_RATHER, ELSEWHERE_RATHER = 10, 30, 7


@dataclass(frozen=True, slots=True)
class KindOfWords:
    """The kind of a text. `harm` is how likely it tells of harm; `is_sure` whether nothing else is likely.

    `likely` is how likely an ordinary text is of this kind. `otherwise` is what a disclosure would be, were
    it none. `is_said` says that a phrase or a pattern of harm stands in it.
    """

    kind: WordsKind
    harm: float
    is_sure: bool = True
    likely: float = 1.0
    otherwise: WordsKind = WordsKind.PERMISSION
    is_said: bool = False

    @property
    def is_disclosure(self) -> bool:
        """Return whether help comes first."""
        return self.kind is WordsKind.DISCLOSURE


def kind_of(text: str, vector: NDArray[np.float32], *, has_alarm: bool = False) -> KindOfWords:
    """Return the kind of a normalised text with its sentence vector.

    `has_alarm` says that a phrase of the vocabulary's alarm stands in it. Such a phrase, or one of the
    library's patterns of harm, makes it a disclosure, unless it is plainly about teaching or writing; so does
    a child who meets an adult, a message, a picture, a secret or fear in something that is told, where what
    was learnt leaves it open. What leaves it open but is far likelier an incident, or a question, is that.
    """
    harm, likelihoods = load_kind_weights().likelihoods(text, vector)
    is_plain = safeguarding().is_plain(text) and not tells_of_somebody(text)
    has_pattern = harm >= PATTERN_FROM and safeguarding().tells_of_harm(text)
    if (has_alarm or has_pattern or tells_of_image(text)) and not is_plain:
        return KindOfWords(WordsKind.DISCLOSURE, max(harm, SURE), is_said=True)
    if harm >= SURE and not _is_rather_incident(likelihoods):
        return KindOfWords(WordsKind.DISCLOSURE, harm, otherwise=WordsKind(_likeliest_else(likelihoods)))
    ordinary = {kind: likely for kind, likely in likelihoods.items() if kind != WordsKind.DISCLOSURE}
    kind = _likeliest_else(likelihoods)
    is_open = harm >= UNSURE and not _is_rather_else(likelihoods)
    is_open = is_open or likelihoods[WordsKind.DISCLOSURE] >= LIKELY
    # A single word that is no pattern tells nothing.
    if harm < SURE and is_open and not is_plain and " " in text:
        return KindOfWords(WordsKind.DISCLOSURE, harm, is_sure=False, otherwise=WordsKind(kind))
    return KindOfWords(WordsKind(kind), harm, likely=ordinary[kind])


def approached(kind: KindOfWords) -> KindOfWords:
    """Return the kind of words that ask of an adult who comes near a child: help first, and the rule too."""
    if kind.is_disclosure:
        return replace(kind, is_said=True)
    harm = max(kind.harm, UNSURE)
    return KindOfWords(WordsKind.DISCLOSURE, harm, is_sure=False, otherwise=kind.kind, is_said=True)


def _is_rather_else(likelihoods: dict[str, float]) -> bool:
    """Return whether something that happened, or a question, is so much likelier that it is no disclosure."""
    harm = likelihoods[WordsKind.DISCLOSURE]
    asked = max(
        likely
        for kind, likely in likelihoods.items()
        if kind not in (WordsKind.DISCLOSURE, WordsKind.INCIDENT)
    )
    is_elsewhere = likelihoods[WordsKind.ELSEWHERE] > ELSEWHERE_RATHER * harm
    return _is_rather_incident(likelihoods) or is_elsewhere or asked > QUESTION_RATHER * harm


def _likeliest_else(likelihoods: dict[str, float]) -> str:
    """Return the likeliest kind but for a disclosure."""
    return max((each for each in likelihoods if each != WordsKind.DISCLOSURE), key=likelihoods.__getitem__)


def _is_rather_incident(likelihoods: dict[str, float]) -> bool:
    return likelihoods[WordsKind.INCIDENT] > INCIDENT_RATHER * likelihoods[WordsKind.DISCLOSURE]
