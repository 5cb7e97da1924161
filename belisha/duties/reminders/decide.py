"""Decide which reminders are sent on a day, and what each mail holds. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from belisha.duties.reminders.digests import Digest, DigestItem
from belisha.duties.reminders.escalation import handed_sources, ladder_of, next_reminder, people_told
from belisha.duties.reminders.recipients import LINE_MANAGER, PERSON, Recipients

NEARNESS = {PERSON: 0, LINE_MANAGER: 1}
# How many steps of its ladder a duty has taken by now, and the day on which the next comes up.
StepTaken = tuple[int, date | None]
OFFICE = "office"
# A mail does not wait for its reader's rest if something is due so soon.
URGENT_WITHIN = timedelta(days=3)
# A mail that says the same as the last one waits so long, and comes so often at most.
SAME_AGAIN_AFTER = timedelta(days=28)
REPEATS = 3


class OpenDuty(NamedTuple):
    """What a reminder needs of a duty. The fields are those of `Duty`."""

    pk: int
    source: str
    title: str
    cites: str
    link: str
    person_id: int | None
    office: str
    late_to: str
    opened_on: date
    due_on: date
    reminded: int
    missed_before: bool
    is_confidential: bool = False

    @property
    def alike(self) -> tuple[object, ...]:
        """Return what decides who is reminded of it and when: the same for many duties of a school."""
        return (
            self.source,
            self.person_id,
            self.office,
            self.late_to,
            self.opened_on,
            self.due_on,
            self.reminded,
            self.is_confidential,
        )


class ReminderDecision(NamedTuple):
    """What is done about a duty whose reminder has come up: the step, who reads, and what they are told of.

    `reminded` is how many of its steps count as taken for what today's mails say.
    """

    step: StepTaken
    reminded: int
    readers: set[int]


@dataclass(frozen=True, slots=True)
class LastMail:
    """The last reminder mail to a reader: its day, what it said, and how often in a row it said that.

    `rests_until` is the first day on which another may go out. `hears_at_once`: the reader asked not to wait
    for it where somebody hands them something.
    """

    sent_on: date | None = None
    rests_until: date = date.min
    content: str = ""
    repeats: int = 0
    hears_at_once: bool = False


@dataclass(frozen=True, slots=True)
class ReminderState:
    """The open duties of a school on the day `on`, soonest first, and the people whom they concern.

    `due` are the ids of duties whose next reminder has come up, `missed` duties that have to be told of, and
    `last` the last mail to each reader.
    """

    on: date
    due: frozenset[int]
    duties: tuple[OpenDuty, ...]
    missed: tuple[OpenDuty, ...]
    people: Recipients
    last: Mapping[int, LastMail]


@dataclass(frozen=True, slots=True)
class ReminderPlan:
    """The reminders of a day: steps taken, each with the ids of its duties, and a digest for each reader.

    `sent` is what is kept of each reader's mail, to see the next time whether anything is new.
    """

    steps: Mapping[StepTaken, list[int]] = field(default_factory=dict)
    digests: Mapping[int, Digest] = field(default_factory=dict)
    sent: Mapping[int, LastMail] = field(default_factory=dict)


def decide_reminders(state: ReminderState) -> ReminderPlan:
    """Return the plan of the day: a step for each duty in `state.due`, and one mail for each reader.

    Nobody is chased while they are away. Where nobody can be told, or a reader rests from the last mail, the
    step waits; a reader does not rest if the duty is due within three days. A mail that would say the same as
    the last one waits for four weeks, and is not sent any more after the third. Who asked to hear at once of
    what is handed to them does not rest from that.
    """
    readers: set[int] = set()
    steps: dict[StepTaken, list[int]] = {}
    reminded: dict[int, int] = {}
    decided: dict[tuple[object, ...], ReminderDecision] = {}
    for duty in state.duties:
        if duty.pk not in state.due:
            continue
        alike = duty.alike
        decision = decided.get(alike)
        if decision is None:
            decision = decided[alike] = _decide(state, duty)
            readers |= decision.readers
        reminded[duty.pk] = decision.reminded
        steps.setdefault(decision.step, []).append(duty.pk)
    told = _missed_readers(state)
    for pk, people in told.items():
        steps.setdefault((0, None) if people else (0, state.on + timedelta(days=1)), []).append(pk)
        readers |= people
    return _without_repeats(state, steps, _digests(state, reminded, readers, told))


def _decide(state: ReminderState, duty: OpenDuty) -> ReminderDecision:
    step = next_reminder(ladder_of(duty.source), duty.opened_on, duty.due_on, duty.reminded, state.on)
    concerned = _readers_of(state.people, duty, step.to)
    waits_until = _waits_until(state, duty, concerned)
    if waits_until is None:
        return ReminderDecision(
            (step.reminded, step.remind_on), step.reminded, concerned if step.to else set()
        )
    at_once = _who_hears_at_once(state, duty, concerned)
    return ReminderDecision(
        (duty.reminded, waits_until), step.reminded if at_once else duty.reminded, at_once
    )


def _waits_until(state: ReminderState, duty: OpenDuty, concerned: set[int]) -> date | None:
    """Return the day for which a step waits, or None if it is taken today."""
    tomorrow = state.on + timedelta(days=1)
    if duty.person_id is not None and duty.person_id in state.people.away:
        return max(state.people.away[duty.person_id] + timedelta(days=1), tomorrow)
    if not concerned or any(state.last[each].sent_on == state.on for each in concerned if each in state.last):
        return tomorrow
    if state.on <= duty.due_on <= state.on + URGENT_WITHIN:
        return None
    is_handed = not duty.reminded and duty.source in handed_sources()
    resting = [state.last[each] for each in concerned if each in state.last]
    rests = [mail.rests_until for mail in resting if not (is_handed and mail.hears_at_once)]
    return max(rests) if rests and max(rests) > state.on else None


def _who_hears_at_once(state: ReminderState, duty: OpenDuty, concerned: set[int]) -> set[int]:
    """Return those who asked to hear at once of what is handed to them, and were not written to today."""
    if duty.reminded or duty.source not in handed_sources() or duty.person_id in state.people.away:
        return set()
    last = {each: state.last[each] for each in concerned if each in state.last}
    return {each for each, mail in last.items() if mail.hears_at_once and mail.sent_on != state.on}


def _missed_readers(state: ReminderState) -> dict[int, set[int]]:
    """Return who hears of each missed duty: the line manager, and whoever hears of what is late."""
    found: dict[int, set[int]] = {}
    for duty in state.missed:
        people = _readers_of(state.people, duty, (LINE_MANAGER, OFFICE)) - {duty.person_id or 0}
        found[duty.pk] = people if all(_may_have_mail(state, each) for each in people) else set()
    return found


def _may_have_mail(state: ReminderState, reader: int) -> bool:
    return reader not in state.last or state.last[reader].rests_until <= state.on


def _without_repeats(
    state: ReminderState, steps: Mapping[StepTaken, list[int]], digests: Mapping[int, Digest]
) -> ReminderPlan:
    """Leave out the mails that say what the last one said, until four weeks have passed."""
    kept: dict[int, Digest] = {}
    sent: dict[int, LastMail] = {}
    contents: dict[tuple[object, ...], str] = {}
    for reader, digest in digests.items():
        said = digest.said
        content = contents.get(said) or contents.setdefault(said, digest.content(state.on))
        last = state.last.get(reader, LastMail())
        is_same = content == last.content and last.sent_on is not None
        if is_same and last.sent_on is not None:
            if last.repeats >= REPEATS or state.on < last.sent_on + SAME_AGAIN_AFTER:
                continue
            digest.is_last = last.repeats + 1 >= REPEATS
        kept[reader] = digest
        sent[reader] = LastMail(state.on, state.on, content, last.repeats + 1 if is_same else 0)
    return ReminderPlan(steps, kept, sent)


def _readers_of(people: Recipients, duty: OpenDuty, recipients: Iterable[str]) -> set[int]:
    """Return whom a step's mail goes to; for people whom mail does not reach, who passes it on."""
    found: set[int] = set()
    for word in recipients:
        for person in _named(people, duty, word):
            found.update(_instead_of(people, duty, person) if person in people.unreached else (person,))
    return found


