"""Who has a part in a case, who works on it, and who no longer does."""

from django.db import transaction
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.base.clock import today
from belisha.cases.actions.access import bar, end_all_access, grant, people_with_access
from belisha.cases.actions.cases import alert_new
from belisha.cases.actions.chronology import CaseRefusedError, add_entry, lock_case, look_again, tell
from belisha.cases.library import reporting
from belisha.cases.marks import mark_of
from belisha.cases.models import CaseMark, CasePart, CasePerson, ChronologyKind, IncidentCase
from belisha.cases.models.visibility import RIGHT
from belisha.cases.permissions import can_see_case
from belisha.cases.record import CaseEvent
from belisha.people.models import Membership, School
from belisha.people.offices.holders import holders_by_office
from belisha.people.offices.right_holders import holders_of_right
from belisha.people.roles import is_office, role_label, role_matches

# Access itself is not sealed: what somebody wrote of the reason stands in the chronology alone.
LET_IN = "Let in by somebody who works on it: why stands in the chronology"
HANDED_OVER = "It was handed over: why stands in the chronology"
MARKS = {"handle": "Handle or account", "address": "Address of a page or post"}


@transaction.atomic
def add_case_person(
    *, by: Actor, case: IncidentCase, part: str, role: str = "", user_id: int | None = None, about: str = ""
) -> CasePerson:
    """Add somebody with a part: a person of the school, a role, or a description. Each has their own part.

    Somebody who is alleged to have done it no longer sees the case, whatever access they had, nor does an
    office that is alleged. Raise PermissionDenied, or CaseRefusedError.
    """
    locked = lock_case(case)
    can_see_case.check(by, locked)
    if part not in CasePart.values:
        raise CaseRefusedError("Choose the part that they have.")
    if not (role or user_id or about.strip()):
        raise CaseRefusedError("Say who it is: choose a person or a role, or describe them.")
    if user_id is not None and user_id == by.user_id and part == CasePart.ALLEGED:
        raise CaseRefusedError("If it is about you, step aside instead.")
    if user_id is not None and not _is_at(locked.school, user_id):
        raise CaseRefusedError("That person is not at this school.")
    person: CasePerson = CasePerson.objects.create(
        case=locked,
        part=part,
        role=role,
        user_id=user_id,
        sealed=locked.seal(about.strip()) if not locked.is_image else "",
        mark=mark_of(locked.school_id, "person", str(user_id)) if user_id else "",
    )
    if part == CasePart.ALLEGED and user_id:
        bar(locked, user=user_id, why="They are alleged to have done it")
    if part == CasePart.ALLEGED and role and is_office(role):
        bar(locked, office=role, why="It is about this office")
    _need_somebody(locked)
    add_entry(locked, ChronologyKind.PERSON, role_label(role) if role else "", by=by, about=f"added: {part}")
    tell(by, locked, CaseEvent.ADDED_SOMEBODY_TO_CASE, part=part)
    look_again(locked)
    return person


@transaction.atomic
def end_part(*, by: Actor, case: IncidentCase, person: CasePerson, words: str) -> None:
    """End somebody's part, with a reason; the chronology keeps that they had it. A bar stays."""
    locked = lock_case(case)
    can_see_case.check(by, locked)
    if not words.strip():
        raise CaseRefusedError("Say why they have no part in it any more.")
    CasePerson.objects.filter(pk=person.pk, case=locked, ended_at=None).update(ended_at=timezone.now())
    said = "" if locked.is_image else words
    add_entry(locked, ChronologyKind.PERSON, said, by=by, about=f"no longer: {person.part}")
    tell(by, locked, CaseEvent.ENDED_PART_IN_CASE, part=person.part)


@transaction.atomic
def add_mark(*, by: Actor, case: IncidentCase, kind: str, value: str) -> CaseMark:
    """Note a handle or an address, so that repeats show. Once each. Raise PermissionDenied."""
    locked = lock_case(case)
    can_see_case.check(by, locked)
    if kind not in MARKS or not value.strip():
        raise CaseRefusedError("Enter a handle or an address.")
    found, is_new = CaseMark.objects.get_or_create(
        case=locked,
        kind=kind,
        mark=mark_of(locked.school_id, kind, value),
        defaults={"sealed": locked.seal(value.strip()[:500])},
    )
    if is_new:
        add_entry(locked, ChronologyKind.FACT, value.strip()[:500], by=by, about=kind)
        tell(by, locked, CaseEvent.NOTED_HANDLE_OR_ADDRESS)
    return found


