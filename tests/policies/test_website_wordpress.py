"""The check against a real WordPress on loopback, by an author whose HTML is filtered, as a school's
office is."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from belisha.access.actor import ANONYMOUS
from belisha.policies.actions import bring_in_version
from belisha.policies.documents.public_versions import public_versions
from belisha.policies.documents.version_view import view_version
from belisha.policies.models import PolicyVersion, WebsiteCheck
from belisha.policies.queries import version_in_force
from belisha.policies.website.actions import inspect_page
from belisha.policies.website.embed import block_html, frame_html
from belisha.policies.website.models import WebsiteFinding
from tests.real_servers import serving_wordpress

OWN = "http://testserver"


@pytest.fixture(scope="module")
def wordpress(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of a WordPress that is served."""
    with serving_wordpress(tmp_path_factory.mktemp("wordpress") / "site") as site:
        yield site.folder


@pytest.fixture
def put(wordpress: Path) -> Callable[..., str]:
    """`put(html)`: a page of the school's website, and its address. `raw`: by the administrator."""

    def page(html: str, *, raw: bool = False) -> str:
        command = ["php", wordpress / "put.php", "policies", *(["raw"] if raw else [])]
        return subprocess.run(command, input=html, capture_output=True, text=True, check=True).stdout.strip()

    return page


@pytest.fixture
def attach(wordpress: Path, tmp_path: Path) -> Callable[[bytes], str]:
    """`attach(body)`: a PDF among the website's uploads, and its address."""

    def upload(body: bytes) -> str:
        file = tmp_path / "social-media-policy.pdf"
        file.write_bytes(body)
        command = ["php", wordpress / "attach.php", file]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    return upload


@pytest.fixture
def version(demo: None, settings: Any) -> PolicyVersion:
    settings.BELISHA_FETCH_PRIVATE = True
    found = version_in_force("grange")
    assert found is not None
    return found


def amended(version: PolicyVersion, today: Any) -> PolicyVersion:
    full = PolicyVersion.objects.get(pk=version.pk)
    source = full.source.replace("Nobody ever makes a pupil", "Nobody makes a present or past pupil")
    assert source != full.source
    return bring_in_version(by=ANONYMOUS, school=version.school, source=source, label="the next")


def test_from_the_block_to_the_next_version(
    version: PolicyVersion, put: Callable[..., str], client: Client
) -> None:
    from belisha.base.clock import today

    shown = view_version(version, today())
    page = put(block_html(shown, OWN))
    found = inspect_page(version, page, OWN)
    assert (found.finding, found.shows) == (WebsiteFinding.SAME, version.pk), found.sentences

    assert (
        inspect_page(version, put("<p>Our policies are being updated.</p>"), OWN).finding
        is WebsiteFinding.ABSENT
    )

    page = put(block_html(shown, OWN))
    newer = amended(version, today())
    found = inspect_page(newer, page, OWN)
    assert (found.finding, found.shows) == (WebsiteFinding.OTHER, version.pk), found.sentences
    page = put(block_html(view_version(newer, today()), OWN))
    assert inspect_page(newer, page, OWN).finding is WebsiteFinding.SAME


def test_the_frame_is_kept_where_the_website_allows_it(
    version: PolicyVersion, put: Callable[..., str]
) -> None:
    from belisha.base.clock import today

    frame = frame_html(view_version(version, today()), OWN)
    assert inspect_page(version, put(frame, raw=True), OWN).finding is WebsiteFinding.SAME
    assert inspect_page(version, put(frame), OWN).finding is WebsiteFinding.ABSENT  # WordPress takes it out


def test_our_own_pdf_among_the_uploads_is_known_word_for_word(
    version: PolicyVersion, put: Callable[..., str], attach: Callable[[bytes], str], client: Client
) -> None:
    from belisha.base.clock import today

    old = attach(client.get("/s/grange/policy.pdf").content)
    page = put(f'<p>Read our <a href="{old}">social media policy</a>.</p>')
    found = inspect_page(version, page, OWN)
    assert (found.finding, found.percent) == (WebsiteFinding.SAME, 100), (found.sentences, found.differences)
    assert inspect_page(version, old, OWN).finding is WebsiteFinding.SAME

    newer = amended(version, today())
    found = inspect_page(newer, page, OWN)
    assert (found.finding, found.shows) == (WebsiteFinding.OTHER, version.pk), found.sentences
    assert len(public_versions(newer.document_id)) == 2


def test_the_whole_text_as_an_office_would_paste_it(
    version: PolicyVersion, put: Callable[..., str], client: Client
) -> None:
    whole = client.get("/s/grange/print/").content.decode()
    body = whole[whole.index("<main>") + 6 : whole.index("</main>")]
    assert inspect_page(version, put(body), OWN).finding is WebsiteFinding.SAME
    found = inspect_page(version, put(body.replace("Nobody ever makes", "Nobody usually makes")), OWN)
    assert found.finding is WebsiteFinding.CHANGED
    assert [each.title for each in found.differences] == ["Friending a pupil"]
    assert "usually" in found.differences[0].theirs


def test_a_page_that_is_not_there(version: PolicyVersion, put: Callable[..., str]) -> None:
    address = put("<p>here</p>").partition("?")[0]
    found = inspect_page(version, f"{address}?page_id=987654", OWN)
    assert found.finding is WebsiteFinding.NOT_REACHED
    assert "404" in found.sentences[0]


def test_it_is_closed_without_the_setting(
    version: PolicyVersion, put: Callable[..., str], settings: Any
) -> None:
    settings.BELISHA_FETCH_PRIVATE = False
    found = inspect_page(version, put("<p>here</p>"), OWN)
    assert found.finding is WebsiteFinding.NOT_REACHED
    assert not WebsiteCheck.objects.exists()
