import logging
from dataclasses import dataclass
from functools import lru_cache

from belisha.people.models import School
from belisha.policies.models import PolicyVersion
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
    versions = PolicyVersion.objects.filter(school__slug=school_slug, state=VersionState.PUBLISHED).order_by()
    return next(iter(versions.defer("source").select_related("school")[:1]), None)


def policies_in_force() -> list[InForce]:
    """Every school with its policy, by name. One whose text cannot be read is left out, and logged."""
    versions = PolicyVersion.objects.in_force().defer("source").select_related("school")
    found = []
    for version in versions.order_by("school__name"):
        try:
            found.append(InForce(version.school, version, policy_of(version)))
        except PolicyError:
            log.exception("the policy of %s cannot be read", version.school.slug)
    return found


def policy_of(version: PolicyVersion) -> Policy:
    """The policy that the version states."""
    return read_version(version.pk, version.checksum)


@lru_cache(maxsize=512)
def read_version(version: int, checksum: str) -> Policy:
    """The policy of the version with that id and checksum, read once per process."""
    source = PolicyVersion.objects.values_list("source", flat=True).get(pk=version, checksum=checksum)
    return read_source(source)
