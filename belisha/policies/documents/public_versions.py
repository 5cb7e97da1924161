"""The versions of a policy that anyone may read, and why a school has none in force."""

from belisha.base.templating import day
from belisha.people.models import School
from belisha.policies.models import DocumentKind, PolicyVersion
from belisha.policies.states import PUBLIC, VersionState


def public_versions(document: int) -> list[PolicyVersion]:
    """Return every version of the document that was ever published, newest first, without its text."""
    found = PolicyVersion.objects.filter(document=document, state__in=PUBLIC).defer("source")
    return list(found.select_related("school", "document").order_by("-published_at", "-pk"))


def withdrawn_last(school: School) -> PolicyVersion | None:
    """Return the last version of a school without a policy in force, if it was withdrawn, else None."""
    rows = PolicyVersion.objects.filter(school=school, document__kind=DocumentKind.POLICY, state__in=PUBLIC)
    ended = rows.defer("source").order_by("-ended_at", "-pk").first()
    return ended if ended and ended.state == VersionState.WITHDRAWN else None


def why_none_in_force(school: School) -> str:
    """Return a public sentence on why a school has no policy in force; the reason of a withdrawal stays
    private.
    """
    withdrawn = withdrawn_last(school)
    if withdrawn is None:
        return f"{school.name} has no policy in force here yet."
    return (
        f"The social media policy of {school.name} was withdrawn on {day(withdrawn.ended_at)}. "
        "Until the school publishes another, none is in force."
    )
