"""What came in at a demonstration school’s doors: a report with its case, an official post, a mention."""

from django.db import transaction

from belisha.cases.actions.cases import make_case
from belisha.cases.actions.reports import receive_report
from belisha.cases.intake import SentReport
from belisha.cases.models import Report
from belisha.cases.permissions import can_see_report
from belisha.channels.actions import PostInput, send_for_approval, write_post
from belisha.channels.models import OfficialPost
from belisha.complaints.receipts import receipt_hash
from belisha.demo.people_history import holder
from belisha.people.models import School
from belisha.reputation.models import WatchedPlace
from belisha.reputation.watching import add_place, bring_in_mention

REPORTED = "Somebody has made a page with the school’s name and badge that is not ours. It mocks lessons."
CATEGORY = "impersonation"
POST = "The library is open until five on Thursday, with hot chocolate for everybody who brings a book back."
REVIEWS = "https://maps.example.org/reviews/"
PRAISE = "The breakfast club has changed our mornings. Thank you to everybody in the kitchen."


@transaction.atomic
def build_doors_history(school: School) -> None:
    """Add a report, a post and a mention to a school. A school that has any of them is left alone."""
    _case(school)
    _post(school)
    _mention(school)


def _case(school: School) -> None:
    if Report.objects.filter(school=school).exists():
        return
    code = receive_report(school=school, sent=SentReport(REPORTED, "parent", choice=CATEGORY))
    report = Report.objects.get(receipt_hash=receipt_hash(code))
    offices = report.access.filter(is_barred=False).values_list("office", flat=True)
    workers = (holder(school, office) for office in offices)
    worker = next((each for each in workers if each and can_see_report(each, report)), None)
    if worker is not None:
        make_case(by=worker, report=report, category=CATEGORY)


def _post(school: School) -> None:
    writer = holder(school, "headteacher")
    if writer is None or OfficialPost.objects.filter(school=school).exists():
        return
    given = PostInput("The school’s page", POST)
    send_for_approval(by=writer, post=write_post(by=writer, school=school, given=given, role="headteacher"))


def _mention(school: School) -> None:
    watcher = holder(school, "slt")
    if watcher is None or WatchedPlace.objects.filter(school=school).exists():
        return
    address = f"{REVIEWS}{school.slug}"
    place = add_place(
        by=watcher,
        school=school,
        kind="google-reviews",
        title="Reviews on the map",
        address=address,
        office="slt",
    )
    bring_in_mention(
        school=school,
        link=f"{address}/1",
        title="Breakfast club",
        text=PRAISE,
        by=watcher,
        place=place,
    )
