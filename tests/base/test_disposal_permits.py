"""What is written once can be deleted by a disposal, and by nothing else."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from belisha.base.models import DisposalPermit
from belisha.base.triggers import delete_write_once, disposing
from belisha.complaints.actions import submit_matter
from belisha.complaints.models import Entry, Matter
from belisha.complaints.receipts import new_receipt
from belisha.complaints.spool import SentMatter, SpooledMatter
from belisha.people.models import School


@pytest.fixture
def matter(db: None) -> Matter:
    school = School.objects.get(slug="grange")
    sent = SentMatter("complaint", "handle-complaints", "The sign is wrong.")
    return submit_matter(SpooledMatter(school.pk, sent, new_receipt()))[0]


def test_an_entry_is_not_deleted_without_a_permit(matter: Matter) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        delete_write_once(Entry, [matter.entries.get().pk])
    assert matter.entries.count() == 1


def test_an_entry_is_deleted_inside_a_disposal_and_the_permit_is_gone(matter: Matter) -> None:
    with disposing(Entry):
        delete_write_once(Entry, [matter.entries.get().pk])
    assert not matter.entries.exists()
    assert not DisposalPermit.objects.exists()


def test_a_permit_for_one_table_does_not_open_another(matter: Matter) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), disposing(Matter):
        delete_write_once(Entry, [matter.entries.get().pk])


def test_a_permit_lets_nobody_change_an_entry(matter: Matter) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), disposing(Entry):
        matter.entries.update(words="other")
