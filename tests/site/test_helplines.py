"""Where help is: the bodies that a policy names can be reached from the page."""

import pytest
from django.test import Client

from belisha.policies.helplines import helplines
from belisha.rules.vocabulary import load_vocabulary


def test_every_helpline_is_a_body_that_policies_can_name() -> None:
    assert helplines().keys() <= load_vocabulary().parties.keys()
    for line in helplines().values():
        assert line.source.startswith("https://")
        assert line.phone or line.email or line.says


@pytest.mark.parametrize(
    ("school", "shows", "hides"),
    [
        (
            "calcot",
            ('href="tel:03443814772"', 'href="mailto:helpline@saferinternet.org.uk"', "0808 800 5000"),
            (),
        ),
        ("coads-green", (), ("0344 381 4772", "0808 800 5000")),
    ],
)
def test_the_page_shows_those_that_the_policy_names(
    demo: None, client: Client, school: str, shows: tuple[str, ...], hides: tuple[str, ...]
) -> None:
    page = client.get(f"/s/{school}/help/").content.decode()
    assert all(each in page for each in shows)
    assert not any(each in page for each in hides)
