"""What `belisha verify` checks besides the record: texts, acknowledgements, permissions, evidence."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial


@dataclass(frozen=True, slots=True)
class StoredCheck:
    """The result of checking one kind of stored thing: how many there are, and each fault in a line.

    `unverifiable` are those of which nobody can know any more whether they were altered.
    """

    what: str
    count: int
    faults: list[str] = field(default_factory=list)
    unverifiable: list[str] = field(default_factory=list)

    def line(self) -> str:
        """Return the result in one line, in the format of the chains."""
        state = "ALTERED" if self.faults else "UNKNOWN" if self.unverifiable else "OK"
        return f"{state:8}{self.what:24} {self.count:>9}"

    def plain(self) -> dict[str, object]:
        """Return the result as values for JSON."""
        told = {"what": self.what, "count": self.count, "faults": self.faults}
        return told | ({"unverifiable": self.unverifiable} if self.unverifiable else {})


def check_stored(using: str, schools: Iterable[int] | None) -> list[StoredCheck]:
    """Check every kind, of all schools or of those with these ids, through the connection `using`."""
    from belisha.acknowledgements.models import Acknowledgement  # noqa: PLC0415 - needs Django
    from belisha.acknowledgements.verification import checked_acknowledgements  # noqa: PLC0415
    from belisha.audit.moved import check_moved  # noqa: PLC0415
    from belisha.imports.verification import check_names_of_sign_ins  # noqa: PLC0415
    from belisha.policies.documents.integrity import check_stored_texts  # noqa: PLC0415
    from belisha.policies.own_document.verification import check_documents  # noqa: PLC0415
    from belisha.registers.documents import checked_documents  # noqa: PLC0415

    chosen = None if schools is None else list(schools)
    signed = Acknowledgement.objects.using(using).values_list("person", "name")
    return [
        _checked("published texts", check_stored_texts, using, chosen),
        _checked("schools’ documents", check_documents, using, chosen),
        _checked("acknowledgements", checked_acknowledgements, using, chosen),
        _checked("sealed permissions", checked_documents, using, chosen),
        _checked("records from elsewhere", check_moved, using, chosen),
        _checked("names of sign-ins", partial(check_names_of_sign_ins, signed=signed), using, chosen),
        _checked_evidence(using, chosen),
    ]


def missing_triggers(using: str) -> list[str]:
    """Return the names of missing triggers. Without them the database accepts forbidden changes."""
    from django.db import connections  # noqa: PLC0415 - needs Django to be set up

    from belisha.acknowledgements import triggers as acknowledgement_triggers  # noqa: PLC0415
    from belisha.audit import triggers as record_triggers  # noqa: PLC0415
    from belisha.cases import triggers as case_triggers  # noqa: PLC0415
    from belisha.complaints import triggers as complaint_triggers  # noqa: PLC0415

    connection = connections[using]
    kept = (record_triggers, acknowledgement_triggers, complaint_triggers, case_triggers)
    return [name for triggers in kept for name in triggers.missing(connection)]


def _checked(
    what: str, checks: Callable[..., Iterator[tuple[str, str]]], using: str, schools: list[int] | None
) -> StoredCheck:
    count, faults = 0, []
    for name, wrong in checks(using=using, schools=schools):
        count += 1
        if wrong:
            faults.append(f"{name}: {wrong}")
    return StoredCheck(what, count, faults)


def _checked_evidence(using: str, schools: list[int] | None) -> StoredCheck:
    from belisha.base.encrypted_files import FileState  # noqa: PLC0415 - needs Django to be set up
    from belisha.cases.verification import checked_evidence  # noqa: PLC0415

    found = StoredCheck("evidence", 0)
    count = 0
    for count, each in enumerate(checked_evidence(using=using, schools=schools), 1):  # noqa: B007
        lines = {FileState.ALTERED: found.faults, FileState.UNVERIFIABLE: found.unverifiable}.get(each.state)
        if lines is not None:
            lines.append(f"{each.item}, {each.state}: {each.why}")
    return replace(found, count=count)
