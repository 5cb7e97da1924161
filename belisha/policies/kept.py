"""Whether the texts that the school published are still the texts that were published."""

from collections.abc import Iterable, Iterator

from belisha.audit.models import Event
from belisha.policies.actions import checksum_of
from belisha.policies.models import PolicyVersion
from belisha.policies.states import PUBLIC, VersionState


def checked_texts(*, using: str, schools: Iterable[int] | None = None) -> Iterator[tuple[str, str]]:
    """Each text that was ever in force, by its name on record, and what is wrong with it ("": nothing).

    The record noted the checksum at publication: a text that was changed with its own checksum shows, too.
    `schools` narrows it down by id.
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
