"""Parse how a question is put: what it asks for, and who would act."""

import re
from enum import StrEnum

from belisha.asking.entities import Entities, Entity

_LEADS = "can|could|may|might|must|should|shall|would|will|do|does|did|ought|allow|allows|let|lets"
_OPENING_LEADS = "is|are|has|have"
_DETERMINERS = (
    "(?:the |a |an |my |our |your |any |all |every |some |other |a new |new |these |those |of |us |we"
    "|[a-z]+'s )*"
)
_BEFORE_SUBJECT = re.compile(
    rf"(?:\b(?:{_LEADS}) |(?:^|[?.!,;] )(?:{_OPENING_LEADS}) )(?:not )?{_DETERMINERS}$"
)
_ASKS_FOR_SELF = re.compile(rf"\b(?:{_LEADS}) (?:not )?(?:i|we)\b")
_BY_PRONOUN = re.compile(
    r"\b(?:can|may|could|should|must|is|does|do|are) (?:he|she|they) (?:now |still |then )?(?!told\b)"
)
_SPEAKER = re.compile(
    rf"\b(?:{_LEADS}|what do|what should|what must|who do|who should|where do|where should)"
    r" (?:not )?(?:i|we)\b"
    r"|\b(?:i|we) (?:can|may|must|should|want|would|have|need|am|are|was)\b"
    r"|\b(?:ok|okay|fine|all right|alright|allowed|acceptable|wrong|safe|possible)"
    r" (?:for me )?(?:to|if i|if we)\b"
)
_MAY = re.compile(
    r"\b(?:can|could|may|might) (?:i|we|he|she|they|the|a|an|my|our|any|you|one|it|parents?|staff|teachers?"
    r"|pupils?|children|governors?|volunteers?|somebody|someone)\b"
    r"|\b(?:am|are|is) (?:i|we|he|she|they|it|my|the|this|that)\b.*"
    r"\b(?:allowed|ok|okay|fine|permitted|all right|alright|free to|acceptable|able|against)\b"
    r"|\b(?:ok|okay|fine|all right|alright|allowed|acceptable|permitted|cool|wrong|safe|any harm|any problem"
    r"|a problem|mind if|forbidden|banned)\b"
    r"|\b(?:is|was) (?:it|that|this) (?:really |so |a )?(?:bad|naughty|cheating|rude|mean|illegal|against)\b"
    r"|\b(?:yay or nay|yes or no|yeah or nah|y or n)\b|\bthat ok \?"
)
_MUST = re.compile(
    r"\b(?:must|should|shall|ought|have to|has to|need to|needs to|required|supposed to|expected to|obliged"
    r"|necessary|compulsory|do i need|does it matter|(?:am i|are we|is he|is she|are they) meant"
    r"|is it (?:my|our) (?:job|duty|responsibility)"
    r"|up to me|bother)\b"
)
_WHAT_NOW = re.compile(
    r"\b(?:what (?:do|should|must|now|happens|will|can|next|to do|is (?:next|now))|now what"
    r"|who (?:do|should|must|to|deals|handles|gets|needs|looks|sorts|can i tell)"
    r"|where (?:do|should|must|to|can)|how (?:do|should|must|often|to|long|will|soon)|whom"
    r"|when (?:do|does|should|must|is|will|are)|what is the|whose|next step|advice|help)\b"
    # "somebody who is rude" asks nothing; "who is told" does.
    r"|(?:^|[?.!,;:] |\band )who (?:is|are|has)\b"
)


_WHOM = re.compile(
    r"\b(?:who|whom) (?:do|should|must|shall|would|can|could|needs?|has|have|ought|hears|is|gets|am|to)\b"
    r".{0,20}\b(?:tell|telling|told|inform|informed|report|reported|know|hear|hears|say|speak|ask|go to)\b"
)
_REVERSED = re.compile(
    r"\b(?:not|no|never|without|decline|refuse|ignore|skip|dodge|avoid|drop it"
    r"|(?:leave|let|keep) (?:it|this|that)|keep quiet|say nothing|do nothing|stay out|sit tight"
    r"|turn a blind eye)\b"
)
_OTHER_BEFORE = re.compile(r"\b(?:other|another|fellow|different|(?:year|y) ?\d+|reception|nursery) $")
_PEER = re.compile(r"(?:colleague|workmate|work mate|co-worker|coworker)s?\b")


class GrammaticalForm(StrEnum):
    """What a question asks for."""

    MAY = "may"
    MUST = "must"
    WHAT_NOW = "what now"
    TOLD = "told"


def form_of(text: str) -> GrammaticalForm:
    """Return what a normalised question asks for; TOLD for a statement."""
    if _WHAT_NOW.search(text):
        return GrammaticalForm.WHAT_NOW
    if _MUST.search(text):
        return GrammaticalForm.MUST
    if _MAY.search(text):
        return GrammaticalForm.MAY
    return GrammaticalForm.TOLD


def is_reversed(text: str) -> bool:
    """Return whether a normalised question asks leave to leave something undone: "is it wrong not to"."""
    return _REVERSED.search(text) is not None


def asks_whom(text: str) -> bool:
    """Return whether a normalised question asks whom to tell, to which no ban is an answer."""
    return _WHOM.search(text) is not None


def subject_of(entities: Entities) -> Entity | None:
    """Return whom the question names as the one to act ("can parents take photos"), or None for the asker.

    A question in which the speaker is the one who asks leave ("can I", "what do we do") has no other subject.
    "May she" and "should they" are whoever was named last before.
    """
    for entity in entities.people:
        before = entities.text[: entity.start]
        if not entity.owner and _BEFORE_SUBJECT.search(before) and not _SPEAKER.search(before):
            return entity
    return _named_before_pronoun(entities)


def _named_before_pronoun(entities: Entities) -> Entity | None:
    """Return whom "may she" means: the person named last before it; None if the speaker acts."""
    found = _BY_PRONOUN.search(entities.text)
    if found is None or _ASKS_FOR_SELF.search(entities.text):
        return None
    named = [each for each in entities.people if each.end <= found.start() and not each.owner]
    return named[-1] if named else None


def speaks_for_self(entities: Entities) -> bool:
    """Return whether the speaker is the one who would act."""
    return _SPEAKER.search(entities.text) is not None


def is_peer(entity: Entity, role: str, text: str) -> bool:
    """Return whether somebody of the asker's own role is meant: "other teachers", asked by a teacher."""
    before = text[: entity.start]
    return entity.role == role and bool(_OTHER_BEFORE.search(before) or _PEER.match(text, entity.start))
