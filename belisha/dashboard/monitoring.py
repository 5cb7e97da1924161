"""`/healthz` and `/metrics`: what a monitoring system asks. Neither names a school or a person."""

import hmac
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from belisha import __version__
from belisha.answers.models import AnswerLog
from belisha.audit.models import Event
from belisha.base.clock import today
from belisha.base.row_security import across_schools
from belisha.duties.models import Duty, Sweep
from belisha.duties.sweep_state import sweep_state
from belisha.outbox.models import Notice, NoticeState
from belisha.people.models import Membership, School
from belisha.policies.models import PolicyVersion

# A sweep runs every quarter of an hour; a night without one means that it has stopped.
LATE_AFTER = timedelta(days=1)
Metric = tuple[str, str, float]


@across_schools("it says of the whole site whether it is swept")
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Answer 200 if the database answers and the sweep runs, otherwise 503 with what is wrong."""
    told: dict[str, object] = {}
    try:
        status = "sweep late" if is_sweep_late() else "ok"
        state = sweep_state()
        if state.swept_on:
            told = {"swept_on": state.swept_on.isoformat()}
        if state.has_faults:
            told |= {"sweep_faults": state.schools_with_faults + len(state.of_all)}
    except DatabaseError:
        status = "database away"
    return JsonResponse({"status": status, **told}, status=200 if status == "ok" else 503)


@across_schools("it counts for the whole site")
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer the numbers in Prometheus' text format to whoever sends BELISHA_METRICS_TOKEN. Raise Http404."""
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
    token = settings.BELISHA_METRICS_TOKEN
    if not token or not hmac.compare_digest(sent.encode(), token.encode()):
        raise Http404
    lines = [f'# TYPE belisha_info gauge\nbelisha_info{{version="{__version__}"}} 1']
    for name, meaning, value in numbers():
        lines.append(
            f"# HELP belisha_{name} {meaning}\n# TYPE belisha_{name} gauge\nbelisha_{name} {value:g}"
        )
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; version=0.0.4; charset=utf-8")


def is_sweep_late() -> bool:
    """Return whether a school was swept before and none has been for more than a day."""
    newest = Sweep.objects.aggregate(newest=Max("swept_on"))["newest"]
    return newest is not None and today() - newest > LATE_AFTER


def numbers() -> Iterator[Metric]:
    """Yield the name of each metric, its meaning, and its value now."""
    day = today()
    current = Membership.objects.filter(from_on__lte=day).exclude(to_on__lt=day)
    waiting = Duty.objects.filter(done_at__isnull=True, dropped_at__isnull=True)
    swept = Sweep.objects.aggregate(newest=Max("swept_on"))["newest"]
    yield "schools", "Schools on this site", School.objects.count()
    yield "people", "People with a role today", current.values("user").distinct().count()
    yield "policies_in_force", "Documents in force", PolicyVersion.objects.in_force().count()
    yield "answers", "Answers in the log", AnswerLog.objects.count()
    yield "events", "Events in the record", Event.objects.count()
    yield "duties_open", "Duties that are open", waiting.count()
    yield "duties_late", "Duties that are open and late", waiting.filter(due_on__lt=day).count()
    for state in (NoticeState.WAITING, NoticeState.DROPPED):
        count = Notice.objects.filter(state=state).count()
        yield f"mail_{state.value}", f"Mail that is {state.label.lower()}", count
    sweep = sweep_state()
    faults = sweep.schools_with_faults + len(sweep.of_all)
    yield "sweep_faults", "Schools and steps at which the last sweep failed", faults
    yield "days_since_sweep", "Days since the newest sweep, -1 if none", (day - swept).days if swept else -1
