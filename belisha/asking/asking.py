"""Asking: a question in a person's own words in, this policy's answer out.

The words only choose the situation; the answer is always what `judge` rules on it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from belisha.asking.choosing import Choice, choose
from belisha.asking.grammar import form_of, speaks_for_self, subject_of
from belisha.asking.grants_said import said_grants
from belisha.asking.lexicon import lexicon_of
from belisha.asking.mentions import Mentions, mentions_in, sites_by_letter
from belisha.asking.readings import Reading, answers_the_form, fits_the_facts, read_as, turning_on
from belisha.asking.situations import Asked
from belisha.asking.spelling import speller_of
from belisha.asking.sureness import sure_of
from belisha.asking.text import fold, telling_stems, words_of
from belisha.rules.judge import CompiledPolicy, compile_policy
from belisha.rules.judging.faults import unknown
from belisha.rules.policy import Policy
from belisha.rules.ruling import FORBIDDING, FactValue, Ground, Ruling, Situation, Standing, Verdict
from belisha.rules.vocabulary import load_vocabulary
from belisha.rules.words import FactKind, Vocabulary

# Chosen on the tuning questions of benchmarks/questions, as those of `choosing`.
SPEAKS_BONUS, FORM_BONUS, OWN_BONUS = 0.06, 0.1, 0.06
ALSO_WITHIN, ALSO_CLAUSES = 0.4, 4
ALTERNATIVES = 3
LONGEST = 2_000


@dataclass(frozen=True)
class Answer:
    """What was understood, and the ruling on it.

    `sure` is how likely it is that the question was understood, from 0 to 1. `reading` is None where the
    policy does not speak of what was asked. `alarm` is what to say where the words tell of danger: no
    verdict is given then, whatever the policy says.
    """

    question: str
    role: str
    mentions: Mentions
    reading: Reading | None
    ruling: Ruling
    sure: float
    alternatives: tuple[Reading, ...] = ()
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    alarm: str = ""

    @property
    def situation(self) -> Situation | None:
        """The situation that was judged."""
        return self.reading.situation if self.reading else None

    @property
    def understood_facts(self) -> Mapping[str, FactValue]:
        """The facts that were given, and of those understood the ones that the answer turns on."""
        return self.reading.situation.facts if self.reading else self.facts


def ask(
    policy: Policy,
    question: str,
    *,
    role: str,
    facts: Mapping[str, FactValue] | None = None,
    on: date | None = None,
    vocabulary: Vocabulary | None = None,
) -> Answer:
    """Answer `question`, asked by somebody in `role` (an id of the vocabulary), under `policy`.

    `facts` are known besides what the question reveals, and outweigh it. `on` is the day to answer for
    (None: without regard to dates). Of a question longer than 2,000 characters the beginning is read.
    Raises ContradictionError where the policy contradicts itself, SituationError for a role that the
    vocabulary does not hold.
    """
    words = vocabulary or load_vocabulary()
    if role not in words.roles:
        raise unknown("role", role, words.roles)
    compiled = compile_policy(policy, words, on=on)
    mentions = _read(question, words)
    given = dict(facts or {})
    asked = _asked(role, mentions, {**mentions.facts, **said_grants(mentions, policy), **given})
    if lexicon_of(words).alarms.all_meanings(mentions.text):
        ruling = Ruling(Verdict.SILENT, ask_whom=words.alarm.tell)
        return Answer(question, role, mentions, None, ruling, 1.0, alarm=words.alarm.says)
    if not telling_stems(words_of(mentions.plain)):
        return _silent(question, asked, mentions, compiled, sure=0.0, given=given)
    choice = choose(mentions.plain, compiled)
    readings = [] if choice.is_elsewhere else _readings(choice, asked, compiled)
    if not readings:
        return _silent(question, asked, mentions, compiled, sure=sure_of(choice, []), given=given)
    first = readings[0]
    rest = [each for each in readings[1:] if each.situation != first.situation]
    more = _also(first, rest) if first.speaks else _other_side(first, compiled)
    ruling = replace(first.ruling, grounds=(*first.ruling.grounds, *more))
    shown = _always_shown(words, given)
    first, *others = (
        replace(each, situation=turning_on(each.situation, compiled, shown))
        for each in (first, *rest[:ALTERNATIVES])
    )
    sure = sure_of(choice, readings)
    return Answer(question, role, mentions, first, ruling, sure, tuple(others), first.situation.facts)


def _read(question: str, words: Vocabulary) -> Mentions:
    """What the question mentions, its spelling mended."""
    readable = question[:LONGEST].encode(errors="replace").decode()
    text = speller_of(words).mend_all(fold(readable))
    return mentions_in(text, words, sites=sites_by_letter(readable, words))


def _asked(role: str, mentions: Mentions, facts: Mapping[str, FactValue]) -> Asked:
    subject = subject_of(mentions)
    others = [each for each in mentions.people if each is not subject]
    # "the dad of a pupil" is about the dad; the pupil is only whose dad he is.
    parties = [each.role for each in others if not each.owner] or [each.role for each in others]
    return Asked(
        role, subject, tuple(dict.fromkeys(parties)), facts, form_of(mentions.text), speaks_for_self(mentions)
    )


def _readings(choice: Choice, asked: Asked, policy: CompiledPolicy) -> list[Reading]:
    """The readings of a question, best first."""
    actions = policy.vocabulary.actions
    readings = [
        read_as(action, fit, asked, policy)
        for action, fit in choice.fits
        if fits_the_facts(actions[action], asked.facts)
    ]
    return sorted(readings, key=lambda each: -_worth(each, asked))


def _worth(reading: Reading, asked: Asked) -> float:
    subject = asked.subject.role if asked.subject else asked.role
    return (
        reading.fit
        + SPEAKS_BONUS * reading.speaks
        + FORM_BONUS * answers_the_form(asked.form, reading.ruling)
        + OWN_BONUS * (reading.situation.role in (asked.role, subject))
    )


def _silent(
    question: str,
    asked: Asked,
    mentions: Mentions,
    policy: CompiledPolicy,
    *,
    sure: float,
    given: Mapping[str, FactValue],
) -> Answer:
    """The answer where the policy does not speak of what was asked: whom to ask instead."""
    ruling = Ruling(Verdict.SILENT, ask_whom=policy.policy.control.ask_whom)
    shown = _always_shown(policy.vocabulary, given)
    facts = {fact: value for fact, value in asked.facts.items() if fact in shown}
    return Answer(question, asked.role, mentions, None, ruling, sure, (), facts)


def _always_shown(words: Vocabulary, given: Mapping[str, FactValue]) -> frozenset[str]:
    """The facts that are shown whatever the policy turns on: age, platform, and what was given."""
    measures = (each.id for each in words.facts.values() if each.kind is not FactKind.YES_NO)
    return frozenset((*given, *measures))


def _also(first: Reading, rest: list[Reading]) -> tuple[Ground, ...]:
    """The clauses that decide in the same way if the words are read a little otherwise."""
    said = {ground.clause for ground in first.ruling.grounds}
    found = [
        replace(ground, standing=Standing.INFORMS, why="It rules the same on what your words may also mean.")
        for reading in rest
        if reading.fit > first.fit - ALSO_WITHIN and reading.ruling.verdict is first.ruling.verdict
        for ground in reading.ruling.deciding
        if ground.clause not in said
    ]
    return tuple(dict.fromkeys(found))[:ALSO_CLAUSES]


def _other_side(silent: Reading, policy: CompiledPolicy) -> tuple[Ground, ...]:
    """What the policy forbids the other person, where it does not speak to this one (a pupil whom "everyone"
    leaves out asks to befriend a teacher, who may not)."""
    here = silent.situation
    if here.towards is None or here.towards not in policy.vocabulary.roles:
        return ()
    there = policy.judge(Situation(here.towards, here.action, here.role, here.facts))
    if there.verdict not in FORBIDDING:
        return ()
    other = policy.vocabulary.roles[here.towards].label
    why = f"It does not bind you. It binds the other person: the {other} may not."
    return tuple(replace(each, standing=Standing.INFORMS, why=why) for each in there.deciding)
