"""Whatever is done to a chain behind the database's back is found, and the place is said."""

import json

import pytest
from django.db import connection
from django.db.models import F

from belisha.audit import triggers
from belisha.audit.actions import record
from belisha.audit.checkpoints import CheckpointError, read_checkpoint, write_checkpoint
from belisha.audit.hashing import COVERED, hash_event, seal_chain
from belisha.audit.models import Event, Head
from belisha.audit.verification import FIELDS, check_database, event_from_line, event_line

CHAIN, LENGTH = 970, 9
OTHER_VALUES = {
    "at": "2020-01-01T00:00:00+00:00",
    "by": None,
    "verb": "y",
    "subject": "y",
    "detail": {"n": 99},
    "refused": "y",
    "previous": "0" * 64,
    "hash": "0" * 64,
}
Events = Event.objects.filter(chain=CHAIN)


@pytest.fixture
def chain(db: None) -> None:
    for number in range(1, LENGTH + 1):
        record(school_id=CHAIN, by=5, verb="did", subject=f"thing {number}", detail={"n": number})
    triggers.remove(connection)


def faults(**options: object) -> list[tuple[int, str]]:
    (found,) = check_database(chains=[CHAIN], **options)  # type: ignore[arg-type]
    return [(fault.number, fault.what) for fault in found.faults]


def event(number: int) -> Event:
    return Events.get(number=number)


def rehash(first: int, last: int = LENGTH, **changes: object) -> None:
    """Write the chain anew from `first` on, as somebody does who knows how but has no key."""
    for number in range(first, last + 1):
        found = event(number)
        for name, value in changes.items() if number == first else ():
            setattr(found, name, value)
        found.previous = event(number - 1).hash if number > 1 else ""
        found.hash = hash_event(getattr(found, name) for name in COVERED)
        found.save()


def forge_head(number: int, key: str = "a guessed key") -> None:
    newest = event(number)
    seal = seal_chain(CHAIN, number, newest.hash, key=key)
    Head.objects.filter(pk=CHAIN).update(number=number, hash=newest.hash, seal=seal)


def test_an_untouched_chain_has_no_fault(chain: None) -> None:
    assert faults() == []


@pytest.mark.parametrize("number", [1, 5, LENGTH])
@pytest.mark.parametrize("field", OTHER_VALUES)
def test_an_altered_field_is_found_where_it_is(chain: None, field: str, number: int) -> None:
    Events.filter(number=number).update(**{field: OTHER_VALUES[field]})
    found = faults()
    assert found[0] == (number, "was altered: it does not say what was written")
    assert {place for place, _ in found} == {number}


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        ([1], (1, "is missing")),
        ([4], (4, "is missing")),
        ([4, 5, 6], (4, "and those up to 6 are missing")),
        ([LENGTH], (LENGTH, "is missing: the newest of the chain")),
        ([8, 9], (8, "and those up to 9 are missing: the newest of the chain")),
    ],
)
def test_what_is_missing_is_named(chain: None, gone: list[int], said: tuple[int, str]) -> None:
    Events.filter(number__in=gone).delete()
    assert said in faults()


def test_a_gap_that_was_closed_is_found(chain: None) -> None:
    Events.filter(number=4).delete()
    for number in range(5, LENGTH + 1):
        Events.filter(number=number).update(number=F("number") - 1)
    assert faults()[0] == (4, "was altered: it does not say what was written")


def test_two_that_changed_places_are_found(chain: None) -> None:
    for number, other in ((3, 100), (4, 3), (100, 4)):
        Events.filter(number=number).update(number=other)
    assert [place for place, _ in faults()] == [3, 4]


def test_one_that_was_written_anew_is_found(chain: None) -> None:
    rehash(4, 4, verb="did nothing")
    assert faults() == [(4, "was written anew, or stands in another’s place: event 5 was built on another")]


def test_a_new_first_event_is_found(chain: None) -> None:
    Events.filter(number=1).delete()
    triggers.remove(connection)
    for number in range(2, LENGTH + 1):
        Events.filter(number=number).update(number=F("number") - 1)
    found = event(1)
    found.hash = hash_event(getattr(found, name) for name in COVERED)
    found.save()
    assert (1, "is not the first event that was written") in faults()


def test_a_chain_written_anew_to_its_end_is_found(chain: None) -> None:
    rehash(4, verb="did nothing")
    assert faults() == [(LENGTH, "is not the event with which the head says that the chain ends")]
    forge_head(LENGTH)
    ((place, what),) = faults()
    assert (place, what[:40]) == (0, "has a seal that this site’s key did not ")
    assert faults(keys=["a guessed key"]) == []


def test_what_was_added_past_the_end_is_found(chain: None) -> None:
    newest = event(LENGTH)
    added = Event(chain=CHAIN, number=LENGTH + 1, verb="x", subject="x", previous=newest.hash, hash="")
    added.hash = hash_event(getattr(added, name) for name in COVERED)
    added.save()
    assert (LENGTH + 1, "was added past the end that the head states") in faults()


def test_a_missing_head_is_found(chain: None) -> None:
    Head.objects.filter(pk=CHAIN).delete()
    assert faults() == [(0, "has no head: the row that says where it ends is missing")]


def test_a_chain_of_which_only_the_head_is_left_is_found(chain: None) -> None:
    Events.delete()
    assert faults()[0][1] == f"and those up to {LENGTH} are missing: the newest of the chain"


@pytest.mark.parametrize("left", [7, 0])
def test_only_a_checkpoint_shows_that_the_newest_went_with_their_head(chain: None, left: int) -> None:
    text = write_checkpoint([(CHAIN, LENGTH, event(LENGTH).hash)], made_at="2026-11-21")
    Events.filter(number__gt=left).delete()
    key = "the site’s own"
    if left:
        forge_head(left, key)
        assert faults(keys=[key]) == []
    else:
        Head.objects.filter(pk=CHAIN).delete()
        assert list(check_database(chains=[CHAIN])) == []
    ((place, what),) = faults(keys=[key], checkpoints=read_checkpoint(text))
    assert (place, what.endswith(f"the checkpoint has event {LENGTH}")) == (left + 1, True)


def test_a_checkpoint_shows_a_chain_that_was_written_anew_with_the_key(chain: None) -> None:
    text = write_checkpoint([(CHAIN, 6, event(6).hash), (971, 0, "")], made_at="2026-11-21")
    assert faults(checkpoints=read_checkpoint(text)) == []
    rehash(4, verb="did nothing")
    forge_head(LENGTH, "key")
    assert faults(keys=["key"], checkpoints=read_checkpoint(text)) == [
        (6, "is not the event of the checkpoint")
    ]


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"kind": "belisha anchor 1"}', '{"kind": "other"}'])
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(CheckpointError):
        read_checkpoint(text)


def test_every_fault_is_told_not_the_first_alone(chain: None) -> None:
    Events.filter(number=2).update(verb="y")
    Events.filter(number=5).delete()
    Events.filter(number=8).update(verb="y")
    assert [place for place, _ in faults()] == [2, 5, 8]


def test_a_line_of_an_export_is_the_event(chain: None) -> None:
    (row,) = Events.filter(number=3).values_list(*FIELDS)
    *stated, written = event_from_line(json.loads(event_line(row)))
    assert hash_event(stated) == written
