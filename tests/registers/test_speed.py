"""What reading the registers costs an answer: the same few queries, however many entries there are."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from belisha.people.models import School
from belisha.registers.models import RegisterEntry
from tests.demo_fixtures import ClientFor
from tests.registers.asking_for import LOGO, user

ASK = f"/s/grange/ask/?{LOGO}"


def queries_of(client: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(ASK).status_code == 200
    return len(captured)


def test_an_answer_asks_no_more_with_two_thousand_schools(client_for: ClientFor) -> None:
    teacher = client_for("teacher@grange")
    queries_of(teacher)
    before = queries_of(teacher)
    schools = School.objects.bulk_create(
        [School(slug=f"s-{number}", name=f"School {number}") for number in range(2000)]
    )
    RegisterEntry.objects.bulk_create(
        [
            RegisterEntry(
                school=each, register="permissions", state="granted", made_by=user("teacher@grange"),
                situation={"role": "teacher", "action": "use-school-name"}, key="one",
            )
            for each in schools
        ]
    )  # fmt: skip
    assert queries_of(teacher) == before
