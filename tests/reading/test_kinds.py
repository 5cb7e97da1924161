"""Ways of saying who and how strongly that documents nobody had seen brought up."""

from __future__ import annotations

import pytest

from belisha.reading.read import read
from belisha.reading.values import DocumentError
from tests.reading.made import docx, heading, paragraph, table


def said(text: str) -> list[tuple[str, tuple[str, ...], str]]:
    """Return the force, the people and the words of each clause of a Markdown text."""
    return [(each.modality, each.actors, each.text) for each in read(text.encode(), "policy.md").clauses]


@pytest.mark.parametrize(
    ("sentence", "modality", "actors"),
    [
        ("Pupils who cycle home alone may carry a phone.", "may", ("pupils",)),
        ("Teachers who tutor at weekends must tell HR.", "must", ("teachers",)),
        ("On trips no child brings a tablet.", "must not", ("child",)),
        ("Neither may pass this task on.", "must not", ("staff",)),
        ("Staff must neither film nor record a meeting.", "must not", ("staff",)),
        ("Nobody may post a picture of a fight.", "must not", ("everyone",)),
        ("Teachers need not answer on the same day.", "may", ("teachers",)),
        ("Volunteers do not have to give their number.", "may", ("volunteers",)),
        ("It is recommended that staff do not answer at night.", "should not", ("staff",)),
        ("Visitors should store nothing on our computers.", "should not", ("visitors",)),
        ("Only the office’s account and the learning platform are to be used.", "must not", ("staff",)),
        ("We recommend that older pupils keep accounts private.", "should", ("pupils",)),
        ("Please don’t name other families.", "should not", ("staff",)),
        ("Staff remain free to join a union’s group.", "may", ("staff",)),
        ("It is a breach of this code to discuss a resident.", "must not", ("staff",)),
        ("Pictures that show other children must not be shared by parents.", "must not", ("parents",)),
        ("The headteacher must then be told by volunteers.", "must", ("volunteers",)),
        ("Whoever breaks these rules twice has to sign them again.", "consequence", ("whoever",)),
        ("Second offence: the phone is kept until Friday.", "consequence", ("staff",)),
        ("Misuse by learners will be dealt with under the behaviour policy.", "consequence", ("learners",)),
        ("Parents can expect an answer within two days.", "right", ("parents",)),
        ("Consent can be withdrawn by parents by letter.", "right", ("parents",)),
        ("A “learner” is anybody on roll, and may be taught elsewhere.", "definition", ()),
        ("Bullying might be leaving somebody out on purpose.", "definition", ()),
        ("If a pupil shows you such a picture, do not copy it.", "must not", ("staff",)),
        (
            "Should a pupil appear upset, the senior on shift informs the family.",
            "must",
            ("senior on shift",),
        ),
    ],
)
def test_a_sentence(sentence: str, modality: str, actors: tuple[str, ...]) -> None:
    assert [(force, people) for force, people, _ in said(f"# Rules\n\n{sentence}\n")] == [(modality, actors)]


def test_who_says_i_is_told_by_whom_they_call_their_own() -> None:
    text = """# Our promises

I will ask my teacher before I open a new page.

I will not open messages from strangers. If I am upset I will tell my class teacher.

As a parent or carer, I agree:

- to check the apps on my child's phone
- not to post pictures of other children
"""
    assert [(force, people) for force, people, _ in said(text)] == [
        ("must", ("pupils",)),
        ("must not", ("pupils",)),
        ("must", ("pupils",)),
        ("must", ("parent", "carer")),
        ("must not", ("parent", "carer")),
    ]


def test_we_are_those_who_say_that_they_are() -> None:
    text = """# Charter

We, the pupils of Marsh Lane, promise that:

* we keep our passwords to ourselves
* we don’t film fights
"""
    assert [(force, people) for force, people, _ in said(text)] == [
        ("must", ("pupils",)),
        ("must not", ("pupils",)),
    ]


def test_do_and_dont_over_a_list_give_it_their_force_and_leave_its_people() -> None:
    text = """**Coaches and team managers**

*Do*

- copy a parent into every message
- keep messages for six months

*Don't*

- send messages to one player alone

**Juniors**

Check with the others before you post.
"""
    assert [(force, people) for force, people, _ in said(text)] == [
        ("must", ("coaches", "team managers")),
        ("must", ("coaches", "team managers")),
        ("must not", ("coaches", "team managers")),
        ("must", ("juniors",)),
    ]


def test_a_list_of_exceptions_belongs_to_its_rule() -> None:
    text = """# Filming

4.3 A resident shall never be filmed by staff except:
a) for the care plan;
b) for the newsletter, with consent.

4.4 Relatives must ask first.
"""
    assert [(force, people) for force, people, _ in said(text)] == [
        ("must not", ("staff",)),
        ("must", ("relatives",)),
    ]


