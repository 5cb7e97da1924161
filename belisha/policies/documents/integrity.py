"""Check that stored policy texts are still those that were published."""

from collections.abc import Iterable, Iterator

from belisha.audit.models import Event
from belisha.policies.actions import checksum_of
from belisha.policies.models import PolicyVersion
from belisha.policies.states import PUBLIC, VersionState


def check_stored_texts(*, using: str, schools: Iterable[int] | None = None) -> Iterator[tuple[str, str]]:
    """Yield each text that was ever in force: its subject in the audit log, and what is wrong with it (""
    if nothing).

    The audit log holds the checksum at publication, so that a text changed together with its checksum is
    found too. `schools` limits the check to these ids.
    """
    versions = PolicyVersion.objects.using(using).filter(state__in=PUBLIC)
    events = Event.objects.using(using).filter(detail__state=VersionState.PUBLISHED)
    if schools is not None:
        chosen = list(schools)
        versions, events = versions.filter(school__in=chosen), events.filter(chain__in=chosen)
    noted = {event.subject: event.detail["checksum"] for event in events.order_by("number")}
    for version in versions.order_by("pk").iterator(chunk_size=100):
        subject = f"version {version.pk}"
        found = checksum_of(version.source)
        if noted.get(subject, found) != found:
            yield subject, "its text is not the one that the record says was published"
        elif version.checksum != found:
            yield subject, "its checksum is not that of its text"
        else:
            yield subject, ""
