"""The inspection pack: what the school can show as of a day, in one file that verifies."""

import hashlib
import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from django.utils import timezone

from belisha.base.certificates import digest
from belisha.base.seals import seal
from belisha.governance.exports import as_csv, as_docx, as_json
from belisha.governance.models import GovernorsAction
from belisha.governance.report import governors_report, school_year, version_in_force
from belisha.people.models import School
from belisha.policies.models import PolicyVersion
from belisha.ratification.models import EqualityCheck, Ratification, Review, Signature

MANIFEST, KIND = "manifest.json", "belisha inspection 1"
# A fixed time, so that the same content gives the same file.
STAMP = (1980, 1, 1, 0, 0, 0)


class PackError(Exception):
    """There is nothing to pack, or a pack is not what was sealed. The sentence says why."""


def inspection_pack(school: School, on: date) -> bytes:
    """Return the pack of a school as of a day, as ZIP. Raise PackError if the day lies in the future."""
    if on > timezone.localdate():
        raise PackError("The day lies in the future. Choose today or an earlier day.")
    files = dict(_files(school, on))
    listed = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    statement = {"school": school.name, "as of": on.isoformat(), "files": listed}
    sealed = seal(statement)
    manifest = {
        "kind": KIND,
        "statement": statement,
        "sha256": sealed.sha256,
        "signature": sealed.signature,
        "public_key": sealed.public_key,
    }
    files[MANIFEST] = _json(manifest)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in files.items():
            pack.writestr(zipfile.ZipInfo(name, STAMP), content)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class PackCheck:
    """What a check of a pack found: nothing wrong, or the names of files with what is wrong."""

    wrong: tuple[tuple[str, str], ...]

    @property
    def is_whole(self) -> bool:
        """Return whether every file is what was sealed."""
        return not self.wrong


def check_pack(content: bytes, public_key: str | None = None) -> PackCheck:
    """Check a pack against its manifest. Raise PackError if it is no pack.

    `public_key` is the key that the school's site shows; without it, who sealed the pack is not checked.
    """
    import base64  # noqa: PLC0415 - with the two below, only needed here

    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415

    try:
        with zipfile.ZipFile(BytesIO(content)) as pack:
            files = {name: pack.read(name) for name in pack.namelist()}
        manifest = json.loads(files.pop(MANIFEST))
        statement, listed = manifest["statement"], dict(manifest["statement"]["files"])
        key = base64.b64decode(manifest["public_key"])
        Ed25519PublicKey.from_public_bytes(key).verify(
            base64.b64decode(manifest["signature"]), bytes.fromhex(digest(statement))
        )
    except InvalidSignature:
        return PackCheck(((MANIFEST, "is not what was sealed"),))
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        raise PackError(
            f"This is no inspection pack: `{type(error).__name__}`. Download it again."
        ) from error
    wrong = [(name, "is missing") for name in listed if name not in files]
    wrong += [(name, "was added") for name in files if name not in listed]
    wrong += [
        (name, "was changed")
        for name, each in files.items()
        if name in listed and hashlib.sha256(each).hexdigest() != listed[name]
    ]
    if public_key is not None and manifest["public_key"] != public_key:
        wrong.append((MANIFEST, "was sealed by another site"))
    return PackCheck(tuple(wrong))


def _files(school: School, on: date) -> Iterable[tuple[str, bytes]]:
    version = version_in_force(school, on)
    if version is not None:
        yield "policy/policy.md", version.source.encode()
        yield "policy/control.json", _json(_control(version, on))
    first = max(school_year(on)[0], date(on.year - 1, 9, 1))
    report = governors_report(school, first, on)
    yield "governors/report.json", as_json(report).encode()
    yield "governors/figures.csv", as_csv(report).encode()
    yield "governors/report.docx", as_docx(report)
    yield "governors/actions.json", _json(_actions(school, on))
    readme = (
        f"{school.name}: what the school can show as of {on.isoformat()}.\n\n"
        "manifest.json lists the SHA-256 of every file and is sealed by the school's site. On "
        "Linux or macOS, compare\n"
        "with `sha256sum` or `shasum -a 256`; on Windows with `certutil -hashfile FILE SHA256`.\n"
        "Nobody is named. Counts under five are withheld, with what would reveal them.\n"
    )
    yield "README.txt", readme.encode()


def _control(version: PolicyVersion, on: date) -> dict[str, Any]:
    meetings = Ratification.objects.filter(version=version, met_on__lte=on, set_aside_at__isnull=True)
    return {
        "title": version.title,
        "version": version.label,
        "sha256": version.checksum,
        "published at": version.published_at.isoformat() if version.published_at else None,
        "review due on": version.review_due_on.isoformat() if version.review_due_on else None,
        "ratified": [
            {"on": each.met_on.isoformat(), "body": each.body, "minute": each.minute} for each in meetings
        ],
        "signed for": list(
            Signature.objects.filter(ratification__in=meetings).values_list("part", flat=True)
        ),
        "equality checks": list(
            EqualityCheck.objects.filter(version=version).values_list("outcome", flat=True)
        ),
        "reviews": [
            {"on": each.met_on.isoformat(), "minute": each.minute}
            for each in Review.objects.filter(version=version, met_on__lte=on)
        ],
    }


def _actions(school: School, on: date) -> list[dict[str, Any]]:
    rows = GovernorsAction.objects.filter(school=school, decided_on__lte=on).order_by("decided_on", "pk")
    return [
        {
            "what": each.what,
            "decided on": each.decided_on.isoformat(),
            "minute": each.minute,
            "due on": each.due_on.isoformat() if each.due_on else None,
            "done on": each.done_on.isoformat() if each.done_on and each.done_on <= on else None,
            "outcome": each.outcome if each.done_on and each.done_on <= on else "",
        }
        for each in rows
    ]


def _json(values: Any) -> bytes:
    return (json.dumps(values, indent=2, ensure_ascii=False) + "\n").encode()
