"""The way out of a ban, as a sentence."""

from collections.abc import Iterable

from belisha.rules.clauses import Condition, Exemption, Grant, GrantKind
from belisha.rules.grants import FORM_WORDS
from belisha.rules.grants import forms as forms_of
from belisha.rules.judging.atoms import Atoms
from belisha.rules.judging.describing import part_state, statement
from belisha.rules.judging.ranks import DISCOURAGED
from belisha.rules.judging.speakers import Speaker
from belisha.rules.judging.weighing import Decision, State
from belisha.rules.phrasing import and_list, or_list, sentence, the
from belisha.rules.words import Vocabulary


def way_out(decision: Decision, state: State, vocabulary: Vocabulary, atoms: Atoms) -> str:
    """How the ban that decides can be lifted; empty where it cannot, or where nothing is banned.

    Where several bans decide, each must be lifted, so one without a way out closes the others' too, and a way
    that they share is the one to name.
    """
    if decision.rank < DISCOURAGED:
        return ""
    bans = [each.match.speaker for each in decision.weighed if decision.rests_on(each)]
    found = [_of_ban(ban, state, vocabulary, atoms) for ban in bans]
    if not found or not all(found):
        return ""
    shared = [way for way in found[0] if all(way in ways for ways in found)]
    return " Or: ".join(shared) or " And: ".join(dict.fromkeys(" Or: ".join(ways) for ways in found))


def is_open(exemption: Exemption, state: State, atoms: Atoms) -> bool:
    """Whether an exception can still be had: no circumstance or office that it needs is known to fail."""
    return not any(
        part_state(part, atoms, state) is False
        for part in exemption.parts
        if isinstance(part, Condition) or part.kind is GrantKind.OFFICE
    )


def _of_ban(ban: Speaker, state: State, vocabulary: Vocabulary, atoms: Atoms) -> list[str]:
    """The ways out of one ban, each a sentence. Where each needs an office that is not held, that is said."""
    ways = [way.exemption for way in ban.ways if is_open(way.exemption, state, atoms)]
    ways = ways or [way.exemption for way in ban.ways if _needs_only_office(way.exemption, state, atoms)]
    return list(dict.fromkeys(_sentence(way, state, vocabulary, atoms) for way in ways))


def _needs_only_office(exemption: Exemption, state: State, atoms: Atoms) -> bool:
    failing = [part for part in exemption.parts if part_state(part, atoms, state) is False]
    return all(isinstance(part, Grant) for part in failing)


def _sentence(exemption: Exemption, state: State, vocabulary: Vocabulary, atoms: Atoms) -> str:
    missing = [part for part in exemption.parts if part_state(part, atoms, state) is not True]
    grants = [part for part in missing if isinstance(part, Grant)]
    offices = [part for part in grants if part.kind is GrantKind.OFFICE]
    steps = [_step(part, vocabulary) for part in grants if part.kind is not GrantKind.OFFICE]
    conditions = and_list(statement(part, vocabulary) for part in missing if isinstance(part, Condition))
    if not grants:
        return f"It is allowed if {conditions}."
    words = [f"only {_names(office.of, vocabulary)} may do this" for office in offices]
    words += [and_list(steps)] if steps else []
    only = f", and only if {conditions}" if offices else f"; it is allowed only if {conditions}"
    return sentence("; ".join(words) + (only if conditions else ""))


def _step(grant: Grant, vocabulary: Vocabulary) -> str:
    whom = _names(grant.of, vocabulary)
    if grant.kind is GrantKind.DECLARATION:
        forms = "".join(FORM_WORDS[form] for form in forms_of(grant))
        approval = (
            f" and have {_names(grant.approved_by, vocabulary)} approve it" if grant.approved_by else ""
        )
        return f"declare it to {whom}{forms}{approval}"
    written = "written " if grant.written else ""
    reason = FORM_WORDS["with-reason"] if grant.with_reason else ""
    return f"ask {whom} for {written}{grant.kind.value}{reason} first"


def _names(who: Iterable[str], vocabulary: Vocabulary) -> str:
    return or_list(the(each, vocabulary) for each in who)
