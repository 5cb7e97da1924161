"""Every form of clause is shown and can be edited, wherever clauses are shown: elements by outputs."""

import re
from dataclasses import replace
from functools import cache
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from django.test import Client

from belisha.base.clock import today
from belisha.drafting.clause_form.choices import choices_for
from belisha.drafting.clause_form.clause_form_state import EMPTY
from belisha.drafting.clause_form.initial_values import initial_values
from belisha.drafting.clause_form.parsing import parse_values
from belisha.people.models import School
from belisha.policies.actions import bring_in_version
from belisha.policies.cards.easy_read import EasyRead
from belisha.policies.cards.role_page import groups_for
from belisha.policies.documents.clause_text import clause_rows, policy_words
from belisha.policies.models import PolicyVersion
from belisha.policies.printing import pdf
from belisha.policies.versions.clause_diff import clause_changes
from belisha.rules.compare import compare
from belisha.rules.edit import clause_checksum
from belisha.rules.examine import examine
from belisha.rules.language.clauses import Acting
from belisha.rules.language.policy import Policy
from belisha.rules.language.reading import library_slugs, load_policy, read_policy
from belisha.rules.language.writing import write_policy
from belisha.rules.merge import merge
from belisha.rules.wording.plain_english import clause_in_words
from tests.demo_fixtures import ClientFor
from tests.drafting.drafts import HEAD, REVIEW, actor, newest, posted, stated

DOCUMENTS = Path(__file__).parent.parent / "rules" / "documents"
WITH_PACKS = ("every-form", "playgroup", "remote-tuition", "swim-club", "trust-aup")

# Each element: its clause, its words where it is read aloud, in the rows of its page and in easy read
# (None: the element is of a clause that is on no card in short sentences), and the clause without it.
ELEMENTS: dict[str, tuple[str, str, str, str | None, dict[str, Any]]] = {
    "all together": ("two-approve", "lead together", "all together", "Do it toge", {"acting": Acting.EACH}),
    "within": ("two-approve", "within 10 working days", "within 10", "within 10 working days", {"by": ""}),
    "every": ("two-approve", "every 6 months", "every 6 months", "every 6 months", {"every": ""}),
    "one of": ("one-checks", "one of", "any one of them", "One of these", {"acting": Acting.EACH}),
    "but not": ("no-own-chat", "not a supply", "supply teacher", "not for the supply", {"who_except": ()}),
    "not towards": ("no-own-chat", "not towards a par", "parent", "for the parent", {"towards_except": ()}),
    "a dimension": ("no-own-chat", "your own account", "own account", "own account", {"when": ()}),
    "agreement": ("no-own-chat", "written agreement", "written agreement", "tutor first", {"unless": ()}),
    "an own name": ("no-own-chat", "lead tutor", "lead tutor", "lead tutor", {"unless": ()}),
    "to both": ("no-own-chat", "lead and the lead", "lead and the lead", "lead and the lead", {"then": ()}),
    "a relay": ("no-own-chat", "who tells", "who tells", "They tell", {"then": ()}),
    "a time": ("no-own-chat", "at once", "at once", "at once", {"then": ()}),
    "how long": ("no-own-chat", "for 30 days", "for 30 days", "for 30 days", {"then": ()}),
    "a doubt": ("no-own-chat", "somebody senior", "somebody senior", None, {"doubts": ()}),
    "only with": ("lessons-alone", "only with written", "written consent", "in writing", {"only_with": ()}),
    "exception to": ("fire", "Lessons alone", "Lessons alone", "Lessons alone", {"exception_to": ()}),
    "despite": ("whatever-else", "own account", "own account", "own account", {"despite": ()}),
    "in the same way": ("same-for-groups", "own account", "own account", "It works as in", {"same_as": ()}),
    "between": ("numbers", "between 2 and 12", "between 2 and 12", "between 2 and 12", {"when": ()}),
    "set off by": ("numbers", "when this happens", "use an AI tool", "when this happens", {"on": ()}),
    "anyone": ("nobody-says", "does not say who", "anyone", None, {"is_who_unstated": False}),
    "unstated": ("nobody-says", "does not say who", "does not say who", "does not say who", {"unless": ()}),
    "jointly": ("keeps-list", "answer together", "all together", "Do it together", {"jointly_with": ()}),
    "duty": ("keeps-list", "it is their duty", "yes", "You must", {"is_duty": False}),
    "in absence": ("keeps-list", "absence", "deputy manager", "deputy manager", {"in_absence": ()}),
    "joint decision": ("goes-wrong", "decide together", "all together", None, {"acting": Acting.EACH}),
    "options": ("goes-wrong", "wait for a day", "wait for a day", None, {"options": ()}),
    "promise": ("we-answer", "promises", "parent", None, {"audience": ("parent",)}),
    "a note's circumstance": ("we-answer", "break", "break", None, {"when": ()}),
    "reserves": ("we-may-look", "keeps the right", "use an AI tool", None, {"about": ()}),
    "none if": ("may-follow", "honest mistake", "honest mistake", None, {"unless": ()}),
    "ladder": ("may-follow", "a letter", "a letter", None, {"ladder": ()}),
    "plain": ("own-words", "visitors in coats", "visitors in coats", None, {"who": "anybody"}),
    "phrases": ("own-words", "", "coats in the blue room", None, {"phrases": ()}),
    "adds": ("tutor-means", "counts", "volunteer", None, {"adds": ()}),
    "blocked": ("chatting-app", "blocked", "yes", None, {"blocked": None}),
    "minimum age": ("chatting-app", "13", "13", None, {"minimum_age": None}),
}  # fmt: skip
# Boxes in which something is chosen from a list.
CHOSEN = ("fact", "deed", "how", "clause", "register", "force", "note", "kind", "acting", "office", "section")
# Fields that any kind may have, and of which the document has one of each.
NOT_IN_ALL = ("since", "until", "means", "doubt")
# What decides differently without the element, in any situation that the two tell apart.
DECIDES = (
    *(
        "but not",
        "not towards",
        "a dimension",
        "agreement",
        "only with",
        "exception to",
        "despite",
        "between",
    ),
    "unstated",
)


