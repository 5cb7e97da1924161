"""What a reporter told besides their words: in words on the page, and in the export of the case."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from belisha.cases.actions import people
from belisha.cases.export import CASE, export_case
from tests.cases.filing import worker
from tests.cases.reporting import BULLIED, begun, heard_by, reported
from tests.demo_fixtures import ClientFor

TOLD = {"where": "The group of 6B", "about": "unknown", "about_name": "Somebody of 6B", "going_on": "yes",
        "wishes": "That it stops", "contact": "01632 960 555"}  # fmt: skip


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def test_a_report_is_shown_in_the_words_that_were_chosen(client_for: ClientFor) -> None:
    report = reported(BULLIED, **TOLD)
    page = client_for(f"{heard_by(report)[0]}@grange").get(f"/s/grange/reports/{report.reference}/")
    text = " ".join(page.content.decode().split())
    for words in (
        "A parent or carer",
        "Somebody of 6B, Somebody outside the school, or I do not know",
        "Yes",
    ):
        assert f'class="govuk-summary-list__value">{words}<' in text, words
    assert ">unknown<" not in text


def test_an_export_holds_all_that_was_told(demo: None) -> None:
    case = begun(words=BULLIED, **TOLD)
    people.add_mark(by=worker(case), case=case, kind="handle", value="@name.of.6b")
    whole = io.BytesIO(b"".join(export_case(by=worker(case), case=case, kind=CASE)))
    pages = pypdfium2.PdfDocument(zipfile.ZipFile(whole).read("case.pdf"))
    text = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pages)
    for words in (BULLIED, "A parent or carer", *TOLD.values(), "@name.of.6b"):
        assert words in ("unknown", "yes") or words in text, words


def test_whoever_is_signed_in_reports_in_their_role_without_a_list_to_go_through(
    client_for: ClientFor,
) -> None:
    page = client_for("teaching-assistant@grange").get("/s/grange/report/").content.decode()
    assert "You report as: Other staff at the school. Change this" in page
    assert (
        "Change this" not in client_for("teacher@grange").get("/s/grange/report/?as=nobody").content.decode()
    )
