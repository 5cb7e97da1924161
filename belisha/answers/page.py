"""Build the page of an answer from the ruling."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from belisha.answers.alternatives import Alternative, alternatives, meanings
from belisha.answers.answering import Answered
from belisha.answers.changing import bearing_facts
from belisha.answers.fact_words import choices_of, fact_words
from belisha.answers.headline import Headline, headline
from belisha.answers.question import value_word
from belisha.asking.kind_names import WordsKind
from belisha.base.clock import today
from belisha.base.options import Groups
from belisha.base.text import capital, join_words
from belisha.directory.queries import Reach, reach_of
from belisha.policies.documents.clause_text import action_label
from belisha.policies.documents.verdict_labels import label_for
from belisha.policies.queries import InForce
from belisha.rules.judge import CompiledPolicy, compile_policy
from belisha.rules.language.clauses import Clause, Force
from belisha.rules.ruling import (
    FollowUpQuestion,
    Ground,
    GroundStanding,
    Obligation,
    Ruling,
    Verdict,
)
from belisha.rules.vocabulary.loading import load_vocabulary
from belisha.rules.wording.grammar import label_of, the


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A follow-up question: why it is asked, and what each answer leads to."""

    fact: str
    question: str
    why: str
    decides: bool
    choices: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class KnownFact:
    """A fact taken as known, and the address of the page without it."""

    words: str
    without: str