@cache
def document(name: str = "every-form") -> Policy:
    return read_policy((DOCUMENTS / f"{name}.md").read_text(encoding="utf-8"))


def without(element: str) -> Policy:
    clause, change = ELEMENTS[element][0], ELEMENTS[element][4]
    policy = document()
    found = tuple(replace(each, **change) if each.id == clause else each for each in policy.clauses)
    return replace(policy, clauses=found)


def flat(words: str) -> str:
    return " ".join(words.split()).casefold()


def holds(words: str, text: str) -> bool:
    return words.casefold() in flat(text)


def test_every_form_of_clause_is_among_them() -> None:
    from belisha.rules.language.fields import KINDS

    clauses = document().clauses
    for kind in KINDS:
        for spec in kind.fields:
            values = [getattr(each, spec.attribute) for each in clauses if isinstance(each, kind.of)]
            assert any(values) or spec.names[0] in NOT_IN_ALL, (kind.name, spec.names)


@pytest.mark.parametrize("element", ELEMENTS)
def test_it_is_read_aloud_in_rows_and_in_easy_read(element: str) -> None:
    clause, aloud, row, easy, _ = ELEMENTS[element]
    policy = document()
    stated = policy.by_id[clause]
    titles = {each.id: each.title for each in policy.clauses}
    assert holds(aloud, clause_in_words(stated, policy_words(policy), titles))
    assert any(holds(row, word) for each in clause_rows(stated, policy) for word in each.words)
    if easy is not None:
        assert holds(easy, " ".join(EasyRead(policy).of(stated)))


@pytest.mark.parametrize("element", ELEMENTS)
def test_a_version_without_it_differs_and_a_merge_brings_it(element: str) -> None:
    clause, old = ELEMENTS[element][0], without(element)
    changes = [each for each in clause_changes(old, document()) if each.id == clause]
    assert len(changes) == 1
    assert changes[0].rows
    merged = merge(old, replace(old, introduction="Ours."), document())
    assert merged.result().by_id[clause] == document().by_id[clause]


@pytest.mark.parametrize("element", DECIDES)
def test_what_decides_is_told_when_policies_are_compared(element: str) -> None:
    assert list(compare(without(element), document()).differences)


def test_no_form_of_clause_is_idle_where_the_policy_is_examined() -> None:
    found = examine(document())
    assert [each.sentence for each in (*found.never_decide, *found.unreached)] == []


