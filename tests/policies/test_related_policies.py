"""Where the other policies are: addresses that the school enters, and links from the policy to them."""

import pytest
from django.test import Client

from belisha.audit.models import Event
from tests.demo_fixtures import ClientFor

ADDRESS = "/s/grange/other-policies/"
HANDBOOK = "https://www.grange.example/whistle-blowing"


def test_an_address_that_was_entered_is_linked_from_the_policy(client_for: ClientFor, client: Client) -> None:
    head = client_for("headteacher@grange")
    page = head.get(ADDRESS).content.decode()
    assert "Whistle-blowing Policy" in page
    names = page.split("govuk-label")
    number = next(
        part.split('for="id_address-')[1].split('"')[0] for part in names if "Whistle-blowing" in part
    )
    done = head.post(ADDRESS, {f"address-{number}": "www.grange.example/whistle-blowing"}, follow=True)
    assert "Addresses saved." in done.content.decode()
    policy = client.get("/s/grange/policy/").content.decode()
    assert f'href="{HANDBOOK}">Whistle-blowing Policy' in policy
    assert Event.objects.filter(verb="changed-addresses-of-other-policies").count() == 1


def test_an_address_that_is_none_is_refused_with_its_policy_named(client_for: ClientFor) -> None:
    answer = client_for("headteacher@grange").post(ADDRESS, {"address-0": "in the office"})
    assert answer.status_code == 400
    assert "enter a web address" in answer.content.decode()


@pytest.mark.parametrize(("who", "status"), [("teacher@grange", 403), ("headteacher@calcot", 404)])
def test_others_are_refused(client_for: ClientFor, who: str, status: int) -> None:
    assert client_for(who).get(ADDRESS).status_code == status
