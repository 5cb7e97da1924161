"""Make a case of an entry of a register, such as a contact attempt: its words are carried over."""

from django.db import transaction

from belisha.access.actor import Actor
from belisha.base.text import capital
from belisha.cases.actions.access import grant
from belisha.cases.actions.cases import make_case
from belisha.cases.actions.chronology import CaseRefusedError
from belisha.cases.actions.people import add_case_person, add_mark
from belisha.cases.actions.reports import submit_report
from belisha.cases.intake import SentReport, SpooledReport
from belisha.cases.library import reporting
from belisha.cases.models import CasePart, IncidentCase, Report
from belisha.cases.permissions import can_see_case, can_see_report, can_work_on_cases
from belisha.complaints.receipts import receipt_of
from belisha.people.roles import role_label
from belisha.registers.actions import note_entry
from belisha.registers.models import RegisterEntry
from belisha.registers.permissions import can_see
from belisha.registers.text import rows_of

OWN = "Somebody else makes a case of what you entered yourself. Report it, if nobody has acted on it."
WENT_TO = "What was entered in the register went to them"
NOTED = "Handed on, with its words."


@transaction.atomic
def case_from_entry(*, by: Actor, entry: RegisterEntry) -> IncidentCase | None:
    """Make a report and a case of an entry. Twice is once. Return None if it is now with others alone.

    It goes the way of every report, so whoever it is about never hears of it. Raise PermissionDenied, or
    CaseRefusedError for a register of which no cases are made, and for one's own entry.
    """
    can_see.check(by, entry)
    can_work_on_cases.check(by, entry.school)
    category = reporting()["from_register"].get(entry.register)
    if category is None:
        raise CaseRefusedError("No case is made of an entry of this register.")
    if entry.made_by_id == by.user_id:
        raise CaseRefusedError(OWN)
    code = receipt_of(f"register {entry.school_id} {entry}")
    report, is_new = submit_report(SpooledReport(entry.school_id, _sent(entry, category), code))
    if is_new:
        grant(report, user=by.user_id, why=WENT_TO, by=by)
        Report.objects.filter(pk=report.pk).update(origin=str(entry))
        if not report.access.filter(is_barred=True).exclude(user=entry.person_id).exists():
            note_entry(by=by, entry=entry, words=NOTED)
    if report.case is not None:
        return report.case if can_see_case(by, report.case) else None
    if not can_see_report(by, report):
        return None
    case = make_case(by=by, report=report, category=category)
    _carry_over(by, case, entry)
    return case


def _sent(entry: RegisterEntry, category: str) -> SentReport:
    """Return the entry as a report of whoever made it."""
    lines = [f"{label}: {words}." for label, words in rows_of(entry)]
    name = entry.person.name if entry.person_id else str(entry.values.get("name", ""))
    began, choices = str(entry.situation.get("towards", "")), {row["id"] for row in reporting()["about"]}
    return SentReport(
        words="\n".join([f"{capital(entry.description.one)}, entered in the register.", *lines]),
        role=str(entry.situation.get("role", "")),
        choice=category,
        about=began if began in choices else "unknown",
        about_name=name,
        name=f"{entry.made_by.name}, {role_label(str(entry.situation.get('role', '')))}"
        if entry.made_by_id
        else "",
        user_id=entry.made_by_id,
    )


def _carry_over(by: Actor, case: IncidentCase, entry: RegisterEntry) -> None:
    """Add who tried and their account, so that repeats show."""
    if entry.person_id:
        add_case_person(by=by, case=case, part=CasePart.ALLEGED, user_id=entry.person_id)
    account = str(entry.values.get("name", "")).strip()
    if account and not case.is_image:
        add_mark(by=by, case=case, kind="handle", value=account)


def origins_of(actor: Actor, case: IncidentCase) -> list[RegisterEntry]:
    """Return the entries of registers that a case was made of, as far as the actor sees them."""
    numbers = [
        origin.rpartition(" ")[2] for origin in case.reports.values_list("origin", flat=True) if origin
    ]
    if not numbers:
        return []
    rows = RegisterEntry.objects.filter(school=case.school_id, pk__in=numbers).visible_to(actor)
    return list(rows.order_by("pk"))
