"""From a mention that was a request, by a disposal and its certificate, to the governors' meeting."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from belisha.answers.models import AnswerLog
from belisha.people.models import School
from belisha.policies.models import PolicyVersion

if TYPE_CHECKING:
    pass

SCHOOL = "/s/calcot"


@pytest.fixture
def old_answers(transactional_db: None) -> None:
    school = School.objects.get(slug="calcot")
    version = PolicyVersion.objects.filter(school=school).first()
    AnswerLog.objects.bulk_create(
        AnswerLog(
            school=school,
            version=version,
            asked_at=timezone.now() - timedelta(days=1200),
            role="teacher",
            verdict="silent",
            is_sure=True,
        )
        for _ in range(6)
    )


def test_from_a_mention_to_the_certificate_and_the_meeting(
    old_answers: None, open_page: Any, sign_in: Any, picture: Any, check_accessible: Any, fits: Any
) -> None:
    phone = open_page(phone=True)
    sign_in(phone, "headteacher@calcot")
    phone.goto(f"{SCHOOL}/reputation/mentions/add/?title=Town+page&url=https://town.example.org/7")
    phone.get_by_label("What it says").fill("I want a copy of all the data you hold on my child.")
    phone.get_by_role("button", name="Record it").click()
    picture(phone, "mention-phone")
    check_accessible(phone)
    fits(phone)
    phone.get_by_role("button", name="Take it in as a request about personal data").click()
    assert "about personal data, to be answered by" in phone.locator("main, [role=alert]").first.inner_text()

    phone.goto(f"{SCHOOL}/data/disposals/")
    picture(phone, "disposal-phone")
    phone.get_by_role("button", name="Prepare its disposal").first.click()
    at = phone.url

    chair = open_page()
    sign_in(chair, "chair-of-governors@calcot")
    chair.goto(at)
    picture(chair, "disposal")
    check_accessible(chair)
    chair.get_by_role("button", name="Approve and destroy them").click()
    assert "Certificate of destruction" in chair.locator("main").inner_text()

    chair.goto(f"{SCHOOL}/governors/")
    picture(chair, "governors-report")
    check_accessible(chair)
    chair.goto(f"{SCHOOL}/governors/actions/")
    chair.get_by_label("What was decided").fill("Answer every review within a week")
    chair.get_by_label("Who carries it out").select_option("headteacher")
    chair.get_by_role("button", name="Record the decision").click()
    assert "Answer every review within a week" in chair.locator("main").inner_text()


@pytest.mark.parametrize(
    "page_of", ["governors/", "reputation/", "data/", "data/looks/", "governors/actions/"]
)
def test_each_page_fits_a_phone(page_of: str, open_page: Any, sign_in: Any, picture: Any, fits: Any) -> None:
    phone = open_page(phone=True)
    sign_in(phone, "headteacher@calcot")
    phone.goto(f"{SCHOOL}/{page_of}")
    picture(phone, f"phone-{page_of.strip('/').replace('/', '-')}")
    fits(phone)
