"""What this room keeps about people: who wrote and published a policy."""

from collections.abc import Iterator

from django.db.models import F, Q

from belisha.base.holdings import Holding, Subject, exempt, holding
from belisha.policies.models import DocumentOfRecord, PolicyDocument, PolicyVersion, SchoolWord, WebsiteCheck

PERMANENT = (
    "Versions are kept as long as the school has a policy: answers and acknowledgements refer to them."
)


def _authors(row: PolicyVersion) -> Iterator[Subject]:
    people = {*row.authors.values_list("pk", flat=True), *([row.made_by_id] if row.made_by_id else [])}
    yield from (Subject("who wrote it", person) for person in people)


holding(
    Holding(
        key="versions",
        model=PolicyVersion,
        title="Versions of the policy",
        kind="policy",
        about=lambda user: Q(authors=user) | Q(made_by=user),
        subjects=_authors,
        disclosed=lambda row, _: [("You wrote at version", row.label), ("Of", f"{row.made_at:%d %B %Y}")],
        kept_because=PERMANENT,
    )
)
holding(
    Holding(
        key="website-checks",
        model=WebsiteCheck,
        title="Checks of the school’s website",
        kind="watching",
        about=lambda user: Q(asked_by=user),
        subjects=lambda row: [Subject("who asked for it", row.asked_by_id)] if row.asked_by_id else [],
        disclosed=lambda row, _: [("You checked", row.address), ("On", f"{row.asked_at:%d %B %Y}")],
        triggers={"made": F("asked_at")},
        stub=lambda row: {"finding": row.finding},
    )
)
exempt(PolicyDocument, "the title of a document and who owns it; its versions are held")
exempt(DocumentOfRecord, "the school’s own file of a published version, which anyone may read")
exempt(SchoolWord, "a word of the school’s own and what it means, about nobody")