@transaction.atomic
def add_member(*, by: Actor, case: IncidentCase, user_id: int, why: str) -> None:
    """Let somebody else work on a case, with a reason. Raise PermissionDenied, or CaseRefusedError.

    They need the right to work on cases, and nobody is let in who is barred.
    """
    locked = lock_case(case)
    can_see_case.check(by, locked)
    if not why.strip():
        raise CaseRefusedError("Say why they need to see it.")
    if not _may_work(locked.school, user_id):
        raise CaseRefusedError(
            "They may not work on cases yet. Whoever looks after people can give them that right."
        )
    grant(locked, user=user_id, why=LET_IN, by=by)
    if user_id not in people_with_access(locked):
        raise CaseRefusedError("The case is about them, or they have stepped aside.")
    add_entry(locked, ChronologyKind.ACCESS, "" if locked.is_image else why, by=by, about="may see it")
    tell(by, locked, CaseEvent.LET_SOMEBODY_WORK_ON_CASE, person=user_id)
    alert_new(locked, {user_id})
    look_again(locked)


@transaction.atomic
def hand_over(*, by: Actor, case: IncidentCase, office: str, why: str) -> IncidentCase:
    """Give a case to another office: everybody's access ends, and the office's begins; bars stay.

    Raise PermissionDenied, or CaseRefusedError if nobody of the office may see it.
    """
    locked = lock_case(case)
    can_see_case.check(by, locked)
    if not why.strip():
        raise CaseRefusedError("Say why it goes to them.")
    if not role_matches(office, holders_of_right(locked.school, RIGHT)):
        raise CaseRefusedError(f"The {role_label(office)} may not work on cases here.")
    end_all_access(locked)
    grant(locked, office=office, why=HANDED_OVER, by=by)
    _need_somebody(locked)
    add_entry(locked, ChronologyKind.ACCESS, "" if locked.is_image else why, by=by, about=f"to {office}")
    tell(by, locked, CaseEvent.HANDED_CASE_OVER, office=office)
    alert_new(locked, people_with_access(locked))
    look_again(locked)
    return locked


@transaction.atomic
def step_aside(*, by: Actor, case: IncidentCase, why: str) -> None:
    """Let somebody leave a case because of a conflict of interest: they never see it again.

    Raise PermissionDenied, or CaseRefusedError if nobody would be left.
    """
    locked = lock_case(case)
    can_see_case.check(by, locked)
    bar(locked, user=by.user_id, why="They stepped aside")
    if not people_with_access(locked):
        office = _next_office(locked)
        if office is None:
            raise CaseRefusedError("Nobody else may see it. Let somebody else in first.")
        grant(locked, office=office, why="The one before stepped aside")
    add_entry(locked, ChronologyKind.ACCESS, "" if locked.is_image else why, by=by, about="stepped aside")
    tell(by, locked, CaseEvent.STEPPED_ASIDE_FROM_CASE)
    alert_new(locked, people_with_access(locked))
    look_again(locked)


def _next_office(case: IncidentCase) -> str | None:
    for office in reporting()["fallback"]["offices"]:
        held = holders_by_office(case.school_id, {office: ()}, today())[office]
        barred = set(case.access.filter(is_barred=True, ended_at=None).values_list("user_id", flat=True))
        if set(held.user_ids) - barred:
            return str(office)
    return None


def _need_somebody(case: IncidentCase) -> None:
    """Give the case to the next office if nobody is left who may see it.

    Raise CaseRefusedError if none is.
    """
    if people_with_access(case):
        return
    office = _next_office(case)
    if office is None:
        raise CaseRefusedError("Then nobody could see the case. Let somebody else in first.")
    grant(case, office=office, why="Nobody else was left who may see it")


def _is_at(school: School, user_id: int) -> bool:
    return bool(Membership.objects.filter(school=school, user=user_id).exists())


def _may_work(school: School, user_id: int) -> bool:
    holders = holders_of_right(school, RIGHT)
    rows = Membership.objects.filter(school=school, user=user_id, user__is_active=True).on(today())
    return any(role_matches(row.role, holders) or RIGHT in row.extra_rights for row in rows)
