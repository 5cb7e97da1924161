"""What the tests of acting clauses change: the policy that a school of the demonstration has in force."""

from __future__ import annotations

import hashlib

from belisha.policies.models import PolicyVersion
from belisha.policies.queries import version_in_force


def source_of(slug: str) -> str:
    """The text that is in force at a school."""
    return PolicyVersion.objects.values_list("source", flat=True).get(pk=_in_force(slug))


def put_in_force(slug: str, source: str) -> None:
    """Let a school's version in force have another text, as if it had always had it."""
    checksum = hashlib.sha256(source.encode()).hexdigest()
    PolicyVersion.objects.filter(pk=_in_force(slug)).update(source=source, checksum=checksum)


def _in_force(slug: str) -> int:
    version = version_in_force(slug)
    assert version is not None
    return version.pk
