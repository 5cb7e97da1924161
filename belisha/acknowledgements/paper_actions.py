from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from belisha.access.actor import Actor
from belisha.acknowledgements.actions import NotInForceError, Paper, Signing, settle, sign
from belisha.acknowledgements.models import Acknowledgement, How
from belisha.acknowledgements.permissions import check_can_enter_paper
from belisha.acknowledgements.queries import Belonging, asked, belonging, binding_of
from belisha.acknowledgements.showing import show_whole
from belisha.base.clock import today
from belisha.base.words import join_words
from belisha.people.models import School, User
from belisha.people.roles import role_label, stands_for
from belisha.people.standing_for import holders_of_right
from belisha.policies.models import PolicyVersion

WITNESS = "witness-paper"


@dataclass(frozen=True, slots=True)
class Entered:
    """What came of entering a sheet: the acknowledgements made, and how many were there already."""

    made: tuple[Acknowledgement, ...]
    already: int


@transaction.atomic
def enter_paper(
    *, by: Actor, version: PolicyVersion, people: Iterable[int], signed_on: date, witnesses: Iterable[int]
) -> Entered:
    """Enter the signatures on a sheet, all of them or none. Who has acknowledged already is left as they are.

    Raises PermissionDenied with a sentence (also where somebody is their own witness, or `by` is the only
    one), NotInForceError where another version is in force by now, SealError where it cannot be sealed.
    """
    school: School = version.school
    check_can_enter_paper(by, school)
    binding = binding_of(school, version)
    if binding is None or binding.version.pk != version.pk:
        message = "Another version is in force by now. Whoever signed this one has not agreed to that one."
        raise NotInForceError(message)
    signers, seen_by = set(people), tuple(dict.fromkeys(witnesses))
    check_witnesses(by, signers, seen_by)
    here = belonging(school, today())
    names = {each.person_id: each.name for each in witnesses_of(school, here)}
    if not names.keys() >= set(seen_by):
        message = f"A witness is one of these at the school: {_who_witness(school)}."
        raise PermissionDenied(message)
    bound = {each.person_id: each for each in asked(school, binding, today(), here)}
    if not bound.keys() >= signers:
        message = "Somebody on the sheet is not asked to acknowledge this document."
        raise PermissionDenied(message)
    list(User.objects.select_for_update().filter(pk__in=signers).order_by("pk").values_list("pk"))
    done = set(
        Acknowledgement.objects.filter(version__in=binding.accepted, person__in=signers).values_list(
            "person_id", flat=True
        )
    )
    paper = Paper(signed_on, tuple((pk, names[pk]) for pk in seen_by), by.user_id or 0)
    showing = show_whole(binding.policy)
    made = []
    for person in sorted(signers - done):
        each = bound[person]
        signing = Signing(person, each.name, each.roles, binding, showing, How.PAPER, paper=paper)
        made.append(sign(signing))
        settle(by=by, binding=binding, made=made[-1])
    return Entered(tuple(made), len(done))


def witnesses_of(school: School, people: Iterable[Belonging]) -> list[Belonging]:
    """Those of the people whom the school lets be named as a witness."""
    words = holders_of_right(school, WITNESS)
    return [each for each in people if any(stands_for(role, words) for role in each.roles)]


def _who_witness(school: School) -> str:
    return join_words(map(role_label, holders_of_right(school, WITNESS)))


def check_witnesses(by: Actor, signers: Collection[int], witnesses: tuple[int, ...]) -> None:
    """PermissionDenied, with a sentence, unless somebody other than signer and enterer saw the signatures."""
    if (by.user_id or 0) in signers:
        message = "Acknowledge it on your own account, not on a sheet that you enter yourself."
        raise PermissionDenied(message)
    if set(witnesses) & set(signers):
        message = "Nobody can be the witness of their own signature."
        raise PermissionDenied(message)
    if not set(witnesses) - {by.user_id}:
        message = "Somebody other than the person who enters the sheet must have seen the signatures."
        raise PermissionDenied(message)
