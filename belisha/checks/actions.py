from django.db import transaction

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.audit.verbs import Verb
from belisha.checking.text import plain_words
from belisha.checks.models import LONGEST_WORDS, AllowedWord
from belisha.checks.permissions import can_allow_words
from belisha.checks.record import CheckEvent
from belisha.people.models import School


class WordRefusedError(Exception):
    """The word cannot be allowed. The message is a sentence that says why."""


@transaction.atomic
def allow_word(*, by: Actor, school: School, words: str) -> AllowedWord:
    """Say that a word or phrase is no problem at the school. Raise PermissionDenied, WordRefusedError."""
    can_allow_words.check(by, school)
    plain = " ".join(plain_words(words))
    if not plain or len(plain) > LONGEST_WORDS:
        raise WordRefusedError(f"Enter a word or a phrase of at most {LONGEST_WORDS} letters.")
    word, is_new = AllowedWord.objects.get_or_create(school=school, words=plain)
    if is_new:
        _tell(by, school, CheckEvent.ALLOWED_WORD_IN_POSTS, word)
    return word


@transaction.atomic
def forget_word(*, by: Actor, word: AllowedWord) -> None:
    """Say that a word or phrase is looked at again. Raise PermissionDenied."""
    can_allow_words.check(by, word.school)
    _tell(by, word.school, CheckEvent.STOPPED_ALLOWING_WORD_IN_POSTS, word)
    word.delete()


def _tell(by: Actor, school: School, verb: Verb, word: AllowedWord) -> None:
    record(school_id=school.pk, by=by.user_id, verb=verb, subject=f"allowed word {word.pk}", detail={})
