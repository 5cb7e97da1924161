"""A code is stored and its label shown. Lines of earlier builds verify, and are shown and found alike."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from belisha.audit import verbs as verbs_module
from belisha.audit.actions import record
from belisha.audit.models import Event
from belisha.audit.verbs import codes_with, stored_as, verb_label, verb_of
from belisha.audit.verification import check_database
from belisha.dashboard.record_page import lines
from belisha.people.models import School
from belisha.people.record import PeopleEvent
from belisha.policies.record import PolicyEvent
from tests.demo_fixtures import ClientFor

SENTENCE = "changed the school’s settings"


def written(*verbs: str) -> list[Event]:
    school = School.objects.get(slug="grange")
    return [record(school_id=school.pk, by=None, verb=verb, subject="x 1") for verb in verbs]  # type: ignore[arg-type]


def test_a_label_is_what_an_earlier_build_stored() -> None:
    assert verb_label("changed-settings") == SENTENCE
    assert verb_label(SENTENCE) == SENTENCE
    assert verb_label("flew a kite") == "flew a kite"
    assert verb_of("changed-settings") is PeopleEvent.CHANGED_SETTINGS
    assert verb_of(SENTENCE) is PeopleEvent.CHANGED_SETTINGS
    assert verb_of("flew a kite") is None
    assert stored_as(PeopleEvent.CHANGED_SETTINGS) == ["changed-settings", SENTENCE]
    with pytest.raises(KeyError):
        stored_as("flew a kite")


def test_words_find_the_codes_whose_labels_have_them() -> None:
    assert "changed-settings" in codes_with("SCHOOL’S settings")
    assert codes_with("no verb has these words") == []


def test_two_verbs_with_one_code_or_label_stop_the_record(monkeypatch: pytest.MonkeyPatch) -> None:
    class Kite(verbs_module.models.TextChoices):
        FLEW = "flew-kite", str(PolicyEvent.PUBLISHED.label)

    monkeypatch.setattr(verbs_module, "all_verbs", lambda: iter([PolicyEvent.PUBLISHED, Kite.FLEW]))
    verbs_module._by_stored.cache_clear()
    with pytest.raises(ImproperlyConfigured, match="rename one"):
        verb_label("published")
    verbs_module._by_stored.cache_clear()


def test_the_database_holds_the_code_and_both_kinds_of_line_verify(demo: None) -> None:
    new, old = written(PeopleEvent.CHANGED_SETTINGS, SENTENCE)
    new.refresh_from_db()
    assert (new.verb, old.verb) == ("changed-settings", SENTENCE)
    assert [each.faults for each in check_database(chains=[new.chain])] == [[]]
    assert [each.verb for each in lines([new, old])] == [SENTENCE, SENTENCE]


def test_the_page_shows_and_finds_both_by_words(client_for: ClientFor) -> None:
    written(PeopleEvent.CHANGED_SETTINGS, SENTENCE)
    page = client_for("headteacher@grange").get("/s/grange/record/?verb=Changed the school").content.decode()
    assert page.count(SENTENCE) == 2
    assert "changed-settings" not in page