def test_levels_and_what_follows_them_are_read_by_row() -> None:
    text = """# Incidents

| Level | Examples | Response |
|---|---|---|
| 1 | name-calling | talk with tutor, apology |
| 2 | threats | suspension |
"""
    assert [(force, people) for force, people, _ in said(text)] == [("consequence", ("pupils",))] * 2


def test_a_trust_is_not_its_schools() -> None:
    text = """# Trust policy

The trust sets the rules. The trust trains all heads. The trust has a plan.

Each school may run two accounts.
"""
    assert ("may", ("school",), "Each school may run two accounts.") in said(text)


def _who(*body: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.modality, each.actors) for each in read(docx(*body), "a.docx").clauses]


def test_a_letter_speaks_to_those_whom_it_greets() -> None:
    found = _who(paragraph("Dear parents,"), paragraph("Please ring the office to reach your child."))
    assert found == [("should", ("parents",))]


def test_a_condition_with_a_force_of_its_own_is_no_rule() -> None:
    said = "Should a pupil refuse to hand over a phone, the head of year will telephone home."
    assert _who(paragraph(said)) == [("must", ("head of year",))]


def test_an_instruction_does_not_speak_to_the_one_person_told_of_before() -> None:
    body = (
        heading("Staff"),
        paragraph("The clerk keeps the list. Do not post about an emergency before families know of it."),
    )
    assert _who(*body)[-1] == ("must not", ("staff",))


def test_the_title_says_to_whom_instructions_speak() -> None:
    body = (heading("Safe online: a leaflet for parents"), heading("At home"))
    assert _who(*body, paragraph("Keep devices out of bedrooms at night."))[-1][1] == ("parents",)


def test_a_list_within_a_numbered_list_has_the_force_of_its_lead_in() -> None:
    found = _who(
        paragraph("Colleagues keep to the code of the school.", num=1),
        paragraph("When posting in their own time, colleagues are expected to:", num=1),
        paragraph("keep their privacy settings at the strictest level;", num=3),
        paragraph("refrain from commenting on pupils.", num=3),
    )
    assert found[-2:] == [("should", ("colleagues",)), ("should not", ("colleagues",))]


def test_a_row_ticked_under_ask_first_is_a_ban_with_a_way_out() -> None:
    body = (
        heading("Staff: what goes where"),
        table(
            ("Activity", "Allowed", "Ask first"),
            ("Following the school’s page", "✓", ""),
            ("Filming a lesson", "", "✓"),
        ),
    )
    first, second = read(docx(*body), "a.docx").clauses
    assert (first.modality, second.modality, second.unless) == ("may", "must not", "Ask first")


def test_a_job_description_binds_the_postholder() -> None:
    text = """# Job description: Account Keeper

- To post notices on the day they are given.
- Not to reply to journalists.

## The Business Manager

- Countersigns any new account.
"""
    found = {words: (force, people) for force, people, words in said(text)}
    assert found["To post notices on the day they are given."] == ("must", ("account keeper",))
    assert found["Not to reply to journalists."] == ("must not", ("account keeper",))
    assert found["Countersigns any new account."] == ("must", ("business manager",))


@pytest.mark.parametrize(
    ("line", "modality", "actors"),
    [
        ("RESOLVED: that staff shall not run a parents’ group.", "must not", ("staff",)),
        ("RESOLVED: that the Headteacher publish the policy by half term.", "must", ("headteacher",)),
        ("It was agreed that the Clerk would report each term.", "must", ("clerk",)),
        ("Governors agreed not to comment on the page.", "must not", ("governors",)),
        ("ACTION: Chair to write to the parents’ association.", "must", ("chair",)),
        ("Permission was given for sixth formers to use phones.", "may", ("sixth formers",)),
        ("The Site Manager was asked to fit lockers.", "must", ("site manager",)),
        ("Responsibility for the review lies with the policy committee.", "must", ("policy committee",)),
        ("It falls to the school office to answer messages.", "must", ("school office",)),
        ("It is also the officer’s duty to store devices.", "must", ("officer",)),
        ("The power to close an account is reserved to the chief executive.", "may", ("chief executive",)),
        ("The card is emptied by the office administrator within a week.", "must", ("office administrator",)),
        ("Passwords are changed by the examinations officer.", "must", ("examinations officer",)),
    ],
)
def test_minutes_and_responsibilities_say_who(line: str, modality: str, actors: tuple[str, ...]) -> None:
    assert [(force, people) for force, people, _ in said(f"# Notes\n\n{line}\n")] == [(modality, actors)]