@dataclass(frozen=True, slots=True)
class DutyGroup:
    """The duties that one clause triggers: its id, whether it is a should, and what is to be done."""

    clause: str
    is_should: bool
    duties: tuple[tuple[str, Obligation], ...]


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """Everything that the template shows, in its order.

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
    known: tuple[KnownFact, ...]
    readings: tuple[Alternative, ...]
    carried: tuple[str, ...]
    link: str
    kind: str
    tone: str
    tell: tuple[Reach, ...]
    answering: tuple[Clause, ...]


def answer_page(in_force: InForce, answered: Answered) -> AnswerPage:
    """Return the page of an answer."""
    ruling, situation = answered.ruling, answered.situation
    vocabulary, compiled = load_vocabulary(), _compiled(in_force)
    large = _headline(answered, compiled)
    action = action_label(situation.action) if situation.action else ""
    return AnswerPage(
        answered=answered,
        asked=answered.question.words or capital(action),
        headline=large,
        lead=_lead(answered, large),
        deciding=ruling.deciding,
        informing=_informing(answered),
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
        known=tuple(_known(answered, name) for name in sorted(bearing_facts(compiled, situation))),
        readings=alternatives(compiled, answered),
        carried=tuple(f"{name}:{value_word(value)}" for name, value in answered.settled.facts.items()),
        link=answered.address,
        kind=answered.kind,
        tone=_tone(answered, large),
        tell=tuple(reach_of(in_force.school, answered.tell, today()).values()),
        answering=tuple(
            in_force.policy.by_id[each] for each in answered.question.clauses if each in in_force.policy.by_id
        ),
    )


@dataclass(frozen=True, slots=True)
class MeaningPage:
    """What is asked before any verdict: which of the meanings was meant, and whom to ask if none was."""

    answered: Answered
    meanings: tuple[Alternative, ...]
    ask_whom: str


def meaning_page(in_force: InForce, answered: Answered) -> MeaningPage:
    """Return the page that asks what a question means."""
    return MeaningPage(answered, meanings(_compiled(in_force), answered), whom_to_ask(in_force))


def whom_to_ask(in_force: InForce) -> str:
    """Return in words whom the policy sends people to where it does not cover something."""
    whom = in_force.policy.control.ask_whom
    return join_words((the(role, _compiled(in_force).vocabulary) for role in whom), "or") or "the school"


def _informing(answered: Answered) -> tuple[Ground, ...]:
    """Return the clauses that inform and that are not shown as the answer already."""
    shown = answered.question.clauses
    grounds = answered.ruling.grounds
    return tuple(
        each for each in grounds if each.standing is GroundStanding.INFORMS and each.clause not in shown
    )


def _stated(in_force: InForce, clauses: Iterable[str]) -> tuple[Clause, ...]:
    """Return the clauses of these ids that the policy has."""
    known = in_force.policy.by_id
    return tuple(known[each] for each in clauses if each in known)


STANDING_WORDS = {
    GroundStanding.OUTWEIGHED: "outweighed",
    GroundStanding.LIFTED: "lifted by an exception",
    GroundStanding.NOT_MET: "does not apply here",
    GroundStanding.OPEN: "may apply",
}


# The headline and the sentence under it for questions that clauses or persons answer.
PLAIN_HEADLINES = {
    WordsKind.MEANING.value: ("What it means here", "This is how the policy uses the word."),
    WordsKind.WHEN.value: ("When", "This is what the policy says about time."),
    WordsKind.CONSEQUENCES.value: ("What follows", "This is what the policy says happens."),
    WordsKind.FACTS.value: ("What the policy says", "This is what the policy states about it."),
    WordsKind.WHOM.value: ("Whom to tell or ask", "In this order, by the policy of this school."),
}
NEVER_YES_OR_NO = {kind: words for kind, (words, _) in PLAIN_HEADLINES.items()} | {
    WordsKind.WHAT_TO_DO.value: "What the policy says",
    WordsKind.INCIDENT.value: "What the policy says",
}
OBLIGING = (Verdict.REQUIRED, Verdict.RECOMMENDED)


def _compiled(in_force: InForce) -> CompiledPolicy:
    return compile_policy(in_force.policy, load_vocabulary(), on=today())


def _headline(answered: Answered, compiled: CompiledPolicy) -> Headline:
    """Return the headline; "Not found" if nothing was understood.

    Yes and No answer only whether one may or must: who, what, when and what follows are answered by persons
    and clauses, and what to do by a duty.
    """
    if answered.kind in PLAIN_HEADLINES and (answered.question.clauses or answered.tell):
        word, meaning = PLAIN_HEADLINES[answered.kind]
        return Headline(word, meaning=meaning, is_plain=True)
    if not answered.situation.action:
        return Headline("Not found", meaning="We did not find this in the policy. Try other words.")
    if _only_states(answered):
        meaning = "The policy says this about it, and gives no rule for it."
        return Headline("What the policy says", meaning=meaning, is_plain=True)
    large = headline(compiled.vocabulary, answered.situation, answered.ruling, asker=answered.question.role)
    if answered.kind in NEVER_YES_OR_NO and answered.ruling.verdict not in OBLIGING:
        return replace(large, word=NEVER_YES_OR_NO[answered.kind], more="", meaning="", is_plain=True)
    return large


def _only_states(answered: Answered) -> bool:
    """Return whether no rule decides, but clauses speak of what was asked: "not covered" would be untrue."""
    return answered.ruling.verdict is Verdict.SILENT and bool(answered.question.clauses)


def _tone(answered: Answered, large: Headline) -> str:
    """Return the verdict whose colour and shape the answer has: none where Yes and No are no answer."""
    return Verdict.SILENT.value if large.is_plain else answered.ruling.verdict.value


# So many clauses about others are named beside an answer that the policy does not give.
OTHERS_SHOWN = 3


def _lead(answered: Answered, large: Headline) -> str:
    """Return the sentence under the verdict."""
    ruling = answered.ruling
    if answered.kind in PLAIN_HEADLINES and (answered.question.clauses or answered.tell):
        return large.meaning
    if answered.known.held and ruling.verdict is Verdict.ALLOWED:
        return capital(f"{answered.known.held[0].sentence}.")
    if ruling.verdict is not Verdict.SILENT:
        return ruling.way_out or large.meaning
    whom = join_words(the(role, load_vocabulary()) for role in ruling.ask_whom)
    said = large.meaning
    if ruling.of_others:
        titles = join_words((f"“{ground.title}”" for ground in ruling.of_others[:OTHERS_SHOWN]), "and")
        said = f"The policy says this of others, not of you: {titles}."
    return f"{said} That is not a yes. Ask {whom or 'the school'}."


def _duties(duties: Iterable[Obligation]) -> tuple[DutyGroup, ...]:
    grouped: dict[tuple[str, bool], list[tuple[str, Obligation]]] = {}
    for due in duties:
        grouped.setdefault((due.clause, due.force == Force.SHOULD), []).append((capital(due.do), due))
    return tuple(DutyGroup(clause, is_should, tuple(dues)) for (clause, is_should), dues in grouped.items())


def _follow_up(answered: Answered, large: Headline) -> FollowUp | None:
    """Return the first follow-up question not skipped, first those that the headline depends on."""
    asks = [each for each in answered.ruling.asks if each.fact not in answered.question.skipped]
    asks = [each for each in asks if _matters(each, answered.ruling, large)]
    found = min(asks, key=lambda each: not _turns_on(large, each), default=None)
    if found is None:
        return None
    return FollowUp(found.fact, found.question, found.why, found.decides, tuple(_choices(found)))


def _matters(ask: FollowUpQuestion, ruling: Ruling, large: Headline) -> bool:
    """Return whether an answer to the question may lead elsewhere: not where all come to this verdict."""
    return _turns_on(large, ask) or {*ask.then.values()} != {ruling.verdict}


def _turns_on(large: Headline, ask: FollowUpQuestion) -> bool:
    """Return whether the headline depends on what is asked; on one value of a choice, it may be."""
    return not large.turns_on.isdisjoint((ask.fact, *ask.then))


def _choices(ask: FollowUpQuestion) -> list[tuple[str, str, str]]:
    choices = [
        (value, words, f"Then: {label_for(ask.then[label]).word}")
        for label, value, words in choices_of(ask.fact, ask.then)
    ]
    return [*choices, ("", "I do not know", "")]


def _known(answered: Answered, name: str) -> KnownFact:
    value = answered.situation.facts[name]
    return KnownFact(fact_words(name, value), answered.settled.without(name).query())


def action_groups(in_force: InForce, role: str) -> Groups:
    """Return every action to choose from: those that the policy covers for the role first."""
    return _action_groups(_compiled(in_force).actions_of(role) if role in load_vocabulary().roles else ())


@lru_cache(maxsize=512)
def _action_groups(spoken: tuple[str, ...]) -> Groups:
    named = sorted((capital(action.label), action.id) for action in load_vocabulary().actions.values())
    first = tuple((name, words) for words, name in named if name in spoken)
    rest = tuple((name, words) for words, name in named if name not in spoken)
    return (("The policy speaks of", first), ("Other things", rest))


@cache
def party_groups() -> Groups:
    """Return every role and outside party that an action can be towards."""
    vocabulary = load_vocabulary()
    roles = tuple((role.id, capital(role.label)) for role in vocabulary.roles.values())
    parties = tuple((party.id, capital(party.label)) for party in vocabulary.parties.values())
    return (("At the school", roles), ("Outside", parties))