def test_every_clause_stands_on_the_page_of_somebody() -> None:
    policy = document()
    roles = ("tutor", "staff", "headteacher", "parent", "deputy-manager", "centre-manager")
    shown = {
        clause.id for role in roles for group in groups_for(policy, role, today()) for clause in group.clauses
    }
    apart = {"tutor-means", "chatting-app"}
    assert shown | apart == set(policy.by_id)


@pytest.mark.parametrize("name", WITH_PACKS)
def test_a_clause_is_the_same_after_its_form_and_its_words_are_in_the_lists(name: str) -> None:
    policy = document(name)
    for clause in policy.clauses:
        values = {**EMPTY, **initial_values(clause)}
        lists = choices_for(policy, values)
        found = parse_values(values, (), lists)
        assert (found.clause, found.errors) == (clause, {})
        roles = {role for _, group in lists.role_choices for role, _ in group}
        facts = {fact for _, group in lists.fact_choices for fact, _ in group}
        assert {*values["who"], *values["towards"], *values["in_absence"]} <= roles
        rows = (row for box in ("when", "unless", "only_with") for row in values[box])
        assert {row["fact"] for row in rows if row.get("fact")} <= facts


@pytest.mark.parametrize("slug", library_slugs())
def test_a_policy_without_packs_is_offered_no_word_of_one(slug: str) -> None:
    policy = load_policy(slug)
    lists = choices_for(policy, EMPTY)
    assert "tutor" not in {role for _, group in lists.role_choices for role, _ in group}
    ticked = choices_for(policy, {**EMPTY, "packs": ["tuition"]})
    assert "tutor" in {role for _, group in ticked.role_choices for role, _ in group}


@pytest.fixture
def published(demo: None) -> PolicyVersion:
    """The policy of every form, in force at a school."""
    school = School.objects.get(slug="grange")
    source = write_policy(document())
    return bring_in_version(by=actor(HEAD), school=school, source=source, label="every form")


def test_its_pages_and_paper_show_each_element(
    published: PolicyVersion, client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    number = published.pk
    version = f"/s/grange/policy/versions/{number}/"
    word = docx.Document(BytesIO(client.get(f"/s/grange/policy/versions/{number}.docx").content))
    paper = {"docx": "\n".join(each.text for each in word.paragraphs)}
    paper["print"] = unescape(client.get(f"{version}print/").content.decode())
    if pdf.can_print():
        with pypdfium2.PdfDocument(client.get(f"/s/grange/policy/versions/{number}.pdf").content) as pages:
            paper["pdf"] = " ".join(page.get_textpage().get_text_range() for page in pages)
    for element, (clause, aloud, row, _, _) in ELEMENTS.items():
        for name, text in paper.items():
            assert holds(aloud, text), (element, name)
        page = unescape(client.get(f"{version}clause/{clause}/").content.decode())
        assert holds(row, page), (element, clause)


def test_the_form_of_each_clause_shows_every_value_in_a_box(
    published: PolicyVersion, client_for: ClientFor
) -> None:
    client = client_for(HEAD)
    data = {
        "which": str(published.document_id), "change": "editorial", "reason": "Why.", "label": "next",
        "review_due_on": REVIEW,
    }  # fmt: skip
    begun = client.post("/s/grange/drafts/begin/revision/", data)
    assert begun.status_code == 302, begun.content.decode()
    draft = newest("grange")
    for clause in document().clauses:
        address = f"/s/grange/drafts/{draft.pk}/clauses/{clause.id}/"
        page = unescape(client.get(address).content.decode())
        for box, value in initial_values(clause).items():
            _check_box(page, box, value)
        saved = client.post(address, {**posted(clause), "was": clause_checksum(clause), "save": "yes"})
        assert saved.status_code == 302, clause.id
        assert stated(draft, clause.id) == clause


def _check_box(page: str, box: str, value: Any) -> None:
    for each in value if isinstance(value, list) else [value]:
        for name, words in each.items() if isinstance(each, dict) else [(box, each)]:
            if not words or name in ("joint", "what", "id"):
                continue
            whole = re.escape(words)
            in_box = rf'value="{whole}"|>{whole}</textarea>'
            if name in CHOSEN or (isinstance(value, list) and isinstance(each, str)):
                in_box = rf'value="{whole}" (checked|selected)'
            assert re.search(in_box, page), (box, name, words)
