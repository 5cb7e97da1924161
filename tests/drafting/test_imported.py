"""A document of one's own becomes a policy that answers, and what cannot be a rule stays in its words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from belisha.asking.asking import ask
from belisha.drafting.imported.policy import policy_of
from belisha.reading.read import read
from belisha.reading.values import UNSURE
from belisha.rules.contradictions import contradictions
from belisha.rules.edit import replace_clause
from belisha.rules.language.clauses import Definition, Force, Plain, Rule
from belisha.rules.language.policy import Policy
from belisha.rules.language.reading import read_policy
from belisha.rules.language.writing import write_policy
from belisha.rules.ruling import Verdict
from belisha.rules.vocabulary.loading import load_vocabulary
from tests.reading.made import bullet, docx, heading, paragraph


def a_policy() -> bytes:
    """Return a school's Word file, as schools write them."""
    return docx(
        heading("Elm Grove School Social Media Policy"),
        heading("Staff"),
        paragraph("Staff must:"),
        bullet("not accept friend requests from pupils;"),
        bullet("report any contact from a pupil on social media to the headteacher."),
        paragraph("Staff may use social media in their breaks on their own phones."),
        paragraph("Staff must not post photographs of pupils unless parents have given consent in writing."),
        heading("Parents"),
        paragraph("Parents should not post comments that criticise the school."),
        heading("Boiler"),
        paragraph("The caretaker must bleed the radiators in October."),
    )


def imported(data: bytes) -> Policy:
    """Return the policy that a document becomes, written and read again."""
    made = policy_of(read(data, "Elm Grove.docx"), name="Elm Grove.docx").policy
    return read_policy(write_policy(made))


@pytest.mark.parametrize(
    ("role", "question", "verdict"),
    [
        ("teacher", "Can I be Facebook friends with a pupil?", Verdict.PROHIBITED),
        ("teacher", "Can I post a photo of a pupil?", Verdict.NEEDS_PERMISSION),
        ("parent", "Can I criticise the school online?", Verdict.DISCOURAGED),
        ("teacher", "What time is lunch?", Verdict.SILENT),
    ],
)
def test_an_imported_policy_answers_at_once(role: str, question: str, verdict: Verdict) -> None:
    assert ask(imported(a_policy()), question, role=role).ruling.verdict is verdict


def test_what_the_vocabulary_has_no_word_for_stays_in_plain_words() -> None:
    policy = imported(a_policy())
    plain = [clause for clause in policy.clauses if isinstance(clause, Plain)]
    assert [clause.text for clause in plain] == ["The caretaker must bleed the radiators in October."]
    assert plain[0].force.value == "must"


def test_clauses_that_contradict_are_kept_and_one_of_them_decides_nothing() -> None:
    policy = imported(
        docx(
            heading("Phones"),
            paragraph("Staff must not use a mobile phone."),
            paragraph("Staff must use a mobile phone."),
        )
    )
    assert not contradictions(policy, load_vocabulary())
    assert sum(isinstance(clause, Rule) for clause in policy.clauses) == 1
    assert sum(isinstance(clause, Plain) for clause in policy.clauses) == 1


def test_next_years_document_keeps_the_rules_that_still_fit() -> None:
    """A settled rule stays with its words; what is new, worded otherwise or gone is said."""
    earlier = imported(a_policy())
    (friends,) = (each for each in earlier.rules if "friend" in each.text)
    settled = replace_clause(earlier, replace(friends, who=("teacher",)))
    document = docx(
        heading("Elm Grove School Social Media Policy"),
        heading("Staff"),
        paragraph("Staff must:"),
        bullet("not accept friend requests from pupils;"),
        bullet("report any contact from a pupil or parent on social media to the headteacher."),
        paragraph("Staff may use social media in their breaks on their own phones."),
        paragraph("Staff must not post photographs of pupils unless parents have given consent in writing."),
        heading("Parents"),
        paragraph("Parents must keep the gate code to themselves."),
    )
    made = policy_of(read(document, "2027.docx"), name="2027.docx", earlier=settled)
    assert made.policy.by_id[friends.id].who == ("teacher",)  # type: ignore[union-attr]
    changes = made.changes
    assert changes is not None
    assert (len(changes.same), len(changes.reworded), len(changes.new)) == (4, 1, 1)
    assert [title.split()[0] for title in changes.gone] == ["Parents", "The"]
    unsure = [each.clause.id for each in made.mapped if each.confidence < 0.6]
    assert set(changes.reworded) <= set(unsure)


def test_whom_a_document_counts_among_staff_is_bound_as_staff_are() -> None:
    policy = imported(
        docx(
            heading("Social Media Policy"),
            paragraph("This policy applies to all staff, including governors and contractors."),
            paragraph("Staff must not post photographs of pupils."),
        )
    )
    widened = next(each for each in policy.clauses if isinstance(each, Definition))
    assert widened.defines == "staff"
    assert widened.adds == ("governing-body", "contractor")
    answer = ask(policy, "May I post photos of pupils?", role="contractor")
    assert answer.ruling.verdict is Verdict.PROHIBITED


def test_a_duty_to_obtain_consent_lets_nothing_be_done_without_it() -> None:
    policy = imported(
        docx(
            heading("Social Media Policy"),
            paragraph("Consent must be obtained from parents before staff post photographs of pupils."),
        )
    )
    rule = next(each for each in policy.clauses if isinstance(each, Rule))
    assert rule.force is Force.MUST_NOT
    assert rule.unless


def test_a_way_out_that_no_word_fits_makes_its_rule_unsure() -> None:
    said = "Staff must not accept friend requests from pupils"
    found = read(docx(paragraph(f"{said}."), paragraph(f"{said} unless the moon is full.")), "a.docx")
    whole, less = policy_of(found, name="a.docx").mapped
    assert whole.confidence > less.confidence
    assert less.confidence < UNSURE
