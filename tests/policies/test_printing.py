"""The policy on paper: tagged PDF with document control on its first page, Word with real headings."""

import re
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from django.test import Client

from belisha.people.models import School
from belisha.policies.models import PolicyVersion
from belisha.policies.printing import pdf
from belisha.policies.printing.pdf import lay_out
from belisha.policies.queries import policy_of, version_in_force
from belisha.rules.language.reading import library_slugs

FIELDS = (
    *("This policy is", "Review period", "Responsible committee", "Statutory", "Required on the website"),
    *("Ratified by", "Ratified on", "Next review due", "Signature", "Change history", "Website history"),
)


@pytest.fixture(autouse=True)
def printed(settings: Any, tmp_path: Path) -> Path:
    """An empty folder for what is kept."""
    settings.DATA_DIR = tmp_path
    return tmp_path / "printed"


def version(school: str = "grange") -> PolicyVersion:
    found = version_in_force(school)
    assert found is not None
    return found


def fetch_pdf(client: Client, address: str) -> bytes:
    response = client.get(address)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/pdf")
    return response.content


def insides(body: bytes) -> bytes:
    """The file with everything in it unpacked, to look for what a reader's program looks for."""
    found = [body]
    for stream in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", body, re.DOTALL):
        try:
            found.append(zlib.decompress(stream[1]))
        except zlib.error:
            continue
    return b"\n".join(found)


def words(body: bytes, page: int) -> str:
    return " ".join(pypdfium2.PdfDocument(body)[page].get_textpage().get_text_range().split())


@pytest.mark.parametrize("school", library_slugs())
def test_the_pdf_is_tagged_and_begins_with_document_control(demo: None, client: Client, school: str) -> None:
    body = fetch_pdf(client, f"/s/{school}/policy.pdf")
    inside = insides(body)
    for wanted in (
        rb"/StructTreeRoot",
        rb"/MarkInfo",
        rb"/Marked true",
        rb"/Lang \(en-GB\)",
        rb"pdfuaid:part",
    ):
        assert re.search(wanted, inside), wanted
    for tag in (b"/H1", b"/H2", b"/H3", b"/TH", b"/TD", b"/P"):
        assert tag in inside
    document = pypdfium2.PdfDocument(body)
    about = document.get_metadata_dict()
    control = policy_of(version(school)).control
    assert (
        about["Title"] == f"{control.title}, {version(school).school.name}, version {version(school).label}"
    )
    assert about["Author"] == version(school).school.name
    bookmarks = [mark.get_title() for mark in document.get_toc()]
    assert bookmarks[:3] == [control.title, "Document control", "Change history"]
    assert {clause.title for clause in policy_of(version(school)).clauses} <= set(bookmarks)
    first, second = words(body, 0), words(body, 1)
    for field in FIELDS:
        assert field in first
    assert f"1 of {len(document)}" in first
    assert f"2 of {len(document)}" in second
    assert f"checksum {version(school).checksum[:16]}" in second
    assert control.title in second


def test_every_clause_is_in_it_word_for_word(demo: None, client: Client) -> None:
    from belisha.policies.website.text_similarity import text_similarity

    body = fetch_pdf(client, "/s/grange/policy.pdf")
    text = "\n".join(words(body, page) for page in range(len(pypdfium2.PdfDocument(body))))
    assert text_similarity(policy_of(version()), text).is_same


def test_the_letters_are_those_of_our_style(demo: None, client: Client) -> None:
    """Where the style is not found the page is laid out in big serif letters: that must never be kept."""
    found = lay_out(client.get("/s/grange/print/").content.decode())
    sizes = {
        box.style["font_size"]
        for box in found.pages[0]._page_box.descendants()
        if getattr(box, "element_tag", "") == "td"
    }
    assert sizes == {9.5 * 4 / 3}


def test_nothing_is_fetched_from_anywhere(demo: None) -> None:
    for address in ("https://school.example/x.png", "file:///etc/passwd", "/static/../belisha/config/env.py"):
        with pytest.raises(RuntimeError, match=r"not one of our own files|no such file"):
            lay_out(f'<html lang="en-GB"><body><img alt="x" src="{address}"></body></html>')


def test_what_somebody_wrote_cannot_become_markup(demo: None, client: Client) -> None:
    from belisha.access.actor import ANONYMOUS
    from belisha.policies.actions import bring_in_version

    source = PolicyVersion.objects.get(pk=version().pk).source
    source = source.replace("Nobody ever makes", '<img src="file:///etc/passwd"> Nobody ever makes')
    bring_in_version(by=ANONYMOUS, school=version().school, source=source, label="<b>2</b>")
    body = fetch_pdf(client, "/s/grange/policy.pdf")
    assert "<b>2</b>" in words(body, 0)
    assert client.get("/s/grange/policy.docx").status_code == 200


