"""The number that matters beside each page of a school: read once for all of them, and only if shown."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Count, Min, Q

from belisha.access.actor import Actor
from belisha.base.templating import day
from belisha.cases.models import IncidentCase, Report
from belisha.cases.states import CaseState, ReportState
from belisha.complaints.models import Matter
from belisha.complaints.states import OPEN
from belisha.dashboard.steps import steps
from belisha.duties.models import Duty
from belisha.outbox.queries import refused
from belisha.people.models import Invitation, Membership, School
from belisha.policies.directory.queries import gaps
from belisha.policies.documents.offices import vacant_offices
from belisha.policies.models import PolicyVersion, WebsiteCheck
from belisha.policies.queries import InForce, policy_in_force
from belisha.policies.states import VersionState
from belisha.policies.website.models import WebsiteFinding
from belisha.registers.queries import waiting_for
from belisha.reputation.models import Mention
from belisha.reputation.states import OPEN as OPEN_MENTIONS
from belisha.retention.models import DataRequest
from belisha.retention.states import RequestState

ON_THE_WAY = (VersionState.CONSULTATION, VersionState.APPROVAL, VersionState.APPROVED, VersionState.RATIFIED)
NEW_FOR = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its words, such as `7 have not acknowledged`. `is_urgent`: something is late or wrong."""

    words: str
    is_urgent: bool = False


