"""The clauses of a ruling: what became of each, and why; and the exceptions that were tried."""

from collections.abc import Iterable

from belisha.rules.clauses import (
    Clause,
    Definition,
    Exemption,
    Note,
    Office,
    PlatformFact,
    Procedure,
    Rule,
)
from belisha.rules.judging.atoms import Atoms
from belisha.rules.judging.describing import exception_words, line_words, part_state, part_why
from belisha.rules.judging.ranks import ALLOWED, DEPENDS, VERDICTS
from belisha.rules.judging.speakers import Speaker
from belisha.rules.judging.weighing import Decision, Fate, State, Weighed, is_met, way_state
from belisha.rules.phrasing import a, and_list, or_list, sentence
from belisha.rules.ruling import Ground, Standing, Tried
from belisha.rules.words import Vocabulary

ORDER = [
    Standing.DECIDES,
    Standing.OPEN,
    Standing.LIFTED,
    Standing.OUTWEIGHED,
    Standing.NOT_MET,
    Standing.INFORMS,
]
FATES = {Fate.NOT_MET: Standing.NOT_MET, Fate.OPEN: Standing.OPEN, Fate.LIFTED: Standing.LIFTED}
STATES = {True: "holds", False: "fails", None: "not known"}


def grounds(
    decision: Decision, informing: Iterable[Clause], state: State, vocabulary: Vocabulary, atoms: Atoms
) -> tuple[Ground, ...]:
    """Every clause that speaks: those that decide first, those that only inform last."""
    spoken = [_ground(each, decision, state, vocabulary, atoms) for each in decision.weighed]
    said = {ground.clause for ground in spoken}
    ordered = sorted(spoken, key=lambda ground: ORDER.index(ground.standing))
    more = {clause.id: clause for clause in informing if clause.id not in said}
    return (*ordered, *map(_informing, more.values()))


def tried(decision: Decision, state: State, vocabulary: Vocabulary, atoms: Atoms) -> tuple[Tried, ...]:
    """Every exception of the clauses whose circumstances are met or may be, and what came of it."""
    return tuple(
        Tried(
            each.match.speaker.clause.id,
            exception_words(way.exemption, vocabulary),
            STATES[way_state(way, state)],
            exception_why(way.exemption, way_state(way, state), state, vocabulary, atoms),
        )
        for each in decision.weighed
        if each.fate is not Fate.NOT_MET
        for way in each.match.speaker.ways
    )


def exception_why(
    exemption: Exemption, held: bool | None, state: State, vocabulary: Vocabulary, atoms: Atoms
) -> str:
    """Why an exception holds or fails, or what is not known of it, as a sentence."""
    parts = [(part, part_state(part, atoms, state)) for part in exemption.parts]
    words = and_list(part_why(part, known, vocabulary) for part, known in parts if known is held)
    return sentence(f"not known: {words}" if held is None else words)


def _ground(
    weighed: Weighed, decision: Decision, state: State, vocabulary: Vocabulary, atoms: Atoms
) -> Ground:
    speaker = weighed.match.speaker
    standing = _standing(weighed, decision)
    why = _why(weighed, decision, state, vocabulary, atoms)
    clause = speaker.clause
    return Ground(clause.id, clause.cites, force_of(clause), clause.title, clause.text, standing, why)


def _why(weighed: Weighed, decision: Decision, state: State, vocabulary: Vocabulary, atoms: Atoms) -> str:
    if weighed.fate is Fate.STANDS:
        return _applies(weighed, decision, vocabulary)
    if weighed.fate is Fate.LIFTED:
        return _lifted(weighed.match.speaker, state, vocabulary, atoms)
    if weighed.fate is Fate.NOT_MET:
        return _not_met(weighed.match.speaker, state, vocabulary)
    if weighed.fate is Fate.HELD:
        return "It may apply: where an exception has lifted one ban, another is held to stand."
    return _open(weighed, state, vocabulary)


