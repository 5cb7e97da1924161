"""What a policy makes of observations: each becomes situations, and the rulings on these a finding."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from types import MappingProxyType

from belisha.checking.draft import (
    LIKELY,
    POSSIBLE,
    CitedClause,
    DraftError,
    Finding,
    FindingSeverity,
    Observation,
    PostDraft,
)
from belisha.checking.lexicon import read_data
from belisha.checking.platforms import with_minimum_age
from belisha.rules.judge import compile_policy
from belisha.rules.language.policy import Policy
from belisha.rules.ruling import FORBIDDING, FactValue, Situation, Verdict
from belisha.rules.vocabulary.words import Vocabulary

_RANK = {
    Verdict.PROHIBITED: 6, Verdict.NEEDS_PERMISSION: 5, Verdict.DISCOURAGED: 4, Verdict.REQUIRED: 3,
    Verdict.RECOMMENDED: 2, Verdict.DEPENDS: 1,
}  # fmt: skip
_GRAVE = {
    Verdict.PROHIBITED: FindingSeverity.BLOCK,
    Verdict.NEEDS_PERMISSION: FindingSeverity.WARN,
    Verdict.DISCOURAGED: FindingSeverity.WARN,
    Verdict.REQUIRED: FindingSeverity.WARN,
}
_MILDER = {
    FindingSeverity.BLOCK: FindingSeverity.WARN,
    FindingSeverity.WARN: FindingSeverity.INFO,
    FindingSeverity.INFO: FindingSeverity.INFO,
}
_STEP = 0.26
# What was seen doubtfully and may only perhaps be such an act is nothing to tell of.
_LEAST = 0.24
_NO_FACTS: Mapping[str, FactValue] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ObservationKind:
    """A kind of observation, in the words of the vocabulary (`observations.toml`)."""

    id: str
    label: str
    does: tuple[str, ...]
    may: tuple[str, ...]
    neglects: tuple[str, ...]
    principle: tuple[str, ...]
    towards: str
    fix: str
    instead: str
    plain: str
    facts: Mapping[str, FactValue]


@dataclass(frozen=True, slots=True)
class PostAudience:
    """Who reads a post: whom it reaches, and the facts that this makes known."""

    id: str
    label: str
    reaches: tuple[str, ...]
    facts: Mapping[str, FactValue]
    names: tuple[str, ...]


@cache
def kinds() -> Mapping[str, ObservationKind]:
    """Return every kind of observation by its id."""
    return {
        name: ObservationKind(
            name, row["label"], tuple(row.get("does", ())), tuple(row.get("may", ())),
            tuple(row.get("neglects", ())),
            tuple(row.get("principle", ())), row.get("towards", ""), row["fix"], row.get("instead", ""),
            row.get("plain", ""), row.get("facts", {}),
        )
        for name, row in read_data("observations").items()
    }  # fmt: skip


@cache
def audiences() -> Mapping[str, PostAudience]:
    """Return every audience by its id."""
    return {
        name: PostAudience(
            name, row["label"], tuple(row["reaches"]), row.get("facts", {}), tuple(row.get("names", ()))
        )
        for name, row in read_data("audiences").items()
    }


def audience_of(word: str) -> PostAudience:
    """Return the audience that a word names. Raise DraftError if it names none."""
    if word in audiences():
        return audiences()[word]
    said = " ".join(word.casefold().replace("-", " ").replace("_", " ").split())
    for each in audiences().values():
        if said in (each.id.replace("-", " "), each.label, *each.names):
            return each
    raise DraftError(f"`{word}` is not an audience; expected one of: {', '.join(audiences())}")


@dataclass(frozen=True, slots=True)
class ShortRuling:
    """What a finding needs of a ruling: the verdict, how a ban can be lifted, and the deciding clauses."""

    verdict: Verdict
    way_out: str
    clauses: tuple[CitedClause, ...]


@dataclass(frozen=True, slots=True)
class KindRuling:
    """What a policy makes of a kind of observation that was seen with some certainty."""

    action: str
    severity: FindingSeverity
    verdict: Verdict
    clauses: tuple[CitedClause, ...]
    sure: float
    way_out: str


# Holds rulings alone, and no word of a draft.
@lru_cache(maxsize=256)
def _known_rulings(
    _rules: Hashable, _role: str, _audience: str, _facts: frozenset[tuple[str, FactValue]]
) -> dict[tuple[str, ...], tuple[ShortRuling, ...]]:
    """Return the rulings found so far for one writer and audience, by action and whom it is towards."""
    return {}


class Judge:
    """The rulings of one policy on one day for one writer, each worked out once."""

    def __init__(self, policy: Policy, draft: PostDraft, vocabulary: Vocabulary, on: date | None) -> None:
        self._rules = compile_policy(policy, vocabulary, on=on)
        self._draft, self._audience = draft, audience_of(draft.audience)
        self._facts = {**self._audience.facts, **draft.facts}
        self._policy = policy
        self._weighed: dict[tuple[Hashable, ...], KindRuling | None] = {}
        self._known = _known_rulings(
            self._rules, draft.role, self._audience.id, frozenset(self._facts.items())
        )

    def findings(self, observations: Iterable[Observation]) -> Iterator[Finding]:
        """Yield a finding for each observation that this policy minds, and for each person named."""
        for observation in observations:
            kind = kinds()[observation.kind]
            finding = self._finding(observation, kind)
            if finding is not None:
                yield finding

    def _finding(self, observation: Observation, kind: ObservationKind) -> Finding | None:
        key = kind.id, observation.sure, observation.facts
        if key not in self._weighed:
            self._weighed[key] = self._weigh(observation, kind)
        weighed = self._weighed[key]
        if weighed is None:
            return self._unminded(observation, kind) if observation.whom else None
        return self._made(observation, kind, weighed)

    def _weigh(self, observation: Observation, kind: ObservationKind) -> KindRuling | None:
        """Return what the policy makes of a kind that was seen so surely; None if it minds nothing."""
        grounds: dict[str, CitedClause] = {}
        best: tuple[int, Verdict, str, float, str] | None = None
        for action, ruling, sure in self._rulings(observation, kind):
            rank = _RANK.get(ruling.verdict, 0)
            if ruling.verdict is Verdict.DEPENDS or not rank:
                continue
            grounds |= {each.id: each for each in ruling.clauses}
            if best is None or (sure >= LIKELY, rank) > (best[3] >= LIKELY, best[0]):
                best = rank, ruling.verdict, action, sure, ruling.way_out
        if best is None:
            return None
        _, verdict, action, sure, way_out = best
        for word in kind.principle:
            grounds |= {each.id: each for each in self._principle(word)}
        return KindRuling(action, _severity(verdict, sure), verdict, tuple(grounds.values()), sure, way_out)

    def _unminded(self, observation: Observation, kind: ObservationKind) -> Finding:
        action = (*kind.does, *kind.may, *kind.neglects)[0]
        silent = KindRuling(action, FindingSeverity.INFO, Verdict.SILENT, (), observation.sure, "")
        return self._made(observation, kind, silent)

    def _made(self, observation: Observation, kind: ObservationKind, weighed: KindRuling) -> Finding:
        start, end = observation.start, observation.end
        return Finding(
            action=weighed.action, kind=kind.id, label=kind.label, start=start, end=end,
            words=self._draft.text[start:end], severity=weighed.severity, verdict=weighed.verdict,
            clauses=weighed.clauses, fix=kind.fix if weighed.clauses else "", sure=round(weighed.sure, 2),
            way_out=weighed.way_out, question=observation.question,
        )  # fmt: skip

    def _rulings(
        self, observation: Observation, kind: ObservationKind
    ) -> Iterator[tuple[str, ShortRuling, float]]:
        sure = observation.sure
        certain = [(each, sure) for each in kind.does] + [
            (each, sure - _STEP) for each in kind.may if sure - _STEP >= _LEAST
        ]
        for action, certainty in certain:
            for ruling in self._towards_all(action, kind, observation.facts):
                if ruling.verdict in FORBIDDING:
                    yield action, ruling, certainty
        for action in kind.neglects:
            for ruling in self._towards_all(action, kind, observation.facts):
                if ruling.verdict in (Verdict.REQUIRED, Verdict.RECOMMENDED):
                    yield action, ruling, sure

    def _towards_all(
        self, action: str, kind: ObservationKind, told: tuple[tuple[str, FactValue], ...]
    ) -> tuple[ShortRuling, ...]:
        key = (action, kind.towards, kind.id if kind.facts else "")
        if told:  # facts of one draft are not kept with the rulings
            facts = with_minimum_age({**kind.facts, **dict(told)}, self._policy, self._draft.minimum_ages)
            return self._ruled(action, kind, facts)
        if key not in self._known:
            self._known[key] = self._ruled(action, kind, kind.facts)
        return self._known[key]

    def _ruled(
        self, action: str, kind: ObservationKind, facts: Mapping[str, FactValue]
    ) -> tuple[ShortRuling, ...]:
        own = (kind.towards,) if kind.towards else ()
        whom = dict.fromkeys(("", *own, *self._audience.reaches))
        rulings = (self._judged(self._draft.role, action, each, facts) for each in whom)
        return tuple(
            each for each in rulings if each.verdict in _RANK and each.verdict is not Verdict.DEPENDS
        )

    def _principle(self, word: str) -> tuple[CitedClause, ...]:
        """Return the clauses in which the policy asks for something of the school as a whole."""
        key = ("school", word, "")
        if key not in self._known:
            self._known[key] = (self._judged(*key),)
        return self._known[key][0].clauses

    def _judged(
        self, role: str, action: str, towards: str, facts: Mapping[str, FactValue] = _NO_FACTS
    ) -> ShortRuling:
        ruling = self._rules.judge(Situation(role, action, towards or None, {**self._facts, **facts}))
        clauses = tuple(CitedClause(each.clause, each.cites, each.text) for each in ruling.deciding)
        return ShortRuling(ruling.verdict, ruling.way_out, clauses)


def _severity(verdict: Verdict, sure: float) -> FindingSeverity:
    """Return how grave a verdict is. Unsure is a step milder, and doubtful is only worth knowing."""
    plain = _GRAVE.get(verdict, FindingSeverity.INFO)
    if sure >= LIKELY:
        return plain
    return _MILDER[plain] if sure >= POSSIBLE else FindingSeverity.INFO


def gravest(findings: Iterable[Finding]) -> Verdict:
    """Return the strongest verdict among findings; `silent` where there is none."""
    return max(
        (each.verdict for each in findings), key=lambda each: _RANK.get(each, 0), default=Verdict.SILENT
    )
