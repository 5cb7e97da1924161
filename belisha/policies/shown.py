"""One version of a policy as it is shown: on its page, in print, as a Word document. All say the same."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from belisha.base.templating import day
from belisha.people.models import School
from belisha.policies.clause_words import Row
from belisha.policies.control_words import control_rows
from belisha.policies.document_control import ControlBlock, control_block
from belisha.policies.editions import Linked, linked_policies
from belisha.policies.models import PolicyVersion
from belisha.policies.published import public_versions
from belisha.policies.queries import policy_of
from belisha.policies.standing import Standing
from belisha.policies.states import VersionState
from belisha.policies.website.history import with_sightings
from belisha.rules.clauses import Clause
from belisha.rules.policy import Policy


@dataclass(frozen=True, slots=True)
class Shown:
    """A version with everything that stands around it. `ended` says what became of one no longer in force."""

    school: School
    version: PolicyVersion
    policy: Policy
    block: ControlBlock
    about: tuple[Row, ...]
    linked: tuple[Linked, ...]
    sections: tuple[tuple[str, tuple[Clause, ...]], ...]
    versions: tuple[PolicyVersion, ...]
    ended: str = ""

    @property
    def is_in_force(self) -> bool:
        """Whether this is the text that holds today."""
        return not self.ended

    @property
    def standing(self) -> Standing:
        """How it stands: what became of it, or what its review date says."""
        if self.ended:
            return Standing(str(self.version.state).capitalize(), "grey", self.ended)
        return self.block.standing

    @property
    def mark(self) -> str:
        """The first sixteen digits of the checksum, as they are printed."""
        return self.version.checksum[:16]


def shown_version(version: PolicyVersion, today: date) -> Shown:
    """The version as it is shown on a day. Raises PolicyError where its text cannot be read.

    Two queries: the document's other versions, and what checks of the school's website have seen.
    """
    policy = policy_of(version)
    versions = tuple(public_versions(version.document_id))
    block = control_block(version, policy.control, versions, today)
    sections = tuple((name, tuple(found)) for name, found in groupby(policy.clauses, key=_section))
    return Shown(
        version.school,
        version,
        policy,
        with_sightings(block, version, versions),
        control_rows(policy.control),
        linked_policies(policy.control, today),
        sections,
        versions,
        _ended(version, versions),
    )


def _section(clause: Clause) -> str:
    return clause.section


def _ended(version: PolicyVersion, versions: tuple[PolicyVersion, ...]) -> str:
    """What became of a version that is no longer in force, as a sentence."""
    if version.state == VersionState.PUBLISHED:
        return ""
    when = f" on {day(version.ended_at)}" if version.ended_at else ""
    now = next((each for each in versions if each.state == VersionState.PUBLISHED), None)
    if version.state == VersionState.WITHDRAWN:
        return f"Withdrawn{when}." + (f" Version {now.label} is in force." if now else "")
    return f"Superseded{when}." + (
        f" Version {now.label} is in force." if now else " No version is in force now."
    )
