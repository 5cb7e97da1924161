"""Which answers come out differently under a draft: for the questions that people asked, counted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count
from django.utils import timezone

from belisha.answers.models import AnswerLog
from belisha.answers.queries import FEWEST
from belisha.policies.models import DocumentKind, PolicyVersion
from belisha.ratification.situation_words import situation_words
from belisha.rules.batch import Verdicts, judge_many
from belisha.rules.judge import CompiledPolicy, SituationError
from belisha.rules.ruling import FORBIDDING, Situation, Verdict

LOOK_BACK = timedelta(days=365)
STRICTER, FREER, OTHERWISE, ALIKE = "stricter", "freer", "otherwise", "alike"


@dataclass(frozen=True, slots=True)
class Asked:
    """A situation that people asked about, and how often."""

    situation: Situation
    times: int


@dataclass(frozen=True, slots=True)
class Flip:
    """Situations in the same words that come out differently: before, after, how often, and which way."""

    role: str
    words: str
    before: Verdict
    after: Verdict
    times: int
    way: str


@dataclass(frozen=True, slots=True)
class Few:
    """What was asked too seldom to be told one by one: only how many were asked of all such, by which way."""

    way: str
    times: int

    @property
    def said(self) -> str:
        """The number as it is told: none below the fewest that nobody can be traced by."""
        return str(self.times) if self.times >= FEWEST else f"fewer than {FEWEST}"


@dataclass(frozen=True, slots=True)
class Replayed:
    """The replay: how many questions there were, how many of each way, and the flips, most asked first."""

    total: int
    ways: dict[str, int]
    flips: tuple[Flip, ...]
    few: tuple[Few, ...]

    @property
    def changed(self) -> int:
        """How many questions are answered differently."""
        return self.total - self.ways.get(ALIKE, 0)


def asked_at(version: PolicyVersion) -> tuple[Asked, ...]:
    """What people asked of the school's policy in the last year, each situation with how often.

    No row of the log leaves here, only sums: whoever votes need not be one who looks after the school.
    """
    if version.document.kind != DocumentKind.POLICY:
        return ()
    rows = AnswerLog.objects.filter(
        school=version.school_id,
        version__document=version.document_id,
        asked_at__gte=timezone.now() - LOOK_BACK,
    ).exclude(action="")
    counted = rows.order_by().values("role", "action", "towards", "facts").annotate(times=Count("pk"))
    return tuple(
        Asked(Situation(row["role"], row["action"], row["towards"] or None, dict(row["facts"])), row["times"])
        for row in counted
    )


def replay(before: CompiledPolicy, after: CompiledPolicy, asked: Sequence[Asked]) -> Replayed:
    """Every question judged under both; what either cannot judge any more (a word it lacks) is left out."""
    known = [each for each in asked if _is_known(each, before)]
    try:
        first, second = _both(before, after, known)
    except SituationError:
        known = [each for each in known if _can_be_judged(each, before, after)]
        first, second = _both(before, after, known)
    ways: dict[str, int] = {}
    flips: dict[tuple[str, str, Verdict, Verdict], int] = {}
    for row, each in enumerate(known):
        was, now = first.verdict(row), second.verdict(row)
        way = way_of(was, now)
        ways[way] = ways.get(way, 0) + each.times
        if way != ALIKE:
            key = each.situation.role, situation_words(each.situation), was, now
            flips[key] = flips.get(key, 0) + each.times
    return Replayed(sum(ways.values()), ways, tuple(_told(flips)), tuple(_untold(flips)))


def way_of(was: Verdict, now: Verdict) -> str:
    """Whether an answer becomes stricter, freer, otherwise different, or stays."""
    if was == now:
        return ALIKE
    if (was in FORBIDDING) != (now in FORBIDDING):
        return STRICTER if now in FORBIDDING else FREER
    if now in FORBIDDING:
        return STRICTER if FORBIDDING.index(now) < FORBIDDING.index(was) else FREER
    return OTHERWISE


def _told(flips: dict[tuple[str, str, Verdict, Verdict], int]) -> Iterable[Flip]:
    found = [
        Flip(role, words, was, now, times, way_of(was, now))
        for (role, words, was, now), times in flips.items()
        if times >= FEWEST
    ]
    return sorted(found, key=lambda flip: (-flip.times, flip.words))


def _untold(flips: dict[tuple[str, str, Verdict, Verdict], int]) -> Iterable[Few]:
    sums: dict[str, int] = {}
    for (_, _, was, now), times in flips.items():
        if times < FEWEST:
            sums[way_of(was, now)] = sums.get(way_of(was, now), 0) + times
    return [Few(way, times) for way, times in sorted(sums.items())]


def _both(before: CompiledPolicy, after: CompiledPolicy, asked: Sequence[Asked]) -> tuple[Verdicts, Verdicts]:
    situations = [each.situation for each in asked]
    return judge_many(before, situations), judge_many(after, situations)


def _is_known(asked: Asked, policy: CompiledPolicy) -> bool:
    words, situation = policy.vocabulary, asked.situation
    return situation.role in words.roles and situation.action in words.actions


def _can_be_judged(asked: Asked, before: CompiledPolicy, after: CompiledPolicy) -> bool:
    try:
        _both(before, after, [asked])
    except SituationError:
        return False
    return True


def since(today: date) -> date:
    """The first day that the replay looks at."""
    return today - LOOK_BACK
