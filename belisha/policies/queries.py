from dataclasses import dataclass
from functools import lru_cache

from belisha.people.actor import ANYBODY, Actor
from belisha.people.models import School
from belisha.policies.models import PolicyVersion
from belisha.rules.policy import Policy
from belisha.rules.reading import read_policy


@dataclass(frozen=True, slots=True)
class InForce:
    """A school and the version of its policy that answers today."""

    school: School
    version: PolicyVersion
    policy: Policy


def policy_in_force(school_slug: str, actor: Actor = ANYBODY) -> InForce | None:
    """The school with that slug and its policy, or None. One query; the text is read once per process."""
    versions = PolicyVersion.objects.visible_to(actor).in_force().defer("source")
    found: PolicyVersion | None = (
        versions.select_related("school", "document").filter(school__slug=school_slug).first()
    )
    return None if found is None else InForce(found.school, found, policy_of(found))


def policies_in_force() -> list[InForce]:
    """Every school with its policy, by name."""
    versions = PolicyVersion.objects.in_force().defer("source").select_related("school", "document")
    return [InForce(found.school, found, policy_of(found)) for found in versions.order_by("school__name")]


def policy_of(version: PolicyVersion) -> Policy:
    """The policy that the version states."""
    return _read(version.pk, version.checksum)


@lru_cache(maxsize=512)
def _read(version: int, checksum: str) -> Policy:
    source = PolicyVersion.objects.values_list("source", flat=True).get(pk=version, checksum=checksum)
    return read_policy(source)
