"""Whether the evidence of reports and cases is as it was received."""

from collections.abc import Iterable, Iterator

from belisha.cases.models import IncidentCase, Report
from belisha.evidence.models import Sealer
from belisha.evidence.verification import CheckedItem, check_items


def checked_evidence(*, using: str, schools: Iterable[int] | None = None) -> Iterator[CheckedItem]:
    """Yield what is found of each item of evidence of all schools, or of those with these ids."""
    chosen = None if schools is None else list(schools)
    owners: dict[str, Sealer] = {}
    for model in (Report, IncidentCase):
        rows = model.objects.using(using)
        rows = rows if chosen is None else rows.filter(school__in=chosen)
        found = rows.only("pk", "school", "reference", "wrapped_key")
        owners |= {str(row): row for row in found.iterator(chunk_size=1000)}
    yield from check_items(owners, using=using, schools=chosen)
