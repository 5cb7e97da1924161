"""Whether a version can be published, and every reason why it cannot."""

from dataclasses import dataclass
from datetime import date

from belisha.policies.documents.verdict_labels import label_for
from belisha.policies.models import ChangeKind, PolicyVersion
from belisha.ratification.publication.impact import meaning_of
from belisha.ratification.queries import ratification_of, version_before
from belisha.ratification.scenarios.runs import ScenarioRun, run_scenarios
from belisha.rules.contradictions import ContradictionError
from belisha.rules.errors import PolicyError


@dataclass(frozen=True, slots=True)
class PublicationChecks:
    """What blocks publication. `kinds`: possible kinds of change; `meaning`: how many answers change."""

    blocks: tuple[str, ...]
    runs: tuple[ScenarioRun, ...] = ()
    kinds: tuple[str, ...] = (ChangeKind.FIRST,)
    meaning: int = 0


def publication_checks(version: PolicyVersion, on: date) -> PublicationChecks:
    """Return everything that blocks publication: the record, contradictions, saved answers."""
    before = version_before(version)
    kinds = (ChangeKind.EDITORIAL, ChangeKind.SUBSTANTIVE) if _had_one(version) else (ChangeKind.FIRST,)
    blocks = [] if _is_on_record(version) else [NOT_ON_RECORD]
    try:
        runs = run_scenarios(version, on)
        meaning = len(tuple(meaning_of(before, version, on).differences)) if before else 0
    except ContradictionError as error:
        blocks += [f"The policy contradicts itself: {each.sentence}" for each in error.contradictions]
        return PublicationChecks(tuple(blocks), kinds=kinds)
    except PolicyError as error:
        return PublicationChecks((*blocks, *(str(mistake) for mistake in error.mistakes)), kinds=kinds)
    blocks += [_failing(run) for run in runs if run.blocks]
    return PublicationChecks(tuple(blocks), runs, kinds, meaning)


NOT_ON_RECORD = (
    "No meeting that ratified this text is on record with both signatures: a policy that the school changed "
    "here is ratified here."
)


def _had_one(version: PolicyVersion) -> bool:
    """Return whether the document had a published version before."""
    rows = PolicyVersion.objects.filter(document=version.document_id, published_at__isnull=False)
    return rows.exclude(pk=version.pk).exists()


def _is_on_record(version: PolicyVersion) -> bool:
    """Return whether it was ratified here. The first version a school brings was ratified elsewhere."""
    found = ratification_of(version)
    if found is None:
        return not _had_one(version)
    return found.checksum == version.checksum and found.signatures.count() == 2


def _failing(run: ScenarioRun) -> str:
    came = f"the draft says “{label_for(run.found).word}”" if run.found else run.trouble
    expected = label_for(run.expected).word
    return f"The scenario “{run.scenario.question}” expects “{expected}”, but {came}."
