"""Reports and cases for tests: made by the same actions as the pages call."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from belisha.access.actor import Actor
from belisha.cases.actions.cases import make_case
from belisha.cases.actions.reports import receive_report
from belisha.cases.intake import SentReport
from belisha.cases.models import IncidentCase, Report
from belisha.complaints.receipts import receipt_hash
from belisha.people.actor import actor_from
from belisha.people.models import School, User

CODE = re.compile(r"(?:[0-9A-Z]{5}-){3}[0-9A-Z]{5}")
BULLIED = "Year 6 pupils are calling my son names in a WhatsApp group every night and he is crying."


def school(slug: str = "grange") -> School:
    return School.objects.get(slug=slug)


def person(office: str, slug: str = "grange") -> Actor:
    user = User.objects.get(email=f"{office}@{slug}.example")
    return actor_from(user.pk, user.name)


def reported(words: str = BULLIED, slug: str = "grange", **more: Any) -> Report:
    sent = SentReport(words, more.pop("role", "parent"), **more)
    code = receive_report(school=school(slug), sent=sent)
    return Report.objects.get(receipt_hash=receipt_hash(code))


def heard_by(report: Report) -> list[str]:
    return list(report.access.filter(is_barred=False).values_list("office", flat=True))


def begun(
    category: str = "cyberbullying", slug: str = "grange", words: str = BULLIED, **more: Any
) -> IncidentCase:
    """A case of a report, begun by the first office that heard it."""
    report = reported(words, slug, **more)
    return make_case(by=person(heard_by(report)[0], slug), report=report, category=category)


def send(slug: str = "grange", client: Client | None = None, **data: str) -> tuple[int, str, str]:
    """Send the form of the report door. Return the status, the page and the receipt."""
    answer = (client or Client()).post(f"/s/{slug}/report/", {"words": BULLIED, **data})
    page = answer.content.decode()
    found = CODE.search(page)
    return answer.status_code, page, found[0] if found else ""
