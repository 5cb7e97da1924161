"""Whatever is kept as it was, is it? Published texts, acknowledgements, and what guards them."""

import pytest
from django.db import connection

from belisha.acknowledgements import triggers
from belisha.acknowledgements.models import Acknowledgement
from belisha.acknowledgements.verification import checked_acknowledgements
from belisha.demo.acknowledgements_history import build_acknowledgements_history
from belisha.people.models import School
from belisha.policies.actions import checksum_of
from belisha.policies.documents.integrity import check_stored_texts
from belisha.policies.models import PolicyVersion


@pytest.fixture
def agreed(demo: None) -> None:
    """Some at Calcot have acknowledged its policy."""
    build_acknowledgements_history(School.objects.get(slug="calcot"))


def wrong_texts() -> dict[str, str]:
    return {name: wrong for name, wrong in check_stored_texts(using="default") if wrong}


def wrong_acknowledgements() -> dict[str, str]:
    return {name: wrong for name, wrong in checked_acknowledgements(using="default") if wrong}


def test_all_is_as_it_was(agreed: None) -> None:
    texts, made = dict(check_stored_texts(using="default")), dict(checked_acknowledgements(using="default"))
    assert len(texts) >= 5
    assert len(made) == Acknowledgement.objects.count() > 0
    assert {*texts.values(), *made.values()} == {""}


def test_one_school_alone(agreed: None) -> None:
    school = School.objects.get(slug="calcot")
    version = PolicyVersion.objects.in_force().filter(school=school).earliest("pk")
    PolicyVersion.objects.exclude(school=school).update(source="something else")
    only = dict(check_stored_texts(using="default", schools=[school.pk]))
    assert only[f"version {version.pk}"] == ""
    assert not any(only.values())
    made = Acknowledgement.objects.filter(school=school).count()
    assert len(list(checked_acknowledgements(using="default", schools=[school.pk]))) == made > 0
    other = School.objects.get(slug="grange")
    assert not list(checked_acknowledgements(using="default", schools=[other.pk]))


def test_a_text_that_was_changed_shows_with_its_checksum_too(demo: None) -> None:
    version = PolicyVersion.objects.in_force().get(school__slug="grange")
    name, changed = f"version {version.pk}", version.source.replace("must", "may")
    PolicyVersion.objects.filter(pk=version.pk).update(source=changed, checksum=checksum_of(changed))
    assert wrong_texts() == {name: "its text is not the one that the record says was published"}
    PolicyVersion.objects.filter(pk=version.pk).update(source=version.source)
    assert wrong_texts() == {name: "its checksum is not that of its text"}


def test_an_acknowledgement_that_was_changed_or_taken_out_shows(agreed: None) -> None:
    one, two = Acknowledgement.objects.order_by("pk")[:2]
    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {triggers.TABLE} SET name = 'Nobody' WHERE id = %s", [one.pk])
        cursor.execute(f"DELETE FROM {triggers.TABLE} WHERE id = %s", [two.pk])
    assert wrong_acknowledgements() == {
        f"acknowledgement {one.pk}": "What is kept differs from what was sealed: the name.",
        f"acknowledgement {two.pk}": "It is on the record and is gone.",
    }


def test_one_put_in_the_place_of_another_shows(agreed: None) -> None:
    """With the site's own key it can be sealed anew, but the record noted the first."""
    one, two = Acknowledgement.objects.order_by("pk")[:2]
    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {triggers.TABLE}")
    one.pk, one._state.adding = two.pk, True
    one.save(force_insert=True)
    assert wrong_acknowledgements()[f"acknowledgement {two.pk}"] == (
        "It is not the one that the record speaks of."
    )


def test_a_guard_that_was_taken_away_is_missed(demo: None) -> None:
    assert not triggers.missing(connection)
    triggers.remove(connection)
    assert triggers.missing(connection) == [*triggers.names(connection)]
