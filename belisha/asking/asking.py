"""Answer a question in a person's own words by a school's policy.

The words only choose the situation; the answer is always what `judge` rules on it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from belisha.asking.action_classifier import ActionScores, score_actions
from belisha.asking.confidence import evidence_of, sureness
from belisha.asking.entities import (
    Entities,
    entities_in,
    platforms_by_letter,
    with_own_people,
    with_unknown_services,
)
from belisha.asking.first_help import (
    FirstHelp,
    asks_of_procedure,
    first_help,
    ground_of,
    is_surely_no_harm,
    is_understood_as_image,
    report_to,
)
from belisha.asking.grammar import (
    GrammaticalForm,
    asks_whom,
    form_of,
    is_peer,
    speaks_for_self,
    subject_of,
)
from belisha.asking.interpretations import (
    Interpretation,
    alike_beside,
    always_shown,
    answers_the_form,
    fits_the_facts,
    interpret,
    keep_relevant_facts,
    other_side,
)
from belisha.asking.kind_names import WordsKind
from belisha.asking.kinds import KindOfWords, approached, kind_of
from belisha.asking.languages import Language, language_of
from belisha.asking.lexicon import lexicon_of
from belisha.asking.meanings import PossibleMeaning, readings_of, stricter_first
from belisha.asking.more_words import more_exact_fits, prefer_covered
from belisha.asking.plain_answers import (
    answering_clauses,
    membership_clauses,
    platform_clauses,
    stated_about,
    stated_facts,
)
from belisha.asking.plain_clauses import plain_grounds
from belisha.asking.safeguarding import safeguarding
from belisha.asking.situations import ParsedQuestion
from belisha.asking.spelling import speller_of
from belisha.asking.stated_permissions import stated_permissions
from belisha.asking.text import content_stems, normalise, words_of
from belisha.asking.vectors import vectors_of
from belisha.rules.errors import unknown_word
from belisha.rules.judge import CompiledPolicy, compile_policy
from belisha.rules.language.clauses import Clause, is_in_force
from belisha.rules.language.policy import Policy
from belisha.rules.ruling import FORBIDDING, FactValue, Ground, GroundStanding, Ruling, Situation, Verdict
from belisha.rules.vocabulary.loading import load_vocabulary
from belisha.rules.vocabulary.words import Vocabulary

# Chosen on the tuning questions of benchmarks/questions, as those of `choosing`.
SPEAKS_BONUS, FORM_BONUS, OWN_BONUS, WHOM_LOSS = 0.06, 0.1, 0.06, 0.1
ALTERNATIVES = 3
LONGEST = 2_000
ELSEWHERE, ORDINARY = (KindOfWords(each, 0.0) for each in (WordsKind.ELSEWHERE, WordsKind.PERMISSION))
WITHOUT_FACTS = (WordsKind.INCIDENT, WordsKind.WHAT_TO_DO, WordsKind.ELSEWHERE)
STATED = (WordsKind.MEANING, WordsKind.WHEN)
WITHOUT_VERDICT = (WordsKind.MEANING, WordsKind.WHEN, WordsKind.CONSEQUENCES, WordsKind.WHOM)


@dataclass(frozen=True)
class Answer:
    """The interpretation of a question, and the ruling on it.

    `kind` says what kind of words it was. `help` is what stands first where they tell of harm; the ruling is
    then silent, and its grounds are what the policy says on the matter. `tell` is whom to tell, in order,
    where something has happened. `clauses` answer what, when and what follows, by their ids. `sure` is how
    likely it is that the question was understood, from 0 to 1. `interpretation` is None where the policy does
    not cover what was asked.

    `is_straight` is True where that is sure enough for the verdict to be given at once. Where it is not,
    `readings` are the two or three meanings to choose from, the likeliest first; there are none where
    help stands first, or where there is nothing to choose.
    """

    question: str
    role: str
    entities: Entities
    interpretation: Interpretation | None
    ruling: Ruling
    sure: float
    alternatives: tuple[Interpretation, ...] = ()
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    kind: KindOfWords = ORDINARY
    help: FirstHelp | None = None
    tell: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    language: Language | None = None
    is_straight: bool = False
    readings: tuple[PossibleMeaning, ...] = ()

    @property
    def situation(self) -> Situation | None:
        """Return the situation that was judged, or None."""
        return self.interpretation.situation if self.interpretation else None

    @property
    def understood_facts(self) -> Mapping[str, FactValue]:
        """Return the facts that were given, and those understood that the answer depends on."""
        return self.interpretation.situation.facts if self.interpretation else self.facts


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
        raise unknown_word("role", role, words.roles)
    compiled = compile_policy(policy, words, on=on)
    words = compiled.vocabulary
    entities = read_question(question, words, role)
    given = dict(facts or {})
    asked = _asked(role, entities, {**entities.facts, **stated_permissions(entities, policy, role), **given})
    if language := language_of(question[:LONGEST]):
        silent = _silent(question, asked, entities, compiled, sure=0.0, given=given)
        return replace(silent, kind=ELSEWHERE, language=language)
    kind = _kind(entities, words, role)
    if asked.form is GrammaticalForm.TOLD and kind.kind is WordsKind.INCIDENT:
        # Who tells what has happened asks what is to be done.
        asked = replace(asked, form=GrammaticalForm.WHAT_NOW, is_of_others=not asked.for_self)
    answer = _answer(question, asked, entities, compiled, given, kind)
    told = answer.interpretation
    if told and is_understood_as_image(entities.text, told.meant):
        kind = KindOfWords(WordsKind.DISCLOSURE, kind.harm)
    if is_surely_no_harm(kind, told, answer.sure, entities.text):
        kind = replace(kind, kind=kind.otherwise)
    if kind.is_disclosure:
        if told is None or not asks_of_procedure(entities.text, role, told.meant, words):
            return _with_help(answer, kind, compiled, on)
        kind = replace(kind, kind=WordsKind.INCIDENT)
    clauses = _clauses(answer, kind.kind, compiled, on)
    if not clauses and (stated := _facts(answer, kind.kind, compiled, on)):
        facts_told = replace(answer, kind=replace(kind, kind=WordsKind.FACTS), clauses=stated)
        return _without_choice(facts_told, compiled)
    clauses = clauses or _stated_beside(answer, kind.kind, compiled, on)
    tells = kind.kind in (WordsKind.INCIDENT, WordsKind.WHOM)
    tell = report_to(answer.ruling, role, policy, words) if tells else ()
    shown = [policy.by_id[each] for each in clauses]
    if answer.situation:
        shown += platform_clauses(answer.situation.action, answer.entities.platforms, compiled, on)
    ruling = answer.ruling.with_more_grounds(_informing(answer.ruling, shown))
    found = replace(answer, ruling=ruling, kind=kind, tell=tell, clauses=clauses)
    return _without_choice(found, compiled) if clauses and kind.kind in STATED else found


def _without_choice(answer: Answer, policy: CompiledPolicy) -> Answer:
    """Return an answer that a clause states, without a verdict that would depend on what nobody asked."""
    if answer.ruling.verdict is not Verdict.DEPENDS:
        return answer
    spoken = [each for each in answer.ruling.grounds if each.standing is not GroundStanding.NOT_MET]
    informing = tuple(replace(each, standing=GroundStanding.INFORMS) for each in spoken)
    ruling = Ruling(Verdict.SILENT, ask_whom=policy.policy.control.ask_whom).with_more_grounds(informing)
    return replace(answer, ruling=ruling, is_straight=True, readings=())


def _informing(ruling: Ruling, clauses: Sequence[Clause]) -> tuple[Ground, ...]:
    """Return clauses as grounds that inform, without those that speak already."""
    said = {each.clause for each in ruling.grounds}
    return tuple(ground_of(each) for each in dict.fromkeys(clauses) if each.id not in said)


def _clauses(answer: Answer, kind: WordsKind, policy: CompiledPolicy, on: date | None) -> tuple[str, ...]:
    """Return the clauses that answer what, when and what follows."""
    if kind not in WITHOUT_VERDICT:
        return ()
    action = answer.interpretation.meant if answer.interpretation else None
    clauses = [each for each in policy.policy.clauses if is_in_force(each, on)]
    return answering_clauses(kind, answer.entities.text, action, policy, clauses)


def _facts(answer: Answer, kind: WordsKind, policy: CompiledPolicy, on: date | None) -> tuple[str, ...]:
    """Return the clauses that state what was asked ("is X blocked?"); none if it asks for leave or a duty."""
    told = answer.interpretation
    if told is None or kind in WITHOUT_FACTS or form_of(answer.entities.text) is not GrammaticalForm.TOLD:
        return ()
    return stated_facts(told.meant, [each for each in policy.policy.clauses if is_in_force(each, on)])


def _stated_beside(
    answer: Answer, kind: WordsKind, policy: CompiledPolicy, on: date | None
) -> tuple[str, ...]:
    """Return the clauses on who belongs to what was named, or on what was asked if no rule decides it."""
    told, clauses = answer.interpretation, [each for each in policy.policy.clauses if is_in_force(each, on)]
    if members := membership_clauses(answer.entities.text, clauses):
        return members
    is_decided = told is None or told.speaks or answer.ruling.verdict is not Verdict.SILENT
    if told is None or (is_decided and kind is not WordsKind.CONSEQUENCES):
        return ()
    return stated_about(told.meant, clauses)


def _kind(entities: Entities, words: Vocabulary, role: str) -> KindOfWords:
    has_alarm = bool(lexicon_of(words).alarms.all_meanings(entities.text))
    kind = kind_of(entities.text, vectors_of([entities.plain])[0], has_alarm=has_alarm)
    return approached(kind) if safeguarding().is_approached(entities.text, role) else kind


def _with_help(answer: Answer, kind: KindOfWords, policy: CompiledPolicy, on: date | None) -> Answer:
    """Return the answer with help first: what the policy says is kept, and no verdict."""
    words = policy.vocabulary
    told = answer.interpretation
    first = first_help(
        answer.entities.text,
        answer.role,
        answer.ruling,
        policy.policy,
        words,
        on=on,
        is_sure=kind.is_sure,
        is_image=told is not None and is_understood_as_image(answer.entities.text, told.meant),
    )
    shown = {each.clause: each for each in (*first.policy_do_not, *first.procedure)}
    near = answer.ruling.deciding if answer.interpretation and answer.interpretation.speaks else ()
    shown |= {
        each.clause: replace(each, standing=GroundStanding.INFORMS)
        for each in near
        if each.clause not in shown
    }
    roles = tuple(each for each in first.tell if each in words.roles)
    ruling = Ruling(Verdict.SILENT, ask_whom=roles).with_more_grounds(tuple(shown.values()))
    return replace(
        answer, ruling=ruling, kind=kind, help=first, tell=first.tell, is_straight=False, readings=()
    )


def _answer(
    question: str,
    asked: ParsedQuestion,
    entities: Entities,
    compiled: CompiledPolicy,
    given: Mapping[str, FactValue],
    kind: KindOfWords,
) -> Answer:
    """Return the answer of the policy, whatever kind of words it was."""
    if not content_stems(words_of(entities.plain)):
        return _silent(question, asked, entities, compiled, sure=0.0, given=given)
    choice = score_actions(entities.plain, compiled)
    candidates = _interpretations(choice, asked, compiled)
    interpretations = [] if choice.is_out_for(kind.kind) else candidates
    speller = speller_of(compiled.vocabulary)
    evidence = evidence_of(question[:LONGEST], choice, interpretations, asked, entities, speller, kind)
    sure = sureness().of(evidence)
    if not interpretations:
        silent = _silent(question, asked, entities, compiled, sure=sure, given=given)
        return _with_readings(silent, candidates, compiled)
    straight = sureness().is_straight(sure, interpretations[0][0].ruling.verdict)
    interpretations = interpretations if straight else stricter_first(interpretations)
    first = interpretations[0][0]
    rest = [each for each, _ in interpretations[1:] if each.situation != first.situation]
    more = alike_beside(first, rest) if first.speaks else other_side(first, compiled)
    ruling = first.ruling.with_more_grounds((*more, *plain_grounds(entities.text, compiled)))
    shown = always_shown(compiled.vocabulary, given)
    first, *others = (
        replace(each, situation=keep_relevant_facts(each.situation, compiled, shown))
        for each in (first, *rest[:ALTERNATIVES])
    )
    answer = Answer(question, asked.role, entities, first, ruling, sure, tuple(others), first.situation.facts)
    if straight:
        return replace(answer, is_straight=True)
    return _with_readings(answer, interpretations, compiled)


def _with_readings(
    answer: Answer, interpretations: Sequence[tuple[Interpretation, float]], policy: CompiledPolicy
) -> Answer:
    """Return an answer that is not sure: straight where all readings agree, else with its readings.

    That nothing in the words is covered can be sure too. A permission never is by agreement alone, nor is
    a verdict that depends: the page asks first on what.
    """
    if answer.interpretation is None and sureness().is_straight(answer.sure, answer.ruling.verdict):
        return replace(answer, is_straight=True)
    readings = readings_of(interpretations, answer.role, policy)
    is_open = answer.ruling.verdict in (Verdict.ALLOWED, Verdict.DEPENDS)
    agree = answer.interpretation is not None and not readings and not is_open
    return replace(answer, is_straight=agree, readings=readings)


def read_question(question: str, words: Vocabulary, asker: str = "") -> Entities:
    """Return the entities in the question of somebody in a role, with its spelling corrected."""
    readable = question[:LONGEST].encode(errors="replace").decode()
    speller = speller_of(words)
    readable = with_unknown_services(readable, speller.is_familiar)
    text = with_own_people(speller.correct_spelling(normalise(readable)), asker, words)
    return entities_in(text, words, sites=platforms_by_letter(readable, words))


def _asked(role: str, entities: Entities, facts: Mapping[str, FactValue]) -> ParsedQuestion:
    subject = subject_of(entities)
    others = [each for each in entities.people if each is not subject]
    # "the dad of a pupil" is about the dad; the pupil is only whose dad he is.
    named = [each for each in others if not each.owner] or others
    parties = [each.role for each in named]
    peers = frozenset(each.role for each in named if is_peer(each, role, entities.text))
    return ParsedQuestion(
        role,
        subject,
        tuple(dict.fromkeys(parties)),
        facts,
        form_of(entities.text),
        speaks_for_self(entities),
        peers,
        asks_whom(entities.text),
    )


def _interpretations(
    choice: ActionScores, asked: ParsedQuestion, policy: CompiledPolicy
) -> list[tuple[Interpretation, float]]:
    """Return the interpretations of a question, best first, each with its worth."""
    actions = policy.vocabulary.actions
    interpretations = [
        interpret(action, fit, asked, policy)
        for action, fit in more_exact_fits(choice.fits, asked.facts, policy).items()
        if fits_the_facts(actions[action], asked.facts, policy.vocabulary)
    ]
    rated = [(each, _worth(each, asked)) for each in interpretations]
    return prefer_covered(sorted(rated, key=lambda each: -each[1]), asked.facts, policy)


def _worth(interpretation: Interpretation, asked: ParsedQuestion) -> float:
    subject = asked.subject.role if asked.subject else asked.role
    return (
        interpretation.fit
        + SPEAKS_BONUS * interpretation.speaks
        + FORM_BONUS * answers_the_form(asked.form, interpretation.ruling)
        + OWN_BONUS * (interpretation.situation.role in (asked.role, subject))
        - WHOM_LOSS * (asked.asks_whom and interpretation.ruling.verdict in FORBIDDING)
    )


def _silent(
    question: str,
    asked: ParsedQuestion,
    entities: Entities,
    policy: CompiledPolicy,
    *,
    sure: float,
    given: Mapping[str, FactValue],
) -> Answer:
    """Return the answer for what the policy does not cover: whom to ask instead."""
    ruling = Ruling(Verdict.SILENT, ask_whom=policy.policy.control.ask_whom)
    ruling = ruling.with_more_grounds(tuple(plain_grounds(entities.text, policy)))
    shown = always_shown(policy.vocabulary, given)
    facts = {fact: value for fact, value in asked.facts.items() if fact in shown}
    return Answer(question, asked.role, entities, None, ruling, sure, (), facts)