def _digests(
    state: ReminderState,
    reminded: Mapping[int, int],
    readers: set[int],
    missed_readers: Mapping[int, set[int]],
) -> dict[int, Digest]:
    """Return for each reader everything open that they have been reminded of by now, and what was missed."""
    found = {reader: Digest() for reader in readers}
    people = state.people
    for duty in state.missed:
        for reader in missed_readers[duty.pk]:
            found[reader].missed.append(_item(duty))
    places: dict[tuple[object, ...], list[list[DigestItem]]] = {}
    for duty in state.duties:
        if duty.person_id in people.away:
            continue
        steps = reminded.get(duty.pk, duty.reminded)
        alike = (*duty.alike, steps)
        lists = places.get(alike)
        if lists is None:
            lists = places[alike] = _lists_of(state, found, duty, steps)
        for items in lists:
            items.append(_item(duty))
    return found


def _lists_of(
    state: ReminderState, found: Mapping[int, Digest], duty: OpenDuty, reminded: int
) -> list[list[DigestItem]]:
    """Return the lists, in the digests that are written today, in which a duty is named."""
    lists: list[list[DigestItem]] = []
    people = state.people
    for person, word in _people_told_of(people, duty, reminded).items():
        if person in people.unreached:
            others = _instead_of(people, duty, person)
            lists += [found[other].hand_on for other in others if other in found]
        elif person in found:
            lists.append(_section(found[person], word, duty, person, state.on))
    return lists


