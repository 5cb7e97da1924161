"""What stands large in an answer: the word, and the condition or the person that it hangs on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from belisha.policies.verdict_words import words_for
from belisha.rules import grants
from belisha.rules.clauses import Exemption, Grant, GrantKind, Rule
from belisha.rules.judge import CompiledPolicy
from belisha.rules.judging.asks import TOWARDS
from belisha.rules.judging.describing import line_words, part_state
from belisha.rules.judging.plans import Match
from belisha.rules.judging.way_out import is_open
from belisha.rules.judging.weighing import Decision, State, is_met
from belisha.rules.phrasing import a, and_list, or_list, sentence, the
from belisha.rules.ruling import Ruling, Situation, Verdict
from belisha.rules.vocabulary import load_vocabulary

LONGEST = 90
DUTIES = {Verdict.REQUIRED: "must", Verdict.RECOMMENDED: "should"}


@dataclass(frozen=True, slots=True)
class Headline:
    """`Yes, if` `it is a break`; `Ask first:` `the headteacher, in writing`; `No`, and nothing more.

    `turns_on` are the facts of the condition.
    """

    word: str
    more: str = ""
    meaning: str = ""
    is_conditional: bool = False
    turns_on: frozenset[str] = frozenset()

    @property
    def words(self) -> str:
        """All of it on one line."""
        return f"{self.word} {self.more}".strip()


def headline(compiled: CompiledPolicy, situation: Situation, ruling: Ruling, *, asker: str = "") -> Headline:
    """The headline of a ruling on a situation. `asker` is the role that asks, where another is to do it.

    A duty says what it is and whose: the question may have been about something else that sets it off.
    """
    words = words_for(ruling.verdict)
    plain = Headline(words.word, meaning=words.meaning)
    if not situation.action:
        return plain
    plan = compiled.plan(situation.role, situation.action)
    facts = {fact: value for fact, value in situation.facts.items() if fact in plan.inputs}
    state = compiled.state(plan, facts)
    decision = compiled.decide(situation)
    if decision.is_conditional:
        return _conditional(decision, state, ruling.verdict)
    if ruling.verdict in DUTIES:
        whose = (
            "You"
            if situation.role == (asker or situation.role)
            else sentence(the(situation.role, compiled.vocabulary)).rstrip(".")
        )
        label = compiled.vocabulary.actions[situation.action].label
        return Headline(f"{whose} {DUTIES[ruling.verdict]}", label, words.meaning)
    whom = _whom(decision, state, compiled) if ruling.verdict is Verdict.NEEDS_PERMISSION else ""
    return Headline(f"{words.word}:", whom, words.meaning) if whom else plain


def _conditional(decision: Decision, state: State, verdict: Verdict) -> Headline:
    open_ones = [each.match for each in decision.weighed if decision.rests_on(each)]
    conditions = [and_list(_conditions(match, state)) for match in open_ones]
    words = words_for(verdict)
    return Headline(
        f"{words.word}, if",
        ", or if ".join(dict.fromkeys(filter(None, conditions))) or "what it says applies here",
        f"{words.meaning.removesuffix('.')} on this condition, and it is not known yet whether it is so.",
        is_conditional=True,
        turns_on=frozenset(fact for match in open_ones for fact in _facts(match)),
    )


def _conditions(match: Match, state: State) -> Iterator[str]:
    """Each circumstance of the clause that is not known yet, as a statement."""
    speaker, vocabulary = match.speaker, load_vocabulary()
    if not match.sure:
        sides = speaker.named if match.exchanged else speaker.parties
        yield f"the other person is {or_list(a(side, vocabulary) for side in sides)}"
    if is_met(speaker, state) is None and isinstance(speaker.clause, Rule):
        for words, line in zip(speaker.clause.when, speaker.lines, strict=True):
            if not (state.true & line.yes or (state.false | state.taken) & line.no):
                yield line_words(words, vocabulary)


def _facts(match: Match) -> Iterator[str]:
    if not match.sure:
        yield TOWARDS
    if isinstance(match.speaker.clause, Rule):
        yield from (condition.fact for line in match.speaker.clause.when for condition in line)


def _whom(decision: Decision, state: State, compiled: CompiledPolicy) -> str:
    """Who is to be asked, and in which form; nothing where that takes more than a line."""
    bans = [each.match.speaker for each in decision.weighed if decision.rests_on(each)]
    ways = [
        [way.exemption for way in ban.ways if is_open(way.exemption, state, compiled.atoms)] for ban in bans
    ]
    found = [or_list(filter(None, (_asked(way, state, compiled) for way in each))) for each in ways]
    words = and_list(found) if all(found) else ""
    return words if len(words) <= LONGEST else ""


def _asked(exemption: Exemption, state: State, compiled: CompiledPolicy) -> str:
    given = (part for part in exemption.parts if isinstance(part, Grant))
    missing = [part for part in given if part_state(part, compiled.atoms, state) is not True]
    return and_list(_grant_words(part) for part in missing if part.kind is not GrantKind.OFFICE)


def _grant_words(grant: Grant) -> str:
    vocabulary = load_vocabulary()
    whom: Iterable[str] = grant.approved_by or grant.of
    forms = "".join(f",{grants.FORM_WORDS[form]}" for form in grants.forms(grant))
    return or_list(the(each, vocabulary) for each in whom) + forms