class SchoolFigures:
    """The figures of one school, as one person may see them on a day."""

    def __init__(self, actor: Actor, school: School, on: date) -> None:
        self._actor, self._school, self._on = actor, school, on

    @cached_property
    def _in_force(self) -> InForce | None:
        return policy_in_force(self._school.slug)

    @cached_property
    def _open_duties(self) -> dict[str, int]:
        """Open duties that the actor may see, counted once for every figure about them."""
        rows = Duty.objects.visible_to(self._actor).filter(school=self._school).open()
        late = Q(due_on__lt=self._on)
        of_people = Q(person__isnull=False)
        return rows.aggregate(
            open=Count("pk"),
            late=Count("pk", filter=late),
            acknowledge=Count("pk", filter=of_people & Q(source="acknowledgements")),
            acknowledge_late=Count("pk", filter=of_people & late & Q(source="acknowledgements")),
            train=Count("pk", filter=of_people & Q(source="training")),
            train_late=Count("pk", filter=of_people & late & Q(source="training")),
        )

    def requests(self) -> Figure | None:
        """Return how many requests wait for the actor's decision, and whether one of them is late."""
        count, late = waiting_for(self._actor, self._school, self._on)
        if not count:
            return None
        return Figure(f"{count} {'waits' if count == 1 else 'wait'} for you", bool(late))

    def duties(self) -> Figure:
        """Return how much is to do at the school, and how much of it is late."""
        return _open_and_late(self._open_duties["open"], self._open_duties["late"], "to do")

    def acknowledgements(self) -> Figure:
        """Return how many people have not acknowledged yet."""
        count = self._open_duties["acknowledge"]
        if not count:
            return Figure("everyone has acknowledged")
        words = f"{count} {'has' if count == 1 else 'have'} not acknowledged"
        return Figure(words, bool(self._open_duties["acknowledge_late"]))

    def training(self) -> Figure:
        """Return how many pieces of training are to do, and how many of them are late."""
        return _open_and_late(self._open_duties["train"], self._open_duties["train_late"], "to do")

    def review(self) -> Figure | None:
        """Return when the policy in force is to be reviewed."""
        found = self._in_force
        if found is None:
            return Figure("no policy in force", is_urgent=True)
        due = found.version.review_due_on
        if due is None:
            return Figure("no review date", is_urgent=True)
        return Figure(f"review {'was due' if due < self._on else 'due'} {day(due)}", due < self._on)

    @cached_property
    def _versions(self) -> dict[str, int]:
        rows = PolicyVersion.objects.filter(school=self._school)
        return rows.aggregate(
            drafts=Count("pk", filter=Q(state=VersionState.DRAFT)),
            on_the_way=Count("pk", filter=Q(state__in=ON_THE_WAY)),
        )

    def drafts(self) -> Figure | None:
        """Return how many drafts there are."""
        count = self._versions["drafts"]
        return Figure(f"{count} {'draft' if count == 1 else 'drafts'}") if count else None

    def versions(self) -> Figure | None:
        """Return how many versions are between draft and publication."""
        count = self._versions["on_the_way"]
        return Figure(f"{count} in progress") if count else None

    def website(self) -> Figure | None:
        """Return what the last check of the school's website found."""
        last = WebsiteCheck.objects.filter(school=self._school).finished().first()
        if last is None:
            return Figure("not checked yet") if self._school.website else None
        found = str(WebsiteFinding(last.finding).label)
        return Figure(found[:1].lower() + found[1:], last.finding != WebsiteFinding.SAME)

    def set_up(self) -> Figure | None:
        """Return how many steps of setting up are left; None if all are done, and the page is not needed."""
        left = sum(not step.is_done for step in steps(self._school, self._on))
        return Figure(f"{left} {'step' if left == 1 else 'steps'} left", is_urgent=True) if left else None

    def people(self) -> Figure:
        """Return how many people the school has, and how many invitations are open."""
        rows = Membership.objects.filter(school=self._school, user__is_active=True).on(self._on)
        count = rows.values("user").distinct().count()
        invited = Invitation.objects.visible_to(self._actor).filter(school=self._school).open().count()
        words = f"{count} {'person' if count == 1 else 'people'}"
        return Figure(f"{words}, {invited} invited" if invited else words)

    def offices(self) -> Figure | None:
        """Return how many offices that the policy relies on are vacant."""
        found = self._in_force
        if found is None:
            return None
        count = len(vacant_offices(self._school, found.policy, self._on))
        return Figure(f"{count} vacant" if count else "all filled", bool(count))

    def directory(self) -> Figure | None:
        """Return how many whom people are sent to cannot be reached, for whoever keeps the directory."""
        if not self._actor.may("keep-directory", self._school.pk):
            return None
        found = self._in_force
        count = len(gaps(self._school, found.policy if found else None, self._on))
        return Figure(f"{count} without a contact", is_urgent=True) if count else Figure("all can be reached")

    def new_people(self) -> Figure | None:
        """Return how many people joined in the last 90 days."""
        rows = Membership.objects.filter(school=self._school, user__is_active=True).order_by()
        joined = rows.values("user").annotate(joined=Min("from_on"))
        count = joined.filter(joined__gt=self._on - NEW_FOR, joined__lte=self._on).count()
        return Figure(f"{count} joined in the last {NEW_FOR.days} days") if count else None

    def cases(self) -> Figure:
        """Return how many reports and cases of the actor are open, and how many answers are late."""
        reports = Report.objects.visible_to(self._actor).filter(school=self._school, case=None)
        waiting = reports.exclude(state=ReportState.CLOSED)
        found = waiting.aggregate(open=Count("pk"), late=Count("pk", filter=Q(answer_due_on__lt=self._on)))
        cases = IncidentCase.objects.visible_to(self._actor).filter(school=self._school)
        return _open_and_late(
            found["open"] + cases.exclude(state=CaseState.CLOSED).count(), found["late"], "open"
        )

    def complaints(self) -> Figure:
        """Return how many matters that the actor handles are open, and how many are late."""
        rows = Matter.objects.visible_to(self._actor).filter(school=self._school, state__in=OPEN)
        found = rows.aggregate(open=Count("pk"), late=Count("pk", filter=Q(answer_due_on__lt=self._on)))
        return _open_and_late(found["open"], found["late"], "open")

    def mentions(self) -> Figure | None:
        """Return how much that was said of the school waits, and whether some of it is to be read now."""
        rows = Mention.objects.filter(school=self._school, state__in=OPEN_MENTIONS)
        found = rows.aggregate(open=Count("pk"), late=Count("pk", filter=Q(due_on__lt=self._on)))
        return _open_and_late(found["open"], found["late"], "to deal with") if found["open"] else None

    def data_requests(self) -> Figure | None:
        """Return how many requests about personal data are open, and how many of them are late."""
        rows = DataRequest.objects.filter(school=self._school, state=RequestState.RECEIVED)
        found = rows.aggregate(open=Count("pk"), late=Count("pk", filter=Q(due_on__lt=self._on)))
        return _open_and_late(found["open"], found["late"], "to answer") if found["open"] else None

    def email(self) -> Figure | None:
        """Return how many mails were refused for their address."""
        count = refused(self._actor, self._school).count()
        return Figure(f"{count} not delivered", is_urgent=True) if count else None


def _open_and_late(count: int, late: int, word: str) -> Figure:
    if not count:
        return Figure(f"none {word}" if word != "to do" else "nothing to do")
    return Figure(f"{count} {word}, {late} late" if late else f"{count} {word}", bool(late))