def test_minutes_that_only_tell_what_was_said_bind_nobody() -> None:
    told = "The Headteacher presented the policy. Governors noted that phones had been seen at lunch."
    assert said(f"# Minutes\n\nPresent: the Chair, the Clerk\n\n{told}\n") == []


def test_a_question_is_no_clause_and_yes_or_no_answers_it() -> None:
    text = """# Phones: your questions

**May my son bring a phone?**

Yes, if it is handed in at the gate.

**May pupils film lessons?**

No.
"""
    assert said(text) == [
        ("may", ("son",), "Yes, if it is handed in at the gate."),
        ("must not", ("pupils",), "May pupils film lessons? No."),
    ]


def table_of(*rows: tuple[str, ...]) -> str:
    head = rows[0]
    lines = ["| " + " | ".join(cells) + " |" for cells in rows]
    return "\n".join(["# Pages", "", lines[0], "|" + "---|" * len(head), *lines[1:], ""])


def test_a_table_of_tasks_under_people_says_who_does_each() -> None:
    text = table_of(
        ("Task", "Headteacher", "Account keeper"),
        ("Approve a new account", "Yes", ""),
        ("Check consent first", "", "✓"),
        ("Reply to a complaint", "R", "A"),
    )
    assert said(text) == [
        ("must", ("headteacher",), "Approve a new account"),
        ("must", ("account keeper",), "Check consent first"),
        ("must", ("headteacher", "account keeper"), "Reply to a complaint"),
    ]


def test_a_cell_of_duties_is_cut_and_columns_may_say_does_and_does_not() -> None:
    cut = table_of(("Role", "Duties"), ("Lantern bearer", "Keeps the login safe; must not post at night."))
    assert said(cut) == [
        ("must", ("lantern bearer",), "Keeps the login safe"),
        ("must not", ("lantern bearer",), "must not post at night."),
    ]
    split = table_of(
        ("Post", "Does", "Does not"), ("Treasurer", "Posts the accounts.", "Ask for money in private.")
    )
    assert said(split) == [
        ("must", ("treasurer",), "Posts the accounts."),
        ("must not", ("treasurer",), "Ask for money in private."),
    ]


def test_i_in_a_column_is_whoever_the_head_names() -> None:
    text = table_of(
        ("Pupil", "What the teacher does"),
        ("I will not tell strangers my school.", "I check that everybody sees the screen."),
    )
    assert said(text) == [
        ("must not", ("pupil",), "I will not tell strangers my school."),
        ("must", ("teacher",), "I check that everybody sees the screen."),
    ]


def test_a_document_shows_its_own_words_for_people() -> None:
    text = """# Choir tour

As a singer

1. I shall keep my phone in my case.

Dormitory keys are never shared by singers.
"""
    assert [(force, people) for force, people, _ in said(text)] == [
        ("must", ("singer",)),
        ("must not", ("singers",)),
    ]
    assert said("# Choir\n\nDormitory keys are never shared by singers.\n")[0][1] == ("singers",)
    # What one document calls people is not known in the next.
    assert said("# Trip\n\nThe bus must be cleaned.\n")[0][1] != ("singers",)


def test_a_short_line_over_a_wrapped_passage_is_its_heading() -> None:
    text = (
        "Rules\n\nBreaches\nA volunteer who loses a badge must tell the office on the same day, and the\n"
        "office must cancel the badge before anybody else is able to make use of it again.\n"
    )
    assert said(text)[0][2].startswith("A volunteer")


@pytest.mark.parametrize(
    "data",
    [
        b"Subject: Policy\r\nFrom: a@b.example\r\nTo: c@d.example\r\n\r\nStaff must lock phones away.",
        b"From: a@b.example\nDate: Mon, 1 Dec 2025\nSubject: Policy\n\nPlease find it attached.",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "__properties_version1.0".encode("utf-16-le"),
    ],
)
def test_an_email_saved_as_doc_is_told_from_a_policy(data: bytes) -> None:
    with pytest.raises(DocumentError, match="Save the document that is attached"):
        read(data, "policy.doc")


def test_a_policy_that_says_to_whom_and_from_whom_is_no_email() -> None:
    assert said("From: the head\nTo: all staff\n\nStaff must lock phones away.\n")


def test_a_document_from_right_to_left_says_that_only_english_is_read() -> None:
    rule = "\u05d0\u05e1\u05d5\u05e8 \u05dc\u05e6\u05dc\u05dd"
    text = f"# Phones\n\n{rule}.\n\nStaff must knock.\n"
    found = read(text.encode(), "policy.md")
    assert [each.text for each in found.clauses] == ["Staff must knock."]
    assert "English alone" in found.document.notes[0]
    assert not read(b"# Phones\n\nStaff must knock.\n", "policy.md").document.notes
