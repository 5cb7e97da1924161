"""The steps to set up a school, worked out from what is there, so that they can be left and resumed."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from belisha.answers.models import AnswerLog
from belisha.people.models import Membership, School, Term
from belisha.policies.directory.queries import gaps
from belisha.policies.documents.offices import vacant_offices
from belisha.policies.models import DocumentKind, PolicyVersion
from belisha.policies.queries import InForce, policy_in_force
from belisha.policies.states import VersionState


@dataclass(frozen=True, slots=True)
class SetupStep:
    """One step: what, why, whether it is done, and where. `stands` says how far it has got."""

    words: str
    says: str
    is_done: bool
    address: str
    stands: str = ""


def steps(school: School, on: date) -> list[SetupStep]:
    """Return the steps from an empty school to a policy in force, in order."""
    in_force = policy_in_force(school.slug)
    draft = newest_draft(school)
    return [
        _choose(school, in_force, draft),
        _publish(school, in_force, draft),
        _ask(school, in_force),
        _offices(school, in_force, on),
        _contacts(school, in_force, on),
        _people(school, on),
        _terms(school),
    ]


def newest_draft(school: School) -> PolicyVersion | None:
    """Return the newest version of the school's policy that is not yet in force, or None."""
    versions = PolicyVersion.objects.filter(school=school, document__kind=DocumentKind.POLICY)
    gone = (VersionState.PUBLISHED, VersionState.SUPERSEDED, VersionState.WITHDRAWN)
    return versions.exclude(state__in=gone).defer("source").order_by("-made_at").first()


def _choose(school: School, in_force: InForce | None, draft: PolicyVersion | None) -> SetupStep:
    address, stands = reverse("drafting:start", args=[school.slug]), ""
    if draft and not in_force:
        page = "drafting:draft" if draft.state == VersionState.DRAFT else "ratification:version"
        address = reverse(page, args=[school.slug, draft.pk])
        stands = f"Version {draft.label} stands at: {draft.get_state_display().lower()}"
    return SetupStep(
        "Choose a policy",
        "Choose one from the library or a publisher, upload your own, or write it here.",
        in_force is not None or draft is not None,
        address,
        stands,
    )


def _publish(school: School, in_force: InForce | None, draft: PolicyVersion | None) -> SetupStep:
    if draft and not in_force:
        address = reverse("dashboard:bring_in", args=[school.slug])
    else:
        address = reverse("ratification:versions", args=[school.slug])
    return SetupStep(
        "Put it in force",
        "If your governors have ratified this policy, say when. If not, send it to them.",
        in_force is not None,
        address,
        f"Version {in_force.version.label} is in force" if in_force else "",
    )


def _ask(school: School, in_force: InForce | None) -> SetupStep:
    asked = AnswerLog.objects.filter(school=school).exists()
    return SetupStep(
        "Ask it a question",
        "“May I accept this friend request?”",
        in_force is not None and asked,
        reverse("answers:front", args=[school.slug]) if in_force else "",
    )


def _offices(school: School, in_force: InForce | None, on: date) -> SetupStep:
    open_offices = vacant_offices(school, in_force.policy, on) if in_force else ()
    words = ", ".join(each.relied.label for each in open_offices)
    return SetupStep(
        "Fill the offices",
        "The policy names offices. Say who holds each of them.",
        in_force is not None and not open_offices,
        reverse("policies:offices_held", args=[school.slug]) if in_force else "",
        f"Nobody holds: {words}" if words else "",
    )


def _contacts(school: School, in_force: InForce | None, on: date) -> SetupStep:
    missing = len(gaps(school, in_force.policy if in_force else None, on))
    return SetupStep(
        "Say how people are reached",
        "A telephone number or address for everyone whom the policy sends people to.",
        not missing,
        reverse("policies:directory", args=[school.slug]),
        f"{missing} without a contact" if missing else "",
    )


def _people(school: School, on: date) -> SetupStep:
    count = Membership.objects.filter(school=school).on(on).values("user").distinct().count()
    return SetupStep(
        "Add your people",
        "Import a file from SIMS, Arbor, Bromcom or another system, or invite people one by one.",
        count > 1,
        reverse("imports:start", args=[school.slug]),
        f"{count} {'person' if count == 1 else 'people'} so far",
    )


def _terms(school: School) -> SetupStep:
    return SetupStep(
        "Enter your term dates and quiet hours",
        "Reminders are then sent only when people are at work.",
        Term.objects.filter(school=school).exists(),
        reverse("people:settings", args=[school.slug]),
    )
