"""The document of record of a version, and what may be said only with it."""

import re

from belisha.policies.models import DocumentOfRecord, PolicyVersion

# Places such as "(line 62)", "in line 76", "(lines 18 and 24)": they help only beside the document itself.
_NUMBERS = r"lines? \d+(?:(?:, | and | to |–|-)\d+)*"
_PLACE = re.compile(rf"\s*\({_NUMBERS}\)|\s+(?:in|on|at) {_NUMBERS}")


def document_of_record(version: PolicyVersion) -> DocumentOfRecord | None:
    """Return the school's own file of the version; None where it has none."""
    found: DocumentOfRecord | None = (
        DocumentOfRecord.objects.current().filter(version=version).select_related("file").first()
    )
    return found


def with_places(words: str, *, has_document: bool) -> str:
    """Return a remark about a document, without the lines that it names where nobody can look them up."""
    return words if has_document else _PLACE.sub("", words)
