"""The check of an official post: what the policy minds, and what still stands in the way."""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from belisha.base.clock import today
from belisha.channels.connectors import Connector, connectors
from belisha.channels.models import OfficialPost
from belisha.checking.check import check
from belisha.checking.draft import FindingSeverity, PostDraft
from belisha.checking.roll import SchoolRoll
from belisha.checking.serialization import finding_values
from belisha.checks.queries import allowed_words
from belisha.checks.rolls import school_roll
from belisha.policies.queries import InForce
from belisha.registers.consents import UNKNOWN, ConsentAnswer, consents_of, consents_register

OFFICIAL = "school-page"
# What an approval sets, and its values where there is none.
APPROVAL = {"approved_by": None, "seconded_by": None, "approved_at": None, "checksum": ""}
_OF_CHILDREN = frozenset({"names-pupil", "shows-pupils", "child-on-school-page"})


def key_of(finding: dict[str, Any]) -> str:
    """Return what tells a finding from others, so that an override stays with it."""
    clauses = "+".join(sorted(each["id"] for each in finding["clauses"]))
    return hashlib.sha256(f"{finding['kind']} {finding['words']} {clauses}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class CheckBasis:
    """What posts of a school are checked by today: policy, roll, words that it allows, and consents."""

    found: InForce
    roll: SchoolRoll
    allowed: frozenset[str]
    consents: Mapping[tuple[int, str], ConsentAnswer]


def basis_of(found: InForce, children: Collection[int]) -> CheckBasis:
    """Return the basis for posts that show these children."""
    consents = consents_of(found.school, children, today()) if children else {}
    return CheckBasis(found, school_roll(found.school), allowed_words(found.school), consents)


def check_post(post: OfficialPost, basis: CheckBasis) -> None:
    """Set a post's findings, and whose consents are missing. The caller saves it."""
    found = basis.found
    said = "\n\n".join(filter(None, (post.text, post.picture_words)))
    draft = PostDraft(said, post.author_role, OFFICIAL, has_photo=post.has_picture, allowed=basis.allowed)
    checked = check(found.policy, draft, basis.roll, on=today(), school_names=(found.school.name,))
    post.refusals = list(_refusals(post, basis.consents))
    post.findings = [
        {**finding_values(each), "key": key_of(finding_values(each))} for each in checked.findings
    ]
    post.version, post.checked_at = found.version, timezone.now()
    if any(each.kind in _OF_CHILDREN for each in checked.findings):
        post.shows_children = True


def _refusals(post: OfficialPost, consents: Mapping[tuple[int, str], ConsentAnswer]) -> Iterator[str]:
    """Yield a sentence for each child shown without consent for the purpose: one refusal fails the group."""
    label = dict(consents_register().topics).get(post.purpose, post.purpose)
    for child in post.children.all():
        answer = consents.get((child.pk, post.purpose), UNKNOWN)
        if not answer.is_given:
            yield f"{child.name} may not be shown ({label}). Leave the child out, or choose another picture."


def void_approval(post: OfficialPost) -> None:
    """Take back every approval of a post. The caller saves it."""
    for name, nothing in APPROVAL.items():
        setattr(post, name, nothing)


def minded(post: OfficialPost) -> list[dict[str, Any]]:
    """Return the findings that stop or warn."""
    grave = (FindingSeverity.BLOCK.value, FindingSeverity.WARN.value)
    return [each for each in post.findings if each["severity"] in grave]


def hindrances(post: OfficialPost) -> Iterator[str]:
    """Yield a sentence for each thing that stands in the way of approval."""
    for each in post.findings:
        if each["severity"] == FindingSeverity.BLOCK.value and each["key"] not in post.overrides:
            yield f"“{each['words']}” {each['label']}. Change it, or say why it may stand."
    yield from post.refusals
    if post.has_picture and post.shows_children and not post.children.all():
        yield "It is not said which children the picture shows, so their consents are not known. Name them."
    if post.has_picture and not post.alt_text.strip():
        yield "The picture has no description for people who cannot see it. Write one."
    if post.has_picture and not post.picture_source.strip():
        yield "It is not said whose picture it is, and who allowed its use. Write that down."
    if post.account is not None:
        yield from _not_taken(post, connectors()[post.account.kind])


def _not_taken(post: OfficialPost, connector: Connector) -> Iterator[str]:
    """Yield a sentence for each thing that the account of a post does not take."""
    if why := connector.refusal(post.text):
        yield why
    if post.has_picture and not connector.takes_pictures:
        yield "This account takes words only. Leave the picture out, or choose another account."
    elif post.has_picture and post.picture is None:
        yield "The site sends this post itself, and has no picture. Choose the file of the picture."


def checksum_of(post: OfficialPost) -> str:
    """Return the checksum of all that is approved."""
    shown = " ".join(sorted(str(each.pk) for each in post.children.all()))
    picture = str(post.has_picture), post.alt_text, post.picture_source
    # Posts by hand have neither: their checksum is what it always was.
    sent = (*([f"account {post.account_id}"] if post.account_id else []), *_of_picture(post), *_time_of(post))
    said = "\n".join((post.channel, post.text, *picture, post.purpose, shown, *sent))
    return hashlib.sha256(said.encode()).hexdigest()


def _of_picture(post: OfficialPost) -> list[str]:
    return [post.picture.sha256] if post.picture is not None else []


def _time_of(post: OfficialPost) -> list[str]:
    """Return when a post goes out, where the site sends it: an approval holds for that time."""
    return [f"{post.post_on} {post.post_time}"] if post.account_id and post.post_on else []
