"""Hand a concern from the complaints room to the safeguarding lead, as a report with its words."""

from django.db import transaction

from belisha.access.actor import Actor
from belisha.cases.actions.reports import submit_report
from belisha.cases.intake import SentReport, SpooledReport
from belisha.cases.models import Report
from belisha.complaints.actions import note_in_matter
from belisha.complaints.encryption import decrypted
from belisha.complaints.models import EntryKind, Matter
from belisha.complaints.permissions import check_can_hear
from belisha.complaints.receipts import receipt_of


@transaction.atomic
def report_from_matter(*, by: Actor, matter: Matter) -> Report:
    """Make a report of a concern, with what was said, and note it there. Twice is once.

    It goes the way of every report: what is about the safeguarding lead goes to another. Raise
    PermissionDenied.
    """
    check_can_hear(by, matter)
    said = matter.entries.filter(kind=EntryKind.SAID).order_by("at", "pk")
    words = "\n\n".join(decrypted(each.words) for each in said)
    sent = SentReport(
        words=words,
        role="parent",
        choice="child-concern",
        about="headteacher" if matter.is_about_school else "",
        name=decrypted(matter.name),
        contact=decrypted(matter.contact),
    )
    code = receipt_of(f"handed on {matter.reference}")
    report, is_new = submit_report(SpooledReport(matter.school_id, sent, code))
    if is_new:
        note_in_matter(by=by, matter=matter, words="Handed to the safeguarding lead, with its words.")
    return report
