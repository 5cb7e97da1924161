"""Documents under the site's seal: a written permission, and the proof that something was deleted."""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from belisha.audit.moved import seal_keys_from_elsewhere
from belisha.base.certificates import (
    PERMISSION,
    RECORDS,
    CertificateCheck,
    CertificateFinding,
    canonical,
    certificate,
    verify_certificate,
)
from belisha.base.seals import public_key, seal
from belisha.base.templating import day
from belisha.base.text import capital
from belisha.people.roles import role_label
from belisha.policies.documents.clause_text import action_label
from belisha.policies.printing.pdf import print_sealed_pdf
from belisha.policies.printing.sealed_pdf import (
    CERTIFICATE_FILE,
    PAGE_FILE,
    contents_of,
    page_certificate,
    page_statement,
)
from belisha.registers.leave import authorities_words
from belisha.registers.models import RegisterEntry, SealedDocument
from belisha.registers.situations import read_situation
from belisha.rules.ruling import Situation
from belisha.rules.vocabulary.loading import load_vocabulary
from belisha.rules.wording.grammar import a, deed_towards


def seal_permission(entry: RegisterEntry, *, conditions: str) -> SealedDocument:
    """Save the sealed document of a granted request. Raise SealError if it cannot be sealed."""
    values = entry.values
    asker, decider = entry.made_by, entry.decided_by
    assert asker is not None
    assert decider is not None
    statement = {
        "school": {"name": entry.school.name, "slug": entry.school.slug},
        "number": entry.pk,
        "register": entry.register,
        "to": {"name": asker.name, "role": role_label(str(entry.situation.get("role", "")))},
        "what": asked_words(entry),
        "said": {name: str(value) for name, value in sorted(values.items())},
        "granted_by": {"name": decider.name, "office": role_label(entry.decided_as)},
        "granted_at": entry.decided_at.isoformat() if entry.decided_at else "",
        "from": entry.from_on.isoformat() if entry.from_on else "",
        "to_and_including": entry.to_on.isoformat() if entry.to_on else "",
        "channel": entry.channel,
        "conditions": conditions,
        "clauses": [
            {"id": each["clause"], "cites": list(each["cites"]), "checksum": each["checksum"]}
            for each in entry.clauses
        ],
        "version": entry.version.checksum if entry.version else "",
    }
    return _sealed(entry, PERMISSION, statement)


def seal_record(entry: RegisterEntry, *, what: str, by: str) -> SealedDocument:
    """Save the sealed proof that an entry was closed: deleted, shredded. It repeats nothing of what was."""
    statement = {
        "school": {"name": entry.school.name, "slug": entry.school.slug},
        "number": entry.pk,
        "register": entry.register,
        "what": what,
        "place": entry.topic,
        "by": by,
        "at": timezone.now().isoformat(),
        "recorded_on": timezone.localdate(entry.made_at).isoformat(),
    }
    return _sealed(entry, RECORDS, statement)


def _sealed(entry: RegisterEntry, kind: str, statement: dict[str, Any]) -> SealedDocument:
    made = seal(statement)
    return SealedDocument.objects.create(
        entry=entry,
        kind=kind,
        statement=canonical(statement).decode(),
        sha256=made.sha256,
        signature=made.signature,
        public_key=made.public_key,
    )


def asked_words(entry: RegisterEntry) -> str:
    """Return what was asked for in the vocabulary's words: "contact a pupil by your own phone"."""
    situation = read_situation(entry.situation)
    return act_words(situation) if situation.action else entry.title or entry.description.one


def act_words(situation: Situation) -> str:
    """Return an act in words: "be friends on social media with a pupil"."""
    words, towards = action_label(situation.action), situation.towards
    return deed_towards(words, a(towards, load_vocabulary())) if towards else words


def certificate_of(made: SealedDocument) -> str:
    """Return the certificate file, which anyone can check without this site."""
    return certificate(
        json.loads(made.statement), made.sha256, made.signature, made.public_key, kind=made.kind
    )


