"""What is still to do before a school's policy works, read off what is there: left and resumed at will."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from belisha.answers.models import AnswerLog
from belisha.people.models import Membership, School, Term
from belisha.policies.models import DocumentKind, PolicyVersion
from belisha.policies.offices import gaps
from belisha.policies.queries import InForce, policy_in_force
from belisha.policies.states import VersionState


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what, why, whether it is done, and where it is done. `stands` says how far it is."""

    words: str
    says: str
    is_done: bool
    address: str
    stands: str = ""


def steps(school: School, on: date) -> list[Step]:
    """The steps from nothing to a policy that answers, in the order in which they are taken."""
    in_force = policy_in_force(school.slug)
    draft = newest_draft(school)
    return [
        _choose(school, in_force, draft),
        _publish(school, in_force, draft),
        _ask(school, in_force),
        _offices(school, in_force, on),
        _people(school, on),
        _terms(school),
    ]


def newest_draft(school: School) -> PolicyVersion | None:
    """The version of the school's policy that is on its way, if one is."""
    versions = PolicyVersion.objects.filter(school=school, document__kind=DocumentKind.POLICY)
    gone = (VersionState.PUBLISHED, VersionState.SUPERSEDED, VersionState.WITHDRAWN)
    return versions.exclude(state__in=gone).defer("source").order_by("-made_at").first()


def _choose(school: School, in_force: InForce | None, draft: PolicyVersion | None) -> Step:
    address, stands = reverse("drafting:begin", args=[school.slug]), ""
    if draft and not in_force:
        page = "drafting:draft" if draft.state == VersionState.DRAFT else "ratification:version"
        address = reverse(page, args=[school.slug, draft.pk])
        stands = f"Version {draft.label} stands at: {draft.get_state_display().lower()}"
    return Step(
        "Choose a policy",
        "Take one from the library or a publisher, bring your own as a file, or write it here.",
        in_force is not None or draft is not None,
        address,
        stands,
    )


def _publish(school: School, in_force: InForce | None, draft: PolicyVersion | None) -> Step:
    if draft and not in_force:
        address = reverse("desk:bring_in", args=[school.slug])
    else:
        address = reverse("ratification:versions", args=[school.slug])
    return Step(
        "Put it in force",
        "If your governors have ratified this text, say when. If not, take it to them.",
        in_force is not None,
        address,
        f"Version {in_force.version.label} answers" if in_force else "",
    )


def _ask(school: School, in_force: InForce | None) -> Step:
    asked = AnswerLog.objects.filter(school=school).exists()
    return Step(
        "Ask it a question",
        "“May I accept this friend request?”",
        in_force is not None and asked,
        reverse("answers:front", args=[school.slug]) if in_force else "",
    )


def _offices(school: School, in_force: InForce | None, on: date) -> Step:
    open_offices = gaps(school, in_force.policy, on) if in_force else ()
    words = ", ".join(each.relied.label for each in open_offices)
    return Step(
        "Fill the offices",
        "Who is asked and told: the policy names offices, you say who holds them.",
        in_force is not None and not open_offices,
        reverse("policies:offices_held", args=[school.slug]) if in_force else "",
        f"Nobody holds: {words}" if words else "",
    )


def _people(school: School, on: date) -> Step:
    count = Membership.objects.filter(school=school).on(on).values("user").distinct().count()
    return Step(
        "Bring in your people",
        "A file from SIMS, Arbor, Bromcom or another system; or invite them one by one.",
        count > 1,
        reverse("rolls:start", args=[school.slug]),
        f"{count} {'person' if count == 1 else 'people'} so far",
    )


def _terms(school: School) -> Step:
    return Step(
        "Enter your terms and quiet hours",
        "So that reminders come when people work.",
        Term.objects.filter(school=school).exists(),
        reverse("people:set_up", args=[school.slug]),
    )
