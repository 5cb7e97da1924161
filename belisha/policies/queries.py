import logging
from dataclasses import dataclass
from functools import lru_cache

from belisha.people.models import School
from belisha.policies.models import DocumentKind, PolicyVersion, VersionQuerySet
from belisha.policies.reading import read_source
from belisha.policies.states import VersionState
from belisha.rules.errors import PolicyError
from belisha.rules.policy import Policy

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class InForce:
    """A school and the version of its policy that answers today."""

    school: School
    version: PolicyVersion
    policy: Policy


def policy_in_force(school_slug: str) -> InForce | None:
    """The school with that slug and its policy, or None. What is in force is public.

    One query; the text is read once per process. Raises PolicyError where the text cannot be read.
    """
    found = version_in_force(school_slug)
    return None if found is None else InForce(found.school, found, policy_of(found))


def version_in_force(school_slug: str) -> PolicyVersion | None:
    """The version of the school's policy that answers today, without its text, or None."""
    versions = PolicyVersion.objects.filter(
        school__slug=school_slug, state=VersionState.PUBLISHED, document__kind=DocumentKind.POLICY
    ).order_by()
    return next(iter(versions.defer("source").select_related("school", "document")[:1]), None)


SHOWN = 30


@dataclass(frozen=True, slots=True)
class SchoolsFound:
    """Schools with their policies, by name; `count` is how many there are in all."""

    shown: list[InForce]
    count: int


def find_schools(words: str = "", shown: int = SHOWN) -> SchoolsFound:
    """The first schools whose name holds `words`. One whose text cannot be read is left out, and logged."""
    versions = _answering().filter(school__name__icontains=words.strip()) if words.strip() else _answering()
    found = []
    for version in versions.defer("source").select_related("school").order_by("school__name")[:shown]:
        try:
            found.append(InForce(version.school, version, policy_of(version)))
        except PolicyError:
            log.exception("the policy of %s cannot be read", version.school.slug)
    return SchoolsFound(found, versions.count())


def schools_with_policy() -> list[tuple[str, str]]:
    """Slug and name of every school whose policy answers, by name."""
    rows = _answering().order_by("school__name")
    return list(rows.values_list("school__slug", "school__name"))


def _answering() -> VersionQuerySet:
    found: VersionQuerySet = PolicyVersion.objects.in_force().filter(document__kind=DocumentKind.POLICY)
    return found


def policy_of(version: PolicyVersion) -> Policy:
    """The policy that the version states."""
    return read_version(version.pk, version.checksum)


@lru_cache(maxsize=512)
def read_version(version: int, checksum: str) -> Policy:
    """The policy of the version with that id and checksum, read once per process."""
    source = PolicyVersion.objects.values_list("source", flat=True).get(pk=version, checksum=checksum)
    return read_source(source)
