from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.audit.verbs import Verb
from belisha.base.guards import guard
from belisha.people.models import School
from belisha.policies.models import SchoolWord
from belisha.policies.own_words.translation import folded
from belisha.policies.record import PolicyEvent


class WordTakenError(Exception):
    """The school has the word already."""


@guard
def can_change_words(actor: Actor, school: School) -> None:
    """Raise PermissionDenied, with a sentence, unless the actor writes the school's policy."""
    if not actor.may("write-policy", school.pk):
        raise PermissionDenied("Only people who write the policy can say what your own words mean.")


def add_word(*, by: Actor, school: School, word: str, kind: str, means: str) -> SchoolWord:
    """Add a word of the school's own. Raise PermissionDenied, or WordTakenError if it is there."""
    can_change_words.check(by, school)
    try:
        with transaction.atomic():
            made: SchoolWord = SchoolWord.objects.create(
                school=school, word=folded(word), kind=kind, means=means, added_by_id=by.user_id
            )
            _record(by, made, PolicyEvent.ADDED_SCHOOL_WORD)
    except IntegrityError as error:
        raise WordTakenError from error
    return made


@transaction.atomic
def remove_word(*, by: Actor, word: SchoolWord) -> None:
    """Remove a word of the school's own. Raise PermissionDenied."""
    can_change_words.check(by, word.school)
    _record(by, word, PolicyEvent.REMOVED_SCHOOL_WORD)
    word.delete()


def _record(by: Actor, word: SchoolWord, verb: Verb) -> None:
    detail = {"kind": word.kind, "means": word.means}
    record(school_id=word.school_id, by=by.user_id, verb=verb, subject=f"word {word.pk}", detail=detail)