def _people_told_of(people: Recipients, duty: OpenDuty, reminded: int) -> dict[int, str]:
    """Return everybody who has been told of a duty, each with the nearest reason: the person's own first."""
    found: dict[int, str] = {}
    for word in _words_told(duty.source, reminded):
        for person in _named(people, duty, word):
            found.setdefault(person, word)
    return found


@lru_cache(maxsize=1024)
def _words_told(source: str, reminded: int) -> tuple[str, ...]:
    """Return the words for whoever was told in so many steps, the nearest first."""
    words = people_told(ladder_of(source), reminded)
    return tuple(sorted(words, key=lambda word: (NEARNESS.get(word, len(NEARNESS)), word)))


def _named(people: Recipients, duty: OpenDuty, word: str) -> tuple[int, ...]:
    """Return who the recipient is; of a confidential duty only who owes it, and the office for late ones."""
    if not duty.is_confidential:
        return people.named(word, person=duty.person_id, office=duty.office, late_to=duty.late_to)
    if word == PERSON:
        return (duty.person_id,) if duty.person_id is not None else people.offices[duty.office]
    return people.offices[duty.late_to] if duty.late_to else ()


def _instead_of(people: Recipients, duty: OpenDuty, person: int) -> tuple[int, ...]:
    """Return who passes on a reminder to somebody without mail: of a confidential duty nobody."""
    return () if duty.is_confidential else people.instead_of(person)


def _item(duty: OpenDuty) -> DigestItem:
    return DigestItem(duty.title, duty.cites, duty.due_on, duty.link, duty.missed_before)


def _section(digest: Digest, recipient: str, duty: OpenDuty, reader: int, on: date) -> list[DigestItem]:
    if recipient == PERSON:
        return digest.own if duty.person_id == reader else digest.office
    if duty.due_on >= on:
        return digest.coming
    return digest.team if recipient == LINE_MANAGER else digest.school
