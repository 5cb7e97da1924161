"""What one policy says of a situation, in the form in which two are held against each other."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from belisha.rules.comparing.differences import Grounding
from belisha.rules.comparing.severity import direction
from belisha.rules.judging.compiled_policy import CompiledPolicy
from belisha.rules.language.clauses import Deed
from belisha.rules.ruling import FactValue, GroundStanding, Obligation, Ruling, Situation, Verdict

WORDS = {
    Verdict.PROHIBITED: "not allowed",
    Verdict.NEEDS_PERMISSION: "only with permission",
    Verdict.DISCOURAGED: "advised against",
    Verdict.REQUIRED: "required",
    Verdict.RECOMMENDED: "recommended",
    Verdict.ALLOWED: "allowed",
    Verdict.SILENT: "not covered",
    Verdict.DEPENDS: "it depends",
}
NOT_COVERED = WORDS[Verdict.SILENT]
# What is written down differs in every school, and changes nobody's conduct.
PAPERWORK = (Deed.RECORD, Deed.KEEP, Deed.SHOW)
_IN_BRACKETS = re.compile(r"\s*\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Opinion:
    """A verdict with its words; `duties` are phrases by what makes two the same; `asks` the open facts.

    `is_settled` is False where the verdict hangs on a fact that is not known.
    """

    verdict: Verdict
    says: str
    duties: tuple[tuple[str, str], ...]
    clauses: tuple[Grounding, ...]
    asks: tuple[str, ...]
    is_settled: bool


def keys_of(first: Opinion, second: Opinion) -> tuple[object, object]:
    """Return what two opinions come to: their verdicts, or what they set off where the verdicts agree."""
    if first.says != second.says:
        return first.says, second.says
    return _with_duties(first), _with_duties(second)


def _with_duties(each: Opinion) -> tuple[str, frozenset[str]]:
    return each.says, frozenset(key for key, _ in each.duties)


def opinion(
    policy: CompiledPolicy, role: str, action: str, towards: str | None, facts: dict[str, FactValue]
) -> Opinion:
    """Return what a policy says of a situation."""
    ruling = policy.judge(Situation(role, action, towards, facts))
    # What is allowed or asked only if something holds is not said of the case where it does not.
    hangs = ruling.verdict is not Verdict.SILENT and any(
        Verdict.SILENT in ask.then.values() for ask in ruling.asks
    )
    return Opinion(
        verdict=ruling.verdict,
        says=_says(ruling),
        duties=tuple(dict(_duties(ruling, policy)).items()),
        clauses=tuple(_groundings(ruling)),
        asks=tuple(dict.fromkeys(_asked(ruling, policy))),
        is_settled=ruling.verdict is not Verdict.DEPENDS and not hangs,
    )


def fallen_back(
    policy: CompiledPolicy,
    own: Opinion,
    other: Opinion,
    role: str,
    action: str,
    towards: str | None,
    facts: dict[str, FactValue],
) -> Opinion:
    """Return what a silent policy says of the action under which a question falls otherwise.

    Only where both forbid: to forbid a thing near to what the other forbids is no silence, while to
    require or allow another thing is no answer.
    """
    if own.verdict is not Verdict.SILENT or own.duties or direction(other.verdict) >= 0:
        return own
    for near in policy.vocabulary.actions[action].otherwise:
        found = opinion(policy, role, near, towards, facts)
        if found.is_settled and direction(found.verdict) < 0:
            return found
    return own


def _asked(ruling: Ruling, policy: CompiledPolicy) -> Iterator[str]:
    """Yield the facts that a ruling asks for; for a choice, those among which it is made."""
    for ask in ruling.asks:
        if ask.fact in policy.fact_bits.choices:
            yield from (value for value in ask.then if value in policy.vocabulary.facts)
        elif ask.fact in policy.vocabulary.facts:
            yield ask.fact


def _says(ruling: Ruling) -> str:
    words = WORDS[ruling.verdict]
    if ruling.verdict is Verdict.NEEDS_PERMISSION and ruling.way_out:
        way = ruling.way_out.rstrip(".").replace(" And: ", "; and ").replace(" Or: ", "; or ")
        return f"{words} ({way[:1].lower()}{way[1:]})"
    return words


def _duties(ruling: Ruling, policy: CompiledPolicy) -> Iterator[tuple[str, str]]:
    labels = {action.label for action in policy.vocabulary.actions.values()}
    paperwork = tuple(deed.value for deed in PAPERWORK)
    for due in ruling.duties:
        if due.do in labels:
            yield due.do, _phrase(due)
        elif due.to and not due.do.startswith(paperwork):
            yield f"{due.do.split()[0]} {' '.join(sorted(due.to))}", _phrase(due)


def _phrase(due: Obligation) -> str:
    words = _IN_BRACKETS.sub("", due.do)
    return f"do not {words}" if "not" in due.force else words


def _groundings(ruling: Ruling) -> Iterator[Grounding]:
    wanted = (GroundStanding.DECIDES, GroundStanding.LIFTED)
    due = {each.clause for each in ruling.duties}
    for ground in ruling.grounds:
        if ground.standing in wanted or ground.clause in due:
            yield Grounding(ground.clause, ground.cites, ground.title)
