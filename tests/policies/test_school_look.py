"""A version goes out as Word in the look of the school's own file, and takes nothing of its words along."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
import pytest
from django.test import Client
from docx.shared import Pt, RGBColor
from PIL import Image

from belisha.people.actor import actor_from
from belisha.people.models import User
from belisha.policies.models import PolicyVersion
from belisha.policies.own_document.actions import set_document
from belisha.policies.printing.bare_document import UnusableLookError, emptied

BLUE = RGBColor(0x00, 0x30, 0x87)


def picture() -> BytesIO:
    out = BytesIO()
    Image.new("RGB", (40, 20), (0, 48, 135)).save(out, "PNG")
    out.seek(0)
    return out


def own_file(*, logo: bool = True, heading: bool = True) -> bytes:
    """A school's policy in Word: a logo, blue headings, a head and a foot, a comment on somebody."""
    document = docx.Document()
    if logo:
        document.add_paragraph().add_run().add_picture(picture())
    style = document.styles["Heading 1"]
    style.font.color.rgb, style.font.name = BLUE, "Georgia"
    document.styles["Normal"].font.size = Pt(12)
    if not heading:
        document.styles.element.remove(document.styles["Heading 2"].element)
    document.add_heading("Old words", level=1)
    paragraph = document.add_paragraph("What the school said before.")
    document.add_comment(paragraph.runs, text="Ask the clerk about this.", author="A clerk")
    head = document.sections[0].header
    head.paragraphs[0].text = "Grange Infant School"
    head.add_paragraph("Version 3, September 2023")
    document.sections[0].footer.paragraphs[0].text = "Approved in 2023"
    document.core_properties.keywords, document.core_properties.author = "draft for the clerk", "A clerk"
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def all_text(document: Any) -> str:
    parts = [str(part.blob, "utf-8", "replace") for part in document.part.package.iter_parts()]
    return "\n".join(parts)


def test_the_look_stays_and_the_words_go() -> None:
    bare = docx.Document(BytesIO(emptied(own_file())))
    assert bare.styles["Heading 1"].font.color.rgb == BLUE
    assert len(bare.inline_shapes) == 1, "the logo"
    assert bare.sections[0].header.paragraphs[0].text == "Grange Infant School"
    for gone in (
        "Old words",
        "said before",
        "Ask the clerk",
        "Version 3",
        "Approved in",
        "clerk",
    ):
        assert gone not in all_text(bare)


def test_what_is_no_word_file_has_no_look() -> None:
    with pytest.raises(UnusableLookError):
        emptied(b"PK\x03\x04 no document")


@pytest.mark.parametrize("heading", [True, False])
def test_a_version_goes_out_in_the_look_of_the_schools_own_file(
    demo: None, client: Client, settings: Any, tmp_path: Any, heading: bool
) -> None:
    settings.DATA_DIR = tmp_path
    plain = docx.Document(BytesIO(client.get("/s/grange/policy.docx").content))
    assert plain.styles["Heading 1"].font.color.rgb != BLUE
    head = User.objects.get(email="headteacher@grange.example")
    version = PolicyVersion.objects.get(school__slug="grange", document__kind="policy", state="published")
    set_document(
        by=actor_from(head.pk, head.name), version=version, name="ours.docx", data=own_file(heading=heading)
    )

    made = docx.Document(BytesIO(client.get("/s/grange/policy.docx").content))
    assert made.styles["Heading 1"].font.color.rgb == BLUE
    assert made.styles["Heading 1"].font.name == "Georgia"
    assert len(made.inline_shapes) == 1
    titles = [each.text for each in made.paragraphs if each.style.name == "Heading 2"]
    assert "Friending a pupil" in titles
    assert "said before" not in all_text(made)
    assert "checksum" in made.sections[0].footer.paragraphs[0].text


def test_a_file_that_cannot_be_read_leaves_the_plain_look(
    demo: None, client: Client, settings: Any, tmp_path: Any
) -> None:
    settings.DATA_DIR = tmp_path
    head = User.objects.get(email="headteacher@grange.example")
    version = PolicyVersion.objects.get(school__slug="grange", document__kind="policy", state="published")
    broken = b"PK\x03\x04word/document.xml and nothing else"
    set_document(by=actor_from(head.pk, head.name), version=version, name="ours.docx", data=broken)
    assert docx.Document(BytesIO(client.get("/s/grange/policy.docx").content)).paragraphs
