"""Whether the documents of record are as they were received, for `belisha verify`."""

from collections.abc import Iterable, Iterator

from belisha.base.encrypted_files import FileState, check_file
from belisha.policies.models import DocumentOfRecord

SAID = {
    FileState.VERIFIED: "",
    FileState.ALTERED: "the file is not as it was received",
    FileState.UNVERIFIABLE: "the file or its key is gone",
}


def check_documents(*, using: str, schools: Iterable[int] | None = None) -> Iterator[tuple[str, str]]:
    """Yield each document of record with what is wrong with it; an empty text where nothing is."""
    rows = DocumentOfRecord.objects.using(using).current().select_related("file").order_by("pk")
    if schools is not None:
        rows = rows.filter(school__in=list(schools))
    for row in rows.iterator(chunk_size=100):
        yield str(row), SAID[check_file(row.file)]