def test_the_same_text_is_laid_out_once(
    demo: None, client: Client, printed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = fetch_pdf(client, "/s/grange/policy.pdf")
    assert len(list(printed.glob("*.pdf"))) == 1

    def never(html: str) -> None:
        raise AssertionError("it was laid out a second time")

    monkeypatch.setattr(pdf, "lay_out", never)
    assert fetch_pdf(client, "/s/grange/policy.pdf") == first
    monkeypatch.undo()


def test_a_word_document_is_made_once_for_a_text_and_anew_for_another_name(
    demo: None, client: Client, printed: Path
) -> None:
    first = client.get("/s/grange/policy.docx").content
    assert client.get("/s/grange/policy.docx").content == first
    assert len(list(printed.glob("*.docx"))) == 1
    School.objects.filter(slug="grange").update(name="Elm Infant School")
    renamed = docx.Document(BytesIO(client.get("/s/grange/policy.docx").content))
    assert renamed.paragraphs[0].text == "Elm Infant School"


def test_the_same_text_gives_the_same_bytes(demo: None, client: Client, printed: Path) -> None:
    first = fetch_pdf(client, "/s/grange/policy.pdf")
    for file in printed.glob("*"):
        file.unlink()
    assert fetch_pdf(client, "/s/grange/policy.pdf") == first


def test_only_so_many_are_kept(monkeypatch: pytest.MonkeyPatch, printed: Path) -> None:
    monkeypatch.setattr(pdf, "KEPT", 3)
    for number in range(6):
        pdf.cached_pdf(f"key {number}", lambda: b"%PDF")
    assert len(list(printed.iterdir())) == 3


def test_a_folder_that_cannot_be_written_is_no_matter(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings.DATA_DIR = tmp_path / "file"
    assert pdf.cached_pdf("key", lambda: b"%PDF") == b"%PDF"


def test_without_the_libraries_the_print_view_is_offered(
    demo: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("printing.pdf", "documents.views"):
        monkeypatch.setattr(f"belisha.policies.{module}.can_print", lambda: False)
    response = client.get("/s/grange/policy.pdf")
    assert response.status_code == 302
    assert response.headers["Location"] == f"/s/grange/policy/versions/{version().pk}/print/"
    assert client.get(response.headers["Location"]).status_code == 200
    assert "a page that your browser prints" in client.get("/s/grange/policy/").content.decode()
    assert client.get("/s/grange/card/teacher.pdf").headers["Location"] == "/s/grange/card/teacher/print/"
    assert client.get("/s/grange/cards.pdf").headers["Location"] == "/s/grange/cards/print/"
    assert client.get("/s/grange/cards/print/").status_code == 200


@pytest.mark.parametrize("school", library_slugs())
def test_word_has_real_headings_a_table_and_properties(demo: None, client: Client, school: str) -> None:
    response = client.get(f"/s/{school}/policy.docx")
    assert "wordprocessingml" in response.headers["Content-Type"]
    document = docx.Document(BytesIO(response.content))
    policy = policy_of(version(school))
    styles: dict[str, list[str]] = {}
    for paragraph in document.paragraphs:
        styles.setdefault(paragraph.style.name, []).append(paragraph.text)
    assert styles["Title"] == [policy.control.title]
    assert styles["Heading 1"][:3] == ["Document control", "Change history", "Website history"]
    assert styles["Heading 2"] == [clause.title for clause in policy.clauses]
    said = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert all(clause.text in said for clause in policy.clauses)
    fields = [row.cells[0].text for row in document.tables[0].rows]
    assert fields[0] == "Field"
    assert "Next review due" in fields
    properties = document.core_properties
    assert (properties.title, properties.author) == (policy.control.title, version(school).school.name)
    assert properties.identifier == version(school).checksum
    assert properties.language == "en-GB"
    footer = document.sections[0].footer.paragraphs[0]._p.xml
    assert "PAGE" in footer
    assert "NUMPAGES" in footer


def test_a_version_has_files_of_its_own(demo: None, client: Client) -> None:
    pk = version().pk
    assert fetch_pdf(client, f"/s/grange/policy/versions/{pk}.pdf").startswith(b"%PDF-1.7")
    response = client.get(f"/s/grange/policy/versions/{pk}.docx")
    assert response.headers["Content-Disposition"] == (
        'inline; filename="grange-social-media-policy-of-20-september-2023.docx"'
    )
