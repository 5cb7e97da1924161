"""What is to be mended in a draft, how a clause reads aloud, and what a rule comes to when it is tried."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from belisha.rules.edit import (
    add_clause,
    clause_in_words,
    read_clause_text,
    remove_clause,
    replace_clause,
    sounds_otherwise,
    taken_over,
    to_mend,
    try_rule,
)
from belisha.rules.language.clauses import Force, Note, NoteKind, Rule
from belisha.rules.language.policy import Policy
from belisha.rules.language.reading import library_slugs, load_policy
from belisha.rules.linting.findings import Severity
from belisha.rules.ruling import Verdict
from belisha.rules.vocabulary.loading import load_vocabulary

WORDS = load_vocabulary()
MODEL = load_policy("hr-cooperative")
OWN = taken_over(
    MODEL, slug="own", school="Zebra Lane School", standing="adopted and adapted", version="1",
    review_due_on=date(2027, 7, 21), review_due="21 July 2027",
)  # fmt: skip
ON = date(2026, 11, 21)
BAN = """### No friends here {#no-friends-here}

Staff do not make pupils their friends.

- who: staff
- must not: befriend
- towards: pupil
- unless: immediate-family and permission of headteacher, written, prior
- then: report to headteacher, at once
- cites: 9.1
"""


def checks(policy: Policy, model: Policy | None = MODEL) -> dict[str, str]:
    return {each.check: each.clause for each in to_mend(policy, WORDS, on=ON, model=model)}


def with_clause(text: str, policy: Policy = OWN) -> tuple[Policy, Rule]:
    clause = read_clause_text(text, policy.sections[-1])
    assert isinstance(clause, Rule)
    return add_clause(policy, clause), clause


def test_a_model_just_adopted_has_no_error_and_says_what_is_still_the_models() -> None:
    found = to_mend(OWN, WORDS, on=ON, model=MODEL)
    assert not [each for each in found if each.severity is Severity.ERROR]
    assert {"of-the-model"} <= {each.check for each in found}
    assert all(each.do for each in found)


def test_what_still_names_the_school_that_a_text_comes_from_is_told_among_the_first() -> None:
    model = load_policy("calcot")
    own = taken_over(
        model, slug="own", school="Zebra Lane School", standing="adopted", version="1",
        review_due_on=date(2027, 7, 21), review_due="21 July 2027",
    )  # fmt: skip
    asking, *others = own.rules
    named = replace(asking, text=f"{asking.text} So it is at Calcot Infants.")
    found = to_mend(replace_clause(own, named), WORDS, on=ON, model=model)
    told = {each.clause for each in found if each.check == "names-another-school"}
    assert told >= {asking.id, ""}, "a clause and the introduction name another school, and nobody says so"
    assert told.isdisjoint(each.id for each in others if "Calcot" not in each.text)
    mended = replace(own, introduction="How Zebra Lane School looks after its name.")
    still = to_mend(mended, WORDS, on=ON, model=model)
    assert "" not in {each.clause for each in still if each.check == "names-another-school"}
    told_first = [each.severity for each in found if each.check in ("names-another-school", "of-the-model")]
    assert set(told_first) == {Severity.WARNING}


def test_a_contradiction_is_an_error_with_a_clause_to_open() -> None:
    policy, _ = with_clause("### Do {#do-it}\n\nDo.\n\n- who: staff\n- must: befriend\n- cites: 9.2\n")
    policy, _ = with_clause(
        "### Do not {#do-not}\n\nNo.\n\n- who: staff\n- must not: befriend\n- cites: 9.3\n", policy
    )
    first = to_mend(policy, WORDS, on=ON)[0]
    assert (first.check, first.severity) == ("contradiction", Severity.ERROR)
    assert first.clause in {"do-it", "do-not"}


def test_a_statement_that_asks_and_has_no_rule_is_told() -> None:
    note = Note(
        id="lunch", title="Lunch", text="Staff must not use phones at lunch.", section=OWN.sections[-1],
        cites=("9.9",), kind=NoteKind.GUIDANCE, audience=("staff",),
    )  # fmt: skip
    policy = add_clause(OWN, note)
    assert checks(policy)["statement-only"] == "lunch"
    ruled, _ = with_clause(BAN.replace("9.1", "9.9"), policy)
    assert checks(ruled).get("statement-only") != "lunch"


def test_a_place_of_the_model_that_nothing_carries_is_told() -> None:
    place = next(iter(MODEL.rules)).cites[0]
    policy = OWN
    for clause in [each for each in OWN.clauses if place in each.cites]:
        policy = remove_clause(policy, clause.id)
    lost = [each for each in to_mend(policy, WORDS, on=ON, model=MODEL) if each.check == "clause-lost"]
    assert [each.sentence for each in lost if place in each.sentence]
    assert "clause-lost" not in checks(OWN)


def test_a_rule_that_cites_no_place_of_its_document_is_told() -> None:
    policy, rule = with_clause(BAN.replace("9.1", "H999"))
    assert checks(policy)["rule-without-clause"] == rule.id
    assert "rule-without-clause" not in checks(with_clause(BAN)[0])


def test_a_rule_turned_round_under_its_old_words_is_told() -> None:
    rule = next(each for each in OWN.rules if each.force is Force.MUST_NOT)
    turned = replace(rule, force=Force.MUST)
    assert checks(replace_clause(OWN, turned))["words-left-behind"] == rule.id
    reworded = replace(turned, text="It is asked of everybody now.")
    assert "words-left-behind" not in checks(replace_clause(OWN, reworded))
    assert "words-left-behind" not in checks(OWN)


def test_a_lost_step_is_an_error() -> None:
    barley = load_policy("barley-lane")
    step = next(each.steps[0] for each in barley.clauses if hasattr(each, "steps"))
    loose = replace(barley, clauses=tuple(each for each in barley.clauses if each.id != step))
    assert to_mend(loose, WORDS, on=ON)[0].check == "loose-step"


def test_rot_is_told_at_its_clause() -> None:
    assert checks(load_policy("calcot"), None)["platform-ages"] == "age-whatsapp"


def test_a_rule_reads_aloud() -> None:
    clause = read_clause_text(BAN, "")
    assert clause_in_words(clause, WORDS) == (
        "A member of staff must not be friends on social media (a pupil), unless the person is "
        "immediate family and written permission of the headteacher, beforehand. "
        "Then: report it to the headteacher, at once."
    )


def test_whom_a_rule_is_towards_stands_where_its_action_says_them() -> None:
    contact = BAN.replace("befriend", "contact-online")
    assert "must not contact a pupil on social media," in clause_in_words(
        read_clause_text(contact, ""), WORDS
    )
    follow = BAN.replace("befriend", "follow-account")
    assert "must not follow the account of a pupil," in clause_in_words(read_clause_text(follow, ""), WORDS)


@pytest.mark.parametrize(
    ("text", "force", "against"),
    [
        ("Staff do not communicate with pupils.", Force.MAY, "do not"),
        ("Nobody posts pictures.", Force.MAY, "nobody"),
        ("Staff may not post.", Force.MAY, "may not"),
        ("Staff must post.", Force.MAY, "must"),
        ("Staff may post.", Force.MUST_NOT, "may"),
        ("Staff may post.", Force.MUST, "may"),
        ("Staff don’t post.", Force.MAY, "don't"),
        ("Staff may post, but do not name pupils.", Force.MAY, ""),
        ("Contact is not forbidden.", Force.MAY, ""),
        ("Staff do not post.", Force.MUST_NOT, ""),
        ("Staff avoid it.", Force.SHOULD_NOT, ""),
        ("Staff keep to the policy.", Force.MUST, ""),
    ],
)
def test_words_that_say_something_else_than_the_rule(text: str, force: Force, against: str) -> None:
    assert sounds_otherwise(text, force) == against


@pytest.mark.parametrize("slug", library_slugs())
def test_every_rule_that_ships_sounds_as_it_binds(slug: str) -> None:
    assert not [each.id for each in load_policy(slug).rules if sounds_otherwise(each.text, each.force)]


def test_the_review_of_a_draft_is_measured_from_today() -> None:
    old = load_policy("coads-green")
    due = replace(old.control, review_due="21 July 2027", review_due_on=date(2027, 7, 21))
    assert "review-far" not in checks(replace(old, control=due), None)
    far = replace(due, review_due="21 July 2031", review_due_on=date(2031, 7, 21))
    told = [each.sentence for each in to_mend(replace(old, control=far), WORDS, on=ON)]
    assert any("is set 5 years from today" in sentence for sentence in told)


@pytest.mark.parametrize("slug", library_slugs())
def test_every_clause_that_ships_reads_aloud(slug: str) -> None:
    policy = load_policy(slug)
    titles = {each.id: each.title for each in policy.clauses}
    for clause in policy.clauses:
        said = clause_in_words(clause, WORDS, titles)
        assert said[0].isupper() or not said[0].isalpha()
        assert said.endswith((".", "?", "!"))
        assert "  " not in said


def test_a_rule_is_tried_with_nothing_known_and_with_its_way_out() -> None:
    empty = replace(OWN, clauses=(), control=replace(OWN.control, should_binds=()))
    policy, rule = with_clause(BAN, empty)
    tried = try_rule(policy, rule, WORDS, on=ON)
    verdicts = [each.ruling.verdict for each in tried if each.ruling]
    assert verdicts == [Verdict.PROHIBITED, Verdict.ALLOWED] or verdicts[0] is Verdict.NEEDS_PERMISSION
    assert verdicts[-1] is Verdict.ALLOWED
    softer = replace_clause(policy, replace(rule, unless=()))
    (only,) = try_rule(softer, replace(rule, unless=()), WORDS)
    assert only.ruling
    assert only.ruling.verdict is Verdict.PROHIBITED


def test_a_rule_that_contradicts_has_no_answer_and_says_why() -> None:
    policy, _ = with_clause("### Do {#do-it}\n\nDo.\n\n- who: staff\n- must: befriend\n- cites: 9.2\n")
    policy, rule = with_clause(BAN, policy)
    (tried,) = try_rule(policy, rule, WORDS)
    assert tried.ruling is None
    assert "contradict" in tried.wrong


@pytest.mark.parametrize("slug", library_slugs())
def test_every_rule_that_ships_can_be_tried(slug: str) -> None:
    policy = load_policy(slug)
    for rule in policy.rules:
        assert all(each.ruling or each.wrong for each in try_rule(policy, rule, WORDS, on=ON))
