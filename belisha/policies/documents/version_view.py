"""One version of a policy, ready to show on its page, in print and as a Word document."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from belisha.base.grouped_list import GroupedList, ListRequest
from belisha.base.templating import day
from belisha.people.models import School
from belisha.policies.documents.clause_text import ClauseRow, listed_clauses, policy_words
from belisha.policies.documents.control_text import control_rows
from belisha.policies.documents.document_control import ControlBlock, control_block
from belisha.policies.documents.guidance_editions import LinkedDocument, linked_policies
from belisha.policies.documents.public_versions import public_versions
from belisha.policies.documents.status import Status
from belisha.policies.models import DocumentOfRecord, PolicyVersion
from belisha.policies.own_document.queries import document_of_record, with_places
from belisha.policies.queries import policy_of
from belisha.policies.states import VersionState
from belisha.policies.website.history import with_sightings
from belisha.rules.language.clauses import Clause
from belisha.rules.language.policy import Policy
from belisha.rules.wording.plain_english import clause_in_words


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version with its control block, links and sections. `ended` says what became of one no longer in
    force.
    """

    school: School
    version: PolicyVersion
    policy: Policy
    block: ControlBlock
    about: tuple[ClauseRow, ...]
    linked: tuple[LinkedDocument, ...]
    sections: tuple[tuple[str, tuple[Clause, ...]], ...]
    versions: tuple[PolicyVersion, ...]
    document: DocumentOfRecord | None = None
    ended: str = ""

    @property
    def is_in_force(self) -> bool:
        """Whether this version is in force."""
        return not self.ended

    @property
    def status(self) -> Status:
        """The status: what became of it, or what its review date says."""
        if self.ended:
            return Status(str(self.version.state).capitalize(), "grey", self.ended)
        return self.block.status

    @property
    def notices(self) -> tuple[str, ...]:
        """What readers should know of the document; its lines are named only where it can be looked at."""
        has_document = self.document is not None
        return tuple(with_places(each, has_document=has_document) for each in self.policy.control.notices)

    @property
    def readings(self) -> tuple[tuple[Clause, str], ...]:
        """Every clause with how this site reads it, in the words of the policy."""
        words = policy_words(self.policy)
        titles = {each.id: each.title for each in self.policy.clauses}
        return tuple((each, clause_in_words(each, words, titles)) for each in self.policy.clauses)

    @property
    def mark(self) -> str:
        """The first sixteen digits of the checksum, as they are printed."""
        return self.version.checksum[:16]


def view_version(version: PolicyVersion, today: date) -> VersionView:
    """Return the version as it is shown on a day. Raises PolicyError if its text cannot be read.

    Three queries: the document's other versions, sightings on the school's website, the school's own file.
    """
    policy = policy_of(version)
    versions = tuple(public_versions(version.document_id))
    block = control_block(version, policy.control, versions, today)
    return VersionView(
        version.school,
        version,
        policy,
        with_sightings(block, version, versions),
        control_rows(policy.control),
        linked_policies(policy.control, today, version.document.linked_addresses),
        _sections(policy),
        versions,
        document_of_record(version),
        _ended(version, versions),
    )


def clauses_by_section(policy: Policy, asked: ListRequest) -> GroupedList[Clause]:
    """Return the clauses of a policy by section, as the reader asked for them."""
    sections = enumerate(_sections(policy), 1)
    return listed_clauses(((name, f"section-{place}", clauses) for place, (name, clauses) in sections), asked)


def _sections(policy: Policy) -> tuple[tuple[str, tuple[Clause, ...]], ...]:
    return tuple((name, tuple(found)) for name, found in groupby(policy.clauses, key=_section))


def _section(clause: Clause) -> str:
    return clause.section


def _ended(version: PolicyVersion, versions: tuple[PolicyVersion, ...]) -> str:
    """Return what became of a version that is no longer in force, as a sentence; else an empty text."""
    if version.state == VersionState.PUBLISHED:
        return ""
    when = f" on {day(version.ended_at)}" if version.ended_at else ""
    now = next((each for each in versions if each.state == VersionState.PUBLISHED), None)
    if version.state == VersionState.WITHDRAWN:
        return f"Withdrawn{when}." + (f" Version {now.label} is in force." if now else "")
    return f"Superseded{when}." + (
        f" Version {now.label} is in force." if now else " No version is in force now."
    )