def _standing(weighed: Weighed, decision: Decision) -> Standing:
    if decision.rests_on(weighed):
        return Standing.DECIDES
    if weighed.fate in FATES:
        return FATES[weighed.fate]
    return Standing.INFORMS if isinstance(weighed.match.speaker.clause, Note) else Standing.OUTWEIGHED


def _applies(weighed: Weighed, decision: Decision, vocabulary: Vocabulary) -> str:
    speaker = weighed.match.speaker
    whom = f"It binds {or_list(a(who, vocabulary) for who in speaker.named)}"
    if speaker.parties:
        whom += f", towards {or_list(a(party, vocabulary) for party in speaker.parties)}"
    if weighed.match.exchanged:
        whom += "; this takes two, so it answers both sides"
    if decision.rank == DEPENDS:
        return f"{whom}. A stronger clause may apply as well."
    return f"{whom}." if weighed.rank == decision.rank else f"{whom}, but a stronger clause applies as well."


def _lifted(speaker: Speaker, state: State, vocabulary: Vocabulary, atoms: Atoms) -> str:
    way = next(way for way in speaker.ways if way_state(way, state))
    return exception_why(way.exemption, True, state, vocabulary, atoms)


def _open(weighed: Weighed, state: State, vocabulary: Vocabulary) -> str:
    speaker, unknown = weighed.match.speaker, []
    if not weighed.match.sure:
        sides = speaker.named if weighed.match.exchanged else speaker.parties
        unknown.append(f"whether the other person is {or_list(a(side, vocabulary) for side in sides)}")
    if is_met(speaker, state) is None and isinstance(speaker.clause, Rule):
        unknown += [
            f"whether {line_words(words, vocabulary)}"
            for words, line in zip(speaker.clause.when, speaker.lines, strict=True)
            if not (state.true & line.yes or (state.false | state.taken) & line.no)
        ]
    would = VERDICTS[weighed.rank].value if weighed.rank else "no answer from this clause"
    return sentence(f"not known: {and_list(unknown)}; if so: {would}")


def _not_met(speaker: Speaker, state: State, vocabulary: Vocabulary) -> str:
    if not isinstance(speaker.clause, Rule):
        return ""
    lines = list(zip(speaker.clause.when, speaker.lines, strict=True))
    failed = [
        line_words(words, vocabulary, denied=True)
        for words, line in lines
        if state.false & line.yes == line.yes and state.true & line.no == line.no
    ]
    if failed:
        return sentence(f"it does not apply: {and_list(failed)}")
    unsaid = [
        line_words(words, vocabulary)
        for words, line in lines
        if (state.false | state.taken) & line.yes == line.yes and state.true & line.no == line.no
    ]
    return sentence(f"it would apply if {and_list(unsaid)}; nobody has said so")


def _informing(clause: Clause) -> Ground:
    standing = Standing.INFORMS
    return Ground(clause.id, clause.cites, force_of(clause), clause.title, clause.text, standing)


def force_of(clause: Clause) -> str:
    """The force of a clause in the document's words, or what kind of clause it is."""
    if isinstance(clause, Rule):
        return clause.force.value
    if isinstance(clause, Office):
        return "must"
    if isinstance(clause, Note):
        return clause.kind.value
    names = {Definition: "definition", Procedure: "procedure", PlatformFact: "platform"}
    return names.get(type(clause), "")


def note(decision: Decision, roles: frozenset[str]) -> str:
    """How "should" binds, where only that made the verdict as strong as a must; otherwise nothing."""
    deciding = [each for each in decision.weighed if decision.rests_on(each)]
    if not deciding or not all(each.match.binding for each in deciding) or decision.rank <= ALLOWED:
        return ""
    first = deciding[0]
    binding = first.match.binding
    if binding is None or first.rank != first.match.rank:
        return ""
    whom = [who for who in binding.who if who in roles] or binding.who
    names = and_list(who.replace("-", " ") for who in whom)
    where = f" ({', '.join(binding.cites)})" if binding.cites else ""
    return f"The policy says you {first.match.speaker.force.value}; it requires {names} to keep to it{where}."
