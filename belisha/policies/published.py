"""The versions of a policy that anybody may read: the one in force and those before it."""

from belisha.policies.models import PolicyVersion
from belisha.policies.states import PUBLIC


def public_versions(document: int) -> list[PolicyVersion]:
    """Every version of the document that was ever published, newest first, without its text."""
    found = PolicyVersion.objects.filter(document=document, state__in=PUBLIC).defer("source")
    return list(found.select_related("school", "document").order_by("-published_at", "-pk"))
