"""Sentences of policies as proposed clauses: their force, their people, their conditions."""

from __future__ import annotations

import pytest

from belisha.reading.read import read
from belisha.reading.values import ProposedClause
from tests.reading.made import bullet, docx, heading, paragraph, table


def clauses_of(text: str) -> list[ProposedClause]:
    """Return the clauses of a Markdown text."""
    return list(read(text.encode(), "policy.md").clauses)


def forces(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the force and the people of each clause."""
    return [(clause.modality, clause.actors) for clause in clauses_of(text)]


@pytest.mark.parametrize(
    ("said", "modality", "actors"),
    [
        ("Staff must not accept friend requests from pupils.", "must not", ("staff",)),
        ("Teachers should avoid posting in lesson time.", "should not", ("teachers",)),
        ("Volunteers may carry a phone on trips.", "may", ("volunteers",)),
        ("Visitors are not permitted to film.", "must not", ("visitors",)),
        ("Parents are asked not to share pictures of other families.", "should not", ("parents",)),
        ("The head teacher is responsible for the register.", "must", ("head teacher",)),
        ("It is the responsibility of governors to review the register.", "must", ("governors",)),
        ("No pupil may bring a smart watch.", "must not", ("pupil",)),
        ("Coaches will never message players alone.", "must not", ("coaches",)),
        ("Please ask the office before filming.", "should", ("staff",)),
        ("Phones may only be used in the staff room by teachers.", "must not", ("teachers",)),
        ("If a pupil is upset, staff should tell the DSL.", "should", ("staff",)),
        ("We expect parents to be polite online.", "should", ("parents",)),
        ("Staff do not use their own cameras.", "must not", ("staff",)),
        ("Governors are encouraged to follow the page.", "should", ("governors",)),
    ],
)
def test_force_and_people_of_a_sentence(said: str, modality: str, actors: tuple[str, ...]) -> None:
    assert forces(f"# Rules\n\n{said}\n") == [(modality, actors)]


@pytest.mark.parametrize(
    ("text", "modality", "actors"),
    [
        (
            "# Page\n\nIt will be checked by the clerk and the press officer.",
            "must",
            ("clerk", "press officer"),
        ),
        ("# Mobile phones and driving\n\nAny device should be put away.", "should", ("drivers",)),
        ("# Parents\n\nWe do not allow filming in the pool.", "must not", ("parents",)),
        ("# Pictures\n\nYou, as a carer, must collect the camera.", "must", ("carer",)),
        ("# Log\n\nWhen a guest arrives early volunteers must sign them in.", "must", ("volunteers",)),
        ("# Posts\n\nPosts about pupils and staff must be checked by a governor.", "must", ("governor",)),
        ("# Talks\n\nStaff room keys must be returned by visitors.", "must", ("visitors",)),
        ("# Tasks\n\nThe headteacher’s role is to sign the log.", "must", ("headteacher",)),
        ("# As a member\n\n- I will keep my password to myself.", "must", ("member",)),
        (
            "# Rules\n\nOn our page, we ask you to keep to these guidelines:\n\n- Stay polite to others.",
            "should",
            ("users",),
        ),
        (
            "# Who helps\n\nThe Online Safety Friend is Pat (“OSF”). The OSF must reply. Staff room.",
            "must",
            ("online safety friend",),
        ),
        ("# Bus\n\nThe bus steward must count the passengers.", "must", ("bus steward",)),
    ],
)
def test_people_are_found_wherever_the_document_names_them(
    text: str, modality: str, actors: tuple[str, ...]
) -> None:
    assert (modality, actors) in forces(text)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (
            "Pupils must tell a teacher, who will ring the office.",
            [("must", ("pupils",)), ("must", ("teacher",))],
        ),
        (
            "Staff must not praise such groups, nor download their leaflets.",
            [("must not", ("staff",)), ("must not", ("staff",))],
        ),
        (
            "Any shove may be a disciplinary matter and must be told to the head.",
            [("consequence", ("staff",)), ("must", ("staff",))],
        ),
        ("This will help families to plan.", []),
        ("There will be times when the office is shut.", []),
        ("Few families will read it all.", []),
    ],
)
def test_a_sentence_is_cut_where_another_rule_begins_and_reasons_are_none(
    said: str, found: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert forces(f"# Rules\n\n{said}\n") == found


@pytest.mark.parametrize(
    "said",
    [
        "Social media can be a valuable tool for learning.",
        "We believe that every family is welcome.",
        "The hall was opened in 1987.",
        "We recognise that pictures may upset some people.",
    ],
)
def test_what_binds_nobody_is_no_clause(said: str) -> None:
    assert clauses_of(f"# About us\n\n{said}\n") == []


def test_bullets_take_force_and_people_of_their_lead_in() -> None:
    found = read(
        docx(
            heading("Pictures"),
            paragraph("When taking pictures, volunteers must:"),
            bullet("use the club's own camera;"),
            bullet("not post them anywhere."),
        )
    ).clauses
    assert [(each.modality, each.actors) for each in found] == [
        ("must", ("volunteers",)),
        ("must not", ("volunteers",)),
    ]


def test_a_second_force_in_a_sentence_is_a_second_clause() -> None:
    assert forces("Staff may carry a phone, but must keep it on silent.") == [
        ("may", ("staff",)),
        ("must", ("staff",)),
    ]


def test_an_agreement_in_the_first_person_binds_whoever_signs() -> None:
    text = "# Agreement\n\nAs a pupil:\n\n- I will keep my password to myself.\n- I will not film others.\n"
    assert forces(text) == [("must", ("pupil",)), ("must not", ("pupil",))]


def test_aims_are_document_and_a_list_of_things_is_one_clause() -> None:
    text = (
        "# Aims\n\nThe aims of this policy are:\n\n- to keep children safe\n- to help staff\n\n"
        "# Removal\n\nWe reserve the right to remove comments including:\n\n- threats\n- spam\n"
    )
    found = clauses_of(text)
    assert [each.modality for each in found] == ["document", "document", "may"]


def test_a_table_of_duties_gives_a_clause_a_row() -> None:
    made = docx(heading("Roles"), table(("Duty", "Who"), ("Check the website each term", "Clerk")))
    (found,) = read(made).clauses
    assert (found.modality, found.actors) == ("must", ("clerk",))


def test_a_clause_keeps_its_way_out_its_time_and_its_line() -> None:
    (found,) = clauses_of(
        "# Phones\n\nWhen children are present, staff must not use a phone unless the head has agreed."
    )
    assert found.unless == "unless the head has agreed"
    assert found.when == "When children are present"
    assert found.line == 3


def test_a_rule_said_twice_is_one_clause() -> None:
    said = "Staff must lock their screens."
    assert len(clauses_of(f"# One\n\n{said}\n\n# Two\n\n{said}\n")) == 1
