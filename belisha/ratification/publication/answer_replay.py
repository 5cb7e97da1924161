"""The questions that people asked, judged again under a draft, and counted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count
from django.utils import timezone

from belisha.answers.models import AnswerLog
from belisha.answers.queries import FEWEST_SHOWN
from belisha.policies.models import DocumentKind, PolicyVersion
from belisha.ratification.scenarios.situation_text import situation_text
from belisha.rules.batch import Verdicts, judge_many
from belisha.rules.judge import CompiledPolicy, SituationError
from belisha.rules.ruling import FORBIDDING, Situation, Verdict

LOOK_BACK = timedelta(days=365)
STRICTER, FREER, OTHERWISE, ALIKE = "stricter", "freer", "otherwise", "alike"


@dataclass(frozen=True, slots=True)
class AskedSituation:
    """A situation that people asked about, and how often."""

    situation: Situation
    times: int


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """Situations in the same words whose answer changes: before, after, how often, and in which direction."""

    role: str
    words: str
    before: Verdict
    after: Verdict
    times: int
    way: str


@dataclass(frozen=True, slots=True)
class SuppressedCount:
    """How often rarely asked situations changed, in one direction: too few to show one by one."""

    way: str
    times: int

    @property
    def said(self) -> str:
        """Return the number as shown: "fewer than …" below the smallest number that identifies nobody."""
        return str(self.times) if self.times >= FEWEST_SHOWN else f"fewer than {FEWEST_SHOWN}"


@dataclass(frozen=True, slots=True)
class ReplayResult:
    """The number of questions, the number for each direction, and the changed answers, most asked first."""

    total: int
    ways: dict[str, int]
    flips: tuple[ChangedAnswer, ...]
    few: tuple[SuppressedCount, ...]

    @property
    def changed(self) -> int:
        """Return how many questions are answered differently."""
        return self.total - self.ways.get(ALIKE, 0)


def asked_situations(version: PolicyVersion) -> tuple[AskedSituation, ...]:
    """Return what people asked of the school's policy in the last year, each situation with how often.

    Only sums leave the log: someone who votes need not be someone who looks after the school.
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
        AskedSituation(
            Situation(row["role"], row["action"], row["towards"] or None, dict(row["facts"])), row["times"]
        )
        for row in counted
    )


def replay(before: CompiledPolicy, after: CompiledPolicy, asked: Sequence[AskedSituation]) -> ReplayResult:
    """Judge every question under both texts; leave out those that either can no longer judge."""
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
        way = direction_of(was, now)
        ways[way] = ways.get(way, 0) + each.times
        if way != ALIKE:
            key = each.situation.role, situation_text(each.situation), was, now
            flips[key] = flips.get(key, 0) + each.times
    return ReplayResult(sum(ways.values()), ways, tuple(_told(flips)), tuple(_untold(flips)))


def direction_of(was: Verdict, now: Verdict) -> str:
    """Return whether an answer becomes stricter, freer, otherwise different, or stays."""
    if was == now:
        return ALIKE
    if (was in FORBIDDING) != (now in FORBIDDING):
        return STRICTER if now in FORBIDDING else FREER
    if now in FORBIDDING:
        return STRICTER if FORBIDDING.index(now) < FORBIDDING.index(was) else FREER
    return OTHERWISE


def _told(flips: dict[tuple[str, str, Verdict, Verdict], int]) -> Iterable[ChangedAnswer]:
    found = [
        ChangedAnswer(role, words, was, now, times, direction_of(was, now))
        for (role, words, was, now), times in flips.items()
        if times >= FEWEST_SHOWN
    ]
    return sorted(found, key=lambda flip: (-flip.times, flip.words))


def _untold(flips: dict[tuple[str, str, Verdict, Verdict], int]) -> Iterable[SuppressedCount]:
    sums: dict[str, int] = {}
    for (_, _, was, now), times in flips.items():
        if times < FEWEST_SHOWN:
            sums[direction_of(was, now)] = sums.get(direction_of(was, now), 0) + times
    return [SuppressedCount(way, times) for way, times in sorted(sums.items())]


def _both(
    before: CompiledPolicy, after: CompiledPolicy, asked: Sequence[AskedSituation]
) -> tuple[Verdicts, Verdicts]:
    situations = [each.situation for each in asked]
    return judge_many(before, situations), judge_many(after, situations)


def _is_known(asked: AskedSituation, policy: CompiledPolicy) -> bool:
    words, situation = policy.vocabulary, asked.situation
    return situation.role in words.roles and situation.action in words.actions


def _can_be_judged(asked: AskedSituation, before: CompiledPolicy, after: CompiledPolicy) -> bool:
    try:
        _both(before, after, [asked])
    except SituationError:
        return False
    return True


def replay_start(today: date) -> date:
    """Return the first day that the replay covers."""
    return today - LOOK_BACK
