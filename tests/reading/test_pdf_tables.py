"""Ruled tables of PDF files: read by row and cell, and what their rows propose."""

from __future__ import annotations

from belisha.reading.read import read, read_document
from belisha.reading.values import BlockKind
from tests.reading.made import docx, heading, pdf_table, table

INTRO = ((50, 740, "Elm Club rules for life online, agreed with all families of the club this year."),)
AFTER = ((50, 560, "Volunteers must lock their phones away when they help at the club on a Monday."),)


def test_a_matrix_of_sanctions_gives_a_consequence_for_each_level() -> None:
    texts = (
        (60, 680, "Loss of break"),
        (60, 668, "Letter home"),
        (260, 680, "Rude words in a chat"),
        (60, 630, "Fixed term exclusion"),
        (260, 630, "Threats to a member"),
    )
    found = read(pdf_table((50, 250, 450), (700, 650, 600), (*INTRO, *texts, *AFTER))).clauses
    assert [(each.modality, each.actors, each.text) for each in found] == [
        ("consequence", ("pupils",), "Loss of break; Letter home | Rude words in a chat"),
        ("consequence", ("pupils",), "Fixed term exclusion | Threats to a member"),
        ("must", ("volunteers",), AFTER[0][2]),
    ]


def test_a_table_of_roles_binds_whoever_stands_beside_the_duty() -> None:
    texts = (
        (60, 680, "Who"),
        (160, 680, "Duty"),
        (60, 640, "Coach"),
        (160, 640, "Keep the list of accounts"),
        (160, 610, "Read each new comment"),
    )
    made = pdf_table((50, 150, 450), (700, 660, 630, 600), (*INTRO, *texts), gaps=((50, 150, 630),))
    found = read(made).clauses
    assert [(each.modality, each.actors) for each in found] == [("must", ("coach",)), ("must", ("coach",))]


def test_cells_of_two_columns_stay_apart_and_every_word_is_placed() -> None:
    texts = ((60, 680, "Chat rooms"), (120, 680, "Ask the leader"), (60, 630, "Films"), (120, 630, "Ask"))
    document = read_document(pdf_table((50, 115, 450), (700, 650, 600), (*INTRO, *texts, *AFTER)))
    rows = [block.cells for block in document.blocks if block.kind is BlockKind.ROW]
    assert rows[-1] == ("Films", "Ask")
    assert document.words_in == document.words_placed


def test_ticks_take_the_force_of_their_heads() -> None:
    made = docx(
        heading("What pupils may do"),
        table(("Activity", "Allowed", "Not allowed"), ("Own phone in lessons", "", "✓"), ("Email", "✓", "")),
    )
    found = read(made).clauses
    assert [(each.modality, each.actors, each.text) for each in found] == [
        ("must not", ("pupils",), "Own phone in lessons | Not allowed"),
        ("may", ("pupils",), "Email | Allowed"),
    ]