def permission_pdf(made: SealedDocument, html: str) -> bytes:
    """Return a sealed document as a PDF that encloses its certificate, and a seal of the words on its pages.

    Raise CannotPrintError where no PDF can be made, SealError if it cannot be sealed.
    """

    def enclose(plain: bytes) -> dict[str, bytes]:
        stated = page_statement(made.sha256, contents_of(plain).words)
        page = seal(stated)
        proof = page_certificate(stated, page.sha256, page.signature, page.public_key)
        return {CERTIFICATE_FILE: certificate_of(made).encode(), PAGE_FILE: proof}

    return print_sealed_pdf(html, identity=made.sha256, enclose=enclose)


def stated_rows(made: SealedDocument) -> list[tuple[str, str]]:
    """Return what a written permission states, as (label, words), for people."""
    said = json.loads(made.statement)
    until = said["to_and_including"]
    rows = [
        ("Given to", f"{said['to']['name']}, {said['to']['role']}".rstrip(", ")),
        ("For", capital(said["what"])),
        ("As it was asked", said["said"].get("what", "") or said["said"].get("purpose", "")),
        ("Given by", f"{said['granted_by']['name']}, {said['granted_by']['office']}"),
        ("Given on", day(datetime.fromisoformat(said["granted_at"]))),
        ("From", day(date.fromisoformat(said["from"]))),
        ("Until, and including", day(date.fromisoformat(until)) if until else "it is withdrawn"),
        ("Only on", label_of_platform(said["channel"])),
        ("Conditions", said["conditions"]),
        ("Clauses", ", ".join(cite for clause in said["clauses"] for cite in clause["cites"])),
    ]
    return [(label, words) for label, words in rows if words]


def label_of_platform(platform: str) -> str:
    """Return the name of a service; the word itself where the vocabulary has none."""
    found = load_vocabulary().platforms.get(platform)
    return found.label if found else platform


def verify_document(made: SealedDocument, known: Iterable[str] = ()) -> CertificateCheck:
    """Return whether a stored document is what was sealed: by this site's key, or one of those `known`.

    The keys of a place from which a school moved here are known, too.
    """
    is_known = made.public_key in {public_key(), *known}
    if not is_known and made.public_key not in seal_keys_from_elsewhere():
        message = "It was sealed with a key that this site does not know."
        return CertificateCheck(CertificateFinding.UNVERIFIABLE, message)
    try:
        text = certificate_of(made)
    except ValueError:
        return CertificateCheck(CertificateFinding.ALTERED, "What it states cannot be read any more.")
    return verify_certificate(text, made.public_key)


def checked_documents(*, using: str, schools: Iterable[int] | None = None) -> Iterator[tuple[str, str]]:
    """Yield each sealed document that is stored, with what is wrong with it ("": nothing)."""
    rows = SealedDocument.objects.using(using).select_related("entry")
    if schools is not None:
        rows = rows.filter(entry__school__in=list(schools))
    for each in rows.order_by("pk").iterator(chunk_size=1000):
        found = verify_document(each)
        differs = _differs(each) if found.is_verified else ""
        yield f"{each.entry.register} {each.entry_id}", differs if found.is_verified else found.sentence


def _differs(made: SealedDocument) -> str:
    """Return what the row says otherwise than its document; empty if nothing."""
    if made.kind != PERMISSION:
        return ""
    stated, entry = json.loads(made.statement), made.entry
    repeated = (
        ("the first day", entry.from_on.isoformat() if entry.from_on else "", stated["from"]),
        ("the last day", entry.to_on.isoformat() if entry.to_on else "", stated["to_and_including"]),
        ("the channel", entry.channel, stated["channel"]),
    )
    differing = [name for name, kept, sealed in repeated if kept != sealed]
    return f"What is kept differs from what was sealed: {', '.join(differing)}." if differing else ""


def dates_words(entry: RegisterEntry) -> str:
    """Return "from 3 November 2026 until 18 December 2026"."""
    parts = [f"from {day(entry.from_on)}"] if entry.from_on else []
    parts += [f"until {day(entry.to_on)}"] if entry.to_on else []
    return " ".join(parts)


def decided_by_words(entry: RegisterEntry) -> str:
    """Return the office that decides an entry, with its article."""
    return authorities_words([entry.office]) if entry.office else ""
