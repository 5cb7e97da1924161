"""Every clause of the five documents is carried by a clause of the policies that ship."""

from __future__ import annotations

import dataclasses

import pytest

from belisha.rules.coverage import coverage, parts_of, stated_clauses
from belisha.rules.language.clauses import Note, NoteKind
from belisha.rules.language.reading import library_slugs, load_policy

STATED = {"grange": 100, "barley-lane": 78, "hr-cooperative": 68, "coads-green": 39, "calcot": 61}
PARTS = {"ask", "for me", "people", "help", "document control", "compare"}


@pytest.mark.parametrize("slug", library_slugs())
def test_each_policy_carries_all_of_its_document(slug: str) -> None:
    found = coverage(load_policy(slug))
    assert found.missing == ()
    assert len(found.carried) == STATED[slug]
    assert found.unlisted == ()
    assert found.uncited == ()


def test_all_346_are_carried() -> None:
    assert len(stated_clauses()) == 346
    carried = [id_ for slug in library_slugs() for id_ in coverage(load_policy(slug)).carried]
    assert sorted(carried) == sorted(stated_clauses())


@pytest.mark.parametrize("slug", library_slugs())
def test_something_acts_on_each_today(slug: str) -> None:
    for row in coverage(load_policy(slug)).rows:
        assert row.parts, row.stated.id
        assert set(row.parts) <= PARTS, row.stated.id
        assert row.stated.needs, row.stated.id


@pytest.mark.parametrize(
    ("slug", "clause", "parts"),
    [
        ("barley-lane", "break-time", ("ask", "for me", "compare")),
        ("barley-lane", "governors-responsible", ("ask", "for me", "people", "compare")),
        ("barley-lane", "age-13", ("ask", "compare")),
        ("grange", "report-cyberbullying", ("ask", "for me", "compare", "help")),
        ("hr-cooperative", "good-faith", ("ask", "for me", "help", "compare")),
        ("calcot", "document-control", ("document control", "for me")),
        ("grange", "indecent-procedure", ("ask", "for me")),
        ("coads-green", "everyone", ("ask", "for me", "compare")),
    ],
)
def test_what_acts_on_a_kind_of_clause(slug: str, clause: str, parts: tuple[str, ...]) -> None:
    assert parts_of(load_policy(slug).by_id[clause]) == parts


def test_what_is_left_out_is_missing() -> None:
    policy = load_policy("coads-green")
    without = dataclasses.replace(policy, clauses=tuple(c for c in policy.clauses if c.id != "no-contact"))
    assert coverage(without).missing == ("C20b",)
    assert "C20b" not in coverage(without).carried


def test_what_cites_nothing_and_what_is_not_in_the_table() -> None:
    policy = load_policy("coads-green")
    extra = [
        Note(id=id_, title="T", text="W", section="S", cites=cites, kind=NoteKind.FACT, audience=("staff",))
        for id_, cites in (("mine", ()), ("other", ("X1",)))
    ]
    found = coverage(dataclasses.replace(policy, clauses=(*policy.clauses, *extra)))
    assert found.uncited == ("mine",)
    assert found.unlisted == ("X1",)


def test_a_policy_made_from_no_listed_document() -> None:
    policy = load_policy("coads-green")
    own = dataclasses.replace(policy, clauses=policy.clauses[:1])
    own = dataclasses.replace(own, clauses=(dataclasses.replace(own.clauses[0], cites=("X1",)),))
    assert coverage(own).rows == ()
    assert coverage(own).missing == ()
