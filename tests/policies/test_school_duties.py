"""What a policy asks of the school itself stands on one page for whoever runs it."""

import pytest
from django.test import Client


@pytest.mark.parametrize(
    ("slug", "cites"),
    [
        ("barley-lane", ("B88", "B89b", "B90", "B91")),
        ("calcot", ("K88a", "K90")),
    ],
)
def test_the_school_finds_what_it_must_do(
    demo: None, client: Client, slug: str, cites: tuple[str, ...]
) -> None:
    page = client.get(f"/s/{slug}/school/?open=all").content.decode()
    assert [cite for cite in cites if cite not in page] == []
    assert "You must" not in page


def test_a_reader_can_search_it(demo: None, client: Client) -> None:
    page = client.get("/s/barley-lane/school/?q=police").content.decode()
    assert "police" in page.casefold()
    assert client.get("/s/barley-lane/school/?q=zzzz").status_code == 200
