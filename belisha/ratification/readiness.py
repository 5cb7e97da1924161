"""Whether a version can be published, and every reason why it cannot."""

from dataclasses import dataclass
from datetime import date

from belisha.policies.models import ChangeKind, PolicyVersion
from belisha.policies.verdict_words import words_for
from belisha.ratification.impact import meaning_of
from belisha.ratification.queries import ratification_of, version_before
from belisha.ratification.scenario_runs import Run, run_scenarios
from belisha.rules.contradictions import ContradictionError
from belisha.rules.errors import PolicyError


@dataclass(frozen=True, slots=True)
class Readiness:
    """What stands in the way. `kinds`: the sorts of change that it can be; `meaning`: answers changed."""

    blocks: tuple[str, ...]
    runs: tuple[Run, ...] = ()
    kinds: tuple[str, ...] = (ChangeKind.FIRST,)
    meaning: int = 0


def readiness_of(version: PolicyVersion, on: date) -> Readiness:
    """Everything that keeps the version from the website: no record, contradictions, scenarios."""
    before = version_before(version)
    kinds = (ChangeKind.EDITORIAL, ChangeKind.SUBSTANTIVE) if _had_one(version) else (ChangeKind.FIRST,)
    blocks = [] if _is_on_record(version) else [NOT_ON_RECORD]
    try:
        runs = run_scenarios(version, on)
        meaning = len(tuple(meaning_of(before, version, on).differences)) if before else 0
    except ContradictionError as error:
        blocks += [f"The policy contradicts itself: {each.sentence}" for each in error.contradictions]
        return Readiness(tuple(blocks), kinds=kinds)
    except PolicyError as error:
        return Readiness((*blocks, *(str(mistake) for mistake in error.mistakes)), kinds=kinds)
    blocks += [_failing(run) for run in runs if run.blocks]
    return Readiness(tuple(blocks), runs, kinds, meaning)


NOT_ON_RECORD = (
    "No meeting that ratified this text is on record with both signatures: a policy that the school changed "
    "here is ratified here."
)


def _had_one(version: PolicyVersion) -> bool:
    """Whether the document was on the website before."""
    rows = PolicyVersion.objects.filter(document=version.document_id, published_at__isnull=False)
    return rows.exclude(pk=version.pk).exists()


def _is_on_record(version: PolicyVersion) -> bool:
    """Whether it was ratified here; the first version that a school brings with it was ratified elsewhere."""
    found = ratification_of(version)
    if found is None:
        return not _had_one(version)
    return found.checksum == version.checksum and found.signatures.count() == 2


def _failing(run: Run) -> str:
    came = f"the draft says “{words_for(run.found).word}”" if run.found else run.trouble
    expected = words_for(run.expected).word
    return f"The scenario “{run.scenario.question}” expects “{expected}”, but {came}."
