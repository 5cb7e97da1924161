"""What the page of an answer shows, made from the ruling."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from belisha.answers.answering import Answered
from belisha.answers.fact_words import choice_words, choices_of, fact_question, fact_words
from belisha.answers.headline import Headline, headline
from belisha.answers.otherwise import OtherReading, other_readings
from belisha.answers.question import value_word
from belisha.base.clock import today
from belisha.base.options import Groups
from belisha.base.words import capital, join_words
from belisha.policies.clause_words import action_words
from belisha.policies.queries import InForce
from belisha.policies.verdict_words import words_for
from belisha.rules.judge import CompiledPolicy, compile_policy
from belisha.rules.phrasing import label_of, the
from belisha.rules.ruling import Ask, Due, Ground, Situation, Standing, Verdict
from belisha.rules.vocabulary import load_vocabulary

MOST_FACTS = 14


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One question back: why it is asked, and what each answer leads to."""

    fact: str
    question: str
    why: str
    decides: bool
    choices: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Known:
    """Something that the answer took as known, and the address of the page without it."""

    words: str
    without: str


@dataclass(frozen=True, slots=True)
class FactField:
    """A circumstance in the form of lists: its name, question, choices and present value."""

    name: str
    question: str
    choices: tuple[tuple[str, str], ...]
    value: str


