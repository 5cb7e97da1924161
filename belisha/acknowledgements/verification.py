"""Whether a stored acknowledgement is still what was sealed."""

import json
from collections.abc import Container, Iterable, Iterator

from belisha.acknowledgements.models import Acknowledgement, SealKey
from belisha.acknowledgements.record import AcknowledgementEvent
from belisha.audit.models import Event
from belisha.audit.verbs import stored_as
from belisha.base.certificates import (
    CertificateCheck,
    CertificateFinding,
    certificate,
    verify_certificate,
)


def certificate_of(made: Acknowledgement) -> str:
    """Return the certificate file, which anyone can check without this site.

    Raises ValueError if its statement is no longer JSON.
    """
    return certificate(json.loads(made.statement), made.sha256, made.signature, made.public_key)


def checked_acknowledgements(
    *, using: str, schools: Iterable[int] | None = None
) -> Iterator[tuple[str, str]]:
    """Yield each acknowledgement that is stored or on record, with what is wrong with it ("": nothing).

    `schools` limits it, by id.
    """
    made = Acknowledgement.objects.using(using)
    events = Event.objects.using(using).filter(verb__in=stored_as(AcknowledgementEvent.ACKNOWLEDGED_DOCUMENT))
    if schools is not None:
        chosen = list(schools)
        made, events = made.filter(school__in=chosen), events.filter(chain__in=chosen)
    details = events.values_list("detail", flat=True).iterator(chunk_size=2000)
    noted = {detail["acknowledgement"]: detail["sha256"] for detail in details}
    known = frozenset(SealKey.objects.using(using).values_list("public_key", flat=True))
    for each in made.order_by("pk").iterator(chunk_size=1000):
        verdict = _verified(each, known)
        on_record = noted.pop(each.pk, each.sha256)
        wrong = "" if verdict.is_verified else verdict.sentence
        other = "" if on_record == each.sha256 else "It is not the one that the record speaks of."
        yield f"acknowledgement {each.pk}", wrong or other
    for pk in sorted(noted):
        yield f"acknowledgement {pk}", "It is on the record and is gone."


def verify_acknowledgement(made: Acknowledgement) -> CertificateCheck:
    """Return whether the stored row is what was sealed: the seal, and every column that repeats the
    statement.
    """
    return _verified(
        made, SealKey.objects.filter(public_key=made.public_key).values_list("public_key", flat=True)
    )


def _verified(made: Acknowledgement, known: Container[str]) -> CertificateCheck:
    if made.public_key not in known:
        return CertificateCheck(
            CertificateFinding.UNVERIFIABLE, "It was sealed with a key that this site does not know."
        )
    try:
        text = certificate_of(made)
    except ValueError:
        return CertificateCheck(CertificateFinding.ALTERED, "What it states cannot be read any more.")
    found = verify_certificate(text, made.public_key)
    if not found.is_verified or found.statement is None:
        return found
    differing = [name for name, kept, sealed in _repeated(made) if kept != sealed]
    if differing:
        return CertificateCheck(
            CertificateFinding.ALTERED, f"What is kept differs from what was sealed: {', '.join(differing)}."
        )
    return CertificateCheck(
        CertificateFinding.VERIFIED, "It is what was sealed by this site.", found.statement
    )


def _repeated(made: Acknowledgement) -> Iterator[tuple[str, object, object]]:
    """Yield each repeated value: its name, as stored, as sealed."""
    held = json.loads(made.statement)
    paper = held["paper"] or {"signed_on": None, "witnesses": []}
    yield "the name", made.name, held["person"]["name"]
    yield "the role", (made.role, made.role_name), (held["person"]["roles"][0], held["person"]["role"])
    yield "the version", made.checksum, held["version"]["sha256"]
    yield "the wording", made.wording, "\n".join(held["agreed"])
    yield "what was shown", made.shown_hash, held["shown"]["sha256"]
    yield "the clauses", list(made.clauses), held["shown"]["clauses"]
    yield "the time", made.at.isoformat(), held["at"]
    yield "how", str(made.how), held["how"]
    yield "the day", made.signed_on.isoformat() if made.signed_on else None, paper["signed_on"]
    yield "the witnesses", [name for _, name in made.witnesses], paper["witnesses"]
