"""Asking: a question in a person's own words in, this policy's answer out.

The words only choose the situation; the answer is always what `judge` rules on it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from math import sqrt

from belisha.asking.clausebook import clausebook_of
from belisha.asking.grammar import form_of, speaks_for_self, subject_of
from belisha.asking.grants_said import said_grants
from belisha.asking.learnt import learnt
from belisha.asking.mentions import Mentions, mentions_in, sites_by_letter
from belisha.asking.phrasebook import ELSEWHERE, Wording, phrasebook_of
from belisha.asking.readings import Reading, answers_the_form, fits_the_facts, read_as
from belisha.asking.situations import Asked
from belisha.asking.spelling import speller_of
from belisha.asking.text import fold
from belisha.asking.vectors import vectors_of
from belisha.rules.judge import CompiledPolicy, compile_policy
from belisha.rules.policy import Policy
from belisha.rules.ruling import FactValue, Ground, Ruling, Situation, Standing, Verdict
from belisha.rules.vocabulary import load_vocabulary
from belisha.rules.words import Vocabulary

# Chosen on the tuning questions of benchmarks/questions; benchmarks/asking.py measures them.
BY_MEANING, BY_WORDS, BY_LEARNING = 0.7, 0.45, 0.4
CLAUSES_COUNT = 0.25
SPEAKS_BONUS, FORM_BONUS, OWN_BONUS = 0.06, 0.1, 0.06
FLOOR = 0.36
ELSEWHERE_MARGIN = 0.0
CONSIDERED = 12
ALSO_WITHIN, ALSO_CLAUSES = 0.4, 4
ALTERNATIVES = 3


@dataclass(frozen=True)
class Answer:
    """What was understood, and the ruling on it.

    `sure` is from 0 to 1. `reading` is None where the policy does not speak of what was asked.
    """

    question: str
    role: str
    mentions: Mentions
    reading: Reading | None
    ruling: Ruling
    sure: float
    alternatives: tuple[Reading, ...] = ()
    facts: Mapping[str, FactValue] = field(default_factory=dict)

    @property
    def situation(self) -> Situation | None:
        """The situation that was judged."""
        return self.reading.situation if self.reading else None

    @property
    def understood_facts(self) -> Mapping[str, FactValue]:
        """The facts that were understood and that the policy turns on here."""
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

    `facts` are known besides what the question reveals, and outweigh it. Raises ContradictionError where
    the policy contradicts itself, SituationError for a role that the vocabulary does not hold.
    """
    words = vocabulary or load_vocabulary()
    compiled = compile_policy(policy, words, on=on)
    sites = sites_by_letter(question, words)
    mentions = mentions_in(speller_of(words).mend_all(fold(question)), words, sites=sites)
    known = {**mentions.facts, **said_grants(mentions, policy), **(facts or {})}
    asked = _asked(role, mentions, known)
    readings = _readings(mentions, asked, compiled)
    return _answer(question, asked, mentions, readings, policy)


def _asked(role: str, mentions: Mentions, facts: Mapping[str, FactValue]) -> Asked:
    subject = subject_of(mentions)
    others = [each for each in mentions.people if each is not subject]
    parties = [each.role for each in others if not each.owner] + [each.role for each in others if each.owner]
    return Asked(
        role, subject, tuple(dict.fromkeys(parties)), facts, form_of(mentions.text), speaks_for_self(mentions)
    )


def _readings(mentions: Mentions, asked: Asked, policy: CompiledPolicy) -> list[Reading]:
    """The readings of a question, best first; none where it is about something else."""
    wording = Wording(mentions.plain, vectors_of([mentions.plain])[0])
    scores = phrasebook_of(policy.vocabulary).scores(wording, by_meaning=BY_MEANING, by_words=BY_WORDS)
    for action, likelihood in learnt().likelihoods(wording.vector).items():
        scores[action] = scores.get(action, 0.0) + BY_LEARNING * sqrt(likelihood)
    by_clause = clausebook_of(policy).scores(wording, by_meaning=BY_MEANING, by_words=BY_WORDS)
    elsewhere = scores.pop(ELSEWHERE, 0.0)
    for action, score in by_clause.items():
        scores[action] = scores.get(action, 0.0) + CLAUSES_COUNT * max(0.0, score - 0.2)
    best = sorted(scores.items(), key=lambda each: (-each[1], each[0]))[:CONSIDERED]
    if not best or best[0][1] < FLOOR or best[0][1] < elsewhere + ELSEWHERE_MARGIN:
        return []
    actions = policy.vocabulary.actions
    readings = [
        read_as(action, score, asked, policy)
        for action, score in best
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


def _answer(
    question: str, asked: Asked, mentions: Mentions, readings: list[Reading], policy: Policy
) -> Answer:
    if not readings:
        silent = Ruling(Verdict.SILENT, ask_whom=policy.control.ask_whom)
        return Answer(question, asked.role, mentions, None, silent, 0.0, (), asked.facts)
    first = readings[0]
    rest = [each for each in readings[1:] if each.situation != first.situation]
    margin = first.fit - rest[0].fit if rest else 1.0
    sure = max(0.0, min(1.0, 0.5 * first.fit + 2.0 * margin))
    ruling = replace(first.ruling, grounds=(*first.ruling.grounds, *_also(first, rest)))
    return Answer(
        question, asked.role, mentions, first, ruling, round(sure, 2), tuple(rest[:ALTERNATIVES]), asked.facts
    )


def _also(first: Reading, rest: list[Reading]) -> tuple[Ground, ...]:
    """The clauses that decide in the same way if the words are read a little otherwise."""
    said = {ground.clause for ground in first.ruling.grounds}
    found = [
        replace(ground, standing=Standing.INFORMS, why="It rules the same on what your words may also mean.")
        for reading in rest
        if reading.fit > first.fit - ALSO_WITHIN
        and reading.ruling.verdict is first.ruling.verdict
        and first.speaks
        for ground in reading.ruling.deciding
        if ground.clause not in said
    ]
    return tuple(dict.fromkeys(found))[:ALSO_CLAUSES]