@dataclass(frozen=True, slots=True)
class DutyGroup:
    """What one clause sets off: its id, whether it is a should, and what is to be done."""

    clause: str
    is_should: bool
    duties: tuple[tuple[str, Due], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that the template writes, in its order.

    `link` leads to the same answer without the person's own words; it is empty where nothing in them was
    understood, so that there is nothing else to answer.
    """

    answered: Answered
    asked: str
    headline: Headline
    lead: str
    deciding: tuple[Ground, ...]
    informing: tuple[Ground, ...]
    others: tuple[tuple[Ground, str], ...]
    duties: tuple[DutyGroup, ...]
    follow_up: FollowUp | None
    action: str
    subject: str
    towards: str
    known: tuple[Known, ...]
    readings: tuple[OtherReading, ...]
    carried: tuple[str, ...]
    link: str


def page_of(in_force: InForce, answered: Answered) -> Page:
    """The page of an answer."""
    ruling, situation = answered.ruling, answered.situation
    vocabulary, compiled = load_vocabulary(), _compiled(in_force)
    large = _headline(answered, compiled)
    action = action_words(situation.action) if situation.action else ""
    return Page(
        answered=answered,
        asked=answered.question.words or capital(action),
        headline=large,
        lead=_lead(answered, large),
        deciding=ruling.deciding,
        informing=tuple(each for each in ruling.grounds if each.standing is Standing.INFORMS),
        others=tuple(
            (each, STANDING_WORDS[each.standing])
            for each in ruling.grounds
            if each.standing in STANDING_WORDS
        ),
        duties=_duties(ruling.duties),
        follow_up=_follow_up(answered, large),
        action=action,
        subject=label_of(situation.role, vocabulary),
        towards=label_of(situation.towards, vocabulary) if situation.towards else "",
        known=tuple(_known(answered, name) for name in sorted(_bearing(in_force, situation))),
        readings=other_readings(compiled, answered),
        carried=tuple(f"{name}:{value_word(value)}" for name, value in answered.settled.facts.items()),
        link=replace(answered.settled, words="").query() if action else "",
    )


STANDING_WORDS = {
    Standing.OUTWEIGHED: "outweighed",
    Standing.LIFTED: "lifted by an exception",
    Standing.NOT_MET: "does not apply here",
    Standing.OPEN: "may apply",
}


def _compiled(in_force: InForce) -> CompiledPolicy:
    return compile_policy(in_force.policy, load_vocabulary(), on=today())


def _headline(answered: Answered, compiled: CompiledPolicy) -> Headline:
    """The headline; where nothing was understood, that, and where somebody is in danger, only help."""
    if answered.alarm:
        return Headline("Get help now", meaning=answered.alarm)
    if not answered.situation.action:
        return Headline("Not found", meaning="We did not find this in the policy. Try other words.")
    return headline(compiled, answered.situation, answered.ruling, asker=answered.question.role)


def _lead(answered: Answered, large: Headline) -> str:
    """The sentence under the verdict."""
    ruling = answered.ruling
    if answered.alarm or ruling.verdict is not Verdict.SILENT:
        return ruling.way_out or large.meaning
    whom = join_words(the(role, load_vocabulary()) for role in ruling.ask_whom)
    return f"{large.meaning} That is not a yes. Ask {whom or 'the school'}."


def _duties(duties: Iterable[Due]) -> tuple[DutyGroup, ...]:
    grouped: dict[tuple[str, bool], list[tuple[str, Due]]] = {}
    for due in duties:
        grouped.setdefault((due.clause, due.force == "should"), []).append((capital(due.do), due))
    return tuple(DutyGroup(clause, is_should, tuple(dues)) for (clause, is_should), dues in grouped.items())


def _follow_up(answered: Answered, large: Headline) -> FollowUp | None:
    """The first question that the person has not passed over; what the headline hangs on is asked first."""
    asks = [each for each in answered.ruling.asks if each.fact not in answered.question.skipped]
    found = min(asks, key=lambda each: each.fact not in large.turns_on, default=None)
    if found is None:
        return None
    return FollowUp(found.fact, found.question, found.why, found.decides, tuple(_choices(found)))


def _choices(ask: Ask) -> list[tuple[str, str, str]]:
    choices = [
        (value, words, f"Then: {words_for(ask.then[label]).word}")
        for label, value, words in choices_of(ask.fact, ask.then)
    ]
    return [*choices, ("", "I do not know", "")]


def _bearing(in_force: InForce, situation: Situation) -> set[str]:
    """What is known and can matter: all that holds, and what does not hold where a clause turns on it."""
    inputs = _inputs(in_force, situation)
    return {name for name, value in situation.facts.items() if value is not False or name in inputs}


def _inputs(in_force: InForce, situation: Situation) -> tuple[str, ...]:
    """The facts that this policy's clauses turn on, for the role and the action."""
    if not situation.action:
        return ()
    return tuple(_compiled(in_force).plan(situation.role, situation.action).inputs)


def _known(answered: Answered, name: str) -> Known:
    value = answered.situation.facts[name]
    return Known(fact_words(name, value), answered.settled.without(name).query())


def action_groups(in_force: InForce, role: str) -> Groups:
    """Every action to choose from: first those that the policy rules on for the role, then all others."""
    return _action_groups(_compiled(in_force).actions_of(role) if role in load_vocabulary().roles else ())


@lru_cache(maxsize=512)
def _action_groups(spoken: tuple[str, ...]) -> Groups:
    named = sorted((capital(action.label), action.id) for action in load_vocabulary().actions.values())
    first = tuple((name, words) for words, name in named if name in spoken)
    rest = tuple((name, words) for words, name in named if name not in spoken)
    return (("The policy speaks of", first), ("Other things", rest))


@cache
def party_groups() -> Groups:
    """Everybody towards whom something can be done."""
    vocabulary = load_vocabulary()
    roles = tuple((role.id, capital(role.label)) for role in vocabulary.roles.values())
    parties = tuple((party.id, capital(party.label)) for party in vocabulary.parties.values())
    return (("At the school", roles), ("Outside", parties))


def fact_fields(in_force: InForce, answered: Answered) -> list[FactField]:
    """The circumstances that this policy's clauses turn on for the role and the action."""
    situation = answered.situation
    names = list(dict.fromkeys((*situation.facts, *_inputs(in_force, situation))))[:MOST_FACTS]
    return [
        FactField(name, fact_question(name), choice_words(name), _value(answered, name)) for name in names
    ]


def _value(answered: Answered, name: str) -> str:
    value = answered.situation.facts.get(name)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
