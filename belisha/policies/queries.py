import logging
from dataclasses import dataclass
from functools import lru_cache

from belisha.people.models import School
from belisha.policies.documents.reading import read_source
from belisha.policies.models import DocumentKind, PolicyVersion, VersionQuerySet
from belisha.policies.states import VersionState
from belisha.rules.errors import PolicyError
from belisha.rules.language.policy import Policy

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class InForce:
    """A school and the version of its policy that is in force."""

    school: School
    version: PolicyVersion
    policy: Policy


def policy_in_force(school_slug: str) -> InForce | None:
    """Return the school with that slug and its policy in force, or None. It is public.

    One query; the text is parsed once per process. Raises PolicyError if the text cannot be read.
    """
    found = version_in_force(school_slug)
    return None if found is None else InForce(found.school, found, policy_of(found))


def version_in_force(school_slug: str) -> PolicyVersion | None:
    """Return the school's version in force, without its text, or None."""
    versions = PolicyVersion.objects.filter(
        school__slug=school_slug, state=VersionState.PUBLISHED, document__kind=DocumentKind.POLICY
    ).order_by()
    return next(iter(versions.defer("source").select_related("school", "document")[:1]), None)


SHOWN = 30


@dataclass(frozen=True, slots=True)
class SchoolsFound:
    """Schools with their policies, by name; `count` is the total."""

    shown: list[InForce]
    count: int


def find_schools(words: str = "", shown: int = SHOWN) -> SchoolsFound:
    """Return the first schools whose name contains `words`. Policies that cannot be read are skipped and
    logged.
    """
    versions = _answering().filter(school__name__icontains=words.strip()) if words.strip() else _answering()
    found = []
    for version in versions.defer("source").select_related("school").order_by("school__name")[:shown]:
        try:
            found.append(InForce(version.school, version, policy_of(version)))
        except PolicyError:
            log.exception("the policy of %s cannot be read", version.school.slug)
    return SchoolsFound(found, versions.count())


def schools_with_policy() -> list[tuple[str, str]]:
    """Return slug and name of every school with a policy in force, by name."""
    rows = _answering().order_by("school__name")
    return list(rows.values_list("school__slug", "school__name"))


def _answering() -> VersionQuerySet:
    found: VersionQuerySet = PolicyVersion.objects.in_force().filter(document__kind=DocumentKind.POLICY)
    return found


def policy_of(version: PolicyVersion) -> Policy:
    """Return the policy that the version states."""
    return read_version(version.pk, version.checksum)


@lru_cache(maxsize=512)
def read_version(version: int, checksum: str) -> Policy:
    """Return the policy of the version with that id and checksum, parsed once per process."""
    source = PolicyVersion.objects.values_list("source", flat=True).get(pk=version, checksum=checksum)
    return read_source(source)
