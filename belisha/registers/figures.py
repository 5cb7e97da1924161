"""Figures for governors: requests, exceptions, contact attempts, declarations, consents."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from belisha.base.figures import (
    FigureGroup,
    ListPage,
    clause_figure,
    counted,
    day_begins,
    school_figure,
    within,
)
from belisha.registers.descriptions import load_registers
from belisha.registers.models import RegisterEntry
from belisha.registers.permissions import can_use_any
from belisha.registers.states import STANDING, EntryState

PAGE = ListPage("registers:registers", can_use_any.check)
EXCEPTIONS, CONTACTS, DECLARATIONS, CONSENTS = "exceptions", "contacts", "declarations", "consents"
WAITING, GRANTED, DECLINED, WITHDRAWN = "waiting for a decision", "granted", "declined", "withdrawn"
OUTCOMES = {
    EntryState.ASKED: WAITING,
    EntryState.ASKED_BACK: WAITING,
    EntryState.DECLINED: DECLINED,
    EntryState.WITHDRAWN: WITHDRAWN,
}


def _by_outcome(rows: QuerySet[RegisterEntry]) -> Mapping[str, int]:
    counts = dict.fromkeys((WAITING, GRANTED, DECLINED, WITHDRAWN), 0)
    for state in rows.order_by("state").values_list("state", flat=True):
        counts[OUTCOMES.get(EntryState(state), GRANTED)] += 1
    return counts


def _made(register: str, school_id: int, first: date, last: date) -> QuerySet[RegisterEntry]:
    rows: QuerySet[RegisterEntry] = RegisterEntry.objects.filter(
        within("made_at", first, last), school=school_id, register=register
    )
    return rows


@school_figure(
    "requests",
    "Requests for permission",
    "What people asked leave for within the period, exceptions aside, by what was decided. Granted "
    "counts what has run out since, too.",
    group=FigureGroup.ASKED,
    page=PAGE,
)
def requests(school_id: int, first: date, last: date) -> Mapping[str, int]:
    """Count requests by what was decided."""
    names = [each.name for each in load_registers().values() if each.begins == "asked"]
    rows = RegisterEntry.objects.filter(
        within("made_at", first, last), school=school_id, register__in=set(names) - {EXCEPTIONS}
    )
    return _by_outcome(rows)


@school_figure(
    "exceptions",
    "Exceptions told to the headteacher",
    "What people said within the period that the policy does not cover or does not allow, by what "
    "was decided.",
    group=FigureGroup.ASKED,
    page=PAGE,
)
def exceptions(school_id: int, first: date, last: date) -> Mapping[str, int]:
    """Count exceptions by what was decided."""
    return _by_outcome(_made(EXCEPTIONS, school_id, first, last))


@school_figure(
    "contacts",
    "Contact attempts",
    "Attempts to befriend or contact somebody online, reported within the period, by what was tried.",
    group=FigureGroup.HAPPENED,
    page=PAGE,
)
def contacts(school_id: int, first: date, last: date) -> Mapping[str, int]:
    """Count contact attempts by what was tried."""
    return _by_topic(CONTACTS, school_id, first, last)


@school_figure(
    "declarations",
    "Declarations of links",
    "Links with pupils and families declared within the period, by kind; nothing to declare counts too.",
    group=FigureGroup.PEOPLE,
    page=PAGE,
)
def declarations(school_id: int, first: date, last: date) -> Mapping[str, int]:
    """Count declarations by kind of link."""
    return _by_topic(DECLARATIONS, school_id, first, last)


def _by_topic(register: str, school_id: int, first: date, last: date) -> Mapping[str, int]:
    topics = {
        key: words[:1].lower() + words[1:] if not words.startswith("I ") else words
        for key, words in load_registers()[register].topics
    }
    rows = _made(register, school_id, first, last).filter(topic__in=topics)
    return counted(rows, "topic", topics)


@school_figure(
    "consents",
    "Consents of parents",
    "Answers of parents, each for one child and one purpose, that stood on the last day of the period.",
    group=FigureGroup.DATA,
    page=PAGE,
)
def consents(school_id: int, first: date, last: date) -> Mapping[str, int]:  # noqa: ARG001 - a figure's arguments
    """Count answers about consent that stood at the end of the last day."""
    until = day_begins(last + timedelta(days=1))
    stood = Q(ended_at__gte=until) | Q(ended_at=None, state__in=STANDING)
    rows = RegisterEntry.objects.filter(stood, school=school_id, register=CONSENTS, made_at__lt=until)
    return counted(rows, "answer", {"yes": "yes", "no": "no"})


@clause_figure("overridden", "Exceptions to it granted", base="exceptions")
def overridden(school_id: int, first: date, last: date) -> Mapping[str, int]:
    """Count for each clause the exceptions that were granted."""
    counts: dict[str, int] = {}
    rows = _made(EXCEPTIONS, school_id, first, last).filter(state=EntryState.GRANTED)
    for clauses in rows.values_list("clauses", flat=True):
        for clause in {each["clause"] for each in clauses}:
            counts[clause] = counts.get(clause, 0) + 1
    return counts
